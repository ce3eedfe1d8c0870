// The planning pages in Chromium against the mock gateway: forecast, staffing, backtest, import, wallboard.
import { readFile } from 'node:fs/promises'
import type { Locator, Page } from 'playwright-core'
import t from 'tap'
import { waitFor } from '#test/kit/wait.ts'
import { type Pages, startPages, textOf } from '../built-pages.ts'

let pages: Pages

t.setTimeout(480_000)
t.before(async () => {
  pages = await startPages()
})

const url = (path: string): string => pages.url(path)
const open = (path: string, account = 'admin'): Promise<Page> => pages.open(path, account)
const figure = (page: Page, name: string): Locator => page.locator(`[data-figure="${name}"]`)
/** points in sight of the page's first chart, once it is drawn */
async function inSight(page: Page): Promise<number> {
  const chart = page.locator('[data-points]').first()
  await chart.locator('canvas').waitFor()
  return Number(await chart.getAttribute('data-to')) - Number(await chart.getAttribute('data-from')) + 1
}

t.test('a forecast is drawn, compared, zoomed by keyboard and by dragging, and shown whole again', async (t) => {
  const page = await open('/plan/forecast')
  await waitFor(async () => (await inSight(page)) === 24 * 21, { what: 'a week of history and two of forecast' })
  await page.getByRole('button', { name: '预测', exact: true }).waitFor()
  await page.getByLabel('上周同期').check()
  await page.getByRole('button', { name: '上周同期' }).waitFor()
  await page.getByRole('button', { name: '放大' }).press('Enter')
  await waitFor(async () => (await inSight(page)) === 252, { what: 'half of it' })
  const box = await page.locator('[data-points] .u-over').boundingBox()
  if (!box) throw new Error('no chart')
  await page.mouse.move(box.x + box.width * 0.25, box.y + 40)
  await page.mouse.down()
  await page.mouse.move(box.x + box.width * 0.75, box.y + 60, { steps: 5 })
  await page.mouse.up()
  await waitFor(async () => Math.abs((await inSight(page)) - 126) <= 3, { what: 'half of the half, by dragging' })
  await page.getByRole('button', { name: '显示全部' }).click()
  await waitFor(async () => (await inSight(page)) === 504, { what: 'all of it' })
  t.match(await textOf(figure(page, '预测模型')), '因子模型')
})

t.test('another horizon and another series ask anew, and a series without history says how to get one', async (t) => {
  const page = await open('/plan/forecast')
  await page.locator('[name=horizon]').selectOption('month')
  await waitFor(async () => (await inSight(page)) < 40, { what: 'months' })
  t.equal(await page.getByLabel('上周同期').count(), 0, 'a month has no last week')
  await page.locator('[name=series]').selectOption('queue:queue-sales')
  await page.getByText('滚动回测中它更准').waitFor()
  await page.locator('[name=series]').selectOption('queue:queue-new')
  await page.getByRole('link', { name: '导入历史' }).last().click()
  await page.getByRole('heading', { name: '导入历史', level: 1 }).waitFor()
  t.equal(await page.locator('[name=series]').inputValue(), 'queue:queue-new', 'the series goes with the planner')
})

t.test('a range that ends before it begins is told and not asked', async (t) => {
  const page = await open('/plan/forecast')
  await inSight(page)
  await page.locator('[name=to]').fill('2020-01-01')
  await page.locator('[name=to]').press('Tab')
  t.match(await textOf(page.getByRole('alert')), '结束日期不能早于开始日期')
})

t.test('a promotion marked by the planner raises the forecast, and its removal takes it back', async (t) => {
  const page = await open('/plan/forecast')
  await inSight(page)
  const before = await textOf(figure(page, '预测来电合计'))
  await page.getByRole('button', { name: '添加标记' }).click()
  const dialog = page.getByRole('dialog')
  const date = await page.locator('[name=from]').inputValue()
  await dialog.locator('[name=date]').fill(date)
  await dialog.locator('[name=type]').selectOption('promotion')
  await dialog.locator('[name=name]').fill('周年庆')
  await dialog.locator('[name=lift]').fill('3')
  await dialog.getByRole('button', { name: '保存' }).click()
  await dialog.waitFor({ state: 'detached' })
  const marks = page.getByRole('region', { name: '日历标记' })
  await marks.getByRole('button', { name: /周年庆/ }).waitFor()
  await waitFor(async () => (await textOf(figure(page, '预测来电合计'))) !== before, { what: 'another forecast' })
  const number = (text: string): number => Number(text.replaceAll(',', ''))
  t.ok(number(await textOf(figure(page, '预测来电合计'))) > number(before))
  await marks.getByRole('button', { name: /周年庆/ }).click()
  await dialog.getByRole('button', { name: '删除' }).click()
  await page
    .getByRole('dialog', { name: /^删除“/ })
    .getByRole('button', { name: '删除' })
    .click()
  await waitFor(async () => (await textOf(figure(page, '预测来电合计'))) === before, { what: 'the forecast as it was' })
})

t.test(
  'hours changed by hand raise the forecast beside the model’s own, as a version that is taken back',
  async (t) => {
    const page = await open('/plan/forecast')
    await inSight(page)
    const sum = (): Promise<string> => textOf(figure(page, '预测来电合计'))
    const before = await sum()
    const panel = page.getByTestId('forecast-edits')
    await panel.locator('[name=edit-percent]').fill('50')
    await panel.locator('[name=edit-note]').fill('寄出账单')
    await panel.getByRole('button', { name: '调整' }).click()
    const version = panel.locator('[data-version="1"]')
    await version.getByText('寄出账单').waitFor()
    t.match(await textOf(version), /全天 \+50%/)
    await page.getByRole('button', { name: '模型预测' }).waitFor()
    await waitFor(async () => (await sum()) !== before, { what: 'another sum' })
    await version.getByRole('button', { name: '撤销' }).click()
    await version.getByText('已撤销').waitFor()
    await waitFor(async () => (await sum()) === before, { what: 'the sum as before' })
    await panel.locator('[name=edit-percent]').fill('0')
    await panel.getByRole('button', { name: '调整' }).click()
    await panel.getByRole('alert').waitFor()
  },
)

t.test('a press on the chart begins a mark on that very day', async (t) => {
  const page = await open('/plan/forecast')
  await page.locator('[name=horizon]').selectOption('day')
  await waitFor(async () => (await inSight(page)) === 147, { what: 'thirteen weeks and eight' })
  await page.locator('[data-points] .u-over').click({ position: { x: 2, y: 60 } })
  const dialog = page.getByRole('dialog')
  t.equal(await dialog.locator('[name=date]').inputValue(), await page.locator('[name=historyFrom]').inputValue())
})

t.test('the forecast is saved as a file', async (t) => {
  const page = await open('/plan/forecast')
  await inSight(page)
  const [file] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: '导出 CSV' }).click(),
  ])
  t.equal(file.suggestedFilename(), 'forecast.csv')
  t.match(await readFile(await file.path(), 'utf8'), /^\uFEFFat,mean\r\n\d{4}-\d\d-\d\dT08:00,/)
})

t.test('all series are forecast anew in the background, seen to its end', async (t) => {
  const page = await open('/plan/forecast')
  await inSight(page)
  await page.getByRole('button', { name: '全部重新预测' }).click()
  await page.locator('[data-job][data-state=done]').waitFor()
  t.equal(await page.getByRole('progressbar').getAttribute('aria-valuenow'), '100')
})

t.test('a slider changes the need while it moves, and the reset brings the target back', async (t) => {
  const page = await open('/plan/staffing')
  await inSight(page)
  t.equal(await page.getByText('时钟调整').count(), 1, 'what the server tells twice is told once')
  const peak = figure(page, '高峰坐席')
  const before = Number(await textOf(peak))
  const slider = page.getByRole('slider', { name: '话务量' })
  await slider.focus()
  for (let n = 0; n < 30; n++) await page.keyboard.press('ArrowRight')
  t.equal(await slider.getAttribute('aria-valuetext'), '+30%')
  await waitFor(async () => Number(await textOf(peak)) > before, { what: 'more agents for more calls' })
  await page.getByText(`目标 ${before}`, { exact: true }).waitFor()
  await page.getByRole('button', { name: '目标下的需求' }).waitFor()
  await page.getByRole('button', { name: '恢复' }).click()
  await waitFor(async () => Number(await textOf(peak)) === before, { what: 'the target again' })
  await page.locator('[name=measure]').selectOption('load')
  await page.getByRole('button', { name: '媒体通道' }).waitFor()
})

t.test('a backtest shows how far it is, can be cancelled, and ends in a table whose words are explained', async (t) => {
  const page = await open('/plan/backtest')
  await page.getByRole('progressbar').waitFor()
  await page.getByRole('button', { name: /取消任务/ }).click()
  await page.getByText('回测已取消').waitFor()
  await page.getByRole('button', { name: '重新计算' }).click()
  await page.getByRole('progressbar').waitFor()
  const chosen = page.locator('[data-scores] tbody tr').first()
  await chosen.waitFor()
  t.match(await textOf(chosen), /因子模型\s*采用\s*5\.1%/)
  await page.getByRole('button', { name: '偏差' }).focus()
  await page.getByRole('tooltip').getByText('越接近 0 越好').waitFor()
})

t.test('a file is shown before it is taken, its wrong rows by number, and the import can be undone', async (t) => {
  const page = await open('/plan/import')
  await page.locator('[name=series]').selectOption('queue:queue-new')
  const choose = async (name: string, text: string): Promise<void> =>
    page.locator('input[type=file]').setInputFiles({ name, mimeType: 'text/csv', buffer: Buffer.from(text) })
  await choose('photo.png', 'x')
  await page.getByText('只能导入 CSV 或 Excel 文件').waitFor()
  await choose('other.csv', 'a,b\n1,2')
  await page.getByRole('alert').getByText('输入有误').waitFor()
  await choose('old.csv', 'at,offered\n2026-10-01 09:00,12\n2026-10-02 09:00,many\n2026-10-03 09:00,14')
  const problem = page.locator('[data-problems] tbody tr')
  await problem.waitFor()
  t.match(await textOf(problem), /^B3\s*offered\s*“many”不是非负数$/)
  await page.getByRole('button', { name: '导入 2 行' }).click()
  await page.getByText('已为“新开队列”导入 2 行').waitFor()
  await page.locator('[data-imports] tbody tr').getByText('2026-10-01 – 2026-10-03').waitFor()
  await page.getByRole('button', { name: '撤销此次导入' }).click()
  await page.getByText('2026-10-01 至 2026-10-03 将恢复为此次导入之前的数据').waitFor()
  await page.getByRole('dialog').getByRole('button', { name: '撤销' }).click()
  await page.getByText('恢复了导入前的 1234 条数据').waitFor()
  t.equal(await page.getByRole('button', { name: '撤销此次导入' }).count(), 0, 'it is undone once')
  await page.locator('[data-imports]').getByText('已撤销').waitFor()
})

t.test('an agent sees none of it, a supervisor looks but imports nothing', async (t) => {
  const agent = await open('/plan/forecast', '1001')
  await agent.getByText('没有查看此页面的权限').waitFor()
  t.equal(await agent.locator('nav a[href^="/plan/"]').count(), 0)
  const lead = await open('/plan/import', 'lead')
  await lead.getByText('没有查看此页面的权限').waitFor()
  await lead.goto(url('/plan/forecast'))
  await inSight(lead)
  t.equal(await lead.locator('nav a[href="/plan/import"]').count(), 0)
  t.equal(await lead.getByRole('button', { name: '添加标记' }).count(), 0, 'marks are the planner’s')
})

t.test('the wallboard and the screen on the wall show today planned against actual', async (t) => {
  const page = await open('/monitor', 'lead')
  await page.getByRole('region', { name: '今日计划与实际' }).getByText('全天滚动预测').waitFor()
  await waitFor(async () => (await page.locator('[data-today] canvas').count()) === 2, { what: 'calls and staff' })
  await page.goto(url('/kiosk?token=board'))
  await page
    .locator('[data-today]')
    .getByText(/^截至.*来电/)
    .waitFor()
  t.pass('also without a session')
})

/** how far anything that scrolls sideways goes beyond its place; a string, because it runs in the page */
const WIDER = `Math.max(0, ...[document.documentElement, ...document.querySelectorAll('main, .overflow-x-auto')]
  .map((one) => one.scrollWidth - one.clientWidth))`

t.test('no planning page is wider than 1024 pixels', async (t) => {
  const page = await open('/plan/import')
  for (const lang of ['zh', 'en']) {
    await page.evaluate(`localStorage.setItem('tinglan.lang', '${lang}')`)
    for (const path of ['/plan/forecast', '/plan/staffing', '/plan/backtest', '/plan/import', '/monitor']) {
      await page.goto(url(path))
      if (path !== '/plan/import') await page.locator('canvas').first().waitFor()
      else await page.locator('input[type=file]').waitFor({ state: 'attached' })
      const over = Number(await page.evaluate(WIDER))
      t.ok(over <= 0, `${path} ${lang}: ${over}px too wide`)
    }
  }
})

// not an after-hook: the root test waits for the server to be gone before it runs those
t.test('browser and gateway end', async () => {
  await pages.close()
})
