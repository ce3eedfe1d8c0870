// An answer that breaks a rule is never shown: its duty goes, and it is said by name and rule.
import t from 'tap'
import { checkedOf, checkedWords } from '#engine/planning/core/checked.ts'
import { consequencesOf } from '#engine/planning/core/consequences.ts'
import { day, duty, EARLY, FULL, LATE, SHORT, world } from './world.ts'

const one = world({ agents: [{ agentId: 'agent-1', rule: FULL }], days: 7 })
const week = (numbers: number[], of = EARLY) => numbers.map((n) => duty('agent-1', day(n), of))

t.test('an answer that keeps the rules is taken as it is, and nothing is said', async (t) => {
  const made = week([0, 1, 2, 3, 4])
  t.same(checkedOf(one, [], made), { made, broken: [], unmet: [] })
  t.equal(checkedWords({ broken: [], unmet: [] }, String), undefined)
})

t.test('six days, too little rest, a shift not allowed: each goes, and what is then missing is said', async (t) => {
  const six = checkedOf(one, [], week([0, 1, 2, 3, 4, 5]))
  t.same([six.made.length, six.broken.map(({ rule }) => rule), six.unmet], [5, ['too-many-days-in-week'], []])
  const answer = [...week([0, 1, 2]), duty('agent-1', day(3), LATE), duty('agent-1', day(4), EARLY)]
  const rest = checkedOf(one, [], answer)
  t.same(rest.made, answer.slice(0, 4))
  t.match(rest, { broken: [{ rule: 'rest-too-short', date: day(4) }], unmet: [{ rule: 'too-few-days-in-week' }] })
  t.match(checkedOf(one, [], [...week([0, 1, 2, 3]), duty('agent-1', day(4), SHORT)]), {
    broken: [{ rule: 'shift-not-allowed' }],
  })
  t.same(
    checkedWords(rest, () => '张三'),
    {
      zh: '不合规则、已去掉的班次（1）：张三 12-04 班次间仅休 12 小时，至少 13。未能满足的规则（1）：张三 11-30 本周 4 天，应 5。',
      en: 'Duties that broke a rule and were taken out (1): 张三 12-04 12 h of rest, at least 13. Rules that could not be met (1): 张三 11-30 4 of 5 days this week.',
    },
  )
})

t.test('what a planner set by hand stays: the duty of the answer beside it goes', async (t) => {
  const hand = duty('agent-1', day(4), EARLY, { pinned: true })
  const checked = checkedOf(one, [hand], [...week([0, 1, 2]), duty('agent-1', day(3), LATE)])
  t.match(checked, { broken: [{ rule: 'rest-too-short' }] })
  t.same(checked.made, week([0, 1, 2]))
  const wrong = duty('agent-1', day(4), SHORT, { pinned: true })
  const own = checkedOf(one, [wrong], week([0, 1, 2, 3]))
  t.equal(own.made.length, 4, 'a rule broken by hand costs no other duty')
  t.match(own.unmet, [{ rule: 'shift-not-allowed' }], 'and is said')
})

t.test('whatever an answer is, what is left breaks no rule', async (t) => {
  const given = world()
  for (let seed = 1; seed <= 60; seed++) {
    let state = seed
    const random = (below: number) => {
      state = (state * 48_271) % 2_147_483_647
      return state % below
    }
    const answer = given.agents.flatMap(({ agentId }) =>
      Array.from({ length: 14 }, (_, n) => n).flatMap((n) =>
        random(10) < 7 ? [duty(agentId, day(n), [EARLY, LATE, SHORT][random(3)])] : [],
      ),
    )
    const { made, broken } = checkedOf(given, [], answer)
    const left = consequencesOf(given, made).faults.filter(({ rule }) => rule !== 'too-few-days-in-week')
    if (left.length > 0 || made.length + broken.length !== answer.length) t.fail(`seed ${seed}`)
  }
  t.pass('sixty answers')
})
