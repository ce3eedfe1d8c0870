// Swapping duties: who may do what when, and what the two work afterwards.
import t from 'tap'
import { decideSwap, type SwapCommand, type SwapPart, type SwapState, swapped } from '#engine/planning/core/swap.ts'
import { day, duty, EARLY, LATE } from './world.ts'

const STATES: SwapState[] = ['asked', 'agreed', 'approved', 'refused', 'withdrawn']
const COMMANDS: SwapCommand[] = ['agree', 'refuse', 'withdraw', 'approve']
const grid = (part: SwapPart) =>
  STATES.map((state) =>
    COMMANDS.map((command) => {
      const decided = decideSwap(state, command, [part])
      return decided.ok ? decided.state : decided.refusal
    }),
  )

t.test('the colleague agrees or refuses, the asking one withdraws, a planner approves what was agreed', async (t) => {
  const no = 'not-allowed'
  const late = 'swap-not-open'
  t.same(grid('asked'), [
    ['agreed', 'refused', no, no],
    [late, 'refused', no, no],
    [late, late, no, no],
    [late, late, no, no],
    [late, late, no, no],
  ])
  t.same(grid('asking'), [
    [no, no, 'withdrawn', no],
    [no, no, 'withdrawn', no],
    [no, no, late, no],
    [no, no, late, no],
    [no, no, late, no],
  ])
  t.same(grid('planner'), [
    [no, 'refused', no, late],
    [no, 'refused', no, 'approved'],
    [no, late, no, late],
    [no, late, no, late],
    [no, late, no, late],
  ])
  t.match(decideSwap('asked', 'agree', []), { refusal: no })
})

t.test('given two shifts of one date, each works the other, set by hand', async (t) => {
  const duties = [duty('agent-1', day(0), EARLY), duty('agent-2', day(0), LATE), duty('agent-3', day(0))]
  const after = swapped({ fromAgentId: 'agent-1', fromDate: day(0), toAgentId: 'agent-2', toDate: day(0) }, duties)
  t.same(after, {
    ok: true,
    duties: [
      duty('agent-3', day(0)),
      duty('agent-2', day(0), EARLY, { pinned: true }),
      duty('agent-1', day(0), LATE, { pinned: true }),
    ],
  })
})

t.test('given two dates, each works the other date; refused when one has a duty there or lost the own', async (t) => {
  const swap = { fromAgentId: 'agent-1', fromDate: day(0), toAgentId: 'agent-2', toDate: day(1) }
  const two = [duty('agent-1', day(0)), duty('agent-2', day(1))]
  const after = swapped(swap, two)
  t.same(after.ok && after.duties.map((each) => [each.agentId, each.date]), [
    ['agent-2', day(0)],
    ['agent-1', day(1)],
  ])
  t.match(swapped(swap, [...two, duty('agent-1', day(1))]), { refusal: 'swap-day-taken' })
  t.match(swapped(swap, [...two, duty('agent-2', day(0))]), { refusal: 'swap-day-taken' })
  t.match(swapped(swap, two.slice(0, 1)), { refusal: 'swap-outdated' })
  t.match(swapped({ ...swap, toAgentId: 'agent-1', toDate: day(0) }, two), { refusal: 'swap-outdated' })
})
