// What follows a call: wishes for afterwards, a longer wrap-up, pauses after a ring, and the disposition that is owed.
import t from 'tap'
import type { Offer } from '#engine/protocol/agent.ts'
import { agentMachine } from '#engine/routing/core/agent/machine.ts'
import { LONGEST_WRAP_UP_MS, MORE_TIME_MS } from '#engine/routing/core/agent/state.ts'
import { offerOf } from '../samples.ts'
import { letGo, news, onBreak, ready, ringing, T, talking, wrappingUp } from './stands.ts'

const over = { type: 'call-over', callId: 'c1', cause: 'normal' } as const
const gone = news({ type: 'leg-ended', callId: 'c1', legId: 'ring-0', by: 'us', cause: 'normal' })
/** in a talk that was offered so */
const inTalk = (offer: Partial<Offer>) =>
  ringing({}, offer)
    .does(news({ type: 'leg-answered', callId: 'c1', legId: 'ring-0' }), T + 4000)
    .does({ type: 'call-connected', callId: 'c1', at: T + 5000 }, T + 5000)

t.test('during a call the agent says what comes after it; the last word counts', async (t) => {
  const wish = (
    after?: { mode: 'ready' } | { mode: 'break'; reason: string; working?: true } | { mode: 'signed-out' },
  ) => talking().does({ type: 'after-call', ...(after ? { after } : {}) }, T + 6000)
  wish({ mode: 'ready' })
    .when(over, T + 65_000)
    .matches(t, [{ type: 'talk-ended' }, { type: 'mode-changed', to: 'ready' }, letGo])
  wish({ mode: 'break', reason: 'meeting', working: true })
    .when(over, T + 65_000)
    .matches(t, [
      { type: 'talk-ended' },
      { type: 'mode-changed', to: 'break', breakReason: 'meeting', working: true },
      letGo,
    ])
  wish({ mode: 'signed-out' })
    .when(over, T + 65_000)
    .matches(t, [{ type: 'talk-ended' }, { type: 'mode-changed', to: 'signed-out' }, { type: 'signed-out' }, letGo])
  const back = wish({ mode: 'ready' }).does({ type: 'after-call' }, T + 7000)
  t.notOk(back.view()?.after)
  back.when(over, T + 65_000).matches(t, [{ type: 'talk-ended' }, { type: 'mode-changed', to: 'wrap-up' }, letGo])
})

t.test('more time moves the end of the wrap-up, press by press, up to the longest there may be', async (t) => {
  const stand = wrappingUp().does({ type: 'more-time' }, T + 70_000)
  t.equal(stand.view()?.wrapUpUntil, T + 75_000 + MORE_TIME_MS)
  t.equal(stand.wakeAt(), T + 75_000 + MORE_TIME_MS)
  stand.when({ type: 'wake' }, T + 76_000).gives(t, [], [])
  stand.when({ type: 'wake' }, T + 75_000 + MORE_TIME_MS).matches(t, [{ type: 'mode-changed', to: 'ready' }])
  let many = stand
  for (let n = 0; n < 100; n += 1) many = many.does({ type: 'more-time' }, T + 70_000, `more-${n}`)
  t.equal(many.view()?.wrapUpUntil, T + 70_000 + LONGEST_WRAP_UP_MS)
})

t.test('wrap-up without a call begins and ends by hand, and nobody is offered to it', async (t) => {
  for (const stand of [ready(), onBreak()]) {
    const working = stand.does({ type: 'wrap-up' }, T + 5000)
    t.match(working.view(), { mode: 'wrap-up', available: false, wrapUpUntil: T + 5000 + LONGEST_WRAP_UP_MS })
    working.when({ type: 'end-wrap-up' }, T + 9000).matches(t, [{ type: 'mode-changed', from: 'wrap-up', to: 'ready' }])
  }
})

t.test(
  'a break comes after so many missed rings in a row, and an answer or a break begins the count anew',
  async (t) => {
    const offer = { missedAgent: 'takes-break', breakAfterMissed: 2 } as const
    const missed = (stand: ReturnType<typeof ready>, at: number, n: number) =>
      stand
        .does({ type: 'offer', offer: offerOf({ ...offer, offerId: `m${n}`, callId: `cm${n}` }) }, at, `ring${n}`)
        .does({ type: 'decline' }, at + 1)
        .does(
          news({ type: 'leg-failed', callId: `cm${n}`, legId: `ring${n}-0`, cause: 'declined', sipStatus: 487 }),
          at + 2,
        )
    const once = missed(ready(), T + 1000, 1)
    t.equal(once.view()?.mode, 'ready')
    const twice = missed(once, T + 2000, 2)
    t.match(twice.view(), { mode: 'break', breakReason: 'missed-call' })
    const again = missed(twice.does({ type: 'ready' }, T + 3000), T + 4000, 3)
    t.equal(again.view()?.mode, 'ready', 'the break was a new beginning')
    const answered = missed(ready(), T + 1000, 4)
      .does({ type: 'offer', offer: offerOf({ ...offer, offerId: 'm5' }) }, T + 2000, 'ring')
      .does(news({ type: 'leg-answered', callId: 'c1', legId: 'ring-0' }), T + 4000)
      .does({ type: 'call-connected', callId: 'c1', at: T + 5000 }, T + 5000)
      .does({ type: 'after-call', after: { mode: 'ready' } }, T + 6000)
      .does(over, T + 7000)
      .does(gone, T + 7001)
    t.equal(missed(answered, T + 8000, 6).view()?.mode, 'ready', 'the answer was a new beginning')
  },
)

t.test(
  'each way a ring may fail has a pause of its own: spared offers, told to the queues, over by itself or by hand',
  async (t) => {
    const offer = { pauseMs: { declined: 30_000, 'no-answer': 60_000 } }
    const declined = ringing({}, offer).when({ type: 'decline' }, T + 3000)
    declined.matches(t, [
      { type: 'ring-missed', reason: 'declined' },
      { type: 'mode-changed', to: 'ready' },
      { type: 'paused', until: T + 33_000, because: 'declined' },
      letGo,
    ])
    const stand = ringing({}, offer)
      .does({ type: 'decline' }, T + 3000)
      .does(news({ type: 'leg-failed', callId: 'c1', legId: 'ring-0', cause: 'declined', sipStatus: 487 }), T + 3100)
    t.match(stand.view(), {
      mode: 'ready',
      available: false,
      paused: true,
      pause: { until: T + 33_000, because: 'declined' },
    })
    t.equal(stand.wakeAt(), T + 33_000)
    stand
      .when({ type: 'offer', offer: offerOf({ offerId: 'o2', callId: 'c2' }) }, T + 4000)
      .matches(t, [], [{ command: { type: 'offer-refused' } }])
    for (const [command, at] of [
      [{ type: 'wake' }, T + 33_000],
      [{ type: 'ready' }, T + 5000],
    ] as const)
      stand
        .when(command, at)
        .matches(t, [{ type: 'pause-ended' }], [{ command: { type: 'agent-changed', agent: { available: true } } }])
    ringing({}, offer)
      .when({ type: 'wake' }, T + 21_000)
      .matches(t, [
        { type: 'ring-missed' },
        { type: 'mode-changed' },
        { type: 'paused', until: T + 81_000, because: 'no-answer' },
        letGo,
      ])
    const busy = news({ type: 'leg-failed', callId: 'c1', legId: 'ring-0', cause: 'busy', sipStatus: 486 })
    ringing({}, offer)
      .when(busy, T + 3000)
      .matches(t, [
        { type: 'ring-missed', reason: 'busy' },
        { type: 'mode-changed', to: 'ready' },
      ])
  },
)

t.test('with a pause set, a phone that does not answer its server pauses its agent instead of a break', async (t) => {
  const dead = news({ type: 'leg-failed', callId: 'c1', legId: 'ring-0', cause: 'unreachable', sipStatus: 480 })
  ringing({}, { pauseMs: { 'phone-unreachable': 20_000 } })
    .when(dead, T + 3000)
    .matches(t, [
      { type: 'ring-missed' },
      { type: 'mode-changed', to: 'ready' },
      { type: 'paused', because: 'phone-unreachable' },
    ])
})

t.test('where the queue wants a disposition, nobody is ready before it, whatever was asked for', async (t) => {
  for (const wish of [undefined, { mode: 'ready' } as const]) {
    const stand = inTalk({ disposition: true })
      .does({ type: 'after-call', ...(wish ? { after: wish } : {}) }, T + 6000)
      .does(over, T + 65_000)
      .does(gone, T + 65_001)
    t.match(stand.view(), { mode: 'wrap-up', owes: { callId: 'c1', queueId: 'q1', number: '13800000001' } })
    t.not(stand.wakeAt(), T + 75_000, 'the wrap-up does not end by itself')
    stand.when({ type: 'wake' }, T + 90_000).gives(t, [], [])
    stand.when({ type: 'ready' }, T + 90_000).refused(t, 'disposition-first')
    const late = stand.when({ type: 'dispose', callId: 'c1', dispositionId: 'd1', note: 'ok' }, T + 90_000)
    late.matches(t, [
      { type: 'call-disposed', callId: 'c1', queueId: 'q1' },
      { type: 'mode-changed', to: 'ready' },
    ])
    t.notOk(agentMachine.view(late.state)?.owes)
    stand
      .when({ type: 'dispose', callId: 'c1', dispositionId: 'd1', note: '' }, T + 70_000)
      .matches(t, [{ type: 'call-disposed' }])
  }
})

t.test('a break does not let the agent out of it, and what was said during the talk is enough', async (t) => {
  const owing = inTalk({ disposition: true })
    .does(over, T + 65_000)
    .does(gone, T + 65_001)
  owing
    .does({ type: 'take-break', reason: 'meal' }, T + 66_000)
    .when({ type: 'ready' }, T + 67_000)
    .refused(t, 'disposition-first')
  const said = inTalk({ disposition: true })
    .does({ type: 'dispose', callId: 'c1', dispositionId: 'd1', note: '' }, T + 30_000)
    .does(over, T + 65_000)
  t.notOk(said.view()?.owes)
})

t.test('a state that counts as work is told so, with and without a minimum busy time', async (t) => {
  const take = { type: 'take-break', reason: 'outbound-only', working: true } as const
  ready()
    .when(take, T + 1000)
    .matches(t, [{ type: 'mode-changed', to: 'break', breakReason: 'outbound-only', working: true }])
  t.match(
    ready()
      .does(take, T + 1000)
      .view(),
    { mode: 'break', working: true },
  )
  const tried = ready({ minimumBusyMs: 5000 }).does(take, T + 1000)
  t.match(tried.view(), { working: true })
  tried.when({ type: 'wake' }, T + 6000).matches(t, [{ type: 'mode-changed', to: 'break', working: true }])
  const dialled = ready()
    .does(take, T + 1000)
    .does({ type: 'dial', number: '139', node: 'm1' }, T + 2000, 'dial')
  t.match(dialled.view(), { after: { mode: 'break', reason: 'outbound-only', working: true } })
})
