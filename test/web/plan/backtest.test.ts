// The backtest page without pixels: asking until it is computed, scores as people read them, the worst days.
import t from 'tap'
import type { BacktestAnswer, ModelScore } from '#engine/protocol/planning.ts'
import { ApiFailure } from '#web/src/lib/api/client.ts'
import { runBacktest } from '#web/src/lib/plan/backtest-run.ts'
import { dayErrors, inOrder, scoreText, toneOf, worstDays } from '#web/src/lib/plan/backtest-view.ts'

const HALF = { zh: '已完成 40%', en: '40% done' }
const failure = (refusal: string, detail?: string): ApiFailure =>
  new ApiFailure(503, {
    ...{ refusal, message: { zh: 'x', en: 'x' }, ...(detail ? { detail, say: HALF } : {}) },
  })
const answer = {} as BacktestAnswer

/** Answers in the given order; timers run when told. */
function run(answers: (BacktestAnswer | ApiFailure)[]) {
  const seen: string[] = []
  const waited: string[] = []
  const timers: (() => void)[] = []
  const stop = runBacktest({
    ask: async () => {
      const next = answers.shift()
      if (!next) throw new Error('asked once too often')
      if (next instanceof ApiFailure) throw next
      return next
    },
    onAnswer: () => seen.push('answer'),
    onWait: ({ zh }) => waited.push(zh),
    onFault: (fault) => seen.push(fault instanceof ApiFailure ? fault.refusal : 'bug'),
    after: (_ms, again) => {
      timers.push(again)
      return () => {
        timers.length = 0
      }
    },
  })
  const settle = () => new Promise<void>((resolve) => setImmediate(resolve))
  return {
    seen,
    waited,
    stop,
    settle,
    async tick() {
      timers.shift()?.()
      await settle()
    },
  }
}

t.test('a backtest that still runs is asked for again, until it is there', async (t) => {
  const still = failure('unavailable', 'still being computed: job backtest-1f')
  const page = run([still, still, answer])
  await page.settle()
  await page.tick()
  t.same(page.seen, [])
  await page.tick()
  t.same(page.seen, ['answer'])
  t.same(page.waited, ['已完成 40%', '已完成 40%'], 'how far it is')
})

t.test('an analytics that is away, or a refusal, is told at once', async (t) => {
  for (const fault of [failure('unavailable'), failure('not-found')]) {
    const page = run([fault])
    await page.settle()
    t.same(page.seen, [fault.refusal])
  }
})

t.test('a planner who cancelled or left is asked for no more', async (t) => {
  const page = run([failure('unavailable', 'still being computed: job b'), answer])
  await page.settle()
  page.stop()
  await page.tick()
  t.same(page.seen, [])
})

t.test('scores read as percent, the bias with its sign', async (t) => {
  t.equal(scoreText('wapeNextDay', 0.0512), '5.1%')
  t.equal(scoreText('bias', -0.0124), '−1.2%')
  t.equal(scoreText('bias', 0.0004), '0.0%')
  t.equal(scoreText('cover80', null), '–')
})

t.test('a band that holds what it says is good; errors have no mark of their own', async (t) => {
  t.equal(toneOf('cover80', 0.81), 'good')
  t.equal(toneOf('cover80', 0.72), 'warn')
  t.equal(toneOf('cover95', 0.7), 'bad')
  t.equal(toneOf('bias', -0.05), 'bad')
  t.equal(toneOf('wapeNextDay', 0.5), undefined)
})

t.test('the chosen model stands first, then the better before the worse', async (t) => {
  const score = (model: string, chosen: boolean, wapeNextDay: number | null): ModelScore => ({
    model,
    label: { zh: model, en: model },
    chosen,
    wapeNextDay,
    wapeTwoWeeks: null,
    wapeIntraday: null,
    bias: null,
    cover80: null,
    cover95: null,
  })
  const scores = [score('a', false, null), score('b', false, 0.09), score('c', true, 0.08), score('d', false, 0.07)]
  t.same(
    inOrder(scores).map((one) => one.model),
    ['c', 'd', 'b', 'a'],
  )
})

t.test('the worst days are those with most calls missed; what has no truth does not count', async (t) => {
  const slot = (at: string, actual: number | null, mean: number) => ({ at, actual, mean, lower80: 0, upper80: 0 })
  const days = dayErrors([
    slot('2026-11-02T09:00', 100, 90),
    slot('2026-11-02T09:30', 100, 120),
    slot('2026-11-03T09:00', 10, 16),
    slot('2026-11-04T09:00', null, 50),
    slot('2026-11-05T09:00', 0, 3),
  ])
  t.same(days, [
    { date: '2026-11-02', actual: 200, mean: 210, wape: 0.15, bias: 0.05 },
    { date: '2026-11-03', actual: 10, mean: 16, wape: 0.6, bias: 0.6 },
    { date: '2026-11-05', actual: 0, mean: 3, wape: null, bias: null },
  ])
  t.same(
    worstDays(days, 2).map((day) => day.date),
    ['2026-11-02', '2026-11-03'],
  )
})
