// The figures of a backtest against values worked out by hand, by the definitions of the data's score.mjs.
import t from 'tap'
import { score, type Target } from '#analytics/backtest/score.ts'

const target = (truth: number, mean: number, half80: number, half95: number): Target => ({
  truth,
  mean,
  lower95: mean - half95,
  lower80: mean - half80,
  upper80: mean + half80,
  upper95: mean + half95,
})

// off by +2, −5 and 0; the second outside both intervals, the first inside, the third on the edge of both
const THREE = [target(10, 12, 4, 6), target(25, 20, 3, 4), { ...target(5, 5, 0, 0) }]

t.test('error, bias and root mean square are shares of what came', async (t) => {
  const { wape, bias, rmse, mase, targets } = score(THREE, 2)
  t.equal(targets, 3)
  t.equal(wape, 7 / 40)
  t.equal(bias, -3 / 40)
  t.equal(rmse, Math.sqrt(29 / 3))
  t.equal(mase, 7 / 3 / 2, 'the mean error over that of one week before')
})

t.test('a value on the edge of an interval lies in it', async (t) => {
  const { coverage80, coverage95 } = score(THREE, 2)
  t.equal(coverage80, 2 / 3)
  t.equal(coverage95, 2 / 3)
  t.equal(score([target(16, 12, 4, 6), target(18.1, 12, 4, 6)], 1).coverage80, 1 / 2)
  t.equal(score([target(18, 12, 4, 6), target(18.1, 12, 4, 6)], 1).coverage95, 1 / 2)
})

t.test('the quantile loss weighs misses above and below by their quantile', async (t) => {
  // truth 10 against 6, 8, 12, 16, 18 at 2.5, 10, 50, 90, 97.5 %
  const loss = 0.025 * 4 + 0.1 * 2 + 0.5 * 2 + 0.1 * 6 + 0.025 * 8
  t.ok(Math.abs(score([target(10, 12, 4, 6)], 1).wql - (2 * loss) / 5 / 10) < 1e-12)
  t.equal(score([target(7, 7, 0, 0)], 1).wql, 0, 'what is exactly right loses nothing')
})

t.test('a forecast that is too high has a positive bias, in all as in one', async (t) => {
  t.equal(score([target(10, 11, 1, 2), target(30, 33, 1, 2)], 1).bias, 0.1)
})
