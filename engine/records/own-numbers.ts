// What one agent keeps for itself: an address book, favourite colleagues, and where its calls are forwarded.
import type { Contact } from '../protocol/api.ts'
import type { Forward } from '../protocol/company.ts'
import type { By } from './record/audit.ts'
import type { Records } from './record/configure.ts'
import type { Kind, Values } from './record/kind.ts'
import { type Outcome, refused } from './record/outcome.ts'
import { selectRecords, shown } from './record/rows.ts'
import type { Queries } from './store/postgres.ts'

/** more is not an address book */
const MOST = 1_000

/** The agent's own first, favourites before others, then those the company shares. */
export async function contactsOf(sql: Queries, agentId: string): Promise<Contact[]> {
  const rows = await sql<Contact[]>`
    select id, name, number, favourite, false as shared from agent_contacts where agent_id = ${agentId}
    union all select id::text, name, number, false, true from stored_numbers
    order by shared, favourite desc, name`
  return [...rows]
}

export type ContactInput = Pick<Contact, 'name' | 'number' | 'favourite'>

/** undefined when the book is full */
export async function addContact(
  sql: Queries,
  agentId: string,
  id: string,
  input: ContactInput,
): Promise<Contact | undefined> {
  const rows = await sql`insert into agent_contacts (id, agent_id, name, number, favourite)
    select ${id}, ${agentId}, ${input.name}, ${input.number}, ${input.favourite}
    where (select count(*) from agent_contacts where agent_id = ${agentId}) < ${MOST} returning id`
  return rows.length > 0 ? { id, ...input, shared: false } : undefined
}

export async function changeContact(
  sql: Queries,
  agentId: string,
  id: string,
  input: ContactInput,
): Promise<Contact | undefined> {
  const rows = await sql`update agent_contacts set name = ${input.name}, number = ${input.number},
    favourite = ${input.favourite}, updated_at = now() where id = ${id} and agent_id = ${agentId} returning id`
  return rows.length > 0 ? { id, ...input, shared: false } : undefined
}

export async function removeContact(sql: Queries, agentId: string, id: string): Promise<boolean> {
  const rows = await sql`delete from agent_contacts where id = ${id} and agent_id = ${agentId} returning id`
  return rows.length > 0
}

export async function favouritesOf(sql: Queries, agentId: string): Promise<string[]> {
  const rows = await sql<{ otherId: string }[]>`
    select other_id from agent_favourites where agent_id = ${agentId} order by other_id`
  return rows.map(({ otherId }) => otherId)
}

export async function setFavourite(sql: Queries, agentId: string, otherId: string, on: boolean): Promise<void> {
  if (on) await sql`insert into agent_favourites values (${agentId}, ${otherId}) on conflict do nothing`
  else await sql`delete from agent_favourites where agent_id = ${agentId} and other_id = ${otherId}`
}

export async function forwardOf(sql: Queries, agentId: string): Promise<Forward | undefined> {
  const [row] = await sql<Forward[]>`select forward_always as always, forward_no_answer as no_answer,
    forward_busy as busy, forward_from as from, forward_to as to from agents where id = ${agentId}`
  return row
}

/** The agent's record as a whole, with its forwards: checked, audited and announced as any change of it. */
export async function setForward(
  sql: Queries,
  { records, kind }: { records: Records; kind: Kind },
  agentId: string,
  forward: Forward,
  by: By,
): Promise<Outcome<Values>> {
  const [row] = await sql<Values[]>`${selectRecords(sql, kind)} where r.id = ${agentId}`
  if (!row) return refused('agent-unknown')
  const { always, noAnswer, busy, from, to } = forward
  const columns = {
    ...{ forwardAlways: always, forwardNoAnswer: noAnswer, forwardBusy: busy },
    ...{ forwardFrom: from, forwardTo: to },
  }
  return records.change(kind, agentId, { ...shown(kind, row), ...columns }, by)
}
