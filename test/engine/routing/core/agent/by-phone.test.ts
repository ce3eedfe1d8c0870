// What an agent's phone dials and keys is what a page would press; the call hears what came of it.
import t from 'tap'
import type { TalkKeys } from '#engine/protocol/phone-wish.ts'
import { keyed } from '#engine/routing/core/agent/by-phone.ts'
import { agentConfig } from '../samples.ts'
import * as stands from './stands.ts'

const { T, news } = stands
const KEYS: TalkKeys = { consult: '*2', merge: '*3', swap: '*4', flag: '*83' }
const by = { type: 'by-phone', callId: 'c7', legId: 'l7', user: '8001' } as const
type Made = ReturnType<ReturnType<typeof stands.ready>['when']>['decision']
const told = (decision: Made) =>
  'facts' in decision
    ? decision.effects.flatMap((effect) =>
        effect.to === 'actor' && effect.ref.kind === 'call' ? [effect.command] : [],
      )
    : decision

t.test('signed in at a phone, then ready: nothing is offered while the phone still speaks', async (t) => {
  const configured = { type: 'configure', config: agentConfig(), keys: KEYS } as const
  const at = stands
    .signedOut()
    .does(configured, T)
    .does({ ...by, act: 'sign-in' }, T)
  t.match(at.state, {
    keys: KEYS,
    mode: 'break',
    reason: 'not-ready',
    me: { phone: { type: 'extension', user: '8001' } },
  })
  const made = at.when({ ...by, act: 'ready' }, T + 5000)
  t.match(told(made.decision), [{ type: 'phone-told', mode: 'ready' }])
  t.match(made.state, { mode: 'ready', clearing: { legId: 'l7' } })
  const ready = at.does({ ...by, act: 'ready' }, T + 5000)
  t.match(ready.view(), { available: false })
  t.match(ready.does({ type: 'wake' }, ready.wakeAt() ?? 0).view(), { available: true })
})

t.test('another phone presses nothing for this agent', async (t) => {
  const at = stands.signedOut().does({ ...by, act: 'sign-in' }, T)
  const made = at.when({ ...by, user: '8002', act: 'sign-out' }, T + 1000)
  t.match(told(made.decision), [{ type: 'phone-told', refusal: 'agent-signed-out' }])
  t.equal(made.state.mode, 'break')
})

t.test('keys of a talk: consult with a number, merge at once, anything else passes', async (t) => {
  const talking = stands.talking().does({ type: 'configure', config: agentConfig(), keys: KEYS }, T + 5500)
  const leg = { callId: 'c1', legId: 'ring-0' }
  const press = (stand: typeof talking, keys: string, from = T + 6000) =>
    [...keys].reduce((now, digit, n) => now.does(news({ type: 'digit-pressed', ...leg, digit }), from + n * 300), stand)
  t.match(told(press(talking, '*2100').when(news({ type: 'digit-pressed', ...leg, digit: '#' }), T + 8000).decision), [
    { type: 'consult', target: { type: 'outside', number: '100' } },
  ])
  t.match(told(press(talking, '*').when(news({ type: 'digit-pressed', ...leg, digit: '3' }), T + 6500).decision), [
    { type: 'merge' },
  ])
  t.match(told(press(talking, '12*8').when(news({ type: 'digit-pressed', ...leg, digit: '3' }), T + 7500).decision), [
    { type: 'flag' },
  ])
  t.same(
    told(press(talking, '*').when(news({ type: 'digit-pressed', ...leg, digit: '3' }), T + 60_000).decision),
    [],
    'too late',
  )
  t.same(press(talking, '123').state, talking.state, 'what begins no code is in no fact')
})

t.test('what keys come to', async (t) => {
  const cases: [string, string, object][] = [
    ['', '*', { typed: '*' }],
    ['*', '2', { typed: '*2' }],
    ['*2', '#', { typed: '' }],
    ['*21', '#', { act: 'consult', number: '1' }],
    ['*8', '*', { typed: '*' }],
    ['*8', '3', { act: 'flag', number: '' }],
    ['*', '9', { typed: '' }],
  ]
  for (const [before, digit, wanted] of cases) t.same(keyed(KEYS, before, digit), wanted, `${before} ${digit}`)
  t.same(keyed({}, '', '*'), { typed: '' })
})
