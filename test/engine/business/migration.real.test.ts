// A centre of before the record engine, with customers in it: brought up to date, nobody is lost, and everybody is found.
import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import t from 'tap'
import { fillSpellings } from '#engine/business/keep.ts'
import { loadBusinessKinds, prepareBusiness } from '#engine/business/record/kinds.ts'
import { listBusiness } from '#engine/business/record/list.ts'
import { companyFrom } from '#engine/records/store/company.ts'
import { migrate } from '#engine/records/store/migrate.ts'
import { closeStore, openStore } from '#engine/records/store/postgres.ts'
import { CHINA } from '../../kit/home.ts'
import { startPostgres } from '../../kit/postgres.ts'

const FOLDER = new URL('../../../engine/records/store/migrations/', import.meta.url)

t.test(
  'customers of before are business records: numbers, VIP, dedicated agent, pinyin; roles keep what they had',
  async (t) => {
    const postgres = await startPostgres()
    const sql = openStore(postgres.url)
    t.teardown(async () => {
      await closeStore(sql)
      await postgres.stop()
    })
    await sql`create table schema_migrations (name text primary key, sha256 text not null, applied_at timestamptz not null default now())`
    const files = (await readdir(FOLDER)).filter((name) => name.endsWith('.sql')).sort()
    for (const name of files.filter((one) => one < '029')) {
      const text = await readFile(new URL(name, FOLDER), 'utf8')
      await sql.unsafe(text).simple()
      await sql`insert into schema_migrations (name, sha256) values (${name}, ${createHash('sha256').update(text).digest('hex')})`
    }
    await sql`insert into groups (id, name) values ('g', '一组')`
    await sql`insert into agents (id, number, name, group_id) values ('a1', '1001', '张三', 'g')`
    await sql`insert into customers (id, version, number, name, region, vip, vip_queue_ids, dedicated_agent_id) values
    ('c1', 4, '+86 138-0000-0001', '李四', '010', true, '{q1}', 'a1'), ('c2', 1, '02162345678', '', '', false, '{}', null)`
    await sql`update roles set grants = '[{"right": "desk", "scope": "own", "groupIds": [], "queueIds": []}]' where id = 'agent'`
    t.ok((await migrate(sql)).includes('029-business.sql'))
    const kinds = await loadBusinessKinds()
    await prepareBusiness(sql, kinds)
    t.equal(await fillSpellings(sql, kinds), 2)
    const kind = kinds.get('customers')
    if (!kind) throw new Error('there are no customers')
    const actor = { who: { role: 'administrator' }, by: { accountId: 'a', account: 'a', ip: '' } } as const
    const found = async (search: string) => (await listBusiness(sql, kinds, kind, { search, size: 5 }, actor)).rows
    t.match(await found('ls'), [
      {
        id: 'c1',
        version: 4,
        ownerId: 'a1',
        region: '010',
        vip: true,
        vipQueueIds: ['q1'],
        dedicatedAgentId: 'a1',
        state: 'new',
      },
    ])
    t.match(await found('5678'), [{ id: 'c2' }])
    t.match(await companyFrom(sql, 'Asia/Shanghai', CHINA).caller('13800000001'), {
      customerId: 'c1',
      vipQueueIds: ['q1'],
      dedicatedAgentId: 'a1',
    })
    const [role] = await sql<
      { grants: { right: string; scope: string }[] }[]
    >`select grants from roles where id = 'agent'`
    t.match(
      role?.grants.map(({ right }) => right),
      ['desk', 'customers', 'tickets', 'orders', 'surveys', 'personal-data'],
    )
  },
)
