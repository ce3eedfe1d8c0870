// Announcements: to whom, from when until when, and who has read them.
import type { Announcement, AnnouncementKept } from '../protocol/office.ts'
import { audit, type By } from '../records/record/audit.ts'
import { done, type Outcome, refused } from '../records/record/outcome.ts'
import type { Fragment, Queries, Sql } from '../records/store/postgres.ts'

export interface AnnouncementValues {
  title: string
  body: string
  urgent: boolean
  everybody: boolean
  departmentIds: string[]
  groupIds: string[]
  queueIds: string[]
  accountIds: string[]
  wallboard: boolean
  fromAt?: number | undefined
  untilAt?: number | undefined
}

/** Whether announcement `n` is for account `a`: a department means those below it too, a queue its agents. */
const isFor = (sql: Queries): Fragment => sql`(n.everybody or a.id = any(n.account_ids)
  or exists (select 1 from agents g where g.id = a.agent_id and g.group_id = any(n.group_ids))
  or exists (select 1 from queue_members m where m.agent_id = a.agent_id and m.queue_id = any(n.queue_ids))
  or exists (
    with recursive up as (
      select id, parent_id from departments where id = a.department_id
      union select d.id, d.parent_id from departments d join up on d.id = up.parent_id)
    select 1 from up where up.id = any(n.department_ids)))`

const isNow = (sql: Queries, at: number): Fragment =>
  sql`n.from_at <= ${at} and (n.until_at is null or n.until_at > ${at})`

const untilOf = <Row extends { untilAt: number | null }>({ untilAt, ...row }: Row) => ({
  ...row,
  ...(untilAt === null ? {} : { untilAt }),
})

/** Urgent ones first, then the newest. */
export async function announcementsFor(sql: Sql, accountId: string, at: number): Promise<Announcement[]> {
  const rows = await sql<(Omit<Announcement, 'untilAt'> & { untilAt: number | null })[]>`
    select n.id, n.title, n.body, n.urgent, n.from_at, n.until_at, n.by_name, r.at is not null as read
    from announcements n join accounts a on a.id = ${accountId}
      left join announcement_reads r on r.announcement_id = n.id and r.account_id = a.id
    where ${isNow(sql, at)} and ${isFor(sql)} order by n.urgent desc, n.from_at desc limit 200`
  return rows.map(untilOf)
}

export async function keptAnnouncements(sql: Sql): Promise<AnnouncementKept[]> {
  const rows = await sql<(Omit<AnnouncementKept, 'untilAt'> & { untilAt: number | null })[]>`
    select n.id, n.title, n.body, n.urgent, n.everybody, n.department_ids, n.group_ids, n.queue_ids, n.account_ids,
      n.wallboard,
      n.from_at, n.until_at, n.by_name,
      (select count(*)::int from announcement_reads r where r.announcement_id = n.id) as read_by
    from announcements n order by n.from_at desc limit 500`
  return rows.map(untilOf)
}

export async function wallboardWords(sql: Sql, at: number): Promise<string[]> {
  const rows = await sql<{ title: string }[]>`select n.title from announcements n
    where n.wallboard and ${isNow(sql, at)} order by n.urgent desc, n.from_at desc limit 20`
  return rows.map(({ title }) => title)
}

const rowOf = ({ fromAt, ...values }: AnnouncementValues, by: By, at: number) => ({
  ...values,
  ...(fromAt === undefined ? {} : { fromAt }),
  ...{ untilAt: values.untilAt ?? null, byName: by.account, updatedAt: at },
})

/** Answers to whom it is. */
async function toWhom(sql: Queries, id: string): Promise<string[]> {
  const rows = await sql<
    { id: string }[]
  >`select a.id from accounts a, announcements n where n.id = ${id} and ${isFor(sql)}`
  return rows.map((row) => row.id)
}

export interface Announced {
  to: string[]
}

export async function announce(
  sql: Sql,
  by: By,
  id: string,
  values: AnnouncementValues,
  at: number,
): Promise<Outcome<Announced>> {
  return sql.begin(async (tx) => {
    await tx`insert into announcements ${tx({ id, fromAt: at, ...rowOf(values, by, at) } as never)}`
    await audit(tx, by, { action: 'create', kind: 'announcements', recordId: id, title: values.title, after: values })
    return done({ to: await toWhom(tx, id) })
  })
}

/** Changed words are new to everybody who read the old ones. */
export async function changeAnnouncement(
  sql: Sql,
  by: By,
  id: string,
  values: AnnouncementValues,
  at: number,
): Promise<Outcome<Announced>> {
  return sql.begin(async (tx) => {
    const [before] = await tx<
      AnnouncementValues[]
    >`select title, body, urgent from announcements where id = ${id} for update`
    if (!before) return refused('not-found')
    await tx`update announcements set ${tx(rowOf(values, by, at) as never)} where id = ${id}`
    if (before.title !== values.title || before.body !== values.body)
      await tx`delete from announcement_reads where announcement_id = ${id}`
    await audit(tx, by, {
      ...{ action: 'change', kind: 'announcements', recordId: id, title: values.title },
      ...{ before: { ...before }, after: values },
    })
    return done({ to: await toWhom(tx, id) })
  })
}

export async function removeAnnouncement(sql: Sql, by: By, id: string): Promise<Outcome<Announced>> {
  return sql.begin(async (tx) => {
    const to = await toWhom(tx, id)
    const [row] = await tx<{ title: string }[]>`delete from announcements where id = ${id} returning title`
    if (!row) return refused('not-found')
    await audit(tx, by, { action: 'delete', kind: 'announcements', recordId: id, title: row.title })
    return done({ to })
  })
}

/** Only what is for them is theirs to read. */
export async function readAnnouncement(sql: Sql, accountId: string, id: string, at: number): Promise<Outcome<true>> {
  const rows = await sql`insert into announcement_reads (announcement_id, account_id, at)
    select n.id, a.id, ${at}::timestamptz from announcements n join accounts a on a.id = ${accountId}
    where n.id = ${id} and ${isFor(sql)} on conflict do nothing returning 1`
  if (rows.length > 0) return done(true)
  const [known] =
    await sql`select 1 from announcement_reads where announcement_id = ${id} and account_id = ${accountId}`
  return known ? done(true) : refused('not-found')
}

export interface Reader {
  name: string
  account: string
  at?: number
}

export async function readersOf(sql: Sql, id: string): Promise<Reader[]> {
  const rows = await sql<{ name: string; account: string; at: number | null }[]>`
    select a.name, a.account, r.at from announcements n join accounts a on a.enabled and ${isFor(sql)}
      left join announcement_reads r on r.announcement_id = n.id and r.account_id = a.id
    where n.id = ${id} order by r.at desc nulls last, a.account limit 2000`
  return rows.map(({ at, ...row }) => ({ ...row, ...(at === null ? {} : { at }) }))
}
