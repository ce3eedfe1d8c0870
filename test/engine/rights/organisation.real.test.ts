// Random organisations, roles and calls: what a list shows, what may() allows and what the words of a scope say are one.
import t from 'tap'
import { type Grant, RIGHTS, SHIPPED } from '#engine/protocol/rights.ts'
import { accountsOf } from '#engine/records/accounts/accounts.ts'
import { hashPassword } from '#engine/records/accounts/passwords.ts'
import { callDetail, concernsOf, searchCalls } from '#engine/records/call-log/call-log.ts'
import { may, reachOf, rightsOf, type Who } from '#engine/rights/may.ts'
import { startStore } from '#test/kit/postgres.ts'

const { sql, stop } = await startStore()
t.teardown(stop)
const NOW = Date.now()
const rules = { failuresUntilLocked: 3, lockMs: 60_000, sessionMs: 3_600_000, idleMs: 3_600_000 }
const accounts = accountsOf(sql, rules, () => NOW)
const passwordHash = await hashPassword('correct-horse')

/** small and repeatable */
function dice(seed: number) {
  let state = seed
  const next = (below: number): number => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648
    return Math.floor((state / 2_147_483_648) * below)
  }
  const some = (ids: readonly string[]): string[] => ids.filter(() => next(3) === 0)
  return { next, some, one: (ids: readonly string[]): string => ids[next(ids.length)] ?? '' }
}
const ids = (prefix: string, count: number): string[] => Array.from({ length: count }, (_, n) => `${prefix}-${n}`)

const QUEUES = ids('queue', 4)
const GROUPS = ids('group', 3)
const AGENTS = ids('agent', 8)

const OUT = { type: 'hang-up' }
const QUEUE = {
  ...{ lang: 'zh', strategy: 'longest-idle', ringMs: 1, missedAgent: 'stays-ready' },
  ...{ maxWaitMs: 1, onMaxWait: OUT, nobodyWaitMs: 1, onNobody: OUT, maxWaiting: 1, onFull: OUT },
}

interface Drawn {
  parentOf: Map<string, string | null>
  groupOf: Map<string, string>
  departmentOf: Map<string, string | null>
  grant: Grant
  me: { agentId: string | null; departmentId: string | null }
  led: { groupIds: string[]; queueIds: string[] }
  calls: { id: string; agents: string[]; missed: string[]; queues: string[] }[]
}

function drawn(seed: number): Drawn {
  const { next, some, one } = dice(seed)
  const departments = ids('department', 5)
  const parentOf = new Map(
    departments.map((id, n) => [id, n === 0 || next(4) === 0 ? null : one(departments.slice(0, n))]),
  )
  const groupOf = new Map(AGENTS.map((id) => [id, one(GROUPS)]))
  const departmentOf = new Map(AGENTS.map((id) => [id, next(4) === 0 ? null : one(departments)]))
  const scope = RIGHTS['calls-all'].scopes[next(5)] ?? 'all'
  const grant: Grant = { right: 'calls-all', scope, groupIds: some(GROUPS), queueIds: some(QUEUES) }
  const agentId = next(2) === 0 ? null : one(AGENTS)
  const departmentId =
    agentId === null ? (next(3) === 0 ? null : one(departments)) : (departmentOf.get(agentId) ?? null)
  const calls = ids(`call-${seed}`, 20).map((id) => ({
    id,
    agents: some(AGENTS),
    missed: some(AGENTS),
    queues: some(QUEUES),
  }))
  const led = { groupIds: some(GROUPS), queueIds: some(QUEUES) }
  return { parentOf, groupOf, departmentOf, grant, me: { agentId, departmentId }, led, calls }
}

/** The words of the scopes, with none of the code under test. */
function says(world: Drawn, call: Drawn['calls'][number]): boolean {
  const people = [...call.agents, ...call.missed]
  const { scope, groupIds, queueIds } = world.grant
  if (scope === 'all') return true
  if (scope === 'queues') return call.queues.some((id) => queueIds.includes(id))
  if (scope === 'groups') return people.some((id) => groupIds.includes(world.groupOf.get(id) ?? ''))
  if (scope === 'led') {
    const { agentId } = world.me
    if (agentId === null) return false
    const leads = people.some((id) => id === agentId || world.led.groupIds.includes(world.groupOf.get(id) ?? ''))
    return leads || call.queues.some((id) => world.led.queueIds.includes(id))
  }
  const mine = world.me.departmentId
  const isBelow = (id: string | null | undefined): boolean =>
    id !== null && id !== undefined && (id === mine || isBelow(world.parentOf.get(id)))
  return mine !== null && people.some((id) => isBelow(world.departmentOf.get(id)))
}

async function written(world: Drawn): Promise<void> {
  await sql`truncate departments, groups, agents, queues, accounts, calls cascade`
  await sql`delete from roles where id = 'role-x'`
  for (const [id, parentId] of world.parentOf) await sql`insert into departments ${sql({ id, name: id, parentId })}`
  await sql`insert into groups ${sql(GROUPS.map((id) => ({ id, name: id })))}`
  await sql`insert into queues ${sql(QUEUES.map((id) => ({ ...QUEUE, id, name: id })) as never)}`
  await sql`insert into agents ${sql(AGENTS.map((id, n) => ({ id, name: id, number: String(1000 + n), groupId: world.groupOf.get(id) ?? '' })))}`
  const { agentId } = world.me
  if (agentId !== null) {
    await sql`update agents set position = 'lead' where id = ${agentId}`
    for (const queueId of world.led.queueIds) await sql`insert into led_queues ${sql({ agentId, queueId })}`
    for (const groupId of world.led.groupIds) await sql`insert into led_groups ${sql({ agentId, groupId })}`
  }
  await sql`insert into roles ${sql({ id: 'role-x', name: 'x', grants: sql.json([world.grant] as never) } as never)}`
  const own = { passwordHash, role: 'agent' }
  for (const id of AGENTS.filter((one) => one !== world.me.agentId))
    await sql`insert into accounts ${sql({ ...own, id: `of-${id}`, account: id, name: id, agentId: id, departmentId: world.departmentOf.get(id) ?? null })}`
  await sql`insert into accounts ${sql({ ...own, id: 'me', account: 'me', name: 'me', role: 'role-x', ...world.me })}`
  for (const { id, agents, missed, queues } of world.calls)
    await sql`insert into calls (call_id, fact_id, direction, from_number, to_number, access_number, arrived_at, ended_at,
        outcome, hung_up_by, wait_ms, talk_ms, hold_ms, region, vip, queues, agents, path, collected,
        agent_ids, missed_agent_ids, queue_ids)
      values (${id}, ${id}, 'in', '1', '2', '2', ${NOW}, ${NOW}, 'answered', 'caller', 0, 0, 0, '', false,
        '[]', '[]', '[]', '{}', ${agents}, ${missed}, ${queues})`
}

t.test('a list shows exactly what may() allows, and that is what the scope says', async (t) => {
  const differ: string[] = []
  let seen = 0
  for (let seed = 1; seed <= 40; seed += 1) {
    const world = drawn(seed)
    await written(world)
    const entered = await accounts.signIn({ account: 'me', password: 'correct-horse', ip: '', userAgent: '' })
    if (!entered.ok) throw new Error(JSON.stringify(entered))
    const session = await accounts.session(entered.value.token)
    if (!session) throw new Error('no session')
    const who: Who = {
      role: session.role,
      reaches: session.reaches,
      ...(session.agentId ? { agentId: session.agentId } : {}),
    }
    const page = await searchCalls(sql, { page: 1, pageSize: 100 }, reachOf(who, 'calls-all'))
    const listed = new Set(page.rows.map(({ callId }) => callId))
    for (const call of world.calls) {
      const detail = await callDetail(sql, call.id)
      if (!detail) throw new Error(call.id)
      const answers = [listed.has(call.id), may(who, 'calls-all', concernsOf(detail)), says(world, call)]
      if (new Set(answers).size > 1) differ.push(`${seed} ${world.grant.scope} ${call.id} ${answers}`)
      if (answers[0]) seen += 1
    }
    t.equal(page.total, listed.size)
  }
  t.same(differ, [])
  t.ok(seen > 100 && seen < 700, `some are seen and some are not: ${seen}`)
})

t.test('the roles of the migration are those the centre is shipped with', async (t) => {
  const rows = await sql<{ id: string; grants: Grant[] }[]>`select id, grants from roles where id <> 'role-x'`
  t.same(
    rows.map(({ id }) => id).sort(),
    Object.keys(SHIPPED)
      .filter((id) => id !== 'kiosk')
      .sort(),
  )
  for (const { id, grants } of rows.filter((row) => row.id !== 'administrator'))
    t.same(Object.fromEntries(grants.map(({ right, scope }) => [right, scope])), SHIPPED[id], id)
  t.same(rightsOf({ role: 'administrator', agentId: 'a', reaches: {} }).length, Object.keys(RIGHTS).length)
})
