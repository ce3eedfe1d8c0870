// The pages around the grid in Chromium: list, import, rights, own roster, swaps, attendance.
import t from 'tap'
import { type Pages, startPages, textOf } from '../built-pages.ts'
import { becomes, cell, focused, shows } from './pages.ts'

let pages: Pages
t.setTimeout(480_000)
t.before(async () => {
  pages = await startPages({ viewport: { width: 1440, height: 900 } })
})

t.test('a new roster must begin on a Monday and opens when it is made', async (t) => {
  const page = await pages.open('/plan/rosters', 'admin')
  await page.locator('tr[data-id=roster-now]').waitFor()
  await page.getByRole('button', { name: '新建班表' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.locator('[name=from]').fill('2027-01-05')
  await dialog.getByRole('button', { name: '建立' }).click()
  t.equal(await textOf(dialog.locator('[data-field=name] [role=alert]')), '此项必填')
  t.equal(await textOf(dialog.locator('[data-field=from] [role=alert]')), '请选择周一')
  await dialog.locator('[name=name]').fill('元月第一周')
  await dialog.locator('[name=from]').fill('2027-01-04')
  await dialog.locator('[name=weeks]').selectOption('1')
  await dialog.getByRole('button', { name: '建立' }).click()
  await page.getByRole('heading', { name: '元月第一周' }).waitFor()
  await shows(page, 0, 6, '休息')
  t.equal(await page.locator('[data-day]').count(), 7)
})

t.test('a file is shown with what is wrong in it before it is taken', async (t) => {
  const page = await pages.open('/plan/rosters/roster-next', 'admin')
  await page.getByRole('button', { name: '导入与导出' }).click()
  await page.getByRole('menuitem', { name: '导入班表文件' }).click()
  const dialog = page.getByRole('dialog')
  const text = 'number,date,shift\n1001,2026-11-30,早班\n1002\n1003,2026-11-30,晚班\n'
  await dialog
    .locator('input[type=file]')
    .setInputFiles({ name: 'roster.csv', mimeType: 'text/csv', buffer: Buffer.from(text) })
  await dialog.getByText('C3').waitFor()
  t.match(await textOf(dialog.locator('table').last().locator('tbody tr').first()), '早班')
  await dialog.getByRole('button', { name: '导入 2 行' }).click()
  await page.getByText('导入 2 行。').waitFor()
})

t.test('a roster is exported as a file, and a refusal is no file', async (t) => {
  const page = await pages.open('/plan/rosters/roster-4', 'admin')
  const menu = page.getByRole('button', { name: '导入与导出' })
  await menu.click()
  const file = page.waitForEvent('download')
  await page.getByRole('menuitem', { name: '导出 CSV' }).click()
  t.equal((await file).suggestedFilename(), '元月第一周.csv')
  await page.request.delete(pages.url('/api/plan/rosters/roster-4'))
  await menu.click()
  await page.getByRole('menuitem', { name: '导出 Excel' }).click()
  await page.getByText('没有找到').waitFor()
})

t.test('a planner offers changes of today, an agent accepts on the desk, and both see what came of it', async (t) => {
  const planner = await pages.open('/plan/attendance', 'admin')
  await planner.getByRole('button', { name: '当日调整' }).click()
  const proposals = planner.getByTestId('proposals')
  await proposals.getByText('移动休息').waitFor()
  t.match(await textOf(proposals.locator('tbody tr').first()), /王芳.*12:00 → 14:00.*5\.0 → 4\.0/s)
  await proposals.getByRole('checkbox', { name: '1002 李伟' }).uncheck()
  const agent = await pages.open('/desk', '1001')
  await proposals.getByRole('button', { name: '发给 1 人' }).click()
  await planner.getByText('已发给 1 人').waitFor()
  const offers = planner.getByTestId('offers')
  await offers.getByText('待答复').waitFor()
  await agent.reload()
  const offer = agent.locator('[data-offer]')
  await offer.getByText('把 12:00 的休息（60 分钟）改到 14:00').waitFor()
  t.match(await textOf(offer), '今天缺人：5.0 → 4.0 人时')
  await offer.getByRole('button', { name: '接受' }).click()
  await agent.getByText('已接受，班表已更新').waitFor()
  await becomes('the offer is gone from the desk', async () => (await agent.locator('[data-offer]').count()) === 0)
  await planner.getByRole('button', { name: '按天' }).click()
  await planner.getByRole('button', { name: '当日调整' }).click()
  await offers.getByText('已接受').waitFor()
})

t.test('a supervisor looks at rosters but changes nothing, an agent sees only the own', async (t) => {
  const lead = await pages.open('/plan/rosters/roster-next', 'lead')
  await lead.locator('#cell-0-0').waitFor()
  t.equal(await lead.getByTestId('roster-grid').getAttribute('aria-readonly'), 'true')
  t.equal(await lead.getByRole('button', { name: '发布' }).count(), 0)
  const before = await cell(lead, 0, 2)
  await lead.locator('#cell-0-2').click()
  await lead.keyboard.press('5')
  await lead.keyboard.press('ArrowRight')
  t.equal(await focused(lead), 'cell-0-3')
  t.equal(await cell(lead, 0, 2), before)
  const agent = await pages.open('/plan/rosters', '1001')
  await agent.getByText('没有查看此页面的权限').waitFor()
  t.equal(await agent.locator('nav a[href^="/plan"]').count(), 0)
  t.equal(await agent.locator('nav a[href="/my-roster"]').count(), 1)
})

t.test('an agent asks to swap and for leave, answers a colleague, and the planner approves', async (t) => {
  const agent = await pages.open('/my-roster', '1001')
  const asked = agent.locator('li[data-swap=swap-1]')
  await asked.getByRole('button', { name: '同意' }).click()
  await agent.getByText('已同意，等待计划员批准').waitFor()
  await asked.getByText('待批准').waitFor()
  await agent.getByRole('button', { name: '往后' }).click()
  await agent.getByRole('button', { name: '申请换班' }).first().click()
  const dialog = agent.getByRole('dialog')
  await dialog.getByRole('radio').first().check()
  await dialog.locator('[name=note]').fill('看牙医')
  await dialog.getByRole('button', { name: '发出申请' }).click()
  await agent.getByText('看牙医').waitFor()
  await agent.getByRole('button', { name: '申请休假' }).click()
  await agent.locator('[name=reason]').fill('搬家')
  await agent.getByRole('button', { name: '发出申请' }).click()
  await agent.getByText('休假申请已提交').waitFor()

  const planner = await pages.open('/plan/swaps', 'admin')
  const row = planner.locator('tr[data-id=swap-1]')
  await row.getByRole('button', { name: '批准' }).click()
  await planner.getByRole('dialog').getByRole('button', { name: '批准' }).click()
  await planner.getByText('已批准，班表已更新').waitFor()
  await row.waitFor({ state: 'detached' })
  await planner.getByRole('button', { name: '全部' }).click()
  t.match(await textOf(row), '已批准')
})

t.test('attendance is filtered by state and added up by agent', async (t) => {
  const page = await pages.open('/plan/attendance', 'admin')
  await page.getByText(/^共 \d+ 行$/).waitFor()
  await page.getByLabel('状态').selectOption('absent')
  await becomes('absences only', async () => /缺勤/.test(await textOf(page.locator('tbody tr').nth(1))))
  await page.getByRole('button', { name: '按坐席合计' }).click()
  const sums = page.locator('tr[data-agent]').first()
  await sums.waitFor()
  t.equal(await textOf(sums.locator('td').nth(6)), '1')
  await page.locator('[name=from]').fill('2026-01-01')
  await page.getByText('一次最多查看 31 天').waitFor()
})

/** how far anything that scrolls sideways goes beyond its place; a string, because it runs in the page */
const WIDER = `Math.max(0, ...[document.documentElement, ...document.querySelectorAll('main, .overflow-x-auto')]
  .map((one) => one.scrollWidth - one.clientWidth))`

t.test('no roster page is wider than 1024 pixels', async (t) => {
  const page = await pages.open('/plan/rosters', 'admin')
  await page.setViewportSize({ width: 1024, height: 768 })
  for (const lang of ['zh', 'en']) {
    await page.evaluate(`localStorage.setItem('tinglan.lang', '${lang}')`)
    for (const path of ['/plan/rosters', '/plan/rosters/roster-next', '/plan/swaps', '/plan/attendance']) {
      await page.goto(pages.url(path))
      await page.locator('tbody tr').nth(1).waitFor()
      const over = Number(await page.evaluate(WIDER))
      t.ok(over <= 0, `${path} ${lang}: ${over}px too wide`)
    }
  }
})

// not an after-hook: the root test waits for the server to be gone before it runs those
t.test('browser and gateway end', () => pages.close())
