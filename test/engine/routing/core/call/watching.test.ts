// A supervisor in a call: who hears whom, whom the others notice nothing of, and taking over.
import t from 'tap'
import type { CallCommand } from '#engine/protocol/call.ts'
import type { WatchAs } from '#engine/protocol/supervised.ts'
import {
  atMenu,
  dialling,
  ended,
  fresh,
  held,
  joined,
  machine,
  messages,
  orders,
  outside,
  reserved,
  ringingOut,
  summary,
  talking,
  talkingOut,
  told,
  waitId,
} from './company.ts'

const watch = (as: WatchAs): CallCommand => ({ type: 'watch', agentId: 's1', agentNumber: '9001', legId: 'W1', as })
const left = (by: 'agent' | 'system' = 'agent'): CallCommand => ({ type: 'agent-left', agentId: 's1', legId: 'W1', by })
const pair = (listener: string, speaker: string) => ({ listener, speaker })
const TALK = [pair('L1', 'leg-a1'), pair('leg-a1', 'L1')]
const LISTENS = [pair('W1', 'L1'), pair('W1', 'leg-a1')]
const sorted = (pairs: { listener: string; speaker: string }[] = []) =>
  pairs.map(({ listener, speaker }) => `${listener}<${speaker}`).sort()
const heardIn = (decision: Parameters<typeof orders>[0]) =>
  sorted(orders(decision).flatMap((order) => (order.type === 'hear' ? order.pairs : [])))

t.test('listening adds one listener and tells the others nothing', async (t) => {
  const listens = talking().when(watch('listener'), 10_000)
  t.match(orders(listens.decision), [{ type: 'hear' }])
  t.equal(orders(listens.decision).length, 1, 'no other leg is told anything')
  t.same(heardIn(listens.decision), sorted([...TALK, ...LISTENS]))
  t.same(
    messages(listens.decision).map(({ to }) => to),
    ['s1', 's1'],
    'the agent hears of nobody',
  )
})

t.test('the record says who was in it, as what and how long; a part that lasts to the end ends with it', async (t) => {
  const watched = talking().does(watch('listener'), 10_000).does(watch('barger'), 12_000)
  const gone = watched.does(left(), 15_000)
  t.same(summary(gone.when(ended('L1'), 20_000).decision)?.watches, [
    { as: 'listener', agentId: 's1', from: 10_000, to: 12_000 },
    { as: 'barger', agentId: 's1', from: 12_000, to: 15_000 },
  ])
  t.match(summary(watched.when(ended('L1'), 20_000).decision)?.watches?.[1], { as: 'barger', to: 20_000 })
  t.notOk(summary(talking().when(ended('L1'), 20_000).decision)?.watches)
})

t.test('whisper reaches the agent only, barging in reaches all, and back', async (t) => {
  const listens = talking().does(watch('listener'), 10_000)
  const whispers = listens.when(watch('whisperer'), 11_000)
  t.same(heardIn(whispers.decision), sorted([...TALK, ...LISTENS, pair('leg-a1', 'W1')]))
  const barges = listens.does(watch('whisperer'), 11_000).when(watch('barger'), 12_000)
  t.same(heardIn(barges.decision), sorted([...TALK, ...LISTENS, pair('leg-a1', 'W1'), pair('L1', 'W1')]))
  const again = listens.does(watch('barger'), 12_000).when(watch('listener'), 13_000)
  t.same(heardIn(again.decision), sorted([...TALK, ...LISTENS]))
})

t.test('taking over: the agent goes, the customer stays on the call with the supervisor', async (t) => {
  for (const first of ['listener', 'whisperer', 'barger', 'agent'] as const) {
    const watched = first === 'agent' ? talking() : talking().does(watch(first), 10_000)
    const taken = watched.when(watch('agent'), 20_000)
    t.same(heardIn(taken.decision), sorted([pair('L1', 'W1'), pair('W1', 'L1')]), first)
    t.match(
      messages(taken.decision).filter(({ to }) => to === 'a1'),
      [{ command: { type: 'call-over', cause: 'transferred' } }],
    )
    t.match(summary(watched.does(watch('agent'), 20_000).when(ended('L1'), 30_000).decision), {
      agents: [
        { agentId: 'a1', from: 8000, to: 20_000 },
        { agentId: 's1', from: 20_000, to: 30_000 },
      ],
      outcome: 'answered',
    })
  }
})

t.test('who listens counts for nobody’s time and keeps no call alive', async (t) => {
  const listens = talking().does(watch('listener'), 10_000)
  const over = listens.when(ended('leg-a1'), 20_000)
  t.match(orders(over.decision), [
    { type: 'hang-up', legId: 'W1' },
    { type: 'hang-up', legId: 'L1' },
  ])
  t.equal(summary(over.decision)?.agents.length, 1)
})

t.test('a supervisor leaves and the others notice nothing', async (t) => {
  for (const goes of [left(), left('system'), ended('W1'), { type: 'hang-up', by: 'agent', who: 's1' } as const]) {
    const gone = talking().does(watch('listener'), 10_000).when(goes, 12_000)
    t.same(heardIn(gone.decision), sorted(TALK))
    t.notOk(messages(gone.decision).some(({ to }) => to === 'a1'))
    t.equal(gone.state.mode, 'talking')
  }
})

t.test('the call goes on to a queue or another agent: the supervisor is let go', async (t) => {
  const listens = talking().does(watch('listener'), 10_000)
  for (const target of [
    { type: 'queue', queueId: 'q2' },
    { type: 'agent', agentId: 'a2' },
  ] as const) {
    const asked = listens.does({ type: 'transfer', agentId: 'a1', target }, 20_000)
    const passed =
      target.type === 'queue'
        ? listens.when({ type: 'transfer', agentId: 'a1', target }, 20_000)
        : asked.when({ type: 'may-ring-told', agentId: 'a2', requestId: waitId(asked) }, 20_000)
    t.ok(orders(passed.decision).some((order) => order.type === 'hang-up' && order.legId === 'W1'))
    t.ok(messages(passed.decision).some(({ to }) => to === 's1'))
  }
})

t.test('a call that has no talk is not watched: the leg ends', async (t) => {
  for (const stand of [reserved(), talking().does(ended('L1'), 20_000), fresh()]) {
    const refused = stand.when(watch('listener'), 21_000)
    t.match(messages(refused.decision), [{ to: 's1', command: { type: 'call-over' } }])
  }
  t.match(messages(held().when(watch('listener'), 21_000).decision), [{ to: 's1' }, { to: 's1' }], 'on hold it is')
  t.match(messages(talkingOut().when(watch('barger'), 21_000).decision), [{ to: 's1' }, { to: 's1' }])
})

t.test('a caller who waits, or for whom an agent rings, is sent to another number', async (t) => {
  const sent = reserved().when({ type: 'redirect', number: '02188' }, 6000)
  t.match(sent.state, { mode: 'finding', purpose: { for: 'transfer', byAgentId: 'a1', queueId: 'q1' } })
  t.match(messages(sent.decision), [{ to: 'q1', command: { type: 'leave', reason: 'transferred' } }])
  talking().when({ type: 'redirect', number: '02188' }, 9000).refused(t, 'command-not-possible')
})

t.test('where in a flow a caller is stands in the view', async (t) => {
  const { state } = atMenu()
  t.match(machine.view?.(state), { stage: 'flow', at: { flow: 'Main', nodeId: 'menu', node: 'menu name' } })
  t.notOk(machine.view?.(talking().state)?.at)
})

t.test('lines at carriers that a call uses stand in its view, one for each leg', async (t) => {
  t.same(machine.view?.(talking().state)?.trunks, ['t1'], 'a caller came over it')
  t.same(machine.view?.(ringingOut().state)?.trunks, ['t1'], 'somebody rings over it')
  t.same(machine.view?.(talkingOut().state)?.trunks, ['t1'], 'and answers')
  const passed = talking().does({ type: 'transfer', agentId: 'a1', target: { type: 'outside', number: '139' } }, 20_000)
  const rings = passed.does(told(passed, outside('139')), 20_100)
  t.same(machine.view?.(rings.state)?.trunks, ['t1', 't1'], 'in over one, out over another')
})

t.test(
  'a supervisor who barges in keeps no call alive, is no target of a transfer, and is never the one served',
  async (t) => {
    const barges = talking().does(watch('barger'), 10_000)
    t.equal(barges.when({ type: 'hang-up', by: 'agent', who: 'a1' }, 11_000).state.mode, 'ended')
    const sent = barges.when({ type: 'transfer', agentId: 'a1', target: { type: 'queue', queueId: 'q2' } }, 11_000)
    t.match(sent.state, { mode: 'queue', journey: { parties: [{ legId: 'L1' }] } })
  },
)

t.test('who has taken a call over and waits for somebody else is not hung up by another press', async (t) => {
  const asked = dialling()
  const rings = asked.does(
    told(asked, { type: 'dialled', found: true, target: { type: 'agent', agentId: 'a2' }, agentId: 'a1' }),
    1010,
  )
  const passes = rings
    .does(joined('a2', { requestId: waitId(rings) }), 5000)
    .does(watch('agent'), 10_000)
    .does({ type: 'transfer', agentId: 'a1', target: { type: 'outside', number: '139' } }, 11_000)
  const waits = passes.does(told(passes, outside('139')), 11_001)
  t.match(waits.state, { mode: 'ringing', journey: { parties: [{ legId: 'W1' }] } })
  const { decision } = waits.when(watch('listener'), 12_000)
  t.same('facts' in decision && [decision.facts, decision.effects], [[], []])
})
