// Every route and every topic of /live, by every role, with ids of one's own and of others: nobody is told, and nobody changes,
// what is not theirs. The routes come from the route table, their inputs from their schemas, so that a new one cannot be forgotten.
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import t from 'tap'
import { subjects } from '#engine/protocol/actors.ts'
import type { CallReportFact } from '#engine/protocol/facts.ts'
import { leastOf } from '#test/kit/values-of.ts'
import { waitFor } from '#test/kit/wait.ts'
import { agentView, callView, queueView, record, summary } from './fixtures.ts'
import { livePages } from './live-page.ts'
import { type Client, kioskToken, startedGateway } from './started.ts'

const started = await startedGateway()
const { sql, ledger, bus, dir, clock } = started
t.teardown(() => started.stop())
const { routes } = started.gateway
const { open, subscribed } = livePages(started)

/** Words that are in one record alone, and who may read them. */
const EVERYBODY = ['agent', 'planner', 'supervisor', 'administrator', 'kiosk', 'guest']
const SECRETS: { word: string; what: string; roles: string[] }[] = [
  { word: '13977770002', what: 'the caller of another agent', roles: ['supervisor', 'administrator'] },
  { word: '13977770003', what: 'who left a message', roles: ['supervisor', 'administrator'] },
  { word: '13977770001', what: 'the caller of the agent', roles: ['agent', 'supervisor', 'administrator'] },
  { word: '13977770004', what: 'the number of a customer', roles: ['supervisor', 'administrator'] },
  { word: '绝密公司', what: 'a customer', roles: ['supervisor', 'administrator'] },
  { word: 'SOUND-OF-ANOTHER', what: 'the recording of another agent', roles: ['supervisor', 'administrator'] },
  { word: '去医院复查', what: 'why another agent is on leave', roles: ['planner', 'supervisor', 'administrator'] },
  { word: 'CARRIER-PASSWORD', what: "a carrier's password", roles: [] },
  { word: '$argon2', what: 'a password', roles: [] },
  { word: 'sip-secret', what: 'the secret of the edge', roles: [] },
  { word: 'kiosk-secret-of-the-test', what: 'the secret of the wall screens', roles: [] },
  { word: kioskToken('kiosk-1'), what: 'a wall screen', roles: ['planner', 'supervisor', 'administrator'] },
]
const told = (text: string, role: string) =>
  SECRETS.filter(({ word, roles }) => text.includes(word) && !roles.includes(role)).map(({ what }) => what)

async function tell(callId: string, facts: CallReportFact[]): Promise<void> {
  const ref = { kind: 'call', id: callId } as const
  await ledger.append(ref, { records: [record(callId, facts)] }, await ledger.lastSequence(ref))
}
const ended = (callId: string, agentId: string, from: string): CallReportFact => {
  const one = summary(callId, { from, recordingId: `r-${callId}` })
  return { type: 'call-ended', summary: { ...one, agents: one.agents.map((each) => ({ ...each, agentId })) } }
}
const stored = (recordingId: string): CallReportFact => ({
  ...{ type: 'recording-stored', recordingId, durationMs: 1_000, gaps: [] },
  files: [{ format: 'wav', path: `${recordingId}.wav`, bytes: 16 }],
})

const clients: Record<string, Client> = { guest: started.guest }
/** whatever a path may name: the agent's own and others' */
const ids = [
  'nothing-here',
  'agent-1',
  'agent-2',
  'own',
  'others',
  'r-own',
  'r-others',
  'account-supervisor',
  'group-1',
]

/** the agent's own, which it may take back: when that was in force is its own too */
let ownLeave: string

t.before(async () => {
  // analytics and engine are not there: said at once
  for (const subject of [subjects.report, subjects.plan, 'ask.demo'])
    await bus.subscribe(subject, (_value, _subject, answer) => answer?.({ ok: false, refusal: 'unavailable' }))
  for (const role of ['administrator', 'supervisor', 'planner', 'agent']) clients[role] = await started.signIn(role)
  const make = async (client: Client | undefined, kind: string, values: object) => {
    const { status, body } = await client!.post(`/api/config/${kind}`, values)
    if (status !== 200) throw new Error(`${kind}: ${JSON.stringify(body)}`)
    ids.push(body.id)
    return body.id as string
  }
  const { administrator, planner } = clients
  const queue = await make(administrator, 'queues', { name: '查询', strategy: 'longest-idle' })
  const customer = await administrator!.post('/api/business/customers', {
    ...{ name: '客户', company: '绝密公司', phones: [{ type: 'mobile', number: '13977770004' }] },
  })
  if (customer.status !== 200) throw new Error(JSON.stringify(customer.body))
  ids.push(customer.body.id)
  await make(administrator, 'trunks', {
    ...{ name: '线路', kind: 'registration', host: '192.0.2.7', username: 'line', password: 'CARRIER-PASSWORD' },
  })
  await make(administrator, 'extensions', { number: '8101', name: '话机', password: 'long-enough-1' })
  const leave = { fromDate: '2027-01-04', toDate: '2027-01-05' }
  await make(planner, 'leave', { ...leave, agentId: 'agent-2', reason: '去医院复查' })
  ownLeave = await make(planner, 'leave', { ...leave, agentId: 'agent-1', reason: '自己的' })
  await make(planner, 'wishes', { agentId: 'agent-2', date: '2027-01-06', wants: 'off' })
  await mkdir(join(dir, 'recordings'), { recursive: true })
  for (const one of ['own', 'others', 'message']) {
    await writeFile(join(dir, `recordings/r-${one}.wav`), one === 'own' ? 'SOUND-OF-ONESELF' : 'SOUND-OF-ANOTHER')
  }
  await tell('own', [ended('own', 'agent-1', '13977770001'), stored('r-own')])
  await tell('others', [ended('others', 'agent-2', '13977770002'), stored('r-others')])
  await tell('message', [
    ended('message', 'agent-2', '13977770003'),
    stored('r-message'),
    { type: 'message-left', queueId: queue, recordingId: 'r-message' },
  ])
  ids.push('message', 'r-message')
  const rows = () => sql`select 1 from calls`
  await waitFor(async () => (await rows()).length === 3, { what: 'the calls are in the log' })
  const file = await administrator!.post('/api/exports/calls', { format: 'csv', lang: 'zh' })
  if (file.status === 200) ids.push(file.body.id)
})

const endsTheSession = (path: string) => ['/api/sign-out', '/api/session', '/api/sign-in'].includes(path)
const OTHERS = { agentId: 'agent-2', agentIds: ['agent-2'], queueId: 'queue-1', q: '1397777', id: 'others' }

/** Every address of a route, with every id there is and the questions that its schema takes. */
function addressesOf(route: (typeof routes)[number]): string[] {
  const named = route.path.includes(':') ? ids.map((id) => route.path.replace(/:[a-zA-Z]+/g, id)) : [route.path]
  const asked = [{}, OTHERS].map((given) => {
    const query = (leastOf(route.query, given) ?? {}) as Record<string, unknown>
    return new URLSearchParams(
      Object.entries(query).map(([name, value]): [string, string] => [name, String(value)]),
    ).toString()
  })
  return named.flatMap((path) => [...new Set(asked)].map((query) => (query === '' ? path : `${path}?${query}`)))
}

/** Everything that is kept, but what is the agent's own, what counts changes and attempts, and what writes down who did what. */
const OWN_BOOKS = [
  ...['company_revision', 'audit_log', 'sign_in_log', 'sessions', 'schema_migrations', 'rate_limits'],
  // a file that was fetched is one that was made for somebody
  'exports',
]
async function everything(): Promise<string[]> {
  const tables = await sql<{ name: string }[]>`select table_name as name from information_schema.tables
    where table_schema = 'public' and table_type = 'BASE TABLE'`
  const all: string[] = []
  for (const { name } of tables.filter((table) => !OWN_BOOKS.includes(table.name))) {
    const rows = await sql<{ row: string }[]>`select ${name} || to_jsonb(t)::text as row from ${sql(name)} t`
    all.push(
      ...rows
        .map(({ row }) => row)
        .filter((row) => !/agent-1|account-agent|limit/.test(row) && !row.includes(ownLeave)),
    )
  }
  return all.sort()
}

for (const role of ['guest', 'agent', 'planner', 'supervisor', 'administrator'])
  t.test(`${role}: no answer to any question tells what is not theirs`, async (t) => {
    const leaks: string[] = []
    let answered = 0
    const before = await everything()
    for (const route of routes.filter(({ method, path }) => method === 'GET' && path !== '/api/openapi.json')) {
      for (const address of addressesOf(route)) {
        const { status, bytes } = await clients[role]!.get(address)
        if (status === 200) answered++
        for (const what of told(bytes.toString(), role)) leaks.push(`${address} tells ${what}`)
      }
    }
    t.same(leaks, [])
    t.same(await everything(), before, 'a question changes nothing')
    t.comment(`${answered} answers`)
    t.ok(role === 'guest' || answered > 10)
  })

for (const role of ['guest', 'agent'])
  t.test(`${role}: no act upon anything changes what is not theirs, or reaches another agent`, async (t) => {
    const reached: string[] = []
    const heard = await bus.subscribe('actor.>', (_value, subject, answer) => {
      reached.push(subject)
      answer?.({ ok: true, value: agentView('agent-1', 'ready') })
    })
    const before = await everything()
    let acts = 0
    for (const route of routes.filter(({ method }) => method !== 'GET')) {
      if (endsTheSession(route.path) || route.path === '/api/password') continue
      const body = leastOf(route.documented ?? route.body, { ...OTHERS, version: 1 }) ?? {}
      const client = clients[role]!
      const act = { POST: client.post, PUT: client.put, DELETE: client.remove, GET: client.get }[route.method]
      for (const address of addressesOf(route)) {
        const { status, bytes } = await act(address, body as never)
        if (status === 200) acts++
        t.same(told(bytes.toString(), role), [], `${route.method} ${address} → ${status}`)
      }
    }
    await heard.stop()
    t.same(await everything(), before)
    t.same(
      reached.filter((subject) => !subject.endsWith('.agent.agent-1')),
      [],
      'its own desk alone',
    )
    t.comment(`${acts} acts done, ${reached.length} at the desk`)
    if (role === 'agent') t.ok(acts > 3, 'what is its own can be done')
  })

const TOPICS = ['me', 'agents', 'queues', 'calls', 'notices']
const saying = (agentId: string, number: string) => {
  const card = { ...callView('c').card, number }
  const call = { callId: `c-${agentId}`, legId: 'l', direction: 'in' as const, card, ringingSince: 0, held: false }
  return agentView(agentId, 'talking', { call })
}

t.test('/live: each topic tells each role what is theirs, whole and as changes', async (t) => {
  const views = (joined: number) => {
    const waiting = queueView('queue-1', 1)
    const call = { ...callView('others'), from: '13977770002' }
    return [
      ['agent', 'agent-1', { ...saying('agent-1', '13977770001'), since: joined }],
      ['agent', 'agent-2', { ...saying('agent-2', '13977770002'), since: joined }],
      ['queue', 'queue-1', { ...waiting, waiting: waiting.waiting.map((one) => ({ ...one, number: '13977770002' })) }],
      ['call', 'others', { ...call, stageSince: joined }],
    ] as const
  }
  const say = (joined: number) => {
    clock.now += 1
    for (const [kind, id, view] of views(joined))
      bus.publish(subjects.live({ kind, id }), { node: 'engine-1', at: clock.now, view })
  }
  say(1)
  const limited = (await clients.administrator!.post('/api/config/kiosks', { name: '无号码' })).body.id
  for (const role of EVERYBODY) {
    const token = `?token=${role === 'kiosk' ? kioskToken(limited) : 'wrong'}`
    const page = role === 'guest' || role === 'kiosk' ? open(undefined, token) : open(clients[role])
    if (role === 'guest') {
      await waitFor(() => page.closed, { what: 'a guest is not let in' })
      t.same(page.frames, [])
      continue
    }
    for (const topic of TOPICS) await subscribed(page, [topic])
    await subscribed(page, TOPICS)
    const before = page.frames.length
    say(1_000 + page.frames.length)
    await waitFor(() => page.frames.length > before, { what: `${role} hears changes` })
    const also = role === 'planner' ? SECRETS.filter(({ roles }) => !roles.includes('supervisor')) : undefined
    const said = JSON.stringify(page.frames)
    // a planner watches the wallboard as a supervisor does
    t.same(also ? also.filter(({ word }) => said.includes(word)).map(({ what }) => what) : told(said, role), [], role)
    page.socket.close()
  }
})

t.test('nothing failed inside, and every answer fitted the schema of its route', async (t) => {
  t.same(started.wrong, [])
})
