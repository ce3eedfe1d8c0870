// Messages between people: to one person, a group, a department, and to everybody by who may announce.
import type { StaffMessage, StaffThread, ThreadKind } from '../protocol/office.ts'
import { done, type Outcome, refused } from '../records/record/outcome.ts'
import type { Sql } from '../records/store/postgres.ts'

/** Who writes or reads. */
export interface Person {
  accountId: string
  name: string
  /** to everybody, and to groups and departments they are not of */
  mayAnnounce: boolean
}

const PAGE = 50

interface Standing {
  groupId: string | null
  /** the own and all above it: who is of a part is of the whole */
  departmentIds: string[]
}

async function standingOf(sql: Sql, accountId: string): Promise<Standing> {
  const [row] = await sql<{ groupId: string | null; departmentId: string | null }[]>`
    select g.group_id, a.department_id from accounts a left join agents g on g.id = a.agent_id where a.id = ${accountId}`
  if (!row?.departmentId) return { groupId: row?.groupId ?? null, departmentIds: [] }
  const above = await sql<{ id: string }[]>`with recursive up as (
      select id, parent_id from departments where id = ${row.departmentId}
      union select d.id, d.parent_id from departments d join up on d.id = up.parent_id) select id from up`
  return { groupId: row.groupId, departmentIds: above.map(({ id }) => id) }
}

export function threadOf(kind: ThreadKind, id: string, me: string): string {
  if (kind === 'all') return 'all'
  if (kind === 'group') return `g:${id}`
  if (kind === 'department') return `d:${id}`
  return `p:${[me, id].sort().join(':')}`
}

const otherOf = (thread: string, me: string): string | undefined => {
  const [kind, one, other] = thread.split(':')
  if (kind !== 'p' || (one !== me && other !== me)) return undefined
  return one === me ? other : one
}

const isOf = (thread: string, me: string, { groupId, departmentIds }: Standing): boolean =>
  thread === 'all' ||
  otherOf(thread, me) !== undefined ||
  (groupId !== null && thread === `g:${groupId}`) ||
  departmentIds.some((id) => thread === `d:${id}`)

/** Accounts of a thread. */
async function membersOf(sql: Sql, thread: string): Promise<string[] | 'all'> {
  const [kind, ...ids] = thread.split(':')
  if (kind === 'all') return 'all'
  if (kind === 'p') return ids
  const rows =
    kind === 'g'
      ? await sql<{ id: string }[]>`select a.id from accounts a join agents g on g.id = a.agent_id
          where a.enabled and g.group_id = ${ids[0] ?? ''}`
      : await sql<{ id: string }[]>`with recursive down as (
            select id from departments where id = ${ids[0] ?? ''}
            union select d.id from departments d join down on d.parent_id = down.id)
          select a.id from accounts a join down on down.id = a.department_id where a.enabled`
  return rows.map(({ id }) => id)
}

async function exists(sql: Sql, kind: ThreadKind, id: string, me: string): Promise<boolean> {
  if (kind === 'all') return true
  if (kind === 'person') return id !== me && (await sql`select 1 from accounts where id = ${id} and enabled`).length > 0
  const table = kind === 'group' ? sql`groups` : sql`departments`
  return (await sql`select 1 from ${table} where id = ${id}`).length > 0
}

export interface Sent {
  message: StaffMessage
  to: string[] | 'all'
}

export async function sendMessage(
  sql: Sql,
  from: Person,
  to: { kind: ThreadKind; id: string },
  body: string,
  at: number,
): Promise<Outcome<Sent>> {
  const { accountId, name, mayAnnounce } = from
  if (to.kind === 'all' && !mayAnnounce) return refused('not-allowed')
  if (!(await exists(sql, to.kind, to.id, accountId))) return refused('not-found')
  const thread = threadOf(to.kind, to.id, accountId)
  if (!mayAnnounce && !isOf(thread, accountId, await standingOf(sql, accountId))) return refused('not-allowed')
  const [row] = await sql<StaffMessage[]>`insert into staff_messages (thread, from_id, from_name, body, at)
    values (${thread}, ${accountId}, ${name}, ${body}, ${at}) returning *`
  if (!row) throw new Error('a message was not stored')
  const members = await membersOf(sql, thread)
  // who writes to a group of others hears of it at the own other pages too
  const all = members === 'all' ? members : [...new Set([...members, accountId])]
  return done({ message: { ...row }, to: all })
}

export async function messagesOf(
  sql: Sql,
  who: Person,
  thread: string,
  before: number | undefined,
): Promise<Outcome<StaffMessage[]>> {
  if (!who.mayAnnounce || thread.startsWith('p:'))
    if (!isOf(thread, who.accountId, await standingOf(sql, who.accountId))) return refused('not-found')
  const rows = await sql<StaffMessage[]>`select * from staff_messages
    where thread = ${thread} and ${before === undefined ? sql`true` : sql`id < ${before}`} order by id desc limit ${PAGE}`
  return done([...rows].reverse())
}

export async function markRead(sql: Sql, accountId: string, thread: string, lastId: number): Promise<void> {
  await sql`insert into staff_message_reads (account_id, thread, last_id) values (${accountId}, ${thread}, ${lastId})
    on conflict (account_id, thread) do update set last_id = greatest(staff_message_reads.last_id, excluded.last_id)`
}

interface ThreadRow extends StaffMessage {
  unread: number
}

/** Those with words in them, the newest first. */
export async function threadsOf(sql: Sql, who: Person): Promise<StaffThread[]> {
  const { accountId } = who
  const { groupId, departmentIds } = await standingOf(sql, accountId)
  const own = ['all', ...(groupId === null ? [] : [`g:${groupId}`]), ...departmentIds.map((id) => `d:${id}`)]
  const rows = await sql<ThreadRow[]>`
    with mine as (
      select distinct thread from staff_messages
      where thread = any(${own}) or from_id = ${accountId} or thread like ${`p:${accountId}:%`} or thread like ${`p:%:${accountId}`})
    select m.*, (select count(*)::int from staff_messages u where u.thread = m.thread and u.from_id <> ${accountId}
        and u.id > coalesce((select last_id from staff_message_reads r
          where r.account_id = ${accountId} and r.thread = m.thread), 0)) as unread
    from mine join lateral (
      select * from staff_messages s where s.thread = mine.thread order by id desc limit 1) m on true
    order by m.id desc limit 100`
  const named = await namesOf(sql, rows, accountId)
  return rows.map(({ unread, ...last }) => ({ ...named(last.thread), unread, last }))
}

async function namesOf(sql: Sql, rows: readonly StaffMessage[], me: string) {
  const people = await sql<{ id: string; name: string }[]>`select id, name from accounts
    where id = any(${rows.map(({ thread }) => otherOf(thread, me) ?? '')})`
  const groups = await sql<{ id: string; name: string }[]>`select id, name from groups`
  const departments = await sql<{ id: string; name: string }[]>`select id, name from departments`
  const nameIn = (all: readonly { id: string; name: string }[], id: string) =>
    all.find((one) => one.id === id)?.name ?? ''
  return (thread: string): Pick<StaffThread, 'thread' | 'kind' | 'id' | 'name'> => {
    const [kind, id = ''] = thread.split(':')
    if (kind === 'all') return { thread, kind: 'all', id: '', name: '' }
    if (kind === 'g') return { thread, kind: 'group', id, name: nameIn(groups, id) }
    if (kind === 'd') return { thread, kind: 'department', id, name: nameIn(departments, id) }
    const other = otherOf(thread, me) ?? ''
    return { thread, kind: 'person', id: other, name: nameIn(people, other) }
  }
}

export interface Address {
  kind: Exclude<ThreadKind, 'all'>
  id: string
  name: string
  /** of a person */
  account?: string
}

/** To whom this person may write. */
export async function addressesOf(sql: Sql, { accountId, mayAnnounce }: Person): Promise<Address[]> {
  const { groupId, departmentIds } = await standingOf(sql, accountId)
  const people = await sql<{ id: string; name: string; account: string }[]>`
    select id, name, account from accounts where enabled and id <> ${accountId} order by account limit 2000`
  const groups = await sql<{ id: string; name: string }[]>`select id, name from groups
    where ${mayAnnounce ? sql`true` : sql`id = ${groupId ?? ''}`} order by name`
  const departments = await sql<{ id: string; name: string }[]>`select id, name from departments
    where ${mayAnnounce ? sql`true` : sql`id = any(${departmentIds})`} order by name`
  return [
    ...groups.map((one): Address => ({ kind: 'group', ...one })),
    ...departments.map((one): Address => ({ kind: 'department', ...one })),
    ...people.map((one): Address => ({ kind: 'person', ...one })),
  ]
}
