// Every list of the pages in Chromium: each head that says something sorts, both ways; a time of day is typed in the page's field.
import type { Page } from 'playwright-core'
import t from 'tap'
import { type Pages, startPages } from './built-pages.ts'

let pages: Pages
t.setTimeout(600_000)
t.before(async () => {
  pages = await startPages({ agents: 30 })
})

const LISTS: [path: string, account: string][] = [
  ['/monitor/agents', 'lead'],
  ['/monitor/calls', 'lead'],
  ['/messages', 'lead'],
  ['/reports', 'lead'],
  ['/plan/swaps', 'planner'],
  ['/plan/attendance', 'planner'],
  ['/plan/rosters', 'planner'],
  ['/admin/agents', 'admin'],
  ['/admin/prompts', 'admin'],
  ['/admin/flows', 'admin'],
  ['/admin/sign-in-log', 'admin'],
  ['/admin/audit', 'admin'],
]
/** several at once in one cell, so no order to ask for */
const SETS: Record<string, string[]> = { '/calls': ['队列', '坐席'], '/admin/agents': ['队列'] }

async function unsorted(page: Page): Promise<string[]> {
  const heads = page.locator('main table th:not(:has([data-sort])):not(:has(.sr-only))')
  return (await heads.allInnerTexts()).map((text) => text.trim()).filter((text) => text !== '')
}

for (const [path, account] of [...LISTS, ['/calls', 'lead'] as const])
  t.test(`${path}: each head sorts, once up and once more down`, async (t) => {
    const page = await pages.open(path, account)
    const heads = page.locator('main table [data-sort]')
    await heads.first().waitFor()
    t.same(await unsorted(page), SETS[path] ?? [])
    const names = await heads.evaluateAll((all) => all.map((one) => one.getAttribute('data-sort') ?? ''))
    // one at each end: all are of one kind
    for (const name of new Set([names.at(0) ?? '', names.at(-1) ?? ''])) {
      const head = page.locator(`main table th:visible:has([data-sort="${name}"])`)
      // a column that a narrow page hides
      if ((await head.count()) === 0) continue
      const before = await head.getAttribute('aria-sort')
      await head.locator('button').click()
      await page.locator(`main table th[aria-sort="${before === 'ascending' ? 'descending' : 'ascending'}"]`).waitFor()
      t.ok((await page.locator('main tbody tr').count()) > 0, `${name}: the rows are there`)
    }
    await page.close()
  })

t.test('a time of day is typed as one says it, moved by the arrow keys, or chosen from a list', async (t) => {
  const page = await pages.open('/admin/shifts', 'planner')
  await page.locator('main tbody tr').first().click()
  const field = page.locator('[name=startsAt]').first()
  await field.fill('下午3点半')
  await field.blur()
  t.equal(await field.inputValue(), '15:30')
  await field.press('ArrowUp')
  t.equal(await field.inputValue(), '15:45')
  await field.press('Alt+ArrowDown')
  await page.getByRole('option', { name: '15:30' }).press('ArrowDown')
  await page.getByRole('option', { name: '16:00' }).press('Enter')
  t.equal(await field.inputValue(), '16:00')
  await field.fill('soon')
  await field.blur()
  t.equal(await field.inputValue(), '16:00', 'no time, so it stays')
  await page.close()
})

t.test('browser and gateway end', () => pages.close())
