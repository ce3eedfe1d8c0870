// ./tinglan backup of a running centre, and restore into an empty one: records, ledger, facts, recordings and prompts are
// the same; what is running, filled or damaged is refused in words.
import { createHash } from 'node:crypto'
import { mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import t from 'tap'
import type { CallRow, Page } from '#engine/protocol/api.ts'
import type { ReportResult } from '#engine/protocol/reports.ts'
import { closeStore, openStore } from '#engine/records/store/postgres.ts'
import { type Api, type Centre, startCentre } from '../../kit/centre.ts'
import { SipPeer } from '../../kit/sip-peer.ts'
import { waitFor } from '../../kit/wait.ts'

const WAV = readFileSync(new URL('../../../config/sample-company/demo.json', import.meta.url))
/** written by whoever signs in or by the clock, before anybody could compare */
const MOVING = ['sessions', 'sign_in_log', 'schema_migrations', 'rate_limits', 'system_samples']

async function tablesOf(centre: Centre): Promise<Record<string, string>> {
  const sql = openStore(await centre.postgresUrl(), { connections: 1 })
  const tables = await sql<{ name: string }[]>`
    select tablename as name from pg_tables where schemaname = 'public' order by 1`
  const found: Record<string, string> = {}
  for (const { name } of tables.filter((table) => !MOVING.includes(table.name))) {
    const [row] = await sql.unsafe<{ sum: string }[]>(
      `select count(*) || ' ' || coalesce(md5(string_agg(t::text, '' order by t::text)), '') as sum from ${name} t`,
    )
    found[name] = row?.sum ?? ''
  }
  await closeStore(sql)
  return found
}

function filesOf(centre: Centre): Record<string, string> {
  const folder = join(centre.dataDir, 'storage')
  const names = readdirSync(folder, { recursive: true }) as string[]
  return Object.fromEntries(
    names
      .filter((name) => statSync(join(folder, name)).isFile())
      .sort()
      .map((name) => [
        name,
        createHash('sha256')
          .update(readFileSync(join(folder, name)))
          .digest('hex'),
      ]),
  )
}

const SECRETS = ['JBSWY3DPEHPK3PXP', 'whsec-of-a-test', 'password-of-a-carrier']

async function withSecrets(centre: Centre): Promise<void> {
  const sql = openStore(await centre.postgresUrl(), { connections: 1 })
  const [seed = '', key = '', password = ''] = SECRETS
  await sql`insert into second_factors (account_id, secret) select id, ${seed} from accounts where account = '2001'`
  await sql`insert into webhooks (id, name, url, secret, events, enabled, created_at, created_by)
    values ('hook', 'hook', 'https://example.com', ${key}, '{}', false, now(), 'admin')`
  const [trunk] = await sql`update trunks set password = ${password}
    where id = (select id from trunks order by id limit 1) returning id`
  if (!trunk) throw new Error('the sample company has no trunk')
  await closeStore(sql)
}

const offered = async (api: Api, from: number): Promise<unknown[]> => {
  const query = `?from=${from}&to=${from + 7_200_000}&stepMinutes=15`
  const { rows } = await api.call<ReportResult>('GET', `/reports/queue-interval${query}`)
  return rows
}
const calls = async (api: Api): Promise<CallRow[]> => (await api.call<Page<CallRow>>('GET', '/calls')).rows

t.test('everything that is kept comes back', { timeout: 580_000 }, async (t) => {
  const centre = await startCentre()
  t.teardown(() => centre.stop())
  const file = join(tmpdir(), `tinglan-${process.pid}.backup`)
  t.teardown(() => rmSync(file, { force: true }))
  const api = await centre.api('2001', 'tinglan-2001')
  const hour = Math.floor(Date.now() / 3_600_000) * 3_600_000
  const trunk = await SipPeer.open(`sip:${centre.edge};transport=tcp`, '127.0.0.60')
  t.teardown(() => trunk.stop())
  const caller = await trunk.call('95588', { hz: 1000, from: '13912345678' })
  t.teardown(() => caller.audio.close())
  await waitFor(() => caller.audio.heard.length > 16_000, { what: 'two seconds of the menu' })
  caller.audio.press('1')
  await waitFor(async () => (await offered(api, hour)).length > 0, { what: 'the call is offered to a queue' })
  caller.dialog.bye()
  await waitFor(async () => (await calls(api)).length === 1, { what: 'the call is in the log' })
  const reported = await (async () => {
    await waitFor(async () => JSON.stringify(await offered(api, hour)).includes('"abandoned":1'), {
      what: 'the report knows that the caller left',
    })
    return offered(api, hour)
  })()
  const logged = await calls(api)
  mkdirSync(join(centre.dataDir, 'storage/recordings/2026-11-30'), { recursive: true })
  writeFileSync(join(centre.dataDir, 'storage/recordings/2026-11-30/kept.wav'), WAV)
  writeFileSync(join(centre.dataDir, 'settings.json'), JSON.stringify({ companyName: '恢复测试' }))

  await withSecrets(centre)
  const before = { tables: await tablesOf(centre), files: filesOf(centre), ledger: await centre.recorded() }
  const made = await centre.tinglan('backup', file)
  t.equal(made.code, 0, made.text)
  t.match(made.text, /records \(PostgreSQL\): \d+ tables/)
  const inside = gunzipSync(readFileSync(file)).toString('latin1')
  for (const secret of SECRETS) t.notOk(inside.includes(secret), `${secret} is not in the file`)
  t.ok(inside.includes('95588'), 'whose records can be read')
  t.equal((await centre.tinglan('backup', file)).code, 1, 'a backup that is there is not written over')

  const running = await centre.tinglan('restore', file)
  t.equal(running.code, 1)
  t.match(running.text, /The centre runs .*tinglan down/)

  await centre.restart(async () => {
    const filled = await centre.tinglan('restore', file)
    t.equal(filled.code, 1)
    t.match(filled.text, /not empty: the database .*the ledger .*recordings.*--replace/s)
    const cut = `${file}.cut`
    writeFileSync(cut, readFileSync(file).subarray(0, -500))
    const damaged = await centre.tinglan('restore', '--replace', cut)
    rmSync(cut)
    t.equal(damaged.code, 1)
    t.match(damaged.text, /damaged, cut off/)
    t.strictSame(
      readdirSync(centre.dataDir).filter((name) => name.startsWith('replaced')),
      [],
      'a damaged file moves nothing aside',
    )
    // a new machine: other secrets, other passwords of the parts
    const own = readFileSync(join(centre.dataDir, 'secrets.json'))
    for (const name of readdirSync(centre.dataDir))
      rmSync(join(centre.dataDir, name), { recursive: true, maxRetries: 5 })
    const sealed = await centre.tinglan('restore', file)
    t.equal(sealed.code, 0, sealed.text)
    t.match(
      sealed.text,
      /Not restored.*: 1 second factors, 1 keys of webhooks, 1 passwords at carriers, \d+ passwords of phones\./,
    )
    for (const name of readdirSync(centre.dataDir))
      rmSync(join(centre.dataDir, name), { recursive: true, maxRetries: 5 })
    writeFileSync(join(centre.dataDir, 'secrets.json'), own, { mode: 0o600 })
    const back = await centre.tinglan('restore', file)
    t.equal(back.code, 0, back.text)
    t.notMatch(back.text, 'Not restored')
    t.match(JSON.parse(readFileSync(join(centre.dataDir, 'settings.json'), 'utf8')), { companyName: '恢复测试' })
  })

  const again = await centre.api('2001', 'tinglan-2001')
  t.strictSame(await calls(again), logged, 'the call log')
  await waitFor(async () => JSON.stringify(await offered(again, hour)) === JSON.stringify(reported), {
    what: 'the report says the same',
  })
  t.strictSame(filesOf(centre), before.files, 'recordings and prompts, byte by byte')
  const after = await tablesOf(centre)
  for (const [name, sum] of Object.entries(before.tables)) t.equal(after[name], sum, `table ${name}`)
  const ledger = await centre.recorded()
  for (const [actor, records] of before.ledger)
    t.strictSame(ledger.get(actor)?.slice(0, records.length), records, `what ${actor} did`)
  // and it works: the next call comes
  const next = await trunk.call('95588', { hz: 1000, from: '13912345678' })
  t.teardown(() => next.audio.close())
  await waitFor(() => next.audio.heard.length > 16_000, { what: 'the restored centre answers a call' })
})
