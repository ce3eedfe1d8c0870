// Weekends and nights shared out: the figure of a roster, and who has more than the rule lets agents differ.
import t from 'tap'
import { checkedOf } from '#engine/planning/core/checked.ts'
import { consequencesOf } from '#engine/planning/core/consequences.ts'
import { fairnessOf, isNight } from '#engine/planning/core/fairness.ts'
import type { Duty } from '#engine/protocol/roster.ts'
import { day, duty, rule, world } from './world.ts'

const saturdays = [5, 12, 19]
const four = (fairDays: number) => {
  const of = rule('full', { fairDays, weekendsOffInTwo: 0 })
  return { ...world(), days: 28, agents: ['a', 'b', 'c'].map((agentId) => ({ agentId, rule: of })) }
}
const unfair = (fairDays: number, duties: Duty[]) =>
  consequencesOf(four(fairDays), duties)
    .faults.filter(({ rule }) => rule === 'weekends-unfair' || rule === 'nights-unfair')
    .map(({ agentId, date, rule }) => [agentId, date, rule])
const DUTIES = [
  ...saturdays.map((at) => duty('a', day(at))),
  ...[5, 12].map((at) => duty('b', day(at))),
  duty('c', day(0)),
]

t.test('who has more weekend days than the rule lets agents differ is told, at the last of them', (t) => {
  t.same(unfair(2, DUTIES), [['a', day(19), 'weekends-unfair']])
  t.same(unfair(1, DUTIES), [
    ['a', day(19), 'weekends-unfair'],
    ['b', day(12), 'weekends-unfair'],
  ])
  t.same(unfair(3, DUTIES), [])
  t.same(unfair(0, DUTIES), [], 'nobody asked')
  t.same(unfair(2, DUTIES.slice(0, -1)), [], 'who has no duty at all is away, not spared')
  t.end()
})

t.test('nights have three hours between ten and six, before a morning or after an evening', (t) => {
  const from = (startsAt: number, endsAt: number) => ({ ...duty('a', day(0)), startsAt, endsAt })
  t.equal(isNight(from(1_200, 1_680)), true)
  t.equal(isNight(from(960, 1_440)), false, 'two hours')
  t.equal(isNight(from(180, 660)), true, 'from three in the morning')
  t.equal(isNight(from(480, 1_020)), false)
  const nights = [0, 1, 2].map((at) => ({ ...duty('a', day(at)), startsAt: 1_320, endsAt: 1_800 }))
  t.same(unfair(2, [...nights, duty('b', day(0))]), [['a', day(2), 'nights-unfair']])
  t.end()
})

t.test('the figure is fewest and most of those who work; an answer of a solver keeps its duties and is told', (t) => {
  const own = new Map(['a', 'b', 'c'].map((id) => [id, DUTIES.filter(({ agentId }) => agentId === id)]))
  t.same(fairnessOf(four(2).agents, own), { weekends: [0, 3], nights: [0, 0] })
  const checked = checkedOf(four(2), [], DUTIES)
  t.equal(checked.made.length, DUTIES.length)
  t.match(
    checked.unmet.filter(({ rule }) => rule === 'weekends-unfair'),
    [{ agentId: 'a', text: { zh: '周末上班 3 天，同规则最少的 0 天，最多相差 2' } }],
  )
  t.end()
})
