// Whether an agent's rules leave any pattern of work and days off at all.
import t from 'tap'
import { isPossible, type PatternAsk } from '#engine/planning/core/possible.ts'

const possible = (more: Partial<Omit<PatternAsk, 'mustWork' | 'mustRest'>> & { work?: number[]; rest?: number[] }) =>
  isPossible({
    wanted: [5, 5],
    rule: { maxConsecutiveDays: 6, weekendsOffInTwo: 1 },
    before: 0,
    mustWork: (day) => more.work?.includes(day) ?? false,
    mustRest: (day) => more.rest?.includes(day) ?? false,
    ...more,
  })

t.test('five days a week fit the usual rules; leave on a workday moves work to the weekend once in two', async (t) => {
  t.ok(possible({}))
  t.ok(possible({ rest: [4] }))
  t.notOk(possible({ rest: [4, 11] }), 'both weekends would be worked')
  t.ok(possible({ rest: [4, 11], wanted: [4, 4] }))
})

t.test('days in a row count from before the first day', async (t) => {
  const rule = { maxConsecutiveDays: 5, weekendsOffInTwo: 2 }
  t.ok(possible({ rule, wanted: [5] }))
  t.notOk(possible({ rule, wanted: [5], before: 1 }), 'Monday to Friday would be six in a row')
  t.notOk(possible({ rule: { maxConsecutiveDays: 2, weekendsOffInTwo: 2 }, wanted: [4], rest: [4] }))
})

t.test('duties by hand are worked: one weekend may be worked, two may not', async (t) => {
  t.ok(possible({ work: [5] }))
  t.notOk(possible({ work: [5, 6] }), 'with the five workdays after it that were seven in a row')
  t.notOk(possible({ work: [5, 13] }))
  t.notOk(possible({ work: [0, 1, 2, 3, 4, 5] }), 'six where five are wanted')
  t.notOk(possible({ work: [0], rest: [0] }))
})
