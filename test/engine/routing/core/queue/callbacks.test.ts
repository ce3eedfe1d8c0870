// Who hangs up to be called back: his place, his turn, his hours, and what happens when he is not reached.
import t from 'tap'
import { callOf, plainQueue, QueueDay } from '#bench/kit/queue-day.ts'
import type { Offer } from '#engine/protocol/agent.ts'
import { callableFrom } from '#engine/routing/core/queue/callbacks.ts'
import { loadStrategies } from '#engine/routing/plug-ins/strategies.ts'
import { queueConfig } from '../samples.ts'
import { AWAY, changed, factsOf, join, offersIn, queues, T } from './stands.ts'

const back = (callId: string, number: string) =>
  ({ type: 'leave', callId, reason: 'callback', callback: number }) as const
type Stand = ReturnType<Awaited<ReturnType<typeof queues>>['queue']>
const line = (stand: Stand) => stand.view()?.waiting.map((one) => one.callId)
const number = (digits: string) => ({ card: { number: digits } as never })

const two = (stand: Stand) =>
  stand
    .does(join('c1', number('13800000001')), T)
    .does(join('c2', { ...number('13800000002'), joinedAt: T + 1 }), T + 1)

t.test(
  'he stands where he stood, is offered in turn, and the customer is called by the agent who answers',
  async (t) => {
    const { queue } = await queues()
    const stand = two(queue({ a1: AWAY })).does(back('c1', '13800000001'), T + 5_000, 's')
    t.strictSame(line(stand), ['cb-s-0', 'c2'])
    t.match(stand.view()?.waiting[0], { joinedAt: T, callback: { by: 'caller', tries: 0 } })
    t.equal(stand.view()?.callbacks, 1)
    const { decision } = stand.when(changed('a1'), T + 6_000)
    t.strictSame(offersIn(decision), ['a1<-cb-s-0'])
    const effects = 'effects' in decision ? decision.effects : []
    t.match(effects, [
      { ref: { kind: 'call', id: 'cb-s-0' }, command: { type: 'call-back', queueId: 'q1', record: true } },
      { ref: { kind: 'agent', id: 'a1' }, command: { type: 'offer', offer: { caller: { callback: { tries: 0 } } } } },
    ])
    const offer = (effects[1] as unknown as { command: { offer: Offer } }).command.offer
    const rung = stand.does(changed('a1'), T + 6_000)
    const { offerId } = (rung.state as Extract<typeof rung.state, { mode: 'open' }>).waiting[0]?.offer ?? offer
    const called = rung.does({ type: 'offer-answered', offerId, agentId: 'a1' }, T + 9_000)
    t.strictSame(line(called), ['cb-s-0', 'c2'], 'until he is reached he keeps his place')
    t.equal(called.view()?.today.answered, 0)
    const reached = called.does({ type: 'leave', callId: 'cb-s-0', reason: 'answered', agentId: 'a1' }, T + 20_000)
    t.strictSame(line(reached), ['c2'])
    t.match(reached.view()?.today, { offered: 2, answered: 0, overflowed: 1, calledBack: 1 })
  },
)

t.test('one who is not reached is called again at his place, so often, and then given up', async (t) => {
  const { queue } = await queues()
  const config = { callbackTries: 2, callbackRetryMs: 60_000 }
  const start = two(queue({ a1: {}, a2: AWAY }, config).does(changed('a1', AWAY), T))
  const call = (stand: Stand, at: number) => {
    const ready = stand.does(changed('a1'), at)
    const one = ready.state.mode === 'open' ? ready.state.waiting.find((each) => each.offer) : undefined
    const answer = { type: 'offer-answered', offerId: one?.offer?.offerId ?? '', agentId: 'a1' } as const
    return ready.does(answer, at + 1).does(changed('a1', AWAY), at + 2)
  }
  const tried = call(start.does(back('c1', '13800000001'), T + 2, 's'), T + 1_000)
  const failed = tried.does({ type: 'callback-failed', callId: 'cb-s-0', reason: 'busy' }, T + 30_000)
  t.strictSame(line(failed), ['cb-s-0_2', 'c2'])
  t.strictSame(offersIn(failed.when(changed('a1'), T + 40_000).decision), ['a1<-c2'], 'nobody waits for him')
  const again = failed.does({ type: 'wake' }, T + 90_000)
  t.strictSame(offersIn(again.when(changed('a1'), T + 90_001).decision), ['a1<-cb-s-0_2'], 'and then it is his turn')
  const lost = call(again, T + 90_001).does({ type: 'wake' }, T + 90_002 + 90_000)
  t.strictSame(line(lost), ['c2'], 'no word of the second call: given up')
})

t.test('asked twice he stands once; calling by himself he takes the place that is kept; kept for a day', async (t) => {
  const { queue } = await queues()
  const asked = two(queue({ a1: AWAY })).does(back('c1', '13800000001'), T + 5_000, 's')
  const twice = asked.does(join('c3', { ...number('13800000001'), joinedAt: T + 9_000 }), T + 9_000)
  t.strictSame(line(twice), ['c3', 'c2'])
  const merged = two(queue({ a1: AWAY }))
    .does(back('c1', '139'), T + 5_000, 's')
    .does(back('c2', '139'), T + 6_000, 'x')
  t.strictSame(line(merged), ['cb-s-0'])
  t.strictSame(line(asked.does({ type: 'cancel-callback', callId: 'cb-s-0' }, T + 9_000)), ['c2'])
  t.strictSame(line(asked.does({ type: 'wake' }, T + 86_500_000)), [])
  const call = callOf('cb-9', '13800000001', T + 9_000)
  const web = { number: '13800000001', askedAt: T + 9_000, by: 'web' as const, tries: 0 }
  const { decision } = asked.when({ type: 'ask-callback', call: { ...call, callback: web } }, T + 9_000)
  t.match(decision, { reply: { callId: 'cb-s-0', merged: true } })
})

t.test('customers are called within the hours of the centre, and nobody waits on the line for that', async (t) => {
  const hours = queueConfig({ callbackFrom: '09:00', callbackTo: '18:00' })
  const zone = 8 * 3_600_000
  const at = (time: string) => Date.parse(`2026-11-23T${time}:00+08:00`)
  t.equal(callableFrom(hours, zone, at('12:00')), at('12:00'))
  t.equal(callableFrom(hours, zone, at('07:30')), at('09:00'))
  t.equal(callableFrom(hours, zone, at('18:00')), at('09:00') + 86_400_000)
  t.equal(callableFrom({ ...hours, callbackFrom: '22:00', callbackTo: '06:00' }, zone, at('12:00')), at('22:00'))
  const { queue } = await queues()
  // T is nine in the morning
  const early = two(queue({ a1: AWAY }, { callbackFrom: '10:00', callbackTo: '18:00' })).does(
    back('c1', '139'),
    T + 5,
    's',
  )
  const { decision } = early.when(changed('a1'), T + 6)
  t.match(factsOf(decision), [
    {},
    { type: 'callback-held', until: T + 3_600_000 },
    { type: 'offer-made', callId: 'c2' },
  ])
})

t.test('no inversion: callers and callbacks are offered in the order in which they came', async (t) => {
  const strategies = await loadStrategies()
  let calls = 0
  let called = 0
  for (let n = 0; calls < 1_000; n++) {
    const day = new QueueDay(
      {
        seed: `back-${n}`,
        agents: 10,
        perHour: Array(3).fill(170),
        handleMs: 200_000,
        config: plainQueue(),
        callBack: 0.3,
      },
      strategies,
    )
    day.run()
    // by the place each took when he came; a callback stands for the call it replaced
    const places = day.offered.map((callId) => day.came.get(callId) as number)
    t.notOk(places.includes(undefined as never))
    const inversions = places.filter((place, at) => at > 0 && place < (places[at - 1] as number)).length
    if (inversions > 0) t.fail(`${inversions} inversions on day ${n}`)
    calls += day.served.size
    called += day.offered.filter((callId) => callId.startsWith('cb-')).length
  }
  t.ok(called > 50, `${called} of ${calls} were called back`)
})
