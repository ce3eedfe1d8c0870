// Staffing on a page: questions of a moving slider, where sliders stand, need against scheduled, load.
import t from 'tap'
import type { NeedAnswer, NeedPoint, StaffingTarget } from '#engine/protocol/planning.ts'
import { createLatest } from '#web/src/lib/plan/need-latest.ts'
import { shrinkageOf, slidersFor, sliderText, whatIfOf } from '#web/src/lib/plan/need-sliders.ts'
import { gapOf, needChart, needSums, signed } from '#web/src/lib/plan/need-view.ts'

/** A server that answers when told, and a clock that ticks when told. */
function stand() {
  const open: { asked: number; answer: (ok: boolean) => void }[] = []
  const timers: (() => void)[] = []
  const seen: string[] = []
  const latest = createLatest<number, number>({
    ask: (asked) =>
      new Promise((resolve, reject) =>
        open.push({ asked, answer: (ok) => (ok ? resolve(asked * 10) : reject(new Error(String(asked)))) }),
      ),
    onAnswer: (answer) => seen.push(`answer ${answer}`),
    onFault: (fault) => seen.push(`fault ${fault instanceof Error ? fault.message : ''}`),
    onBusy: (busy) => seen.push(busy ? 'busy' : 'idle'),
    delayMs: 80,
    after: (_ms, run) => {
      timers.push(run)
      return () => {
        timers.length = 0
      }
    },
  })
  const settle = () => new Promise<void>((resolve) => setImmediate(resolve))
  return {
    latest,
    seen,
    asked: () => open.map((one) => one.asked),
    tick: () => timers.shift()?.(),
    async answer(ok = true) {
      open.shift()?.answer(ok)
      await settle()
    },
  }
}

t.test('a slider on the move is asked now and then, one question at a time, and its last place always', async (t) => {
  const s = stand()
  s.latest.ask(1)
  s.latest.ask(2)
  t.same(s.asked(), [], 'not at once')
  s.tick()
  t.same(s.asked(), [2], 'the newest')
  s.latest.ask(3)
  s.tick()
  t.same(s.asked(), [2], 'not before the first is answered')
  s.latest.ask(4)
  s.tick()
  await s.answer()
  t.same(s.asked(), [4], 'what was between is skipped')
  await s.answer()
  t.same(
    s.seen.filter((one) => one !== 'busy'),
    ['answer 20', 'answer 40', 'idle'],
  )
})

t.test('a failure is told, but not that of a question which a newer one has replaced', async (t) => {
  const s = stand()
  s.latest.ask(1)
  s.tick()
  s.latest.ask(2)
  await s.answer(false)
  s.tick()
  await s.answer(false)
  t.same(
    s.seen.filter((one) => one !== 'busy'),
    ['fault 2', 'idle'],
  )
})

t.test('a page that left gets no answer', async (t) => {
  const s = stand()
  s.latest.ask(1)
  s.tick()
  s.latest.stop()
  await s.answer()
  s.latest.ask(2)
  t.same(s.seen, ['busy'])
})

const target: StaffingTarget = {
  serviceLevel: 0.8,
  withinSeconds: 20,
  ahtSeconds: 240,
  shrinkage: { training: 0.1, leave: 0.2 },
  lineBlocking: 0.001,
  ivrSeconds: 30,
}

t.test('sliders stand where the target is, and ask only for what was moved', async (t) => {
  const sliders = slidersFor(target)
  const at = (name: string) => sliders.find((one) => one.name === name)
  t.equal(at('serviceLevel')?.base, 0.8)
  t.equal(at('shrinkage')?.base, 0.28, 'a tenth, then a fifth of the rest')
  t.equal(at('maxOccupancy')?.base, 1, 'no limit')
  t.same(whatIfOf(sliders, {}), {})
  t.same(whatIfOf(sliders, { volume: 1.2, withinSeconds: 20, handleTime: 1.001 }), { volume: 1.2 })
  for (const { name, min, max, base } of sliders) t.ok(min <= base && base <= max, `${name} is on its slider`)
  t.equal(shrinkageOf({ shrinkage: {} }), 0)
})

t.test('what a slider says is what a planner says', async (t) => {
  const units = { seconds: '秒', forEver: '一直等待' }
  const text = (name: string, value: number): string => {
    const slider = slidersFor(target).find((one) => one.name === name)
    if (!slider) throw new Error(name)
    return sliderText(slider, value, units)
  }
  t.equal(text('volume', 1.2), '+20%')
  t.equal(text('volume', 0.85), '−15%')
  t.equal(text('volume', 1), '±0%')
  t.equal(text('shrinkage', 0.213), '21.3%')
  t.equal(text('withinSeconds', 25), '25 秒')
  t.equal(text('patienceSeconds', 1_800), '一直等待')
})

const point = (at: string, agents: number, scheduled: number | null, more: Partial<NeedPoint> = {}): NeedPoint => ({
  at,
  calls: 100,
  ahtMs: 240_000,
  erlangs: 13.3,
  agents,
  toRoster: agents / 0.8,
  scheduled,
  actual: null,
  lines: 25,
  channels: 48,
  serviceLevel: 0.83,
  occupancy: 0.8,
  abandoned: 0.02,
  ...more,
})
const answer = (points: NeedPoint[]): NeedAnswer => ({
  series: 'all',
  grid: { slotMinutes: 30, opensAt: 480, closesAt: 1200 },
  target,
  points,
  peak: { at: '2026-11-23T09:00', erlangs: 13.3, agents: 20, lines: 25, channels: 48 },
  hours: 30,
  warnings: [],
})
const words = {
  need: 'need',
  needBase: 'base',
  toRoster: 'roster',
  scheduled: 'scheduled',
  actual: 'actual',
  erlangs: 'erlangs',
  lines: 'lines',
  channels: 'channels',
}

t.test(
  'an interval with a roster and too few agents is counted as too thin, one without a roster is not',
  async (t) => {
    const sums = needSums(
      answer([
        point('2026-11-23T08:30', 18, 17),
        point('2026-11-23T09:00', 20, 20),
        point('2026-11-23T09:30', 19, null),
      ]),
    )
    t.match(sums, { planned: 2, short: 1, peakAgents: 20, peakAt: '2026-11-23T09:00', hours: 30, calls: 300 })
    t.equal(signed(gapOf(point('x', 18, 17))), '−1')
    t.equal(signed(gapOf(point('x', 18, 20))), '+2')
    t.equal(signed(gapOf(point('x', 18, null))), '–')
  },
)

t.test('the need by the target is drawn beside what sliders make of it, of the same time only', async (t) => {
  const moved = answer([point('2026-11-23T09:00', 24, 20), point('2026-11-23T09:30', 24, 20)])
  const base = answer([point('2026-11-23T09:00', 20, 20), point('2026-11-23T09:30', 20, 20)])
  const keys = (other: NeedAnswer | undefined) =>
    needChart(moved, other, 'agents', '2026-11-23T09:30', words).lines.map((line) => line.key)
  t.same(keys(base), ['toRoster', 'base', 'need', 'scheduled', 'actual'])
  t.same(keys(answer([point('2026-11-24T09:00', 20, 20)])), ['toRoster', 'need', 'scheduled', 'actual'])
  t.equal(needChart(moved, undefined, 'agents', '2026-11-23T09:30', words).now, 1)
  const load = needChart(moved, base, 'load', '2026-11-20T00:00', words)
  t.same(
    load.lines.map((line) => [line.key, line.values[0]]),
    [
      ['channels', 48],
      ['lines', 25],
      ['erlangs', 13.3],
    ],
  )
  t.equal(load.now, undefined, 'all of it is to come')
})
