// The office as people press it, on a real gateway: announcements, messages and alarms reach a colleague's page; a second
// factor by an authenticator; a key for another system; the centre's look.

import { Secret, TOTP } from 'otpauth'
import type { BrowserContext, Page } from 'playwright-core'
import t from 'tap'
import { subjects } from '#engine/protocol/actors.ts'
import type { AgentReportFact } from '#engine/protocol/facts.ts'
import { agentView, card, record, summary } from '../engine/gateway/fixtures.ts'
import { PASSWORD, startedGateway } from '../engine/gateway/started.ts'
import { builtPages, startBrowser } from './built-pages.ts'

const started = await startedGateway({ webDir: builtPages() })
const { base, bus, clock, ledger } = started
t.setTimeout(500_000)
const browser = await startBrowser()
t.teardown(async () => {
  await browser.close()
  await started.stop()
})
const url = base

/** pictures for human eyes, when a folder is named */
const shots = process.env.SHOTS ?? ''
const shot = async (page: Page, name: string): Promise<void> => {
  if (shots) await page.screenshot({ path: `${shots}/${name}.png` })
}

async function open(account: string, path = '/', locale = 'zh-CN', width = 1440): Promise<Page> {
  const context: BrowserContext = await browser.newContext({
    locale,
    viewport: { width, height: width === 1440 ? 900 : 768 },
  })
  const page = await context.newPage()
  page.setDefaultTimeout(60_000)
  await page.request.post(`${url}/api/session`, { data: { account, password: PASSWORD } })
  await page.goto(`${url}${path}`)
  return page
}

t.test('an announcement is published, seen on the home page, read, and its writer sees by whom', async (t) => {
  const agent = await open('agent')
  const lead = await open('supervisor', '/announcements', 'zh-CN', 1024)
  await shot(lead, 'announcements-empty')
  await lead.getByRole('button', { name: '新增' }).click()
  await lead.fill('input[name=title]', '今晚 23:00 系统升级')
  await lead.fill('textarea[name=body]', '升级约 10 分钟，请提前签出。')
  await lead.getByLabel('紧急').check()
  await lead.getByLabel('发给所有人').uncheck()
  await lead.locator('select[name=scope]').selectOption({ label: '坐席组 · 一组' })
  await shot(lead, 'announcement-form')
  await lead.getByRole('button', { name: '发布', exact: true }).click()
  const line = agent.getByRole('button', { name: /系统升级/ })
  await line.waitFor()
  await shot(agent, 'home-announcement')
  await line.click()
  await agent.getByText('请提前签出').waitFor()
  await lead.reload()
  await lead.getByRole('button', { name: '1 人' }).click()
  await lead.getByRole('dialog').getByText('agent').first().waitFor()
  await shot(lead, 'announcement-readers')
  const planner = await open('planner')
  await planner.getByRole('heading', { name: '首页' }).waitFor()
  t.equal(await planner.getByText('系统升级').count(), 0, 'who is not in its scope does not see it')
})

t.test('two people write to each other, and an agent has no "everybody"', async (t) => {
  const lead = await open('supervisor')
  const agent = await open('agent', '/', 'en-US', 1024)
  await lead.getByRole('button', { name: '内部消息' }).click()
  await lead.getByRole('button', { name: '写消息' }).click()
  await lead.getByRole('button', { name: '全体人员' }).waitFor()
  await shot(lead, 'chat-addresses')
  await lead.getByRole('button', { name: /^agent/ }).click()
  await lead.fill('textarea[name=message]', '请接一下 95588')
  await lead.keyboard.press('Enter')
  await agent.getByText('supervisor: 请接一下 95588').waitFor()
  await agent.getByRole('button', { name: 'Messages, 1 unread' }).click()
  await agent.getByRole('button', { name: /supervisor/ }).click()
  await agent.fill('textarea[name=message]', 'OK')
  await agent.keyboard.press('Enter')
  await lead.getByRole('dialog').getByText('OK', { exact: true }).first().waitFor()
  await shot(agent, 'chat-agent-en')
  await agent.getByRole('button', { name: 'Write' }).click()
  await agent.getByRole('button', { name: /planner/ }).waitFor()
  t.equal(await agent.getByRole('button', { name: 'Everybody' }).count(), 0)
})

t.test('the fifth dispatched ticket of an area is a banner on an agent’s page', async (t) => {
  const agent = await open('agent', '/', 'zh-CN', 1024)
  const administrator = await started.signIn('administrator')
  const { body } = await administrator.post('/api/config/dispositions', { name: '已派单', areaAlarm: true })
  for (let n = 1; n <= 5; n++) {
    const callId = `fault-${n}`
    const call = { kind: 'call', id: callId } as const
    const ended = { type: 'call-ended', summary: summary(callId, { region: '天津' } as never) } as const
    const at = { at: clock.now }
    await ledger.append(call, { records: [{ ...record(callId, [ended]), ...at }] }, await ledger.lastSequence(call))
    const ref = { kind: 'agent', id: 'agent-1' } as const
    const fact: AgentReportFact = { type: 'call-disposed', callId, dispositionId: body.id, note: '' }
    const told = { ...record('agent-1', [fact as never]), kind: 'agent' as const, actor: 'agent-1', ...at }
    await ledger.append(ref, { records: [told] }, await ledger.lastSequence(ref))
  }
  await agent
    .getByTestId('area-alarm')
    .getByText(/三级报警.*5 通/)
    .waitFor()
  await shot(agent, 'alarm-banner')
  await agent.getByTestId('area-alarm').getByRole('button').click()
  t.equal(await agent.getByTestId('area-alarm').count(), 0)
  const page = await open('administrator', '/admin/area-alarms')
  await page.locator('input[name=level1]').waitFor()
  await shot(page, 'area-alarms')
})

t.test('who may not export copies nothing, and the page says whose it is', async (t) => {
  await started.sql`update roles set grants = (select jsonb_agg(one) from jsonb_array_elements(grants) one
    where one->>'right' <> 'export') where id = 'planner'`
  const page = await open('planner', '/reports')
  await page.getByTestId('watermark').waitFor({ state: 'attached' })
  await page.keyboard.press('Control+A')
  await page.keyboard.press('Control+C')
  await page.getByRole('status').getByText('您没有导出权限').waitFor()
  t.equal(await page.getByRole('button', { name: 'Excel' }).count(), 0)
  await shot(page, 'watermark')
})

t.test('a second factor is switched on by an authenticator and asked for at the next sign-in', async (t) => {
  const page = await open('planner', '/account')
  await page.getByRole('button', { name: '开启' }).click()
  await page.fill('input[name=password]', PASSWORD)
  await page.getByRole('button', { name: '下一步' }).click()
  const secret = await page.getByRole('dialog').locator('code').textContent()
  await shot(page, 'second-factor')
  const totp = new TOTP({ secret: Secret.fromBase32(secret ?? '') })
  await page.fill('input[name=code]', totp.generate({ timestamp: clock.now }))
  await page.getByRole('button', { name: '下一步' }).click()
  await page.getByTestId('paper-codes').locator('li').first().waitFor()
  t.equal(await page.getByTestId('paper-codes').locator('li').count(), 10)
  const paper = await page.getByTestId('paper-codes').locator('li').first().textContent()
  await shot(page, 'paper-codes')
  await page.getByRole('button', { name: '我已保存好' }).click()
  await page.getByText('已开启', { exact: true }).waitFor()
  await shot(page, 'account')
  const again = await (await browser.newContext({ locale: 'en-US', viewport: { width: 1024, height: 768 } })).newPage()
  await again.goto(url)
  await again.fill('input[name=account]', 'planner')
  await again.fill('input[name=password]', PASSWORD)
  await again.locator('button[type=submit]').click()
  await again.fill('input[name=code]', paper ?? '')
  await shot(again, 'sign-in-code-en')
  await again.locator('button[type=submit]').click()
  await again.getByRole('button', { name: 'Go to' }).waitFor()
})

t.test('a key is made on the page and opens what it may; the look of the centre is everybody’s', async (t) => {
  const page = await open('administrator', '/admin/integrations')
  await page.getByRole('button', { name: '新建密钥' }).click()
  await page.fill('input[name=name]', '客户系统')
  await page.getByLabel('他人的通话与留言').check()
  await shot(page, 'key-form')
  await page.getByRole('button', { name: '保存' }).click()
  const key = await page.getByTestId('api-key').textContent()
  const answer = await fetch(`${base}/api/calls`, { headers: { authorization: `Bearer ${key}` } })
  t.equal(answer.status, 200)
  await page.keyboard.press('Escape')
  await shot(page, 'keys')
  await page.getByRole('tab', { name: '事件推送' }).click()
  await page.getByRole('button', { name: '新建推送' }).click()
  await page.fill('input[name=name]', '工单系统')
  await page.fill('input[name=url]', 'http://169.254.169.254/hook')
  await page.getByRole('button', { name: '保存' }).click()
  await page.getByRole('button', { name: '发送记录' }).click()
  await page.getByRole('button', { name: '发送测试' }).click()
  await page.getByText('内网地址，设置中未放行').waitFor()
  await shot(page, 'deliveries')
  await page.keyboard.press('Escape')
  await page.getByRole('tab', { name: '接口文档' }).click()
  await page.getByText('/api/staff-messages/read').waitFor()
  await shot(page, 'api-docs')
  await page.goto(`${url}/admin/look`)
  await page.fill('input[name=name]', '云港客服')
  await page.getByText('紫', { exact: true }).click()
  await page.getByRole('button', { name: '保存' }).click()
  await page.getByRole('banner').getByText('云港客服').waitFor()
  await shot(page, 'look')
  const guest = await (await browser.newContext({ locale: 'zh-CN', viewport: { width: 1440, height: 900 } })).newPage()
  await guest.goto(url)
  await guest.getByText('云港客服').waitFor()
  await shot(guest, 'sign-in-look')
  await page.goto(`${url}/admin/sessions`)
  await page.getByText('supervisor').first().waitFor()
  await shot(page, 'sessions')
})

t.test(
  'the licence is entered, set anew and taken away on the system page, and warns when it is exceeded',
  async (t) => {
    const page = await open('administrator', '/admin/system')
    const licence = page.getByTestId('licence')
    await licence.getByText('还没有登记授权').waitFor()
    await licence.getByRole('button', { name: '登记授权' }).click()
    await licence.locator('[name=holder]').fill('华北电网')
    await licence.locator('[name=agents]').fill('1')
    await licence.locator('[name=until]').fill('2020-01-31')
    await licence.getByRole('button', { name: '保存' }).click()
    await licence.getByText('已启用 2，授权 1 · 已超出授权').waitFor()
    await licence.getByText('2020-01-31 · 已过期').waitFor()
    await shot(page, 'licence')
    await licence.getByRole('button', { name: '重置授权' }).click()
    await licence.locator('[name=agents]').fill('10')
    await licence.getByRole('button', { name: '保存' }).click()
    await licence.getByText('已启用 2，授权 10').waitFor()
    await licence.getByRole('button', { name: '移除' }).click()
    await page.getByRole('dialog').or(page.getByRole('alertdialog')).getByRole('button', { name: '移除' }).click()
    await licence.getByText('还没有登记授权').waitFor()
    await page.goto(`${url}/admin/audit`)
    await page.getByRole('cell', { name: '授权' }).first().waitFor()
    const supervisor = await started.signIn('supervisor')
    t.equal((await supervisor.get('/api/licence')).status, 403, 'administrators only')
    t.equal((await supervisor.put('/api/licence', { holder: 'x' })).status, 403)
  },
)

t.test('another system’s page holds the soft phone in a frame and drives it', async (t) => {
  const policy = async (path: string) => (await fetch(base + path)).headers.get('content-security-policy') ?? ''
  t.match(await policy('/embed'), /frame-ancestors 'self'/)
  t.match(await policy('/desk'), /frame-ancestors 'none'/)
  const context = await browser.newContext({ locale: 'zh-CN', viewport: { width: 1440, height: 900 } })
  const page = await context.newPage()
  await page.request.post(`${url}/api/session`, { data: { account: 'agent', password: PASSWORD } })
  await page.goto(`${url}/embed-demo.html`)
  await page.frameLocator('iframe').getByTestId('embedded').waitFor()
  const call = { callId: 'c1', legId: 'l', direction: 'in' as const, card, ringingSince: clock.now, held: false }
  const view = agentView('agent-1', 'talking', { call })
  bus.publish(subjects.live({ kind: 'agent', id: 'agent-1' }), { node: 'engine-1', at: clock.now + 1_000, view })
  await page.locator('#mode').getByText('talking').waitFor()
  await page.locator('#call').getByText(card.number).waitFor()
  await page.locator('[data-act=hold]').click()
  // no engine runs in this test: the centre says no, and the other page hears it
  await page.getByText('hold: no').waitFor()
  await shot(page, 'embed-demo')
})
