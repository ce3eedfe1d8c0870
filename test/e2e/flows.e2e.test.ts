// What passes between a flow and an agent, by real SIP and on the agent's page in Chromium: the caller's answers go on in the
// script; the caller keys in a password that the agent neither hears nor sees, once, and comes back with the result.
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import t, { type Test } from 'tap'
import type { AgentView } from '#engine/protocol/agent.ts'
import type { CallDetail, CallRow } from '#engine/protocol/api.ts'
import { type RtpEnd, strengthOf } from '../kit/audio.ts'
import { startBrowser } from '../kit/browser.ts'
import { startCentre } from '../kit/centre.ts'
import { buildCompany } from '../kit/company.ts'
import { holders } from '../kit/holders.ts'
import { Phones } from '../kit/phones.ts'
import { SipPeer } from '../kit/sip-peer.ts'
import { waitFor } from '../kit/wait.ts'

const CUSTOMER = 443
const AGENT = 1129
const PIN = '470193825561'

const loud = (end: RtpEnd, hz: number) => strengthOf(hz, end.last(300)) > 2500
const hears = (end: RtpEnd, hz: number) => {
  end.forget()
  return waitFor(() => end.heard.length > 4000 && loud(end, hz), { what: `${hz} Hz is heard` })
}

/** Knows one PIN. */
async function crm(t: Test, asked: string[]): Promise<string> {
  const server = createServer(({ url = '' }, response) => {
    asked.push(url)
    response.statusCode = url.includes(PIN) ? 200 : 404
    response.end('{"level": "金卡"}')
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  t.teardown(() => {
    server.closeAllConnections()
    server.close()
  })
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/pin`
}

const node = (id: string, type: string, settings: object, next: object = {}) => ({
  ...{ id, type, name: id, settings, next, at: { x: 0, y: 0 } },
})
const says = (text: string) => [{ type: 'text', text }]
const flow = (name: string, nodes: { id: string }[]) => ({ name, lang: 'zh', startNodeId: nodes[0]?.id, nodes })
const collected = (id: string, variable: string, done: string, other: string) =>
  node(
    id,
    'collect',
    { variable, prompts: says('请按键，以井号结束'), maxDigits: 20, minDigits: 1, retries: 0 },
    { done, 'wrong-length': other, timeout: other },
  )

t.test('flows and agents', { timeout: 400_000 }, async (t) => {
  const centre = await startCentre({ ENGINE_ASK_INSIDE: '127.0.0.1' })
  t.teardown(() => centre.stop())
  const company = await buildCompany(centre, {
    ...{ number: '95607', agents: ['3701'], queues: [{ name: '报修', agents: ['3701'] }] },
  })
  const admin = await centre.api('admin', 'tinglan-admin')
  const lead = await centre.api('2001', 'tinglan-2001')
  const asked: string[] = []
  const url = await crm(t, asked)
  const check = await admin.call<{ id: string }>(
    ...(['POST', '/config/flows'] as const),
    flow('密码验证', [
      collected('pin', 'pin', 'ask', 'no'),
      node(
        'ask',
        'ask',
        { url: `${url}?pin={pin}`, results: [{ field: 'level', variable: 'level' }] },
        { done: 'yes', error: 'no' },
      ),
      node('yes', 'give-back', { result: 'passed', text: '{level}客户 {pin}' }),
      node('no', 'give-back', { result: 'failed' }),
    ]),
  )
  const main = await admin.call<{ id: string }>(
    ...(['POST', '/config/flows'] as const),
    flow('自助报修', [
      node(
        'menu',
        'menu',
        { prompts: says('宽带请按1'), retries: 0 },
        { 'key-1': 'line', 'wrong-key': 'line', timeout: 'line' },
      ),
      collected('line', 'line_no', 'hand', 'hand'),
      node(
        'hand',
        'script',
        {
          script: '报修',
          answers: [
            { step: 'what', answer: '宽带' },
            { step: 'no', answer: '{line_no}' },
          ],
        },
        { done: 'queue' },
      ),
      node('queue', 'to-queue', { queueId: company.queueIds[0] }),
    ]),
  )
  const { rows } = await admin.call<{ rows: { id: string; number: string }[] }>('GET', '/config/numbers?pageSize=100')
  const line = rows.find(({ number }) => number === '95607')!
  await admin.call('PUT', `/config/numbers/${line.id}`, { ...line, flowId: main.id })
  const step = { text: '', noted: false, answers: [] as object[] }
  await lead.call('POST', '/business/scripts', {
    ...{ name: '报修', purpose: 'service', queueIds: [], enabled: true },
    steps: [
      {
        ...step,
        key: 'what',
        title: '业务',
        answers: [
          { label: '宽带', to: '' },
          { label: '电视', to: '' },
        ],
      },
      { ...step, key: 'no', title: '线路号', noted: true },
      { ...step, key: 'when', title: '上门时间', text: '今天方便吗？', answers: [{ label: '今天', to: 'end' }] },
    ],
  })
  const [account] = company.phones
  const phone = await Phones.open({
    ...{ edge: centre.edge, host: '127.0.0.97', accounts: [account!], hz: AGENT, ringMs: 300 },
  })
  const trunk = await SipPeer.open(`sip:${centre.edge};transport=tcp`, '127.0.0.60')
  const browser = await startBrowser(700, { width: 1440, height: 900 })
  t.teardown(() => Promise.all([phone.stop(), trunk.stop(), browser.close()]))
  const page = await browser.page()
  await page.goto(centre.url)
  await page.fill('input[name=account]', '3701')
  await page.fill('input[name=password]', 'password-3701')
  await page.getByRole('button', { name: '登录' }).click()
  await page.getByRole('navigation').first().waitFor()
  const agent = await company.ready('3701')
  const me = async () => (await agent.call<{ agent: AgentView }>('GET', '/desk')).agent
  await page.goto(`${centre.url}/desk`)

  const caller = await trunk.call('95607', { hz: CUSTOMER, from: '13912340001' })
  t.teardown(() => caller.audio.close())
  const words = async () => {
    caller.audio.forget()
    await waitFor(() => caller.audio.heard.length > 8_000, { what: 'words are heard' })
  }
  await words()
  caller.audio.press('1')
  await words()
  caller.audio.press('88001#')
  await waitFor(() => phone.of(account!.user).talking > 0, { what: 'the agent answers' })
  const end = [...phone.of(account!.user).calls][0]!.audio
  await hears(end, CUSTOMER)
  await hears(caller.audio, AGENT)

  await t.test('the script stands at the first step that the flow did not ask', async (t) => {
    const script = page.getByTestId('script')
    await script.getByRole('heading', { name: '上门时间' }).waitFor()
    t.match(await script.textContent(), /3\s*\/\s*3/)
    const { callId = '' } = (await me()).call ?? {}
    const { run } = await agent.call<{ run: object }>('GET', `/script-run/${callId}?queueId=${company.queueIds[0]}`)
    t.match(run, { trail: ['what', 'no', 'when'], answers: { what: '宽带' }, notes: { no: '88001' } })
  })

  await t.test(
    'a password is keyed where the agent neither hears nor sees it, and the result is on its page',
    async (t) => {
      const before = end.digits.length
      await page.getByRole('button', { name: '身份验证' }).click()
      const chip = page.getByTestId('check')
      await waitFor(async () => (await chip.textContent())?.includes('客户正在验证'), { what: 'the page says so' })
      await words()
      end.forget()
      caller.audio.press(`${PIN}#`)
      await waitFor(() => asked.length > 0, { what: 'the other system is asked' })
      t.match(asked[0], new RegExp(PIN), 'with what was keyed')
      t.equal(end.digits.length, before, 'no key reaches the agent’s phone')
      t.ok(end.heard.length === 0 || !loud(end, CUSTOMER), 'and no sound of the caller')
      await waitFor(async () => (await chip.textContent())?.includes('验证通过: 金卡客户'), {
        what: 'the result is shown',
      })
      await hears(end, CUSTOMER)
      await hears(caller.audio, AGENT)
      t.equal(await page.getByRole('button', { name: '身份验证' }).count(), 0, 'once')
      await agent.call('POST', '/desk/verify', { flowId: check.id })
      await waitFor(async () => (await me()).failure?.reason === 'checked-already', { what: 'a second one is refused' })
      t.match((await me()).call, { recording: 'on' }, 'the recording goes on')
    },
  )

  caller.dialog.bye()
  await t.test('what was keyed is kept nowhere', async (t) => {
    const row = await waitFor(
      async () => (await admin.call<{ rows: CallRow[] }>('GET', '/calls?number=13912340001')).rows[0],
      { what: 'the call is in the log', timeoutMs: 60_000 },
    )
    const detail = await admin.call<CallDetail>('GET', `/calls/${row.callId}`)
    t.same(detail.collected, { line_no: '88001', what: '宽带', no: '88001' })
    t.ok(
      detail.path.some(({ outlet }) => outlet === 'passed'),
      'and the record says how it went',
    )
    t.same(await holders(centre.dataDir, PIN), [])
  })
})
