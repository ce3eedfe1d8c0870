// Pictures of the planning pages: forecast, staffing, backtest, import.
import type { Shot, Visit } from './shot.ts'

/** each is computed once, so a running backtest is seen once */
const runsLeft = [
  ['all', '2'],
  ['all', '8'],
  ['all', '13'],
  ['queue:queue-tech', '8'],
]

export const planShots = (visit: Visit): Shot[] => [
  { name: 'plan-forecast', account: 'admin', take: visit('/plan/forecast') },
  {
    name: 'plan-forecast-day',
    account: 'admin',
    take: async (page) => {
      await visit('/plan/forecast')(page)
      await page.locator('[name=horizon]').selectOption('day')
      await page.waitForTimeout(1_000)
    },
  },
  {
    name: 'plan-forecast-empty',
    account: 'admin',
    take: async (page) => {
      await visit('/plan/forecast')(page)
      await page.locator('[name=series]').selectOption('queue:queue-new')
      await page.waitForTimeout(1_000)
      await page.evaluate("localStorage.removeItem('tinglan.plan.series')")
    },
  },
  { name: 'plan-staffing', account: 'admin', take: visit('/plan/staffing') },
  {
    name: 'plan-staffing-what-if',
    account: 'admin',
    take: async (page) => {
      await visit('/plan/staffing')(page)
      await page.locator('[name=volume]').fill('1.2')
      await page.waitForTimeout(1_000)
      await page.locator('main').evaluate('(main) => main.scrollTo(0, 300)')
      await page.waitForTimeout(200)
    },
  },
  {
    name: 'plan-backtest-running',
    account: 'admin',
    take: async (page) => {
      await visit('/plan/backtest')(page)
      const [series = 'all', weeks = '4'] = runsLeft.shift() ?? []
      await page.locator('[name=weeks]').selectOption(weeks)
      await page.locator('[name=series]').selectOption(series)
      await page.getByRole('progressbar').waitFor()
      await page.evaluate("localStorage.removeItem('tinglan.plan.series')")
    },
  },
  {
    name: 'plan-backtest',
    account: 'admin',
    take: async (page) => {
      await visit('/plan/backtest')(page)
      await page.locator('[data-scores]').waitFor()
      await page.locator('[data-scores] th button').first().focus()
      await page.waitForTimeout(500)
    },
  },
  { name: 'plan-import', account: 'admin', take: visit('/plan/import') },
  {
    name: 'plan-import-preview',
    account: 'admin',
    take: async (page) => {
      await visit('/plan/import')(page)
      const rows = Array.from(
        { length: 40 },
        (_, n) => `2026-10-${String(1 + (n % 28)).padStart(2, '0')} 09:30,${n % 9 === 4 ? 'x' : 30 + n},240`,
      )
      const text = ['at,offered,aht', ...rows].join('\n')
      await page
        .locator('input[type=file]')
        .setInputFiles({ name: 'old-system.csv', mimeType: 'text/csv', buffer: Buffer.from(text) })
      await page.locator('[data-problems]').waitFor()
      await page.waitForTimeout(200)
    },
  },
]
