// Every command in every stand of an agent: what is decided and who is told, a line each. What has no line is heard and
// changes nothing.

import t from 'tap'
import { agentCells } from '#engine/routing/core/agent/machine.ts'
import { told } from '../told.ts'
import { FREE, IN_CALL, RINGING, type Row, SIGNED_IN, TALKING } from './cell-rows.ts'
import { COMMANDS, LATER, STANDS } from './every.ts'
import { BY_PHONE } from './phone-rows.ts'

const CELLS: Record<string, Row> = {
  'signed out': {
    ...FREE,
    watch: 'refused agent-signed-out',
    'adopt-leg': '> agent-left:system@c9',
    'configure, another queue': 'agent-configured > agent-changed:signed-out@q1 agent-changed:signed-out@q2',
    'configure, disabled': 'agent-configured',
    dial: 'refused agent-signed-out',
    'dial without a media node': 'refused agent-signed-out',
    'use-skills, as they are': 'refused agent-signed-out',
    'end-wrap-up': 'refused agent-signed-out',
    'wrap-up': 'refused agent-signed-out',
    dispose: 'refused agent-signed-out',
    offer: '> offer-refused:signed-out@q1',
    ready: 'refused agent-signed-out',
    'refresh-standing': '> agent-changed:signed-out@q7',
    'may-ring': '> may-ring-told:signed-out:r2@c2',
    'ring-direct': '> agent-missed:signed-out:r2@c2',
    'sign-in elsewhere': 'day-started signed-in:extension mode-changed:break:not-ready > agent-changed:break@q1',
    'take-break': 'refused agent-signed-out',
  },
  'on break': {
    ...SIGNED_IN,
    'configure, another queue': 'agent-configured > agent-changed:break@q1 agent-changed:break@q2',
    dial: 'leg-made mode-changed:dialling > dial@m2 lookup:new-2 agent-changed:dialling@q1',
    'dial without a media node': 'act-failed:no-media-node:dial > outbound-failed:no-media-node@new-0',
    'end-wrap-up': 'refused command-not-possible',
    offer: '> offer-refused:on-break@q1',
    ready: 'mode-changed:ready > agent-changed:ready@q1',
    'refresh-standing': '> agent-changed:break@q7',
    'may-ring': '> may-ring-told:on-break:r2@c2',
    'ring-direct': '> agent-missed:on-break:r2@c2',
    'take-break': 'mode-changed:break:meal',
    'wrap-up': 'mode-changed:wrap-up wrap-up-extended > agent-changed:wrap-up@q1',
    'phone-heard, lost': 'phone-lost > agent-changed:break@q1',
  },
  'without phone': {
    ...SIGNED_IN,
    watch: 'refused no-phone',
    'configure, another queue': 'agent-configured > agent-changed:break@q1 agent-changed:break@q2',
    dial: 'refused no-phone',
    'dial without a media node': 'refused no-phone',
    'end-wrap-up': 'refused command-not-possible',
    offer: '> offer-refused:on-break@q1',
    ready: 'refused no-phone',
    'refresh-standing': '> agent-changed:break@q7',
    'may-ring': '> may-ring-told:on-break:r2@c2',
    'ring-direct': '> agent-missed:on-break:r2@c2',
    'sign-in elsewhere': 'phone-changed:extension > agent-changed:break@q1',
    'take-break': 'mode-changed:break:meal',
    'wrap-up': 'refused no-phone',
  },
  ready: {
    ...SIGNED_IN,
    bar: 'barred > agent-changed:ready@q1',
    'configure, another queue': 'agent-configured > agent-changed:ready@q1 agent-changed:ready@q2',
    dial: 'leg-made mode-changed:dialling > dial@m2 lookup:new-2 agent-changed:dialling@q1',
    'dial without a media node': 'act-failed:no-media-node:dial > outbound-failed:no-media-node@new-0',
    'end-wrap-up': 'refused command-not-possible',
    offer: 'leg-made ring-started mode-changed:ringing > offer-accepted@q1 dial@m1 agent-changed:ringing@q1',
    'refresh-standing': '> agent-changed:ready@q7',
    'may-ring': '> may-ring-told:r2@c2',
    'ring-direct': 'leg-made ring-started mode-changed:ringing > dial@m1 agent-changed:ringing@q1',
    'take-break': 'mode-changed:break:meal > agent-changed:break@q1',
    'wrap-up': 'mode-changed:wrap-up wrap-up-extended > agent-changed:wrap-up@q1',
    'phone-heard, lost': 'phone-lost mode-changed:break:phone-unreachable > agent-changed:break@q1',
  },
  ringing: {
    ...RINGING,
    'pick-up': '> ring-direct:new-0@a2',
    decline:
      'ring-missed:declined mode-changed:ready leg-let-go > hang-up:declined@m1 offer-missed:declined@q1 agent-changed:ready@q1',
    'hang-up':
      'ring-missed:declined mode-changed:ready leg-let-go > hang-up:declined@m1 offer-missed:declined@q1 agent-changed:ready@q1',
    'leg-answered': 'leg-up mode-changed:talking > offer-answered@q1 agent-joined@c1 agent-changed:talking@q1',
    'leg-ended': 'ring-missed:declined mode-changed:ready > offer-missed:declined@q1 agent-changed:ready@q1',
    'leg-ended by a fault':
      'ring-missed:phone-unreachable phone-lost mode-changed:break:phone-unreachable > offer-missed:phone-unreachable@q1 agent-changed:break@q1',
    'leg-failed': 'ring-missed:busy mode-changed:ready > offer-missed:busy@q1 agent-changed:ready@q1',
    'order-failed':
      'ring-missed:phone-unreachable mode-changed:ready > offer-missed:phone-unreachable@q1 agent-changed:ready@q1',
    'reconcile, nothing is up':
      'ring-missed:no-answer mode-changed:ready leg-let-go > hang-up:cancelled@m1 offer-missed:no-answer@q1 agent-changed:ready@q1',
    'reconcile, the leg is up':
      'leg-up mode-changed:talking > offer-answered@q1 agent-joined@c1 agent-changed:talking@q1',
    wake: 'ring-missed:no-answer mode-changed:ready leg-let-go > hang-up:no-answer@m1 offer-missed:no-answer@q1 agent-changed:ready@q1',
    'withdraw-offer':
      'ring-withdrawn:abandoned mode-changed:ready leg-let-go > hang-up:cancelled@m1 agent-changed:ready@q1',
    'phone-heard, lost':
      'phone-lost ring-missed:phone-unreachable mode-changed:break:phone-unreachable leg-let-go > hang-up:cancelled@m1 offer-missed:phone-unreachable@q1 agent-changed:break@q1',
  },
  'ringing directly': {
    ...RINGING,
    'pick-up': '> ring-direct:r1@a2',
    decline:
      'ring-missed:declined mode-changed:ready leg-let-go > hang-up:declined@m1 agent-missed:declined:r1@c1 agent-changed:ready@q1',
    'hang-up':
      'ring-missed:declined mode-changed:ready leg-let-go > hang-up:declined@m1 agent-missed:declined:r1@c1 agent-changed:ready@q1',
    'leg-answered': 'leg-up mode-changed:talking > agent-joined:r1@c1 agent-changed:talking@q1',
    'leg-ended': 'ring-missed:declined mode-changed:ready > agent-missed:declined:r1@c1 agent-changed:ready@q1',
    'leg-ended by a fault':
      'ring-missed:phone-unreachable phone-lost mode-changed:break:phone-unreachable > agent-missed:phone-unreachable:r1@c1 agent-changed:break@q1',
    'leg-failed': 'ring-missed:busy mode-changed:ready > agent-missed:busy:r1@c1 agent-changed:ready@q1',
    'order-failed':
      'ring-missed:phone-unreachable mode-changed:ready > agent-missed:phone-unreachable:r1@c1 agent-changed:ready@q1',
    'reconcile, nothing is up':
      'ring-missed:no-answer mode-changed:ready leg-let-go > hang-up:cancelled@m1 agent-missed:no-answer:r1@c1 agent-changed:ready@q1',
    'reconcile, the leg is up': 'leg-up mode-changed:talking > agent-joined:r1@c1 agent-changed:talking@q1',
    wake: 'ring-missed:no-answer mode-changed:ready leg-let-go > hang-up:no-answer@m1 agent-missed:no-answer:r1@c1 agent-changed:ready@q1',
    'withdraw-direct':
      'ring-withdrawn:gone mode-changed:ready leg-let-go > hang-up:cancelled@m1 agent-changed:ready@q1',
    'phone-heard, lost':
      'phone-lost ring-missed:phone-unreachable mode-changed:break:phone-unreachable leg-let-go > hang-up:cancelled@m1 agent-missed:phone-unreachable:r1@c1 agent-changed:break@q1',
  },
  'own leg dialled': {
    ...IN_CALL,
    'call-over, own dial': 'mode-changed:ready leg-let-go > hang-up:normal@m2 agent-changed:ready@q1',
    'configure, another queue': 'agent-configured > agent-changed:dialling@q1 agent-changed:dialling@q2',
    decline: 'refused command-not-possible',
    'hang-up': 'hang-up-asked > hang-up:cancelled@m2',
    hold: 'refused no-call',
    'leg-answered, own dial': 'leg-up > begin-outbound@dial-0',
    'leg-ended, own dial':
      'act-failed:own-phone-declined:dial mode-changed:ready > outbound-failed:own-phone-declined@dial-0 agent-changed:ready@q1',
    'leg-failed, own dial':
      'act-failed:own-phone-not-registered:dial mode-changed:ready > outbound-failed:own-phone-not-registered@dial-0 agent-changed:ready@q1',
    'looked-up':
      'act-failed:no-trunk:dial mode-changed:ready leg-let-go > hang-up:cancelled@m2 outbound-failed:no-trunk@dial-0 agent-changed:ready@q1',
    'order-failed, own dial':
      'act-failed:own-phone-unreachable:dial mode-changed:ready > outbound-failed:own-phone-unreachable@dial-0 agent-changed:ready@q1',
    reattach: 'refused no-call',
    'reconcile, nothing is up':
      'act-failed:own-phone-unreachable:dial mode-changed:ready > outbound-failed:own-phone-unreachable@dial-0 agent-changed:ready@q1',
    'reconcile, the leg is up':
      'act-failed:own-phone-unreachable:dial mode-changed:ready > outbound-failed:own-phone-unreachable@dial-0 hang-up:normal@m1 agent-changed:ready@q1',
    'refresh-standing': '> agent-changed:dialling@q7',
    resume: 'refused no-call',
    consult: 'refused no-call',
    invite: 'refused no-call',
    swap: 'refused no-call',
    merge: 'refused no-call',
    'take-back': 'refused no-call',
    'hand-over': 'refused no-call',
    drop: 'refused no-call',
    verify: 'refused no-call',
    'send-digits': 'refused no-call',
    record: 'refused no-call',
    transfer: 'refused no-call',
    wake: 'act-failed:own-phone-no-answer:dial mode-changed:ready leg-let-go > hang-up:normal@m2 outbound-failed:own-phone-no-answer@dial-0 agent-changed:ready@q1',
    'phone-heard, lost': 'phone-lost',
  },
  'own leg up': {
    ...IN_CALL,
    'call-connected, own dial': 'talk-started mode-changed:talking > agent-changed:talking@q1',
    'call-over, own dial': 'mode-changed:ready leg-let-go > hang-up:normal@m2 agent-changed:ready@q1',
    'configure, another queue': 'agent-configured > agent-changed:dialling@q1 agent-changed:dialling@q2',
    decline: 'refused command-not-possible',
    'hang-up': 'hang-up-asked > hang-up:agent@dial-0',
    hold: 'refused no-call',
    'leg-ended, own dial': 'mode-changed:ready > agent-left:agent@dial-0 agent-changed:ready@q1',
    'leg-failed, own dial': 'mode-changed:ready > agent-left:agent@dial-0 agent-changed:ready@q1',
    'order-failed, own dial': 'mode-changed:ready > agent-left:system@dial-0 agent-changed:ready@q1',
    reattach: 'refused no-call',
    'reconcile, nothing is up': 'mode-changed:ready > agent-left:system@dial-0 agent-changed:ready@q1',
    'reconcile, the leg is up':
      'mode-changed:ready > agent-left:system@dial-0 hang-up:normal@m1 agent-changed:ready@q1',
    'refresh-standing': '> agent-changed:dialling@q7',
    resume: 'refused no-call',
    consult: 'refused no-call',
    invite: 'refused no-call',
    swap: 'refused no-call',
    merge: 'refused no-call',
    'take-back': 'refused no-call',
    'hand-over': 'refused no-call',
    drop: 'refused no-call',
    verify: 'refused no-call',
    'send-digits': 'refused no-call',
    record: 'refused no-call',
    transfer: 'refused no-call',
    'phone-heard, lost': 'phone-lost',
  },
  'talk begins': {
    ...TALKING,
    'call-connected': 'talk-started',
    'call-held': 'call-held:true',
    'call-over':
      'ring-withdrawn:not-connected mode-changed:ready leg-let-go > hang-up:normal@m1 agent-changed:ready@q1',
    'play-ended': '> news@c1',
    'leg-ended': 'ring-withdrawn:not-connected mode-changed:ready > agent-left:agent@c1 agent-changed:ready@q1',
    'leg-ended by a fault':
      'phone-lost ring-withdrawn:not-connected mode-changed:break:phone-unreachable > agent-left:system@c1 agent-changed:break@q1',
    'leg-failed': 'ring-withdrawn:not-connected mode-changed:ready > agent-left:agent@c1 agent-changed:ready@q1',
    'reconcile, nothing is up':
      'ring-withdrawn:not-connected mode-changed:ready > agent-left:system@c1 agent-changed:ready@q1',
    wake: 'ring-withdrawn:not-connected mode-changed:ready leg-let-go > hang-up:normal@m1 agent-left:system@c1 agent-changed:ready@q1',
    'withdraw-offer':
      'ring-withdrawn:abandoned mode-changed:ready leg-let-go > hang-up:cancelled@m1 agent-left:system@c1 agent-changed:ready@q1',
    'phone-heard, lost': 'phone-lost',
  },
  talking: {
    ...TALKING,
    'adopt-leg': 'leg-made mode-changed:dialling > own@m3 hold@c1 agent-changed:dialling@q1',
    'call-held': 'call-held:true',
    'call-over': 'talk-ended mode-changed:wrap-up leg-let-go > hang-up:normal@m1 agent-changed:wrap-up@q1',
    'leg-ended': 'talk-ended mode-changed:wrap-up > agent-left:agent@c1 agent-changed:wrap-up@q1',
    'leg-ended by a fault':
      'phone-lost talk-ended mode-changed:break:phone-unreachable > agent-left:system@c1 agent-changed:break@q1',
    'leg-failed': 'talk-ended mode-changed:wrap-up > agent-left:agent@c1 agent-changed:wrap-up@q1',
    'reconcile, nothing is up': 'talk-ended mode-changed:wrap-up > agent-left:system@c1 agent-changed:wrap-up@q1',
    'phone-heard, lost': 'phone-lost',
  },
  'on hold': {
    ...TALKING,
    'adopt-leg': 'leg-made mode-changed:dialling > own@m3 agent-changed:dialling@q1',
    dial: 'leg-made mode-changed:dialling > dial@m1 lookup:new-2 agent-changed:dialling@q1',
    'dial without a media node': 'leg-made mode-changed:dialling > dial@m1 lookup:new-2 agent-changed:dialling@q1',
    'call-held, no more': 'call-held:false',
    'call-over': 'talk-ended mode-changed:wrap-up leg-let-go > hang-up:normal@m1 agent-changed:wrap-up@q1',
    'leg-ended': 'talk-ended mode-changed:wrap-up > agent-left:agent@c1 agent-changed:wrap-up@q1',
    'leg-ended by a fault':
      'phone-lost talk-ended mode-changed:break:phone-unreachable > agent-left:system@c1 agent-changed:break@q1',
    'leg-failed': 'talk-ended mode-changed:wrap-up > agent-left:agent@c1 agent-changed:wrap-up@q1',
    'reconcile, nothing is up': 'talk-ended mode-changed:wrap-up > agent-left:system@c1 agent-changed:wrap-up@q1',
    'phone-heard, lost': 'phone-lost',
  },
  'wrapping up': {
    ...SIGNED_IN,
    'configure, another queue': 'agent-configured > agent-changed:wrap-up@q1 agent-changed:wrap-up@q2',
    dial: 'leg-made mode-changed:dialling > dial@m2 lookup:new-2 agent-changed:dialling@q1',
    'dial without a media node': 'act-failed:no-media-node:dial > outbound-failed:no-media-node@new-0',
    'end-wrap-up': 'mode-changed:ready > agent-changed:ready@q1',
    offer: '> offer-refused:wrap-up@q1',
    ready: 'mode-changed:ready > agent-changed:ready@q1',
    'refresh-standing': '> agent-changed:wrap-up@q7',
    'may-ring': '> may-ring-told:wrap-up:r2@c2',
    'ring-direct': '> agent-missed:wrap-up:r2@c2',
    'take-break': 'mode-changed:break:meal > agent-changed:break@q1',
    'more-time': 'wrap-up-extended',
    'wrap-up': 'refused command-not-possible',
    'phone-heard, lost': 'phone-lost > agent-changed:wrap-up@q1',
  },
}

for (const [name, stand] of Object.entries(STANDS))
  t.test(`an agent ${name}`, async (t) => {
    const decided = Object.entries(COMMANDS).map(([key, command]) => [
      key,
      told(stand().when(command, LATER, 'new').decision),
    ])
    const wanted = Object.keys(COMMANDS).map((key) => [key, { ...CELLS[name], ...BY_PHONE[name] }[key] ?? ''])
    t.strictSame(Object.fromEntries(decided), Object.fromEntries(wanted))
  })

t.test('every filled cell is walked', async (t) => {
  const types = Object.values(COMMANDS).map((command) => (command.type === 'news' ? command.news.type : command.type))
  const walked = new Set(Object.values(STANDS).flatMap((stand) => types.map((type) => `${stand().state.mode}/${type}`)))
  t.strictSame(
    agentCells().filter((cell) => !walked.has(cell)),
    [],
  )
})
