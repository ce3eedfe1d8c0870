// Presence from changes of mode: spans, breaks with the reason told when they begin, what still lasts, and staff by interval.
import t from 'tap'
import { dayOf } from '#analytics/forecast/history.ts'
import { localClock } from '#analytics/planning/local-time.ts'
import { type ModeChange, presenceOf, staffedSlots } from '#analytics/planning/presence.ts'

const MINUTE = 60_000
const DAY = dayOf('2026-06-17')
const clock = localClock('Asia/Shanghai')
const at = (minute: number): number => clock.utc(DAY, minute)
const change = (minute: number, from: string, to: string, spent: number, reason = '', agent = 'a'): ModeChange => ({
  ...{ agent, from, to, reason, working: false },
  ...{ at: at(minute), spentMs: spent * MINUTE },
})
const shift = [
  change(540, 'signed-out', 'break', 900, 'not-ready'),
  change(545, 'break', 'ready', 5),
  change(600, 'ready', 'break', 55, 'lunch'),
  change(630, 'break', 'talking', 30),
  change(660, 'talking', 'signed-out', 30),
]

t.test('a working day is one signed-in span with its breaks', (t) => {
  const spans = presenceOf(shift, at(0), at(1440), at(1440))
  t.same(spans, [
    { agentId: 'a', mode: 'signed-in', reason: '', from: at(540), to: at(660) },
    { agentId: 'a', mode: 'break', reason: 'not-ready', from: at(540), to: at(545) },
    { agentId: 'a', mode: 'break', reason: 'lunch', from: at(600), to: at(630) },
  ])
  t.same(
    presenceOf(shift, at(610), at(620), at(1440)).map(({ from, to }) => [from, to]),
    [
      [at(610), at(620)],
      [at(610), at(620)],
    ],
  )
  t.end()
})

t.test('what still lasts ends now; a span whose end was never told is not believed', (t) => {
  const open = shift.slice(0, 2)
  t.same(presenceOf(open, at(0), at(1440), at(700))[0], {
    ...{ agentId: 'a', mode: 'signed-in', reason: '', from: at(540), to: at(700) },
  })
  const forgotten = presenceOf(open, at(0), at(4320), at(4320))
  t.same(
    forgotten.map(({ from, to }) => [from, to]),
    [
      [at(540), at(545)],
      [at(540), at(545)],
    ],
  )
  t.end()
})

t.test('staff by interval is signed in less breaks, of several agents, and unknown from now on', (t) => {
  const other = shift.map((each) => ({ ...each, agent: 'b' }))
  const spans = presenceOf([...shift, ...other], at(0), at(1440), at(640))
  const grid = { slotMinutes: 30, opensAt: 540, closesAt: 690 } as const
  const staffed = [...staffedSlots(spans, DAY, grid, clock, at(640))].map((value) => Math.round(value * 1000) / 1000)
  t.same(staffed, [1.667, 2, 0, 2, Number.NaN])
  t.end()
})
