// The built pages in Chromium against the mock gateway: one browser, the ways people go most.
import type { Page } from 'playwright-core'
import t from 'tap'
import { waitFor } from '#test/kit/wait.ts'
import { type Pages, startPages, textOf } from './built-pages.ts'

let pages: Pages

t.setTimeout(480_000)
t.before(async () => {
  pages = await startPages({ agents: 300 })
})

const url = (path: string): string => pages.url(path)
const open = (path: string, account?: string): Promise<Page> => pages.open(path, account)
const mode = (page: Page): Promise<string> => textOf(page.getByTestId('mode'))

t.test('a wrong password is refused in words, the right one opens the page that was asked for', async (t) => {
  const page = await open('/calls/mine')
  await page.fill('[name=account]', '1001')
  await page.fill('[name=password]', 'wrong')
  await page.click('button[type=submit]')
  t.match(await textOf(page.getByRole('alert')), '工号或密码错误')
  await page.fill('[name=password]', 'sample')
  await page.click('button[type=submit]')
  await page.getByRole('heading', { name: '我的通话', level: 1 }).waitFor()
  t.match(await textOf(page.locator('footer')), '1001')
  await page.getByRole('button', { name: 'EN' }).click()
  await page.getByRole('heading', { name: 'My calls', level: 1 }).waitFor()
})

t.test(
  'the agent signs in, the phone rings, F2 answers, hold and hang up follow, a reload keeps the call',
  async (t) => {
    const page = await open('/desk', '1001')
    await page.getByTestId('phone-bar').getByRole('button', { name: '签入' }).click()
    await page.locator('button[form=desk-sign-in]').click()
    await page.getByText('已注册').waitFor()
    await page.getByTestId('phone-bar').getByRole('button', { name: '就绪' }).click()
    await waitFor(async () => (await mode(page)) === '就绪', { what: 'ready' })

    await page.request.post(url('/mock/ring'))
    await page.getByTestId('caller-card').waitFor()
    t.equal(await textOf(page.getByTestId('caller-number')), '13800138000')
    await page.setViewportSize({ width: 1024, height: 768 })
    const cut = await page.getByTestId('caller-number').evaluate((one) => one.scrollWidth - one.clientWidth)
    t.equal(cut, 0, 'the whole number stands there at 1024 pixels too')
    t.match(await page.title(), '来电')
    await page.getByTestId('caller-card').getByRole('button', { name: '接听' }).click({ trial: true })
    await page.keyboard.press('F2')
    await waitFor(async () => (await mode(page)) === '通话', { what: 'talking after F2' })
    t.notMatch(await page.title(), '来电')

    await page.keyboard.press('F8')
    await waitFor(async () => (await mode(page)) === '保持', { what: 'held after F8' })
    await page.keyboard.press('F8')
    await waitFor(async () => (await mode(page)) === '通话', { what: 'talking again' })

    await page.reload()
    await page.getByText('正在把通话接回本页面').waitFor({ state: 'detached' })
    await waitFor(async () => page.getByRole('button', { name: '静音' }).isEnabled(), { what: 'the new leg is up' })
    t.equal(await mode(page), '通话')

    await page.keyboard.press('F4')
    await waitFor(async () => (await mode(page)) === '话后处理', { what: 'wrap-up after F4' })
    await page.getByRole('button', { name: '结束话后处理' }).click()
    await waitFor(async () => (await mode(page)) === '就绪', { what: 'ready after wrap-up' })
  },
)

t.test('a caller who joins a queue is on the wallboard, also after the line was cut', async (t) => {
  const page = await open('/monitor', 'lead')
  const cell = page.locator('[data-queue=queue-sales] [data-col=waiting]')
  const shows = async (wanted: string): Promise<number> => {
    const from = Date.now()
    await waitFor(async () => (await textOf(cell)) === wanted, { what: `${wanted} waiting` })
    return Date.now() - from
  }
  await shows('0')
  pages.gateway.world.joinQueue('queue-sales', '13900139000')
  t.comment(`shown after ${await shows('1')} ms`)
  pages.gateway.cut()
  await page.getByText('与服务器的连接已断开').waitFor()
  pages.gateway.world.joinQueue('queue-sales', '13900139001')
  await shows('2')
  await page.getByText('与服务器的连接已断开').waitFor({ state: 'detached' })
  await page.locator('[data-queue=queue-sales]').click()
  await page.getByRole('dialog').getByText('13900139001').waitFor()
})

t.test('the agent list draws only what is seen and finds by number', async (t) => {
  const page = await open('/monitor/agents', 'lead')
  await page.getByText('显示 300 / 300').waitFor()
  t.ok((await page.locator('tbody tr').count()) < 80)
  await page.getByPlaceholder('按工号、姓名、部门筛选').fill('1299')
  await page.getByText('显示 1 / 300').waitFor()
})

t.test('a form tells faults at their fields: its own first, then those of the server', async (t) => {
  const page = await open('/admin/agents', 'admin')
  await page.getByRole('button', { name: '新增' }).click()
  const dialog = page.getByRole('dialog')
  const at = (field: string) => dialog.locator(`[data-field=${field}] [role=alert]`)
  await dialog.getByRole('button', { name: '保存' }).click()
  t.equal(await textOf(at('number')), '此项必填')
  await dialog.locator('[name=number]').fill('12')
  await dialog.getByRole('button', { name: '保存' }).click()
  t.equal(await textOf(at('number')), '格式不正确')
  await dialog.locator('[name=number]').fill('1002')
  await dialog.locator('[name=name]').fill('新同事')
  await dialog.locator('[data-field=groupId] select').selectOption('group-a')
  await dialog.getByRole('button', { name: '保存' }).click()
  await at('number').getByText('已被使用').waitFor()
  await page.keyboard.press('Escape')
  await page.getByText('有尚未保存的修改').first().waitFor()
  await page.getByRole('button', { name: '继续编辑' }).click()
  await dialog.locator('[name=number]').fill('7002')
  await dialog.getByRole('button', { name: '保存' }).click()
  await dialog.waitFor({ state: 'detached' })
  await page.getByPlaceholder('搜索').fill('7002')
  await page.getByPlaceholder('搜索').press('Enter')
  await page.getByRole('cell', { name: '新同事' }).waitFor()
})

t.test('a flow that leads nowhere is refused and the node is named', async (t) => {
  const page = await open('/admin/flows/flow-main', 'admin')
  await page.getByTestId('flow-node').filter({ hasText: '主菜单' }).click()
  await page.getByLabel('超时', { exact: true }).selectOption('')
  await page.getByRole('button', { name: '发布' }).click()
  await page.getByText('出口“超时”没有连接').waitFor()
  await page.getByLabel('超时', { exact: true }).selectOption('bye')
  await page.getByRole('button', { name: '发布' }).click()
  await page.getByText('检查通过，没有问题').waitFor()
  t.pass('saved after the outlet was connected')
})

t.test(
  'a search is saved as a file at once; a large one is followed, cancelled, or fetched when it is there',
  async (t) => {
    const page = await open('/calls', 'lead')
    await page.locator('tbody tr').first().waitFor()
    const [small] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: '导出 Excel' }).click(),
    ])
    t.match(small.suggestedFilename(), /^通话记录-.*\.xlsx$/)
    await page.getByRole('button', { name: '近 30 天' }).click()
    await page.getByText(/共 1234 条/).waitFor()
    const job = page.locator('[data-exports] [data-state]')
    await page.getByRole('button', { name: '导出 CSV' }).click()
    await job.getByRole('progressbar').waitFor()
    await job.getByRole('button', { name: '取消' }).click()
    await job.getByText('已取消').waitFor()
    await job.getByRole('button', { name: '关闭' }).click()
    await page.getByRole('button', { name: '导出 CSV' }).click()
    await job.getByText('1234 / 1234 行').waitFor()
    const [large] = await Promise.all([
      page.waitForEvent('download'),
      job.getByRole('button', { name: '下载' }).click(),
    ])
    t.match(large.suggestedFilename(), /\.csv$/)
  },
)

t.test('the call log pages, filters, and shows the journey with its recording', async (t) => {
  const page = await open('/calls', 'lead')
  await page.getByRole('button', { name: '近 30 天' }).click()
  await page.getByText(/第 1 \/ 62 页，共 1234 条/).waitFor()
  const first = await textOf(page.locator('tbody tr').first())
  await page.getByRole('button', { name: '下一页' }).click()
  await page.getByText(/第 2 \/ 62 页/).waitFor()
  t.not(await textOf(page.locator('tbody tr').first()), first)
  await page.locator('[name=outcome]').selectOption('voicemail')
  await page.getByRole('button', { name: '搜索' }).click()
  await page.getByText(/第 1 \/ 7 页/).waitFor()
  await page.locator('[name=outcome]').selectOption('answered')
  await page.getByRole('button', { name: '搜索' }).click()
  await waitFor(async () => (await textOf(page.locator('tbody tr').first())).includes('已接听'), {
    what: 'answered only',
  })
  await page.locator('tbody tr').first().click()
  await page.getByText('进入队列').waitFor()
  await page.getByText(/0:00 \/ 0:20/).waitFor()
  t.equal(
    await page.locator('a[download]').filter({ hasText: 'MP3' }).getAttribute('href'),
    '/api/calls/call-100000/recording?format=mp3&download=true',
  )
})

t.test('a message is heard, marked, and leads to the calls of who left it', async (t) => {
  const page = await open('/messages', 'lead')
  await page.getByText('第 1 / 1 页，共 5 条').waitFor()
  await page.locator('tbody tr').first().click()
  const drawer = page.getByRole('dialog')
  await drawer.getByText(/0:00 \/ 0:20/).waitFor()
  await drawer.getByRole('button', { name: '标为已听' }).click()
  await page.getByText('第 1 / 1 页，共 4 条').waitFor()
  await page.getByRole('button', { name: '已听', exact: true }).click()
  await page
    .locator('tbody tr')
    .first()
    .getByText(/^lead 于/)
    .waitFor()
  await page.locator('tbody tr').first().click()
  await drawer.getByRole('link', { name: '此号码的通话记录' }).click()
  await page.getByRole('heading', { name: '通话记录', level: 1 }).waitFor()
  t.equal(await page.locator('[name=number]').inputValue(), '13800138000')
  const agent = await open('/messages', '1001')
  await agent.getByText('没有查看此页面的权限').waitFor()
  t.equal(await agent.locator('nav a[href="/messages"]').count(), 0, 'no entry without the right')
})

t.test('the own password is changed from the account menu, and what is wrong stands at its field', async (t) => {
  const page = await open('/', '1001')
  await page.getByRole('button', { name: '王晓燕' }).click()
  await page.getByRole('menuitem', { name: '修改密码' }).click()
  const dialog = page.getByRole('dialog')
  const at = (field: string) => dialog.locator(`[data-field=${field}] [role=alert]`)
  const save = () => dialog.getByRole('button', { name: '保存' }).click()
  await dialog.locator('[name=old]').fill('wrong')
  await dialog.locator('[name=next]').fill('short')
  await save()
  t.equal(await textOf(at('next')), '至少 8 位')
  await dialog.locator('[name=next]').fill('long-enough')
  await dialog.locator('[name=again]').fill('long-enuogh')
  await save()
  t.equal(await textOf(at('again')), '两次输入的新密码不一致')
  await dialog.locator('[name=again]').fill('long-enough')
  await save()
  await at('old').getByText('当前密码不正确').waitFor()
  await dialog.locator('[name=old]').fill('sample')
  await save()
  await page.getByText('密码已修改').waitFor()
  await dialog.waitFor({ state: 'detached' })
})

t.test('the wallboard without a person says when its callers are simulated', async (t) => {
  const words = '当前有模拟呼叫'
  const real = await open('/kiosk?token=board')
  await real.getByText('监控大屏').waitFor()
  t.equal(await real.getByText(words).count(), 0)
  const admin = await open('/', 'admin')
  await admin.request.post(url('/api/demo'), { data: { on: true, callsPerMinute: 6 } })
  const board = await open('/kiosk?token=board')
  await board.getByText(words).waitFor()
  await admin.request.post(url('/api/demo'), { data: { on: false, callsPerMinute: 6 } })
})

/** how far anything that scrolls sideways goes beyond its place; a string, because it runs in the page */
const WIDER = `Math.max(0, ...[document.documentElement, ...document.querySelectorAll('main, .overflow-x-auto')]
  .map((one) => one.scrollWidth - one.clientWidth))`

const WITH_ROWS = /^\/(monitor|calls|messages|reports|admin\/a)/

t.test('no page is wider than 1024 pixels', async (t) => {
  const page = await open('/', 'admin')
  for (const lang of ['zh', 'en']) {
    await page.evaluate(`localStorage.setItem('tinglan.lang', '${lang}')`)
    for (const path of [
      '/',
      '/desk',
      '/monitor',
      '/monitor/agents',
      '/monitor/calls',
      '/monitor/lines',
      '/calls',
      '/messages',
      '/reports',
      '/admin/agents',
      '/admin/flows/flow-main',
      '/admin/audit',
    ]) {
      await page.goto(url(path))
      await page.locator('h1').waitFor()
      await page.locator('main .panel').first().waitFor()
      // empty tables are narrow
      if (WITH_ROWS.test(path)) await page.locator('tbody tr').nth(1).waitFor()
      const over = Number(await page.evaluate(WIDER))
      t.ok(over <= 0, `${path} ${lang}: ${over}px too wide`)
    }
  }
})

// not an after-hook: the root test waits for the server to be gone before it runs those
t.test('browser and gateway end', async () => {
  await pages.close()
})
