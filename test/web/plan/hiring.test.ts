// The hiring plan: agents needed of hours, leavers, and hires that begin in time.
import t from 'tap'
import { hiringPlan } from '#web/src/lib/plan/hiring.ts'

// 28 days are four weeks of 40 hours
const month = (n: number, agents: number) => ({ month: `2027-0${n}`, days: 28, hours: agents * 160 })
const input = { staff: 10, weekHours: 40, leavers: 0, months: 2 }

t.test('hours become agents, and who is hired begins as many months before as learning takes', async (t) => {
  const plan = hiringPlan([month(1, 10), month(2, 10), month(3, 12), month(4, 13)], input)
  t.match(plan[0], { needed: 10, staff: 10, short: 0, hire: 2 })
  t.match(plan[1], { hire: 1, short: 0 })
  t.match(plan[2], { needed: 12, staff: 12, short: 0, hire: 0 })
  t.match(plan[3], { needed: 13, staff: 13, short: 0 })
})

t.test('who is missing before anybody hired now is ready stays missing, and is told', async (t) => {
  t.match(hiringPlan([month(1, 12), month(2, 12), month(3, 12)], input), [
    { short: 2, staff: 10, hire: 2 },
    { short: 2 },
    { short: 0, staff: 12 },
  ])
})

t.test('leavers are made up for, those among the hired too', async (t) => {
  const plan = hiringPlan([month(1, 10), month(2, 10), month(3, 10)], { ...input, leavers: 60, months: 1 })
  t.match(plan, [{ staff: 10 }, { staff: 10, short: 0 }, { staff: 10, short: 0 }])
  t.ok(plan[0]!.hire >= 1 && plan[1]!.hire >= 1)
  t.match(hiringPlan([{ month: '2027-01', days: 31, hours: 0 }], input), [{ needed: 0, hire: 0, short: 0 }])
})
