// Lookups over a company in memory and a real HTTP server on the loopback.
import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import t from 'tap'
import type { AccessNumber, AgentConfig, CalendarDay, Extension, Flow, Trunk } from '#engine/protocol/company.ts'
import { accessNumber, flowIdAt, localTime } from '#engine/routing/lookups/directory.ts'
import { companyLookups } from '#engine/routing/lookups/lookups.ts'
import { doorsOf } from '#engine/routing/lookups/outside.ts'
import { emptyCompany, testCompany } from '../../../kit/engine.ts'

const number: AccessNumber = {
  id: 'n1',
  number: '01088886666',
  name: '总机',
  lang: 'zh',
  vip: false,
  flowId: 'day',
  offHoursFlowId: 'night',
  holidayFlowId: 'holiday',
  hours: [{ days: [1, 2, 3, 4, 5], from: '09:00', to: '18:00' }],
  enabled: true,
}
const flow = (id: string): Flow => ({ id, version: 1, name: id, lang: 'zh', startNodeId: 'a', nodes: [] })
const trunk = (id: string, prefixes: string[]): Trunk => ({
  id,
  name: id,
  kind: 'address',
  host: 'h',
  transport: 'udp',
  callerNumber: `caller-${id}`,
  prefixes,
  strictSource: true,
  followMoved: false,
  enabled: true,
})
const agent = { id: 'a1', number: '1001', queueIds: [], enabled: true } as unknown as AgentConfig
const extension: Extension = { id: 'e1', number: '8001', name: '前台', lang: 'zh', enabled: true }
const company = () =>
  testCompany({
    numbers: [number],
    flows: ['day', 'night', 'holiday'].map(flow),
    trunks: [trunk('any', ['']), trunk('far', ['00'])],
    agents: [agent],
    extensions: [extension],
    calendar: [{ date: '2026-10-01', type: 'holiday' as const }],
  })
/** a moment in Shanghai, which is UTC+8 the whole year */
const at = (text: string): number => Date.parse(`${text}:00+08:00`)

t.test('an access number answers with the flow of the hour', async (t) => {
  t.strictSame(localTime(at('2026-11-21T00:30'), 'Asia/Shanghai'), { date: '2026-11-21', day: 6, time: '00:30' })
  const snapshot = { ...emptyCompany, calendar: [{ date: '2026-10-01', type: 'holiday' as const }] }
  const cases: [string, string][] = [
    ['2026-11-20T09:00', 'day'],
    ['2026-11-20T17:59', 'day'],
    ['2026-11-20T18:00', 'night'],
    ['2026-11-21T10:00', 'night'],
    ['2026-10-01T10:00', 'holiday'],
  ]
  for (const [moment, expected] of cases) t.equal(flowIdAt(number, snapshot, at(moment)), expected, moment)
  const nights: AccessNumber = { ...number, hours: [{ days: [5], from: '22:00', to: '06:00' }] }
  t.equal(flowIdAt(nights, snapshot, at('2026-11-21T05:59')), 'day', 'Friday night lasts into Saturday')
  t.equal(flowIdAt(nights, snapshot, at('2026-11-20T05:59')), 'night')
})

t.test('an access number that no plan of numbers knows is found in every form too', async (t) => {
  const snapshot = {
    ...emptyCompany,
    home: { country: 'CN', areaCode: '' },
    numbers: [{ ...number, number: '96012205' }],
  }
  const forms = ['96012205', '+8696012205', '008696012205', '8696012205', '960-12205', 'tel:96012205;phone-context=+86']
  for (const form of forms) t.equal(accessNumber(snapshot, form)?.id, 'n1', form)
  for (const other of ['+4496012205', '6012205', '86', '']) t.equal(accessNumber(snapshot, other), undefined, other)
})

t.test('what planning marks rules the access numbers: make-up workdays, closed days', async (t) => {
  const calendar: CalendarDay[] = [
    { date: '2026-11-21', type: 'as-weekday', weekday: 5 },
    { date: '2026-11-24', type: 'closed' },
    { date: '2026-11-26', type: 'as-weekday', weekday: 7 },
  ]
  const snapshot = { ...emptyCompany, calendar }
  t.equal(flowIdAt(number, snapshot, at('2026-11-21T10:00')), 'day', 'a Saturday worked like a Friday')
  t.equal(flowIdAt(number, snapshot, at('2026-11-21T19:00')), 'night', 'with the hours of a Friday')
  t.equal(flowIdAt(number, snapshot, at('2026-11-24T10:00')), 'night', 'closed')
  t.equal(flowIdAt(number, snapshot, at('2026-11-26T10:00')), 'night', 'a Thursday like a Sunday')
  const nights: AccessNumber = { ...number, hours: [{ days: [1, 2, 3, 4, 5, 7], from: '22:00', to: '06:00' }] }
  t.equal(flowIdAt(nights, snapshot, at('2026-11-22T05:00')), 'day', 'the night after the Saturday that was worked')
  t.equal(flowIdAt(nights, snapshot, at('2026-11-25T05:00')), 'night', 'no night follows a closed day')
})

t.test('the answer for a call holds number, flow and what is known of the caller', async (t) => {
  const lookups = companyLookups(company())
  const asked = { type: 'access-number', to: '01088886666', from: '13800138000', at: at('2026-11-20T10:00') } as const
  t.match(await lookups.ask(asked, 1_000), {
    type: 'access-number',
    found: true,
    number: { id: 'n1' },
    flow: { id: 'day' },
    caller: { number: '13800138000' },
  })
  t.match(await lookups.ask({ ...asked, to: '400' }, 1_000), { found: false })
  const forms = [
    '+861088886666',
    '861088886666',
    '00861088886666',
    '1088886666',
    '+86-10-8888-6666',
    '01088886666;ext=5',
  ]
  for (const to of forms) t.match(await lookups.ask({ ...asked, to }, 1_000), { number: { id: 'n1' } }, to)
  t.match(
    await lookups.ask({ ...asked, to: '88886666' }, 1_000),
    { found: false },
    'a local number of nobody knows where',
  )
  const beijing = company()
  beijing.set({ home: { country: 'CN', areaCode: '10' } })
  t.match(await companyLookups(beijing).ask({ ...asked, to: '88886666' }, 1_000), { number: { id: 'n1' } })
})

t.test('a customer directory that hangs makes the caller a stranger, not wait', async (t) => {
  const slow = { ...company(), caller: () => new Promise<never>(() => {}) }
  const asked = { type: 'access-number', to: '01088886666', from: '138', at: at('2026-11-20T10:00') } as const
  t.match(await companyLookups(slow).ask(asked, 100), { found: true, caller: { number: '138', vip: false } })
})

t.test('a dialled number is an agent, an extension, an access number or goes out by the longest prefix', async (t) => {
  const lookups = companyLookups(company())
  const dial = (dialled: string, user = 'agent.1001') => lookups.ask({ type: 'dialled', number: dialled, user }, 1_000)
  t.strictSame(await dial('1001', '8001'), { type: 'dialled', found: true, target: { type: 'agent', agentId: 'a1' } })
  t.match(await dial('8001'), { target: { type: 'extension', user: '8001' }, agentId: 'a1' })
  t.match(await dial('01088886666'), { target: { type: 'access-number' } })
  t.match(await dial('0085212345678'), {
    target: { type: 'outside', trunk: { id: 'far' }, callerNumber: 'caller-far' },
  })
  t.match(await dial('+86 138 0013 8000'), {
    target: { type: 'outside', number: '8613800138000', trunk: { id: 'any' } },
  })
  const natted = companyLookups(testCompany({ trunks: [{ ...trunk('nat', ['']), strictSource: false }] }))
  const found = await natted.ask({ type: 'dialled', number: '01012345', user: '' }, 1_000)
  t.match(found, { target: { trunk: { id: 'nat', learnt: true } } })
  const follows = companyLookups(testCompany({ trunks: [{ ...trunk('on', ['0', '1']), followMoved: true }] }))
  t.match(await follows.ask({ type: 'dialled', number: '01012345', user: '' }, 1_000), {
    target: { trunk: { id: 'on', follows: ['0', '1'] } },
  })
  t.strictSame(await dial('x'), { type: 'dialled', found: false, reason: 'unknown-number', agentId: 'a1' })
  const alone = companyLookups(testCompany({ trunks: [] }))
  const nowhere = await alone.ask({ type: 'dialled', number: '013800138000', user: '8001' }, 1_000)
  t.strictSame(nowhere, { type: 'dialled', found: false, reason: 'no-trunk' })
})

t.test('another site reaches everybody inside, and nobody outside through us', async (t) => {
  const lookups = companyLookups(company())
  const dial = (number: string) => lookups.ask({ type: 'dialled', number, user: '', inside: true }, 1_000)
  t.match(await dial('1001'), { target: { type: 'agent', agentId: 'a1' } })
  t.match(await dial('8001'), { target: { type: 'extension', user: '8001' } })
  t.match(await dial('01088886666'), { target: { type: 'access-number' } })
  t.strictSame(await dial('0085212345678'), { type: 'dialled', found: false, reason: 'unknown-number' })
  const sealed = companyLookups(testCompany({ trunks: [{ ...trunk('south', ['8']), srtp: true }] }))
  t.match(await sealed.ask({ type: 'dialled', number: '8601', user: '' }, 1_000), {
    target: { trunk: { id: 'south', secure: true } },
  })
})

t.test('a store that went away answers with what was read last; one never read is a fault', async (t) => {
  const good = company()
  let away = false
  const store = { ...good, snapshot: async () => (away ? Promise.reject(new Error('away')) : good.snapshot()) }
  const lookups = companyLookups(store)
  t.match(await lookups.ask({ type: 'flow', flowId: 'day' }, 1_000), { found: true })
  away = true
  lookups.changed()
  t.match(await lookups.ask({ type: 'flow', flowId: 'day' }, 1_000), { found: true })
  t.match(await companyLookups(store).ask({ type: 'flow', flowId: 'day' }, 1_000), { type: 'fault', detail: 'away' })
})

t.test('third parties over HTTP', async (t) => {
  const listen: RequestListener = (request, response) => {
    const url = new URL(request.url ?? '', 'http://x')
    if (url.pathname === '/hang') return
    if (url.pathname === '/big') response.end('x'.repeat(1_000_000))
    else if (url.pathname === '/away') response.writeHead(302, { location: '/vip' }).end()
    else if (request.method === 'POST') request.pipe(response)
    else response.end(JSON.stringify({ vip: true, level: 3, name: url.searchParams.get('name'), more: { a: 1 } }))
  }
  const server = createServer(listen)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  t.teardown(() => {
    server.closeAllConnections()
    server.close()
  })
  const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const lookups = companyLookups(company(), doorsOf('127.0.0.1'))
  const ask = (path: string, method: 'GET' | 'POST' = 'GET', ms = 2_000) =>
    lookups.ask({ type: 'http', method, url: `${base}${path}`, values: { name: '听澜' } }, ms)
  t.match(await ask('/vip'), { type: 'http', status: 200, fields: { vip: 'true', level: '3', name: '听澜' } })
  t.match(await ask('/echo', 'POST'), { status: 200, fields: { name: '听澜' } })
  t.match(await ask('/away'), { status: 302 }, 'a redirect is not followed')
  const big = await ask('/big')
  t.equal(big.type === 'http' && big.text.length, 1_000)
  t.strictSame(await ask('/hang', 'GET', 80), { type: 'timeout' })
  t.match(await lookups.ask({ type: 'http', method: 'GET', url: 'file:///etc/passwd', values: {} }, 500), {
    type: 'fault',
  })
  t.match(await lookups.ask({ type: 'http', method: 'GET', url: 'nonsense', values: {} }, 500), { type: 'fault' })
  t.match(await lookups.ask({ type: 'http', method: 'GET', url: 'http://127.0.0.1:1/', values: {} }, 500), {
    type: 'fault',
  })
})

t.test(
  'a code leads somewhere from a phone of the house only; a message is for the agent whose number follows it',
  async (t) => {
    const codes = [
      { act: 'ready' as const, code: '*71' },
      { act: 'message' as const, code: '*75' },
    ]
    const here = testCompany({ agents: [agent], extensions: [extension], codes })
    const seats = { at: (user: string) => (user === '8001' ? { agentId: 'a1', full: true } : undefined) }
    const ask = (number: string, user: string) =>
      companyLookups(here, doorsOf(''), seats).ask({ type: 'dialled', number, user }, 2_000)
    t.match(await ask('*71', '8001'), { target: { type: 'code', act: 'ready', lang: 'zh', agentId: 'a1' } })
    t.match(await ask('*71', 'agent.1001'), { found: false }, 'a page has buttons')
    t.match(await ask('*71', ''), { found: false }, 'nobody is passed on to a code')
    t.match(await ask('*751001', 'agent.1001'), { target: { type: 'mailbox', agentId: 'a1' } })
    t.match(await ask('*759999', '8001'), { found: false })
    t.notOk(
      'agentId' in (await ask('8001', '8001')),
      'the next line of a phone whose agent can have no more is nobody’s',
    )
  },
)
