// A team lead at work in Chromium on a running centre, with real SIP phones of three tones: whom it sees, listen, whisper,
// barge in, take over, cut by one key each; a ringing call sent elsewhere; agents paused, sent on break and told so.
import type { Page } from 'playwright-core'
import t from 'tap'
import type { AgentDay, CallDetail } from '#engine/protocol/api.ts'
import { type RtpEnd, strengthOf } from '../kit/audio.ts'
import { startBrowser } from '../kit/browser.ts'
import { type Api, startCentre } from '../kit/centre.ts'
import { buildCompany, type Company } from '../kit/company.ts'
import { type PhoneAccount, Phones } from '../kit/phones.ts'
import { SipPeer } from '../kit/sip-peer.ts'
import { waitFor } from '../kit/wait.ts'

const CUSTOMER = 443
const AGENT = 1129
const BOSS = 1993
const TONES = [CUSTOMER, AGENT, BOSS]

interface Desk {
  agent: { mode: string; available: boolean; barred?: true; told?: { act: string; by: string; note: string } }
}
interface Audit {
  rows: { action: string }[]
}

const hears = async (end: RtpEnd, ...expected: number[]): Promise<void> => {
  end.forget()
  const now = () => TONES.filter((hz) => strengthOf(hz, end.last(300)) > 2500).join()
  await waitFor(() => end.heard.length > 4800 && now() === expected.join(), {
    what: `${expected} Hz is heard, and no more`,
  }).catch((fault: Error) => {
    throw new Error(`${fault.message}; heard ${now()}`)
  })
}

/** 3209 leads the group of 3201 and 3202, and nobody else; they work in a department below. */
async function leads(admin: Api, company: Company): Promise<void> {
  const list = async <Row>(kind: string) =>
    (await admin.call<{ rows: (Row & { id: string })[] }>('GET', `/config/${kind}?pageSize=100`)).rows
  const top = await admin.call<{ id: string }>('POST', '/config/departments', { name: '客服部' })
  const below = await admin.call<{ id: string }>('POST', '/config/departments', { name: '一线', parentId: top.id })
  const other = await admin.call<{ id: string }>('POST', '/config/groups', { name: '另一组' })
  for (const row of await list<{ number: string; groupId: string }>('agents')) {
    if (row.number === '3299') await admin.call('PUT', `/config/agents/${row.id}`, { ...row, groupId: other.id })
    if (row.number !== '3209') continue
    const led = { position: 'lead', ledGroupIds: [row.groupId], ledQueueIds: [company.queueIds[0]] }
    await admin.call('PUT', `/config/agents/${row.id}`, { ...row, ...led })
  }
  for (const row of await list<{ account: string; role: string }>('accounts')) {
    const change =
      row.account === '3209' ? { role: 'team-lead' } : row.account === '3201' ? { departmentId: below.id } : undefined
    if (change) await admin.call('PUT', `/config/accounts/${row.id}`, { ...row, ...change })
  }
}

async function opens(page: Page, url: string, account: string, password: string): Promise<void> {
  await page.goto(url)
  await page.fill('input[name=account]', account)
  await page.fill('input[name=password]', password)
  await page.getByRole('button', { name: '登录' }).click()
  await page.getByRole('navigation').first().waitFor()
}

t.test('supervision', { timeout: 400_000 }, async (t) => {
  const centre = await startCentre()
  t.teardown(() => centre.stop())
  const company = await buildCompany(centre, {
    ...{ number: '95601', agents: ['3201', '3202', '3209', '3299'] },
    queues: [
      { name: '督导', agents: ['3201'], settings: { serviceLevelMs: 3_000 } },
      { name: '慢接', agents: ['3202'], settings: { ringMs: 60_000 } },
    ],
  })
  const [agentAccount, slowAccount, bossAccount] = company.phones as [PhoneAccount, PhoneAccount, PhoneAccount]
  const phonesOf = (host: string, account: PhoneAccount, hz: number, ringMs = 200) =>
    Phones.open({ edge: centre.edge, host, accounts: [account], hz, ringMs })
  const agentPhone = await phonesOf('127.0.0.61', agentAccount, AGENT)
  const bossPhone = await phonesOf('127.0.0.62', bossAccount, BOSS)
  const slowPhone = await phonesOf('127.0.0.63', slowAccount, 700, 90_000)
  const trunk = await SipPeer.open(`sip:${centre.edge};transport=tcp`, '127.0.0.60')
  const browser = await startBrowser(700, { width: 1024, height: 768 })
  t.teardown(async () => {
    await Promise.all([agentPhone.stop(), bossPhone.stop(), slowPhone.stop(), trunk.stop()])
    await browser.close()
  })
  const admin = await centre.api('admin', 'tinglan-admin')
  await leads(admin, company)
  let agent!: Api
  const boss = await centre.api('3209', 'password-3209')
  await boss.call('POST', '/desk/sign-in', { phone: { type: 'extension', user: bossAccount.user } })
  await boss.watch()
  t.teardown(() => boss.close())
  const bossId = company.agentIds.get('3209')!
  const page = await browser.page()

  await t.test('who watches everybody sees who is at which node of a flow', async () => {
    await opens(page, centre.url, '2001', 'tinglan-2001')
    await page.goto(`${centre.url}/monitor/calls`)
    const caller = await trunk.call('95601', { hz: CUSTOMER, from: '13912345670' })
    const row = page.locator('tr').filter({ hasText: '13912345670' })
    await row.filter({ hasText: '压力流程 · 菜单' }).waitFor()
    caller.dialog.bye()
    caller.audio.close()
    await row.waitFor({ state: 'detached' })
    await page.context().clearCookies()
  })

  await opens(page, centre.url, '3209', 'password-3209')
  const toast = (words: string) => page.locator('[role=status]').filter({ hasText: words }).first().waitFor()
  const drawer = page.getByRole('dialog')
  const open = async (path: string, name: string) => {
    await page.goto(`${centre.url}${path}`)
    await page.getByRole('button', { name, exact: false }).first().click()
    await drawer.waitFor()
  }
  /** as a person does who sees which of them is pressed in */
  const press = async (key: string) => {
    await drawer.getByRole('button', { name: '监听' }).and(page.locator(':enabled')).waitFor()
    await page.keyboard.press(key)
  }

  const calls = async (key = '1') => {
    const caller = await trunk.call('95601', { hz: CUSTOMER, from: '13912345678' })
    t.teardown(() => caller.audio.close())
    await waitFor(() => caller.audio.heard.length > 8_000, { what: 'the menu is heard' })
    caller.audio.press(key)
    return caller
  }
  const inTalk = async () => {
    const caller = await calls()
    await waitFor(() => agentPhone.of(agentAccount.user).talking > 0, { what: 'the agent answers' })
    await waitFor(() => boss.agent('3201')?.call?.connectedAt, { what: 'the supervisor sees the talk' })
    const [there] = agentPhone.of(agentAccount.user).calls
    return { caller, agentEnd: there!.audio }
  }
  const agentIs = (fits: (agent: Desk['agent']) => boolean) =>
    waitFor(async () => fits((await agent.call<Desk>('GET', '/desk')).agent), { what: 'the agent’s page is told' })

  await t.test('the lead sees whom and what it leads, with department, and is told who comes', async (t) => {
    await page.goto(`${centre.url}/monitor/agents`)
    await page.getByRole('button', { name: '坐席3201' }).waitFor()
    const rows = page.locator('tbody tr').filter({ hasText: /32\d\d/ })
    await waitFor(async () => (await rows.count()) === 3, { what: 'three agents are led' })
    t.match(await rows.filter({ hasText: '3201' }).textContent(), /客服部 \/ 一线 · 压力组/)
    await page.getByLabel('按工号、姓名、部门筛选').fill('一线')
    await waitFor(async () => (await rows.count()) === 1, { what: 'one of that department' })
    agent = await company.ready('3201')
    await toast('坐席3201 签入')
    await page.getByRole('button', { name: '就绪 1' }).waitFor()
    const beyond = company.agentIds.get('3299')
    t.equal((await boss.request('POST', `/supervise/${beyond}/pause`, {})).status, 403)
    await page.goto(`${centre.url}/monitor`)
    await page.locator('[data-queue]').first().waitFor()
    t.equal(await page.locator('[data-queue]').count(), 2, 'the queues of its agents, and no more')
  })

  const first = await inTalk()
  const bossEnd = () => [...bossPhone.of(bossAccount.user).calls][0]!.audio
  const callId = boss.agent('3201')!.call!.callId

  await t.test('listening: both are heard, and nobody gets a tone or a SIP message of it', async (t) => {
    await hears(first.caller.audio, AGENT)
    await hears(first.agentEnd, CUSTOMER)
    // its edge asks a desk phone by OPTIONS now and then whether it is there
    const { user } = agentAccount
    const messages = () => [trunk.stack.statistics().in, agentPhone.of(user).offered, agentPhone.of(user).answered]
    const before = messages()
    await open('/monitor/agents', '坐席3201')
    await press('1')
    await waitFor(() => bossPhone.of(bossAccount.user).talking > 0, { what: 'the supervisor’s phone answers' })
    await hears(bossEnd(), CUSTOMER, AGENT)
    await hears(first.caller.audio, AGENT)
    await hears(first.agentEnd, CUSTOMER)
    t.same(messages(), before, 'no SIP message reached the other phones')
    t.equal((await agent.call<Desk>('GET', '/desk')).agent.told, undefined, 'the agent is told nothing')
  })

  await t.test('whisper by the page’s key, barge in by the phone’s and the page’s', async () => {
    await press('2')
    await hears(first.agentEnd, CUSTOMER, BOSS)
    await hears(first.caller.audio, AGENT)
    bossEnd().press('3')
    await hears(first.caller.audio, AGENT, BOSS)
    bossEnd().press('1')
    await hears(first.caller.audio, AGENT)
    await hears(first.agentEnd, CUSTOMER)
    await press('3')
    await hears(first.caller.audio, AGENT, BOSS)
    await drawer.locator('[aria-pressed=true]').filter({ hasText: '强插' }).waitFor()
  })

  await t.test('taking over: the agent is dropped, the customer stays on the same call; cut ends it', async (t) => {
    await press('4')
    await waitFor(() => agentPhone.of(agentAccount.user).talking === 0, { what: 'the agent is free' })
    await hears(first.caller.audio, BOSS)
    await hears(bossEnd(), CUSTOMER)
    await waitFor(() => boss.agent('3209')?.call?.callId === callId, { what: 'the supervisor has the very call' })
    await agentIs(({ told }) => told?.act === 'take-over' && told.by === '3209')
    await admin.call('POST', `/supervise/${bossId}/cut`, { note: '' })
    await waitFor(() => first.caller.ended() && bossPhone.of(bossAccount.user).talking === 0, { what: 'both get BYE' })
    const acts = (await admin.call<Audit>('GET', '/audit?pageSize=20')).rows.map(({ action }) => action)
    for (const act of ['listen-in', 'whisper', 'barge', 'take-over', 'cut']) t.ok(acts.includes(act), act)
    const record = (of: Api) => of.call<CallDetail>('GET', `/calls/${callId}`)
    await waitFor(async () => (await boss.request('GET', `/calls/${callId}`)).status === 200, { what: 'the record' })
    const parts = (await record(boss)).watches?.map(
      ({ as, agentId: by, from, to }) => `${as} ${by === bossId} ${to > from}`,
    )
    t.same(
      parts,
      ['listener', 'whisperer', 'barger', 'listener', 'barger'].map((as) => `${as} true true`),
    )
    t.notOk((await record(agent)).watches, 'the agent learns nothing of it')
  })

  await t.test('a paused agent is offered nothing until released, and is told why', async (t) => {
    await waitFor(() => boss.agent('3201')?.mode === 'ready', { what: 'the agent is ready again' })
    await open('/monitor/agents', '坐席3201')
    const word = drawer.getByLabel('给坐席的话（可不填）')
    const force = (act: string) => drawer.getByRole('button', { name: act, exact: true }).click()
    await word.fill('开会')
    await force('强制暂停')
    await agentIs((agent) => agent.barred === true && agent.told?.act === 'pause' && agent.told.note === '开会')
    const caller = await calls()
    await waitFor(() => (boss.queue('督导')?.waiting.length ?? 0) > 0, { what: 'the caller waits' })
    await waitFor(() => caller.audio.heard.length > 24_000, { what: 'and hears music' })
    t.equal(agentPhone.of(agentAccount.user).ringing, 0)
    await force('解除暂停')
    await waitFor(() => agentPhone.of(agentAccount.user).talking > 0, { what: 'released, the agent is rung' })
    await waitFor(() => boss.agent('3201')?.call?.connectedAt, { what: 'and talks' })
    await word.fill('下班')
    await force('强制签出')
    await agentIs((agent) => agent.told?.act === 'sign-out' && agent.told.note === '下班')
    await drawer.getByRole('button', { name: '强拆' }).focus()
    await page.keyboard.press('5')
    await page.getByRole('button', { name: '强拆', exact: true }).last().click()
    await waitFor(() => caller.ended() && agentPhone.of(agentAccount.user).talking === 0, { what: 'both get BYE' })
    await waitFor(() => boss.agent('3201')?.mode === 'signed-out', { what: 'signed out after the call' })
    await toast('坐席3201 签出')
  })

  await t.test('a ring let out counts at once; the next is sent to another number while it rings', async (t) => {
    const slow = await company.ready('3202')
    await toast('坐席3202 签入')
    const caller = await calls('2')
    const rings = () => waitFor(() => slowPhone.of(slowAccount.user).ringing > 0, { what: 'the agent’s phone rings' })
    await rings()
    await slow.call('POST', '/desk/decline', {})
    const day = () => slow.call<AgentDay>('GET', '/desk/today')
    await waitFor(async () => (await day()).missed === 1, { what: 'it is counted while the caller waits' })
    t.match((await day()).calls, [{ part: 'missed', from: '13912345678' }])
    t.notOk(caller.ended())
    await rings()
    await open('/monitor/calls', '坐席3202')
    await drawer.getByLabel('转移到的号码').fill(bossAccount.user)
    await drawer.getByRole('button', { name: '转移来电' }).click()
    await waitFor(() => bossPhone.of(bossAccount.user).talking > 0, { what: 'the other number answers' })
    await waitFor(() => slowPhone.of(slowAccount.user).ringing === 0, { what: 'the agent’s phone is quiet' })
    await hears(caller.audio, BOSS)
    await hears(bossEnd(), CUSTOMER)
    caller.dialog.bye()
    await waitFor(() => bossPhone.of(bossAccount.user).talking === 0, { what: 'all is over' })
  })
})
