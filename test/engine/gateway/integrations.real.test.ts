// Other systems over real HTTP: keys with their rights, share, log and turning over; webhooks signed, in order within a
// call, tried again, replayed from the ledger, kept from the inside.
import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import t from 'tap'
import { isSigned } from '#engine/integrations/signature.ts'
import type { CallReportFact } from '#engine/protocol/facts.ts'
import type { DeliveryRow } from '#engine/protocol/integrations.ts'
import { waitFor } from '#test/kit/wait.ts'
import { AT, record, summary } from './fixtures.ts'
import { type Client, startedGateway } from './started.ts'

const started = await startedGateway()
const { base, ledger, clock } = started
t.teardown(() => started.stop())
const administrator = await started.signIn('administrator')

const withKey = (key: string, path: string, init: RequestInit = {}): Promise<Response> =>
  fetch(base + path, { ...init, headers: { authorization: `Bearer ${key}`, ...init.headers } })

t.test('a key opens what its rights say, to programs only, and is kept as a hash', async (t) => {
  const made = await administrator.post('/api/keys', { name: '客户系统', rights: ['calls-all'] })
  t.equal(made.status, 200)
  const { key } = made.body
  t.equal((await withKey(key, '/api/calls')).status, 200)
  t.equal((await withKey(key, '/api/audit')).status, 403, 'another right')
  t.equal((await withKey(key, '/api/own/sessions')).status, 403, 'it is nobody: no page of a person')
  t.equal((await withKey(`${key}x`, '/api/calls')).status, 401)
  t.equal((await withKey('', '/api/calls')).status, 401)
  const crm = (await administrator.post('/api/keys', { name: 'CRM', rights: ['customers'] })).body.key
  const customers = '/api/business/customers'
  const body = JSON.stringify({ name: '来自 CRM' })
  const headers = { 'content-type': 'application/json' }
  t.equal((await withKey(crm, customers, { method: 'POST', body, headers })).status, 200, 'records by a key')
  t.match(await (await withKey(crm, customers)).json(), { rows: [{ name: '来自 CRM' }] })
  t.equal((await withKey(key, customers)).status, 403)
  t.equal((await withKey(crm, '/api/business/tickets')).status, 403)
  const list = await administrator.get('/api/keys')
  t.notMatch(JSON.stringify(list.body), key)
  t.match(list.body, [
    { name: 'CRM' },
    { name: '客户系统', rights: ['calls-all'], hint: key.slice(-4), createdBy: 'administrator' },
  ])
  const rows = await started.sql`select * from api_keys`
  t.notOk(JSON.stringify(rows).includes(key))
  t.equal((await (await started.signIn('supervisor')).get('/api/keys')).status, 403)
  t.equal((await administrator.post('/api/keys', { name: '客户系统', rights: [] })).status, 409)
  t.equal((await administrator.post('/api/keys', { name: 'x', rights: ['desk'] })).status, 400, 'a right over oneself')
})

t.test('a key is turned over without a gap, has its share of a minute, and every use is in its log', async (t) => {
  const { key } = (await administrator.post('/api/keys', { name: '报表', rights: ['calls-all'], perMinute: 3 })).body
  const { id } = (await administrator.get('/api/keys')).body.find((one: { name: string }) => one.name === '报表')
  const turned = (await administrator.post(`/api/keys/${id}/turn`)).body.key
  t.equal((await withKey(key, '/api/calls')).status, 200, 'the key of before, for a day')
  t.equal((await withKey(turned, '/api/calls?pageSize=1')).status, 200)
  t.equal((await withKey(turned, '/api/calls')).status, 200)
  t.equal((await withKey(turned, '/api/calls')).status, 429)
  clock.now += 24 * 3_600_000 + 60_000
  t.equal((await withKey(key, '/api/calls')).status, 401)
  const again = await started.signIn('administrator')
  Object.assign(administrator, { cookie: again.cookie })
  await administrator.put(`/api/keys/${id}`, { name: '报表', rights: ['calls-all'], perMinute: 3, enabled: false })
  t.equal((await withKey(turned, '/api/calls')).status, 401, 'switched off')
  const log = async () => (await administrator.get(`/api/key-log?keyId=${id}`)).body
  await waitFor(async () => (await log()).total === 3, { what: 'the uses are in the log' })
  t.match((await log()).rows[0], { keyName: '报表', method: 'GET', path: '/api/calls', status: 200, ip: '127.0.0.1' })
})

t.test('the OpenAPI document knows every route and how a key is sent', async (t) => {
  const { body } = await started.guest.get('/api/openapi.json')
  for (const { method, path } of started.gateway.routes)
    t.ok(body.paths[path.replace(/:([a-zA-Z]+)/g, '{$1}')]?.[method.toLowerCase()], `${method} ${path}`)
  t.equal(body.components.securitySchemes.key.scheme, 'bearer')
})

interface Came {
  event: string
  body: string
  signature: string
  at: number
  message: { event: string; callId?: string; id: string; data: { summary?: { callId: string } } }
}

/** Another system: answers what it is told to. */
async function receiver() {
  const came: Came[] = []
  let answers: () => number = () => 200
  const server = createServer((request: IncomingMessage, response) => {
    let body = ''
    request.on('data', (part) => (body += part))
    request.on('end', () => {
      const status = answers()
      if (status < 300)
        came.push({
          event: String(request.headers['tinglan-event']),
          signature: String(request.headers['tinglan-signature']),
          at: clock.now,
          ...{ body, message: JSON.parse(body) },
        })
      response.writeHead(status).end()
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()))
  const { port } = server.address() as AddressInfo
  t.teardown(() => new Promise((resolve) => server.close(resolve)))
  return { came, url: `http://127.0.0.1:${port}/hook`, answer: (how: () => number) => (answers = how) }
}

async function tell(callId: string, facts: CallReportFact[]): Promise<void> {
  const ref = { kind: 'call', id: callId } as const
  await ledger.append(ref, { records: [record(callId, facts)] }, await ledger.lastSequence(ref))
}
const ended = (callId: string): CallReportFact => ({ type: 'call-ended', summary: summary(callId) })
const stored = (callId: string): CallReportFact => ({
  ...{ type: 'recording-stored', recordingId: `r-${callId}`, durationMs: 1_000 },
  files: [{ format: 'wav', path: `${callId}.wav`, bytes: 16 }],
})
const hookOf = async (client: Client, name: string) =>
  (await client.get('/api/webhooks')).body.find((one: { name: string }) => one.name === name)

t.test('a webhook hears of calls: signed, in order within a call, again after a failure', async (t) => {
  await tell('before', [ended('before')])
  const there = await receiver()
  const values = { name: '工单系统', url: there.url, events: ['call.ended', 'recording.stored'] }
  t.equal((await administrator.post('/api/webhooks', values)).status, 200)
  const hook = await hookOf(administrator, '工单系统')
  let failing = 2
  there.answer(() => (failing-- > 0 ? 503 : 200))
  await tell('one', [ended('one'), stored('one')])
  const log = async () => (await administrator.get(`/api/webhooks/${hook.id}/deliveries`)).body
  await waitFor(async () => (await log()).rows.some((row: { tries: number }) => row.tries > 0), { what: 'a first try' })
  t.equal(there.came.length, 0, 'the second waits for the first, which was refused')
  t.match((await log()).rows.at(-1), { state: 'waiting', tries: 1, status: 503, lane: 'one' })
  // only as far as the next try: a clock that runs while one waits ends sessions on a slow machine
  await waitFor(
    async () => {
      const next = (await log()).rows.map(({ state, nextAt }: DeliveryRow) => (state === 'waiting' ? nextAt : 0))
      clock.now = Math.max(clock.now, ...next)
      return there.came.length === 2
    },
    { what: 'both arrive', timeoutMs: 30_000 },
  )
  t.strictSame(
    there.came.map(({ event }) => event),
    ['call.ended', 'recording.stored'],
    'in order; and nothing of before',
  )
  const [first] = there.came
  t.equal(first?.message.data.summary?.callId, 'one')
  t.ok(isSigned(hook.secret, first?.signature ?? '', first?.body ?? '', first?.at ?? 0))
  t.notOk(isSigned(hook.secret, first?.signature ?? '', `${first?.body} `, first?.at ?? 0), 'a changed body')
  t.notOk(isSigned(hook.secret, first?.signature ?? '', first?.body ?? '', (first?.at ?? 0) + 600_000), 'an old one')
})

t.test('messages are replayed from the ledger with their own ids, and one can be sent again', async (t) => {
  const hook = await hookOf(administrator, '工单系统')
  const there = await receiver()
  await administrator.put(`/api/webhooks/${hook.id}`, {
    ...{ name: hook.name, url: there.url, events: ['call.ended'], enabled: true },
  })
  const replayed = await administrator.post(`/api/webhooks/${hook.id}/replay`, { from: AT, to: AT + 86_400_000 })
  t.equal(replayed.status, 200)
  await waitFor(() => there.came.length === replayed.body.messages, { what: 'all are told again' })
  t.strictSame(there.came.map(({ message }) => message.callId).sort(), ['before', 'one'])
  const { rows } = (await administrator.get(`/api/webhooks/${hook.id}/deliveries?lane=one&state=done`)).body
  t.equal(new Set(rows.map((row: { body: { id: string } }) => row.body.id)).size, 2, 'its ids are those of the facts')
  t.equal((await administrator.post(`/api/webhooks/${hook.id}/deliveries/${rows[0].id}/again`)).status, 200)
  await waitFor(() => there.came.length === replayed.body.messages + 1, { what: 'once more' })
})

t.test('a webhook does not reach the inside, and says why on its page', async (t) => {
  await administrator.post('/api/webhooks', {
    name: '内网',
    url: 'http://169.254.169.254/latest',
    events: ['call.ended'],
  })
  const hook = await hookOf(administrator, '内网')
  t.equal((await administrator.post(`/api/webhooks/${hook.id}/test`)).status, 200)
  const log = async () => (await administrator.get(`/api/webhooks/${hook.id}/deliveries`)).body.rows[0]
  await waitFor(async () => (await log())?.fault !== undefined, { what: 'why not' })
  t.match(await log(), { event: 'ping', state: 'waiting', fault: 'inside' })
  t.equal(
    (await administrator.post('/api/webhooks', { name: 'f', url: 'file:///etc/passwd', events: ['ping'] })).status,
    400,
  )
})

t.test('no answer broke its schema', async (t) => t.strictSame(started.wrong, []))
