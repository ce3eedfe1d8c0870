// Offers of the day: who may move a break, stay longer or leave early, and what it does to the rest of the day.
import t from 'tap'
import { changedDuty, type OfferWorld, proposalsOf } from '#engine/planning/core/offers.ts'
import type { PlanShift } from '#engine/planning/core/rules.ts'
import type { Duty } from '#engine/protocol/roster.ts'

const DATE = '2026-12-07'
const at = (hours: number): number => hours * 60
const shift: PlanShift = {
  ...{ id: 'early', name: '早班', color: 'sky', startsAt: at(8), endsAt: at(16), enabled: true },
  breaks: [{ earliest: at(11), latest: at(13), minutes: 60, paid: false }],
}
const duty = (agentId: string, meal = 11): Duty => ({
  ...{ agentId, date: DATE, shiftId: 'early', startsAt: at(8), endsAt: at(16), pinned: false },
  breaks: [{ at: at(meal), minutes: 60, paid: false }],
})
const DUTIES = ['a', 'b', 'c'].map((agentId) => duty(agentId))
/** need by hour from 8 to 18 */
const world = (need: number[], more: Partial<OfferWorld> = {}): OfferWorld => ({
  grid: { slotMinutes: 60, opensAt: at(8), closesAt: at(18) },
  ...{ date: DATE, now: at(9), need, duties: DUTIES, away: [], shifts: [shift], asked: new Set() },
  isAllowed: () => true,
  ...more,
})
const says = (offered: OfferWorld) =>
  proposalsOf(offered).proposals.map(({ agentId, type, from, to }) => [agentId, type, from / 60, to / 60])

t.test('of three who eat at once two are asked to move, one to each hour, with the effect of each', async (t) => {
  const proposed = proposalsOf(world([3, 3, 3, 2, 2, 2, 3, 3, 0, 0]))
  t.same(
    proposed.proposals.map(({ type, to }) => [type, to / 60]),
    [
      ['move-break', 12],
      ['move-break', 13],
    ],
  )
  t.same(new Set(proposed.proposals.map(({ agentId }) => agentId)).size, 2)
  t.same(proposed.lack, { missing: 2, tooMany: 2 })
  t.same(proposed.proposals[0]?.before, { missing: 2, tooMany: 2 })
  t.same(proposed.proposals[0]?.after, { missing: 1, tooMany: 1 })
  t.same(proposed.lackWithAll, { missing: 0, tooMany: 0 })
})

t.test('who leaves at four while calls go on is asked to stay, as many as are missing and no more', (t) => {
  t.same(says(world([3, 3, 3, 0, 3, 3, 3, 3, 2, 1])), [
    ['a', 'stay-longer', 16, 18],
    ['b', 'stay-longer', 16, 17],
  ])
  t.end()
})

t.test('on a quiet afternoon somebody may go, and nobody where that leaves a hole', (t) => {
  t.same(says(world([3, 3, 3, 0, 3, 3, 2, 2, 0, 0])), [['a', 'leave-early', 16, 14]])
  t.same(says(world([3, 3, 3, 0, 3, 3, 3, 3, 0, 0])), [])
  t.end()
})

t.test('what is past, begins in a moment, breaks a rule or was asked already is not offered', (t) => {
  const need = [3, 3, 3, 2, 2, 2, 3, 3, 0, 0]
  t.same(says(world(need, { now: at(10) + 50 })), [], 'the break begins in ten minutes')
  t.same(says(world(need, { isAllowed: () => false })), [])
  t.equal(says(world(need, { asked: new Set(['a', 'b']) })).length, 1)
  t.same(proposalsOf(world(need, { now: at(11) + 30 })).lack.missing, 1, 'what is left of an hour counts')
  t.end()
})

t.test('a change is refused where the duty is no longer as it was', (t) => {
  const [first] = DUTIES as [Duty]
  const move = { agentId: 'a', date: DATE, type: 'move-break', from: at(11), to: at(12), minutes: 60 } as const
  t.match(changedDuty(first, move), { breaks: [{ at: at(12) }], pinned: true })
  t.equal(changedDuty(duty('a', 12), move), undefined)
  t.equal(changedDuty(first, { ...move, to: at(15) + 30 }), undefined, 'beyond the end')
  const stay = { ...move, type: 'stay-longer', from: at(16), to: at(17) } as const
  t.match(changedDuty(first, stay), { endsAt: at(17) })
  t.equal(changedDuty({ ...first, endsAt: at(17) }, stay), undefined)
  t.equal(changedDuty(first, { ...stay, type: 'leave-early', to: at(11) + 30 }), undefined, 'in the break')
  t.end()
})
