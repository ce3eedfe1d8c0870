// The company and lookups contracts on PostgreSQL.
import t from 'tap'
import { companyFrom } from '#engine/records/store/company.ts'
import { companyLookups } from '#engine/routing/lookups/lookups.ts'
import { CHINA } from '../kit/home.ts'
import { startStore } from '../kit/postgres.ts'
import { companyContract } from './company.ts'
import { lookupsContract } from './lookups.ts'

const { sql, stop } = await startStore()
t.teardown(() => stop())
const company = companyFrom(sql, 'Asia/Shanghai', CHINA)

companyContract('PostgreSQL', async () => {
  await sql`insert into groups (id, name) values ('g1', '一组')`
  const hire = async (number: string) => {
    await sql`insert into agents (id, number, name, region, level, group_id) values (${number}, ${number}, '张三', '010', 9, 'g1')`
  }
  return { company, hire }
})
lookupsContract('PostgreSQL', async () => company, companyLookups)
