// The public pool: who claims first has it, so many a day each; who nobody has had to do with for long goes back.
import { audit, audited } from '../../records/record/audit.ts'
import { done, type Outcome, refused } from '../../records/record/outcome.ts'
import type { Sql } from '../../records/store/postgres.ts'
import { may } from '../../rights/may.ts'
import { type Actor, type BusinessKind, tableOf } from './kind.ts'
import { type Raw, readRaw } from './row.ts'
import { shapeOf } from './shape.ts'
import { titleIn, type Writing } from './write.ts'

/** Exactly one of several who claim at once gets it. */
export async function claim(
  { sql, timeZone, now }: Writing,
  kind: BusinessKind,
  id: string,
  actor: Actor,
): Promise<Outcome<Raw>> {
  const { agentId } = actor.who
  if (!kind.pool || !may(actor.who, kind.right)) return refused('not-allowed')
  if (agentId === undefined) return refused('claims-by-agents')
  const day = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short' }).format(now)
  return sql.begin(async (tx) => {
    const most = (await shapeOf(tx, kind)).rules.dailyClaims ?? 0
    // two claims of one agent count one after the other
    await tx`select pg_advisory_xact_lock(hashtextextended(${`claim:${agentId}`}, 0))`
    const [today] = await tx<{ count: number }[]>`
      select count(*) as count from business_claims where agent_id = ${agentId} and day = ${day}`
    if (most > 0 && (today?.count ?? 0) >= most) return refused('claims-used-up')
    const taken = await tx`update ${tx(tableOf(kind))} set owner_id = ${agentId}, pooled_at = null, touched_at = now(),
        updated_at = now(), version = version + 1
      where id = ${id} and pooled_at is not null and deleted_at is null returning id`
    if (taken.length === 0) return refused('claimed-already')
    await tx`insert into business_claims (agent_id, day, record_id) values (${agentId}, ${day}, ${id})`
    const raw = (await readRaw(tx, kind, id)) as Raw
    await audit(tx, actor.by, {
      ...{ action: 'claim', kind: audited(kind), recordId: id, title: titleIn(kind, raw.data, raw.code) },
      after: { ownerId: agentId },
    })
    return done(raw)
  }) as Promise<Outcome<Raw>>
}

const SYSTEM = { accountId: 'system', account: 'system', ip: '' }
const AT_ONCE = 1_000

/** Answers how many went back. */
export async function takeBack(sql: Sql, kind: BusinessKind): Promise<number> {
  const days = kind.pool ? ((await shapeOf(sql, kind)).rules.takeBackDays ?? 0) : 0
  if (days <= 0) return 0
  return sql.begin(async (tx) => {
    const rows = await tx<{ id: string; ownerId: string }[]>`
      with late as (select id, owner_id from ${tx(tableOf(kind))}
        where owner_id is not null and deleted_at is null and touched_at < now() - make_interval(days => ${days})
        limit ${AT_ONCE} for update skip locked)
      update ${tx(tableOf(kind))} t set owner_id = null, shared_with = '{}', pooled_at = now(), version = version + 1, updated_at = now()
      from late where t.id = late.id returning t.id, late.owner_id`
    for (const { id, ownerId } of rows)
      await audit(tx, SYSTEM, {
        ...{ action: 'take-back', kind: audited(kind), recordId: id },
        ...{ before: { ownerId }, after: { ownerId: null } },
      })
    return rows.length
  })
}

/** What is past its time is marked so once, for whoever looks after it. Answers how many. */
export async function escalate(sql: Sql, kind: BusinessKind): Promise<number> {
  if (kind.due === undefined) return 0
  const shape = await shapeOf(sql, kind)
  const open = shape.states.filter(({ final }) => !final).map(({ value }) => value)
  return sql.begin(async (tx) => {
    const rows = await tx<{ id: string; code: string | null }[]>`
      update ${tx(tableOf(kind))} set escalated_at = now(), version = version + 1
      where id in (select id from ${tx(tableOf(kind))} where due_at < now() and escalated_at is null
        and deleted_at is null and state = any(${open}::text[]) limit ${AT_ONCE} for update skip locked)
      returning id, code`
    for (const { id, code } of rows)
      await audit(tx, SYSTEM, { action: 'escalate', kind: audited(kind), recordId: id, title: code ?? '' })
    return rows.length
  })
}
