// The roster pages in Chromium against the mock gateway: by mouse, by keyboard, and in the eyes of an agent.
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { type Browser, type BrowserContext, chromium, type Locator, type Page } from 'playwright-core'
import t from 'tap'
import { waitFor } from '#test/kit/wait.ts'
import { type MockGateway, startMockGateway } from './mock/gateway.ts'

const ROOT = new URL('../../', import.meta.url).pathname
let gateway: MockGateway
let browser: Browser
const contexts: BrowserContext[] = []

t.setTimeout(480_000)
t.before(async () => {
  if (!existsSync(`${ROOT}web/build/index.html`)) {
    const built = spawnSync('npm', ['run', 'build', '-w', 'web'], { cwd: ROOT, encoding: 'utf8' })
    if (built.status !== 0) throw new Error(`the pages do not build: ${built.stdout}${built.stderr}`)
  }
  gateway = await startMockGateway(0, { agents: 20, lively: false })
  browser = await chromium.launch({
    executablePath: '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
  })
})

const url = (path: string): string => `http://127.0.0.1:${gateway.port}${path}`

async function open(path: string, account = 'admin'): Promise<Page> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } })
  contexts.push(context)
  const page = await context.newPage()
  page.setDefaultTimeout(30_000)
  await page.request.post(url('/api/sign-in'), { data: { account, password: 'sample' } })
  await page.goto(url(path))
  return page
}
const textOf = async (one: Locator): Promise<string> => ((await one.textContent()) ?? '').trim()
/** what a screen reader hears of a cell */
const cell = (page: Page, row: number, column: number): Promise<string> =>
  page
    .locator(`#cell-${row}-${column}`)
    .getAttribute('aria-label')
    .then((label) => label ?? '')
const becomes = (what: string, is: () => Promise<boolean>): Promise<boolean> => waitFor(is, { what })
const shows = (page: Page, row: number, column: number, shift: string): Promise<boolean> =>
  becomes(`${shift} in row ${row}, column ${column}`, async () => (await cell(page, row, column)).includes(shift))
const settled = (page: Page): Promise<boolean> =>
  becomes(
    'the consequences are known',
    async () => (await page.getByTestId('roster-figures').getAttribute('aria-busy')) === 'false',
  )
const focused = (page: Page): Promise<string | null> =>
  page.getByTestId('roster-grid').getAttribute('aria-activedescendant')

t.test('a new roster must begin on a Monday and opens when it is made', async (t) => {
  const page = await open('/plan/rosters')
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

t.test('the grid is usable from the keyboard alone', async (t) => {
  const page = await open('/plan/rosters/roster-next')
  const grid = page.getByTestId('roster-grid')
  await page.locator('#cell-0-0').waitFor()
  await grid.focus()
  t.ok((await page.locator('tbody tr').count()) < 60, 'only the rows in sight are drawn')
  for (const key of ['ArrowDown', 'ArrowDown', 'ArrowRight']) await page.keyboard.press(key)
  t.equal(await focused(page), 'cell-2-1')
  t.match(await cell(page, 2, 1), '中班')
  await page.keyboard.press('5')
  await shows(page, 2, 1, '晚班')
  await page.keyboard.press('Delete')
  await shows(page, 2, 1, '休息')
  await page.keyboard.press('Control+z')
  await shows(page, 2, 1, '晚班')
  await page.keyboard.press('Control+Shift+Z')
  await shows(page, 2, 1, '休息')

  await page.keyboard.press('Enter')
  await page.getByTestId('shift-picker').waitFor()
  await page.keyboard.press('ArrowUp')
  await page.keyboard.press('ArrowUp')
  await page.keyboard.press('Enter')
  await page.getByTestId('shift-picker').waitFor({ state: 'detached' })
  await shows(page, 2, 1, '中班')
  await page.keyboard.press('ArrowDown')
  t.equal(await focused(page), 'cell-3-1', 'the grid has the focus again')

  // 刘洋's late duty to the free Thursday
  await page.keyboard.press(' ')
  for (const key of ['ArrowRight', 'ArrowRight', ' ']) await page.keyboard.press(key)
  await shows(page, 3, 3, '晚班')
  t.match(await cell(page, 3, 1), '休息')

  await page.keyboard.press('Shift+ArrowDown')
  await page.keyboard.press('Shift+ArrowRight')
  await page.keyboard.press('2')
  for (const [row, column] of [
    [3, 3],
    [3, 4],
    [4, 3],
    [4, 4],
  ] as const)
    await shows(page, row, column, '日班')
  await page.keyboard.press('Control+End')
  t.equal(await focused(page), 'cell-219-13')
  await page.locator('#cell-219-13').waitFor()
})

t.test('what a change costs and breaks is shown before it is saved', async (t) => {
  const page = await open('/plan/rosters/roster-next')
  await page.locator('#cell-0-0').waitFor()
  const faults = (): Promise<number> => page.locator('#cell-3-6 [data-fault]').count()
  t.equal(await faults(), 0)
  t.equal(await page.locator('[data-figure=delta]').count(), 0)
  // 刘洋 works late on the Saturday before
  await page.locator('#cell-3-6').click()
  await page.keyboard.press('1')
  await page.locator('#cell-3-6 [data-fault]').waitFor()
  await settled(page)
  t.match(await textOf(page.locator('[data-figure=delta]')), /^[+−]\d+$/)
  const change = page.getByTestId('fault').filter({ hasText: '刘洋' })
  t.match(await textOf(change.first()), /只隔 9 小时/)
  await page.keyboard.press('Control+Home')
  await change.first().click()
  await becomes('the faulty cell has the focus', async () => (await focused(page)) === 'cell-3-6')
  await page.getByText('显示 220 / 220 人').waitFor()
  await page.getByLabel('显示哪些坐席').selectOption('rest-too-short')
  await page.getByText(/^显示 \d\d \/ 220 人$/).waitFor()
  await page.locator('tr[data-agent]').first().getByText('刘洋').waitFor()
  await page.getByLabel('显示哪些坐席').selectOption('everybody')
  await page.getByRole('button', { name: '放弃修改' }).click()
  await page.locator('#cell-3-6 [data-fault]').waitFor({ state: 'detached' })
})

t.test('a duty is dragged onto another: they change places, and saved it stays so', async (t) => {
  const page = await open('/plan/rosters/roster-next')
  const [from, to] = [page.locator('#cell-6-2'), page.locator('#cell-7-2')]
  await from.waitFor()
  t.match(await cell(page, 6, 2), '中班')
  t.match(await cell(page, 7, 2), '晚班')
  const [a, b] = [await from.boundingBox(), await to.boundingBox()]
  if (!a || !b) throw new Error('the cells are not in sight')
  await page.mouse.move(a.x + 20, a.y + 20)
  await page.mouse.down()
  await page.mouse.move(a.x + 30, a.y + 30)
  await page.mouse.move(b.x + 20, b.y + 20)
  await page.mouse.up()
  await shows(page, 6, 2, '晚班')
  await shows(page, 7, 2, '中班')
  await settled(page)
  await page.keyboard.press('Control+s')
  await page.getByText('修改已保存').waitFor()
  await page.reload()
  await shows(page, 6, 2, '晚班')
  t.match(await cell(page, 7, 2), '中班')
})

t.test('when somebody else saved first, it is told and the change is still there', async (t) => {
  const page = await open('/plan/rosters/roster-next')
  await page.locator('#cell-1-1').click()
  await page.keyboard.press('4')
  await settled(page)
  await page.request.post(url('/mock/roster-changed'))
  await page.keyboard.press('Control+s')
  await page.getByText('别人刚刚改过这份班表').waitFor()
  t.match(await cell(page, 1, 1), '中班')
  await settled(page)
  await page.keyboard.press('Control+s')
  await page.getByText('修改已保存').waitFor()
})

t.test('leaving with unsaved changes asks first', async (t) => {
  const page = await open('/plan/rosters/roster-next')
  await page.locator('#cell-2-2').click()
  await page.keyboard.press('1')
  await page.locator('nav a[href="/plan/swaps"]').click()
  await page.getByText('有尚未保存的修改').first().waitFor()
  await page.getByRole('button', { name: '继续编辑' }).click()
  t.match(await cell(page, 2, 2), '早班')
})

t.test('a roster is computed with its progress shown, and stopped with the best kept', async (t) => {
  const page = await open('/plan/rosters/roster-long')
  await page.getByRole('button', { name: '生成', exact: true }).click()
  await page.getByRole('dialog').getByRole('button', { name: '开始生成' }).click()
  const job = page.getByTestId('roster-job')
  await job.getByText(/当前成本/).waitFor()
  t.equal(await page.getByTestId('roster-grid').getAttribute('aria-readonly'), 'true')
  await page.reload()
  await job.getByText(/当前成本/).waitFor()
  await job.getByRole('button', { name: '停止并保留目前最好的' }).click()
  await page.getByText('已停止，保留了目前最好的班表').waitFor()
  await job.waitFor({ state: 'detached' })
  t.equal(await page.getByTestId('roster-grid').getAttribute('aria-readonly'), 'false')
})

t.test('a day is planned anew without those who are absent', async (t) => {
  const page = await open('/plan/rosters/roster-now')
  await page.locator('#cell-3-0').waitFor()
  const before = await cell(page, 3, 0)
  t.match(before, '刘洋')
  t.match(before, '晚班')
  await page.getByRole('button', { name: '重排一天' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.locator('[name=date]').selectOption({ index: 0 })
  await dialog.getByPlaceholder('按工号、姓名筛选').fill('1004')
  await dialog.getByRole('checkbox').check()
  await dialog.getByRole('button', { name: '重排一天' }).click()
  await page.getByText('班表已更新').waitFor()
  await shows(page, 3, 0, '休息')
})

t.test('a file is shown with what is wrong in it before it is taken', async (t) => {
  const page = await open('/plan/rosters/roster-next')
  await page.getByRole('button', { name: '导入与导出' }).click()
  await page.getByRole('menuitem', { name: '导入班表文件' }).click()
  const dialog = page.getByRole('dialog')
  const text = 'number,date,shift\n1001,2026-11-30,早班\n1002\n1003,2026-11-30,晚班\n'
  await dialog
    .locator('input[type=file]')
    .setInputFiles({ name: 'roster.csv', mimeType: 'text/csv', buffer: Buffer.from(text) })
  await dialog.getByText('第 3 行').waitFor()
  t.match(await textOf(dialog.locator('tbody tr').first()), '早班')
  await dialog.getByRole('button', { name: '导入 2 行' }).click()
  await page.getByText('已导入 2 行').waitFor()
})

t.test('a supervisor looks at rosters but changes nothing, an agent sees only the own', async (t) => {
  const lead = await open('/plan/rosters/roster-next', 'lead')
  await lead.locator('#cell-0-0').waitFor()
  t.equal(await lead.getByTestId('roster-grid').getAttribute('aria-readonly'), 'true')
  t.equal(await lead.getByRole('button', { name: '发布' }).count(), 0)
  const before = await cell(lead, 0, 2)
  await lead.locator('#cell-0-2').click()
  await lead.keyboard.press('5')
  await lead.keyboard.press('ArrowRight')
  t.equal(await focused(lead), 'cell-0-3')
  t.equal(await cell(lead, 0, 2), before)
  const agent = await open('/plan/rosters', '1001')
  await agent.getByText('没有查看此页面的权限').waitFor()
  t.equal(await agent.locator('nav a[href^="/plan"]').count(), 0)
  t.equal(await agent.locator('nav a[href="/my-roster"]').count(), 1)
})

t.test('an agent asks to swap and for leave, answers a colleague, and the planner approves', async (t) => {
  const agent = await open('/my-roster', '1001')
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

  const planner = await open('/plan/swaps')
  const row = planner.locator('tr[data-id=swap-1]')
  await row.getByRole('button', { name: '批准' }).click()
  await planner.getByRole('dialog').getByRole('button', { name: '批准' }).click()
  await planner.getByText('已批准，班表已更新').waitFor()
  await row.waitFor({ state: 'detached' })
  await planner.getByRole('button', { name: '全部' }).click()
  t.match(await textOf(row), '已批准')
})

t.test('attendance is filtered by state and added up by agent', async (t) => {
  const page = await open('/plan/attendance')
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
  const page = await open('/plan/rosters')
  await page.setViewportSize({ width: 1024, height: 768 })
  for (const lang of ['zh', 'en']) {
    await page.evaluate(`localStorage.setItem('tinglan.lang', '${lang}')`)
    for (const path of ['/plan/rosters', '/plan/rosters/roster-next', '/plan/swaps', '/plan/attendance']) {
      await page.goto(url(path))
      await page.locator('tbody tr').nth(1).waitFor()
      const over = Number(await page.evaluate(WIDER))
      t.ok(over <= 0, `${path} ${lang}: ${over}px too wide`)
    }
  }
})

// not an after-hook: the root test waits for the server to be gone before it runs those
t.test('browser and gateway end', async () => {
  for (const context of contexts) await context.close()
  await browser.close()
  await gateway.close()
})
