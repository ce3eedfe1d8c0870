// The customer's side in Chromium on the real gateway: list, card, work tabs, own column, import, ticket, the pop at a ring. The engine
// is played by the test (the pop of a real call: test/e2e/first-call).
import { mkdirSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import t from 'tap'
import { subjects } from '#engine/protocol/actors.ts'
import { agentView, callView } from '#test/engine/gateway/fixtures.ts'
import { PASSWORD, startedGateway } from '#test/engine/gateway/started.ts'
import { waitFor } from '#test/kit/wait.ts'
import { builtPages, startBrowser } from './built-pages.ts'

/** pictures for human eyes, when a folder is named */
const SHOTS = process.env.SHOTS ?? ''
let browser: Browser
const started = await startedGateway({ webDir: builtPages() })
const { bus, clock } = started
t.setTimeout(500_000)
t.before(async () => {
  browser = await startBrowser()
  if (SHOTS) mkdirSync(SHOTS, { recursive: true })
})
t.teardown(async () => {
  await browser.close()
  await started.stop()
})

async function pageOf(account: string, lang: 'zh' | 'en' = 'zh', width = 1440): Promise<Page> {
  const size = { width, height: width === 1440 ? 900 : 768 }
  const context = await browser.newContext({
    acceptDownloads: true,
    locale: lang === 'zh' ? 'zh-CN' : 'en-GB',
    viewport: size,
  })
  const page = await context.newPage()
  await page.request.post(`${started.base}/api/session`, { data: { account, password: PASSWORD } })
  return page
}
const shot = async (page: Page, name: string): Promise<void> => {
  if (SHOTS) await page.screenshot({ path: join(SHOTS, `${name}.png`) })
}
const open = (page: Page, path: string) => page.goto(`${started.base}${path}`)
/** what the engine would tell of the agent's call */
function says(mode: 'ringing' | 'talking'): void {
  const card = { ...callView('c').card, number: '13912345678', region: '上海' }
  const call = {
    callId: 'call-7',
    legId: 'l',
    direction: 'in' as const,
    card,
    ringingSince: clock.now,
    held: false,
  }
  clock.now += 1_000
  const view = agentView('agent-1', mode, { call })
  bus.publish(subjects.live({ kind: 'agent', id: 'agent-1' }), { node: 'engine-1', at: clock.now, view })
}
const rowsIn = (page: Page) => page.locator('main tbody tr')

t.test(
  'a customer is added, found by the last four digits, changed, and undone when deleted; open records are tabs',
  async (t) => {
    const page = await pageOf('supervisor')
    await open(page, '/business/customers')
    await page.getByText('还没有客户').waitFor()
    await shot(page, 'empty-zh')
    await page.getByRole('button', { name: '新增' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByRole('textbox', { name: '姓名' }).fill('欧阳娜娜')
    await dialog.getByRole('button', { name: '添加号码' }).click()
    await dialog.getByRole('textbox', { name: '电话 号码' }).fill('13800012345')
    await shot(page, 'new-zh')
    await dialog.getByRole('button', { name: '保存' }).click()
    await page.getByTestId('business-card').waitFor()
    await page.getByText('138****2345').first().waitFor()
    await page.getByRole('button', { name: '显示', exact: true }).click()
    await page.getByText('13800012345').first().waitFor()
    await page.locator('[name=company]').fill('远洋贸易')
    await page.getByRole('button', { name: '保存' }).click()
    await page.getByText('已保存').first().waitFor()
    await page.locator('[data-side=history]').click()
    await page.getByTestId('history').getByText('显示完整号码').waitFor()
    await shot(page, 'card-zh')
    await page.reload()
    await page.getByTestId('work-tabs').getByText('欧阳娜娜').waitFor()
    t.equal(await page.locator('[name=company]').inputValue(), '远洋贸易', 'kept over a reload')
    for (let n = 1; n <= 5; n += 1) {
      const made = await page.request.post(`${started.base}/api/business/customers`, { data: { name: `客户${n}` } })
      await open(page, `/business/customers/${(await made.json()).id}`)
      await page.getByTestId('work-tabs').getByText(`客户${n}`).waitFor()
    }
    t.equal(await page.getByTestId('work-tabs').getByRole('link').count(), 5, 'the sixth closed the first')
    await open(page, '/business/customers')
    for (const typed of ['2345', 'oynn']) {
      await page.getByRole('searchbox').fill(typed)
      await page.keyboard.press('Enter')
      await waitFor(async () => (await rowsIn(page).count()) === 1, { what: `found by ${typed}` })
    }
    await rowsIn(page).first().getByRole('checkbox').check()
    await shot(page, 'chosen-zh')
    await page.getByRole('button', { name: '删除' }).click()
    await page.getByRole('alertdialog').or(page.getByRole('dialog')).getByRole('button', { name: '删除' }).click()
    await page.getByText('没有符合条件的记录').waitFor()
    await page.getByRole('button', { name: '撤销' }).click()
    await waitFor(async () => (await rowsIn(page).count()) === 1, { what: 'it is back' })
  },
)

t.test('an own column stands in form and list at once; a file is taken in and taken back', async (t) => {
  const page = await pageOf('supervisor')
  await open(page, '/business/customers/setup')
  await page.getByRole('button', { name: '添加字段' }).click()
  await page.locator('[data-column="0"]').getByRole('textbox', { name: '中文名称' }).fill('意向城市')
  await page.getByRole('button', { name: '添加状态' }).click()
  await shot(page, 'setup-zh')
  await page.getByRole('textbox', { name: '中文名称' }).last().fill('重点维护')
  await page.getByRole('button', { name: '保存' }).click()
  await page.getByText('已保存').first().waitFor()
  await open(page, '/business/customers')
  await page.getByRole('columnheader', { name: '意向城市' }).waitFor()
  await page.locator('[data-tab]').getByText('重点维护').waitFor()
  await open(page, '/business/customers/import')
  const csv = Buffer.from(
    '姓名,电话,意向城市\r\n赵六,13600000001,苏州\r\n坏,13600000002x y z 过长的号码过长的号码过长的号码过长的号码过长的号码,\r\n',
  )
  await page.locator('input[type=file]').setInputFiles({ name: '名单.csv', mimeType: 'text/csv', buffer: csv })
  await page.getByTestId('mapping').waitFor()
  await shot(page, 'import-zh')
  await page.getByRole('button', { name: '导入 2 行' }).click()
  await page.locator('[data-state=done]').waitFor({ timeout: 60_000 })
  await page.getByText('新增 1，合并 0，跳过 0，错误 1').waitFor()
  await shot(page, 'packages-zh')
  await page.getByRole('link', { name: '查看' }).click()
  await rowsIn(page).getByText('苏州').waitFor()
  t.equal(await rowsIn(page).count(), 1, 'the rows of the package')
})

t.test(
  'the card opens at the ring; the stranger is saved, a ticket made from it; what is typed goes with the call',
  async (t) => {
    const page = await pageOf('agent')
    await open(page, '/desk')
    says('ringing')
    const pop = page.getByTestId('customer-pop')
    await pop.getByText('陌生号码').waitFor()
    await shot(page, 'pop-stranger-zh')
    await pop.locator('[name=name]').fill('周八')
    await pop.locator('[name=note]').fill('想退货')
    await waitFor(
      async () => (await started.sql`select 1 from business_drafts where call_id = 'call-7'`).length === 1,
      { what: 'what is typed is kept' },
    )
    await page.reload()
    says('talking')
    await waitFor(
      async () =>
        (await pop
          .locator('[name=note]')
          .inputValue()
          .catch(() => '')) === '想退货',
      { what: 'the draft is back after a reload' },
    )
    await pop.getByRole('button', { name: '保存' }).click()
    await pop.getByText('客户资料').waitFor()
    await page.locator('[data-side=tickets]').click()
    await page.getByRole('button', { name: '新增工单' }).click()
    await page.getByRole('dialog').locator('[name=title]').fill('退货申请')
    await page.getByRole('dialog').getByRole('button', { name: '保存' }).click()
    await page.getByTestId('parts-tickets').getByText('退货申请').waitFor()
    await shot(page, 'pop-known-zh')
    const [row] =
      await started.sql`select t.call_id, c.data->>'name' as name from biz_tickets t join biz_customers c on c.id = t.customer_id`
    t.match(row, { callId: 'call-7', name: '周八' }, 'the ticket knows customer and call')
    const small = await pageOf('agent', 'en', 1024)
    await open(small, '/desk')
    says('talking')
    await small.getByTestId('customer-pop').waitFor()
    await shot(small, 'pop-known-en-small')
    t.ok(await small.evaluate('document.documentElement.scrollWidth <= innerWidth'), 'no scrolling sideways at 1024')
  },
)

t.test(
  'days a record is kept are tried on the page, orders want another pair of eyes, a file too large is told so',
  async (t) => {
    const page = await pageOf('supervisor', 'en', 1024)
    await open(page, '/business/customers/setup')
    await page.locator('[name=keepDays]').fill('3650')
    await page.getByRole('button', { name: 'Try', exact: true }).click()
    await page.getByText('Nothing is due now').waitFor()
    await shot(page, 'retention-en-small')
    await open(page, '/business/orders/setup')
    await page.locator('[name=otherConfirms]').check()
    await page.getByRole('button', { name: 'Save' }).click()
    await page.getByText('Saved').first().waitFor()
    await page.reload()
    t.ok(await page.locator('[name=otherConfirms]').isChecked(), 'kept over a reload')
    await shot(page, 'four-eyes-en-small')
    await open(page, '/business/customers/import')
    const name = join(started.dir, '名单.csv')
    await writeFile(name, Buffer.alloc(200_000_000, 0x61))
    await page.locator('input[type=file]').setInputFiles(name)
    await page.getByText(/32 MB/).waitFor()
    await shot(page, 'too-large-en-small')
  },
)

t.test('a script is drawn up and followed beside the call, paused, and goes on after a reload', async (t) => {
  const lead = await pageOf('supervisor')
  await open(lead, '/business/scripts')
  await lead.getByRole('button', { name: '新增' }).click()
  const form = lead.getByRole('dialog')
  await form.locator('[name=name]').fill('退货挽留')
  const steps = form.getByTestId('script-steps')
  for (const title of ['确认原因', '给出方案']) {
    await steps.getByRole('button', { name: '添加步骤' }).click()
    await steps.getByRole('textbox', { name: '步骤标题' }).last().fill(title)
    await steps.getByRole('textbox', { name: '坐席要说的话' }).last().fill(`${title}：请问……`)
  }
  const first = steps.locator('[data-step]').first()
  await first.getByRole('button', { name: '添加回答' }).click()
  await first.getByRole('textbox', { name: '回答 1' }).fill('质量问题')
  await first.getByRole('combobox', { name: '转到 1' }).selectOption({ label: '2. 给出方案' })
  await shot(lead, 'script-form-zh')
  await form.getByRole('button', { name: '保存' }).click()
  await rowsIn(lead).getByText('退货挽留').waitFor()

  const page = await pageOf('agent')
  await open(page, '/desk')
  says('talking')
  const script = page.getByTestId('script')
  await script.getByRole('button', { name: '开始' }).click()
  await script.getByText('确认原因：请问……').waitFor()
  await shot(page, 'script-zh')
  await script.getByRole('button', { name: '暂停' }).click()
  await script.getByText('话术已暂停').waitFor()
  await page.reload()
  says('talking')
  await script.getByRole('button', { name: '继续' }).click()
  await script.getByRole('button', { name: '质量问题' }).click()
  await script.getByText('给出方案：请问……').waitFor()
  await script.getByRole('button', { name: '结束话术' }).click()
  await script.getByText('话术已完成').waitFor()
  const [run] = await started.sql`select data->>'result' as result, state from biz_script_runs`
  t.match(run, { result: '确认原因：质量问题', state: 'done' })
})

t.test('every list and form of the customer’s side opens, in both languages and sizes, without a fault', async (t) => {
  for (const [lang, width] of [
    ['zh', 1440],
    ['en', 1024],
  ] as const) {
    const page = await pageOf('supervisor', lang, width)
    const faults: string[] = []
    page.on('pageerror', (error) => faults.push(String(error)))
    for (const kind of [
      'customers',
      'follow-ups',
      'appointments',
      'service-records',
      'tickets',
      'orders',
      'products',
      'questionnaires',
      'samples',
      'blacklist',
      'articles',
      'content-reports',
    ]) {
      await open(page, `/business/${kind}`)
      await page.locator('main h1').waitFor()
      await page.getByRole('button', { name: lang === 'zh' ? '新增' : 'Add', exact: true }).click()
      await page.getByRole('dialog').waitFor()
      await shot(page, `form-${kind}-${lang}`)
      await page.keyboard.press('Escape')
      await page.getByRole('dialog').waitFor({ state: 'detached' })
      await shot(page, `list-${kind}-${lang}`)
      t.ok(await page.evaluate('document.documentElement.scrollWidth <= innerWidth'), `${kind} at ${width}`)
    }
    t.same(faults, [])
  }
  t.same(started.wrong, [])
})
