// What each stand of an agent makes of what its phone dials and keys.
import type { Row } from './cell-rows.ts'

const NO_TALK: Row = { flag: 'refused no-call' }
const busy = (mode: string, flag: Row = NO_TALK): Row => ({
  ...flag,
  'by-phone, ready': `> phone-told:${mode}@c7`,
  'by-phone, sign-in': `> phone-told:${mode}@c7`,
})
const SOUND: Row = { 'line-told': 'line-told > line-told@c1' }
const FLAGS: Row = { flag: '> flag@c1' }

export const BY_PHONE: Record<string, Row> = {
  'signed out': {
    ...busy('signed-out'),
    'by-phone, sign-in':
      'signed-in:extension mode-changed:break:not-ready > phone-told:not-ready:break@c7 agent-changed:break@q1',
  },
  'on break': { ...busy('break'), 'by-phone, sign-in': 'phone-changed:extension > phone-told:not-ready:break@c7' },
  'without phone': {
    ...busy('break'),
    'by-phone, sign-in': 'phone-changed:extension > phone-told:not-ready:break@c7 agent-changed:break@q1',
  },
  ready: {
    ...busy('ready'),
    'by-phone, sign-in': 'phone-changed:extension leg-let-go > phone-told:ready@c7 agent-changed:ready@q1',
  },
  ringing: busy('ringing'),
  'ringing directly': busy('ringing'),
  'own leg dialled': busy('dialling'),
  'own leg up': busy('dialling'),
  'talk begins': busy('talking', FLAGS),
  talking: busy('talking', { ...FLAGS, ...SOUND }),
  'on hold': busy('talking', { ...FLAGS, ...SOUND }),
  'wrapping up': { ...busy('wrap-up'), 'by-phone, sign-in': 'phone-changed:extension > phone-told:wrap-up@c7' },
}
