// A call log of 60,004 calls: found by any spelling of a number by indexes, exported whole in the background.
import { read } from '@e965/xlsx'
import t from 'tap'
import { waitFor } from '#test/kit/wait.ts'
import { startedGateway } from '../../gateway/started.ts'

const CALLS = 60_004
const started = await startedGateway()
t.teardown(() => started.stop())
const { sql } = started
const lead = await started.signIn('supervisor')
const planner = await started.signIn('planner')
let admin = await started.signIn('administrator')

await sql`insert into calls (call_id, fact_id, direction, from_number, to_number, access_number, arrived_at, ended_at,
    outcome, hung_up_by, wait_ms, talk_ms, hold_ms, region, vip, queue_ids, agent_ids, queues, agents, path, collected)
  select 'call-' || n, 'f' || n, 'in', (13000000000 + n::bigint * 7919)::text, '95588', '95588',
    timestamptz '2026-11-01 00:00:00Z' + n / 2 * interval '1 second', timestamptz '2026-11-02 00:00:00Z', 'answered',
    'caller', 1000, 45000, 0, '', false, '{}', '{}', '[]', '[]', '[]', '{}'
  from generate_series(1, ${CALLS - 5}) n`
const SPELLED: [string, string][] = [
  ['spelled-1', '+8613912340139'],
  ['spelled-2', '0086 139-1234-0139'],
  ['spelled-3', '013912340139'],
  ['spelled-4', '010-62345678'],
  ['spelled-5', 'web-7f3a'],
]
for (const [id, from] of SPELLED)
  await sql`insert into calls (call_id, fact_id, direction, from_number, to_number, access_number, arrived_at, ended_at,
      outcome, hung_up_by, wait_ms, talk_ms, hold_ms, region, vip, queue_ids, agent_ids, queues, agents, path, collected)
    values (${id}, ${id}, 'in', ${from}, '95588', '95588', timestamptz '2026-11-20', timestamptz '2026-11-20', 'answered',
      'caller', 0, 0, 0, '', false, '{}', '{}', '[]', '[]', '[]', '{}')`
await sql`analyze calls`

const found = async (number: string): Promise<string[]> => {
  const { body } = await lead.get(`/api/calls?number=${encodeURIComponent(number)}`)
  return body.rows.map((row: { callId: string }) => row.callId).sort()
}

t.test('a call is found by any spelling of its number and by the last four digits', async (t) => {
  const mobile = ['spelled-1', 'spelled-2', 'spelled-3']
  for (const way of ['13912340139', '+86 139 1234 0139', '0086-139-1234-0139', '013912340139', '(+86)13912340139'])
    t.same(await found(way), mobile, way)
  const last = await found('0139')
  t.ok(
    mobile.every((id) => last.includes(id)),
    'last four digits',
  )
  for (const way of ['01062345678', '+86 (0)10 6234 5678', '+86 10-62345678', '62345678', '5678'])
    t.ok((await found(way)).includes('spelled-4'), way)
  t.ok((await found('010')).includes('spelled-4'), 'an area code')
  t.same(await found('WEB-7F3A'), ['spelled-5'])
  t.same(await found('--'), [], 'no digit finds nothing')
})

t.test('the search and the list go by indexes', async (t) => {
  const plan = async (text: string): Promise<string> =>
    (await sql.unsafe(`explain ${text}`)).map((row) => String(Object.values(row)[0])).join('\n')
  t.match(
    await plan("select 1 from calls c where c.from_key like '%40139%' or c.to_key like '%40139%'"),
    /calls_from_key.*calls_to_key/s,
  )
  t.match(await plan('select 1 from calls c order by c.arrived_at desc, c.call_id limit 20'), /calls_arrived/)
  t.match(
    await plan(
      "select 1 from calls c where c.arrived_at < '2026-11-03' order by c.arrived_at desc, c.call_id limit 1000",
    ),
    /calls_arrived/,
  )
})

t.test('all 60,004 calls are exported in the background, each once, and only their maker gets the file', async (t) => {
  const asked = await lead.post('/api/exports/calls?format=csv&lang=zh')
  t.match(asked.body, { total: CALLS, fileName: /^通话记录-.*\.csv$/ })
  t.ok(['waiting', 'running'].includes(asked.body.state), 'it goes on in the background')
  const path = `/api/exports/${asked.body.id}`
  await waitFor(async () => (await lead.get(path)).body.state === 'done', { what: 'the file', timeoutMs: 120_000 })
  t.match((await lead.get(path)).body, { rows: CALLS, bytes: Number })
  const file = await lead.get(`${path}/file`)
  const lines = file.bytes.toString('utf8').trimEnd().split('\r\n')
  t.equal(lines.length, CALLS + 1)
  t.equal(
    new Set(lines.slice(1).map((line) => line.split(',')[2])).size,
    CALLS,
    'two calls of one moment are both there',
  )
  for (const other of [admin, planner]) {
    t.equal((await other.get(path)).status === 200, false)
    t.equal((await other.get(`${path}/file`)).status === 200, false)
    t.equal((await other.post(`${path}/cancel`)).status === 200, false)
  }
  t.match((await lead.get('/api/exports')).body, [{ id: asked.body.id }])
  started.clock.now += 3_600_001
  const later = await started.signIn('supervisor')
  t.equal((await later.get(`${path}/file`)).status, 404, 'after an hour it is gone')
  admin = await started.signIn('administrator')
})

t.test('a large export is cancelled, and a small one is not kept waiting by it', async (t) => {
  const large = (await admin.post('/api/exports/calls?format=xlsx')).body
  const small = (await admin.post('/api/exports/calls?format=xlsx&lang=en&number=13912340139')).body
  const stands = async () => (await admin.get(`/api/exports/${small.id}`)).body
  await waitFor(async () => (await stands()).state === 'done', { what: 'the small file' })
  t.match(await stands(), { rows: 3 })
  t.not((await admin.get(`/api/exports/${large.id}`)).body.state, 'done')
  const { bytes } = await admin.get(`/api/exports/${small.id}/file`)
  const sheet = read(bytes).Sheets.Tinglan
  t.match([sheet?.A1?.v, sheet?.B2?.v, sheet?.C2?.t], ['Time', 'Inbound', 's'])
  const ended = (await admin.post(`/api/exports/${large.id}/cancel`)).body
  t.equal(ended.state, 'cancelled')
  t.ok(ended.rows < CALLS)
  t.equal((await admin.get(`/api/exports/${large.id}/file`)).status, 404)
})

t.test('nothing failed inside, and every answer fitted the schema of its route', async (t) => {
  t.same(started.wrong, [])
})
