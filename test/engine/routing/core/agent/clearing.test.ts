// The agent's own leg after a call: the phone is not rung again before the leg is gone, and nobody waits for it for ever.
import t from 'tap'
import { agentMachine } from '#engine/routing/core/agent/machine.ts'
import { offerOf } from '../samples.ts'
import { leg } from './expected.ts'
import { direct, joining, news, onBreak, ringing, T, talking } from './stands.ts'

const over = { type: 'call-over', callId: 'c1', cause: 'normal' } as const
const next = { type: 'offer', offer: offerOf({ offerId: 'o2', callId: 'c2' }) } as const
const ended = news({ type: 'leg-ended', ...leg, by: 'us', cause: 'normal' })
const cleared = { type: 'leg-cleared', legId: 'ring-0' }
const free = { ref: { kind: 'queue' }, command: { type: 'agent-changed', agent: { mode: 'ready', available: true } } }
const busy = { ref: { kind: 'queue' }, command: { type: 'offer-refused', offerId: 'o2', reason: 'busy' } }

/** no wrap-up: the call is over, the own leg told to hang up and not gone yet */
const parting = () => talking({ wrapUpMs: 0 }).does(over, T + 6000)

t.test('an agent without wrap-up may be rung again only when the leg of the last call is gone', (t) => {
  talking({ wrapUpMs: 0 })
    .when(over, T + 6000)
    .matches(
      t,
      [{ type: 'talk-ended' }, { type: 'mode-changed', to: 'ready' }, { type: 'leg-let-go', ...leg, until: T + 9000 }],
      [
        { order: { type: 'hang-up', ...leg } },
        { command: { type: 'agent-changed', agent: { mode: 'ready', available: false } } },
      ],
    )
  parting()
    .when(next, T + 6010)
    .matches(t, [], [busy])
  parting()
    .when({ ...direct, callId: 'c2', requestId: 'r2' }, T + 6010)
    .matches(t, [], [{ ref: { id: 'c2' }, command: { type: 'agent-missed', reason: 'busy' } }])
  parting()
    .when(ended, T + 6020)
    .matches(t, [cleared], [free])
  parting()
    .does(ended, T + 6020)
    .when(next, T + 6030)
    .matches(t, [{ type: 'leg-made' }, { type: 'ring-started', callId: 'c2' }, { type: 'mode-changed', to: 'ringing' }])
  t.end()
})

t.test('a leg whose end nobody tells is taken for gone after 3 s, by the wake or by what comes first', (t) => {
  t.equal(parting().wakeAt(), T + 9000)
  parting()
    .when({ type: 'wake' }, T + 8999)
    .gives(t, [], [])
  parting()
    .when({ type: 'wake' }, T + 9000)
    .matches(t, [cleared], [free])
  parting()
    .when(next, T + 9000)
    .matches(t, [cleared, { type: 'leg-made' }, { type: 'ring-started' }, { type: 'mode-changed', to: 'ringing' }])
  t.equal(agentMachine.view(parting().does({ type: 'wake' }, T + 9000).state)?.available, true)
  t.end()
})

t.test('a hang-up that cannot be carried out, and a restart that finds no leg, clear it too', (t) => {
  parting()
    .when(news({ type: 'order-failed', ...leg, order: 'hang-up', detail: 'unknown leg' }), T + 6020)
    .matches(t, [cleared], [free])
  parting()
    .when({ type: 'reconcile', legIds: [] }, T + 6020)
    .matches(t, [cleared], [free])
  const legs = [{ ...leg, node: 'm1', state: 'up' as const }]
  parting()
    .when({ type: 'reconcile', legIds: ['ring-0'], legs }, T + 6020)
    .matches(t, [], [{ order: { type: 'hang-up', legId: 'ring-0' } }])
  parting()
    .when(news({ type: 'leg-ended', callId: 'c0', legId: 'another', by: 'us', cause: 'normal' }), T + 6020)
    .gives(t, [], [])
  t.end()
})

t.test('a declined, a missed and a withdrawn ring wait for their CANCEL in the same way', (t) => {
  const ways = [
    ringing().does({ type: 'decline' }, T + 3000),
    ringing().does({ type: 'wake' }, T + 21_000),
    ringing().does({ type: 'withdraw-offer', offerId: 'o1', reason: 'abandoned' }, T + 3000),
    joining().does({ type: 'withdraw-offer', offerId: 'o1', reason: 'stale-offer' }, T + 4500),
  ]
  for (const stand of ways) {
    t.match(stand.view(), { mode: 'ready', available: false })
    const failed = news({ type: 'leg-failed', ...leg, cause: 'cancelled', sipStatus: 487 })
    t.match(stand.does(failed, T + 21_010).view(), { mode: 'ready', available: true })
  }
  t.end()
})

t.test('who breaks off wrap-up, or leaves the break, before the leg is gone waits for it as well', (t) => {
  const wrap = talking()
    .does(over, T + 6000)
    .does({ type: 'end-wrap-up' }, T + 6005)
  t.match(wrap.view(), { mode: 'ready', available: false })
  t.match(wrap.does(ended, T + 6020).view(), { mode: 'ready', available: true })
  const pause = talking()
    .does({ type: 'take-break', reason: 'meal' }, T + 5500)
    .does(over, T + 6000)
  pause.when(ended, T + 6020).matches(t, [cleared], [])
  t.match(pause.does({ type: 'ready' }, T + 6005).view(), { mode: 'ready', available: false })
  const away = talking()
    .does({ type: 'sign-out', by: 'agent' }, T + 5500)
    .does(over, T + 6000)
  t.equal(away.wakeAt(), undefined)
  away.when(ended, T + 6020).matches(t, [cleared], [])
  t.end()
})

t.test('a call of the agent’s own ends the wait', (t) => {
  const dialled = parting().does({ type: 'dial', number: '02188', node: 'm1' }, T + 6010, 'dial')
  dialled.when(ended, T + 6020).gives(t, [], [])
  t.match(onBreak().view(), { available: false })
  t.end()
})
