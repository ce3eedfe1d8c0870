// The first second of a talk, and acts that media cannot carry out: nothing an agent asks for is refused or lost in silence.
import t from 'tap'
import type { CallCommand } from '#engine/protocol/call.ts'
import type { MediaOrder } from '#engine/protocol/media.ts'
import { facts, held, inQueue, joined, messages, news, orders, played, summary, talking, waitId } from './company.ts'

/** the agent has answered, and its number is being said to the caller */
const said = () => inQueue({ sayAgentNumber: true }).does(joined(), 8000)
const types = (all: MediaOrder[]) => all.map((order) => order.type)

t.test('hold, transfer and keys asked while the agent’s number is said connect the two at once', async (t) => {
  const hold = said().when({ type: 'hold', agentId: 'a1' }, 8100)
  t.same(facts(hold.decision), ['talk-started', 'recording-started', 'held'])
  t.match(hold.state, { mode: 'talking', journey: { parties: [{ hold: { by: 'leg-a1', since: 8100 } }, {}] } })
  t.match(messages(hold.decision), [
    { to: 'a1', command: { type: 'call-connected', at: 8100 } },
    { to: 'a1', command: { type: 'call-held', held: true } },
  ])
  t.match(types(orders(hold.decision)), ['stop-play', 'hear', 'tag', 'start-recording', 'hear', 'play'])

  const keys = said().when({ type: 'send-digits', agentId: 'a1', digits: '12' }, 8100)
  t.match(orders(keys.decision).at(-1), { type: 'send-digits', legId: 'L1', digits: '12' })
  t.match(keys.state, { mode: 'talking' })

  const target = { type: 'agent', agentId: 'a2' } as const
  const asked = said().does({ type: 'transfer', agentId: 'a1', target }, 8100)
  t.equal(asked.state.mode, 'talking', 'until the colleague’s desk has said that it may ring')
  const passed = asked.when({ type: 'may-ring-told', agentId: 'a2', requestId: waitId(asked) }, 8101)
  t.match(passed.state, { mode: 'ringing', purpose: { for: 'transfer', byAgentId: 'a1', queueId: 'q1' } })
  t.match(
    orders(passed.decision).find((order) => order.type === 'hang-up'),
    { legId: 'leg-a1' },
  )

  said().when({ type: 'resume', agentId: 'a1' }, 8100).gives(t, [], [])
  for (const command of [
    { type: 'hold', agentId: 'a7' },
    { type: 'transfer', agentId: 'a7', target },
    { type: 'send-digits', agentId: 'a7', digits: '1' },
  ] satisfies CallCommand[]) {
    said().when(command, 8100).refused(t, 'no-call')
  }
})

t.test('a page reloaded while the number is said: the talk begins on the new leg', async (t) => {
  const moved = said().does({ type: 'agent-moved', agentId: 'a1', fromLegId: 'leg-a1', toLegId: 'again' }, 8200)
  t.match(moved.state, { mode: 'connecting', journey: { parties: [{}, { legId: 'again' }] } })
  const talk = moved.when(played(waitId(moved)), 9000)
  t.match(orders(talk.decision)[1], { type: 'hear', pairs: [{ listener: 'L1', speaker: 'again' }, {}] })
  t.match(
    summary(moved.does(played(waitId(moved)), 9000).when({ type: 'hang-up', by: 'agent', who: 'a1' }, 9500).decision),
    {
      agents: [{ agentId: 'a1', legId: 'again' }],
    },
  )
  said().when({ type: 'agent-moved', agentId: 'a1', fromLegId: 'old', toLegId: 'again' }, 8200).gives(t, [], [])
})

t.test('a hang-up while the number is said gives the caller its place back', async (t) => {
  const back = said().when({ type: 'hang-up', by: 'agent', who: 'a1' }, 8100)
  t.match(messages(back.decision), [
    { to: 'a1', command: { type: 'call-over' } },
    { to: 'q1', command: { type: 'join', call: { front: true } } },
  ])
  t.match(summary(said().when({ type: 'hang-up', by: 'supervisor', who: 's' }, 8100).decision), {
    hungUpBy: 'supervisor',
  })
  const gone = said().when({ type: 'agent-left', agentId: 'a1', legId: 'leg-a1', by: 'system' }, 8100)
  t.same(
    orders(gone.decision).filter((order) => order.type === 'hang-up'),
    [],
    'the leg is gone already',
  )
  t.match(gone.state, { mode: 'queue' })
  said().when({ type: 'agent-left', agentId: 'a1', legId: 'another', by: 'agent' }, 8100).gives(t, [], [])
})

t.test('the words end by themselves, by a fault or by their deadline, and only their own', async (t) => {
  for (const command of [
    played(waitId(said())),
    news({ type: 'order-failed', callId: 'c1', legId: 'L1', order: 'play', detail: '' }),
  ]) {
    t.match(said().when(command, 9000).state, { mode: 'talking' })
  }
  said().when(played('another'), 9000).gives(t, [], [])
  said()
    .when(news({ type: 'order-failed', callId: 'c1', legId: 'L1', order: 'tag', detail: '' }), 9000)
    .gives(t, [], [])
  said().when({ type: 'wake' }, 17_999).gives(t, [], [])
  t.match(said().when({ type: 'wake' }, 18_000).state, { mode: 'talking' })
})

t.test('what media could not do is told to the agent who asked', async (t) => {
  const failed = (order: MediaOrder['type'], legId = '') =>
    news({ type: 'order-failed', callId: 'c1', legId, order, detail: 'broken' })
  const told = (act: string) => [
    { to: 'a1', command: { type: 'act-failed', act, reason: 'not-carried-out', number: '' } },
  ]
  t.match(messages(talking().when(failed('send-digits', 'L1'), 9000).decision), told('send-digits'))
  t.match(messages(talking().when(failed('hear'), 9000).decision), told('talk'))
  t.match(messages(held().when(failed('hear'), 9500).decision), told('hold'))
  for (const order of ['tag', 'play', 'stop-play', 'hang-up'] as const) {
    talking().when(failed(order, 'L1'), 9000).gives(t, [], [])
    held().when(failed(order, 'L1'), 9500).gives(t, [], [])
  }
  talking().when(failed('send-digits', 'leg-a1'), 9000).gives(t, [], [])
})
