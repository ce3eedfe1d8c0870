// Whose rows one sees: the condition of a list in PostgreSQL against the function, over random rows and reaches.
import t from 'tap'
import { type RowReach, seen, sees } from '#engine/business/record/reach.ts'
import { startStore } from '#test/kit/postgres.ts'

const store = await startStore()
const { sql } = store
t.teardown(() => store.stop())

t.test('the condition in SQL is the function: random rows and reaches, no difference', async (t) => {
  const pick = <One>(from: readonly One[]): One => from[Math.floor(Math.random() * from.length)] as One
  const agents = ['a', 'b', 'c', 'd']
  const some = () => agents.filter(() => Math.random() < 0.4)
  await sql`select business_table('toy')`
  const rows = Array.from({ length: 300 }, (_, n) => ({
    id: `r${n}`,
    ownerId: pick([null, ...agents]),
    createdAgentId: pick([null, ...agents]),
    sharedWith: some(),
    departmentId: pick([null, 'x', 'y']),
    pooledAt: pick([null, null, new Date().toISOString()]),
  }))
  for (const row of rows) await sql`insert into biz_toy ${sql(row as never)}`
  for (let n = 0; n < 60; n += 1) {
    const limited = { agentIds: new Set(some()), queueIds: new Set<string>() }
    const reach: RowReach = {
      reach: pick([undefined, 'all' as const, limited, limited, limited]),
      departmentId: pick([null, 'x', 'z']),
      open: Math.random() < 0.1,
      handedOver: Math.random() < 0.5,
    }
    const found = await sql<{ id: string }[]>`select id from biz_toy r where ${seen(sql, reach)} order by id`
    t.same(
      found.map(({ id }) => id),
      rows
        .filter((row) => sees(reach, row))
        .map(({ id }) => id)
        .sort(),
    )
  }
  await sql`drop table biz_toy`
})
