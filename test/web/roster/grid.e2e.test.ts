// The roster grid in Chromium: by keyboard, by mouse, against other planners, with the solver.
import t from 'tap'
import { type Pages, startPages, textOf } from '../built-pages.ts'
import { becomes, cell, focused, settled, shows } from './pages.ts'

let pages: Pages
t.setTimeout(480_000)
t.before(async () => {
  pages = await startPages({ viewport: { width: 1440, height: 900 } })
})

t.test('the grid is usable from the keyboard alone', async (t) => {
  const page = await pages.open('/plan/rosters/roster-next', 'admin')
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
  const page = await pages.open('/plan/rosters/roster-next', 'admin')
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
  const page = await pages.open('/plan/rosters/roster-next', 'admin')
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
  const page = await pages.open('/plan/rosters/roster-next', 'admin')
  await page.locator('#cell-1-1').click()
  await page.keyboard.press('4')
  await settled(page)
  await page.request.post(pages.url('/mock/roster-changed'))
  await page.keyboard.press('Control+s')
  await page.getByText('别人刚刚改过这份班表').waitFor()
  t.match(await cell(page, 1, 1), '中班')
  await settled(page)
  await page.keyboard.press('Control+s')
  await page.getByText('修改已保存').waitFor()
})

t.test('leaving with unsaved changes asks first', async (t) => {
  const page = await pages.open('/plan/rosters/roster-next', 'admin')
  await page.locator('#cell-2-2').click()
  await page.keyboard.press('1')
  await page.locator('nav a[href="/plan/swaps"]').click()
  await page.getByText('有尚未保存的修改').first().waitFor()
  await page.getByRole('button', { name: '继续编辑' }).click()
  t.match(await cell(page, 2, 2), '早班')
})

t.test('a roster is computed with its progress shown, and stopped with the best kept', async (t) => {
  const page = await pages.open('/plan/rosters/roster-long', 'admin')
  await page.getByRole('button', { name: '生成', exact: true }).click()
  // long enough for the slowest machine to see it run
  await page.getByRole('dialog').getByText('300 秒').click()
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
  const page = await pages.open('/plan/rosters/roster-now', 'admin')
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

// not an after-hook: the root test waits for the server to be gone before it runs those
t.test('browser and gateway end', () => pages.close())
