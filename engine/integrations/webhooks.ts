// Webhooks as they are kept: who is told what, and every message with how it went.
import { randomBytes } from 'node:crypto'
import type { Page } from '../protocol/api.ts'
import type { DeliveryRow, WebhookEvent, WebhookInfo, WebhookMessage } from '../protocol/integrations.ts'
import { audit, type By } from '../records/record/audit.ts'
import { done, type Outcome, refused } from '../records/record/outcome.ts'
import { type Queries, type Sql, sqlState, UNIQUE_VIOLATION } from '../records/store/postgres.ts'
import { delayOf, laneOf } from './events.ts'

export interface WebhookValues {
  name: string
  url: string
  events: WebhookEvent[]
  enabled: boolean
}

const freshSecret = (): string => `whs_${randomBytes(24).toString('base64url')}`

export async function webhooksIn(sql: Queries): Promise<WebhookInfo[]> {
  const rows = await sql<
    WebhookInfo[]
  >`select w.id, w.name, w.url, w.secret, w.events, w.enabled, w.created_at, w.created_by,
      (select count(*)::int from webhook_deliveries d where d.webhook_id = w.id and d.state = 'waiting') as waiting,
      (select count(*)::int from webhook_deliveries d where d.webhook_id = w.id and d.state = 'failed') as failed
    from webhooks w order by w.name`
  return [...rows]
}

const shown = ({ name, url, events, enabled }: WebhookValues) => ({ name, url, events, enabled })

async function taken<Value>(work: () => Promise<Outcome<Value>>): Promise<Outcome<Value>> {
  try {
    return await work()
  } catch (error) {
    if (sqlState(error) === UNIQUE_VIOLATION) return refused('already-exists')
    throw error
  }
}

export const makeWebhook = (sql: Sql, by: By, id: string, values: WebhookValues, at: number): Promise<Outcome<true>> =>
  taken(() =>
    sql.begin(async (tx) => {
      await tx`insert into webhooks (id, name, url, secret, events, enabled, created_at, created_by)
        values (${id}, ${values.name}, ${values.url}, ${freshSecret()}, ${values.events}, ${values.enabled}, ${at},
          ${by.account})`
      await audit(tx, by, {
        action: 'create',
        kind: 'webhooks',
        recordId: id,
        title: values.name,
        after: shown(values),
      })
      return done(true as const)
    }),
  )

export const changeWebhook = (sql: Sql, by: By, id: string, values: WebhookValues): Promise<Outcome<true>> =>
  taken(() =>
    sql.begin(async (tx) => {
      const [before] = await tx<WebhookValues[]>`select * from webhooks where id = ${id} for update`
      if (!before) return refused('not-found')
      await tx`update webhooks set name = ${values.name}, url = ${values.url}, events = ${values.events},
        enabled = ${values.enabled} where id = ${id}`
      await audit(tx, by, {
        ...{ action: 'change', kind: 'webhooks', recordId: id, title: values.name },
        ...{ before: shown(before), after: shown(values) },
      })
      return done(true as const)
    }),
  )

export const removeWebhook = (sql: Sql, by: By, id: string): Promise<Outcome<true>> =>
  sql.begin(async (tx) => {
    const [row] = await tx<{ name: string }[]>`delete from webhooks where id = ${id} returning name`
    if (!row) return refused('not-found')
    await audit(tx, by, { action: 'delete', kind: 'webhooks', recordId: id, title: row.name })
    return done(true as const)
  })

export interface Waiting {
  webhookId: string
  message: WebhookMessage
  replayed?: boolean
}

export async function enqueue(sql: Queries, all: readonly Waiting[], at: number): Promise<void> {
  for (let from = 0; from < all.length; from += 500) {
    const rows = all.slice(from, from + 500).map(({ webhookId, message, replayed = false }) => ({
      ...{ webhookId, lane: laneOf(message).slice(0, 200), event: message.event, replayed },
      ...{
        body: JSON.stringify(message),
        nextAt: new Date(at + delayOf(message)).toISOString(),
        createdAt: new Date(at).toISOString(),
      },
    }))
    await sql`insert into webhook_deliveries (webhook_id, lane, event, body, replayed, next_at, created_at)
      select webhook_id, lane, event, body::jsonb, replayed, next_at, created_at from jsonb_to_recordset(${JSON.stringify(
        rows.map((row) => ({
          ...{ webhook_id: row.webhookId, lane: row.lane, event: row.event, body: row.body, replayed: row.replayed },
          ...{ next_at: row.nextAt, created_at: row.createdAt },
        })),
      )}::text::jsonb) as r (webhook_id text, lane text, event text, body text, replayed boolean, next_at timestamptz,
        created_at timestamptz)`
  }
}

type Answered = Pick<Required<DeliveryRow>, 'status' | 'fault' | 'endedAt'>
type Nullable<Row> = { [Name in keyof Row]: Row[Name] | null }

export interface DeliveryQuery {
  page: number
  pageSize: number
  state?: string | undefined
  lane?: string | undefined
}

export async function deliveriesOf(sql: Sql, webhookId: string, query: DeliveryQuery): Promise<Page<DeliveryRow>> {
  const where = sql`webhook_id = ${webhookId}
    and ${query.state ? sql`state = ${query.state}` : sql`true`} and ${query.lane ? sql`lane = ${query.lane}` : sql`true`}`
  const rows = await sql<(Omit<DeliveryRow, keyof Answered> & Nullable<Answered>)[]>`
    select id, event, lane, state, tries, next_at, status, fault, replayed, created_at, ended_at, body
    from webhook_deliveries where ${where}
    order by id desc limit ${query.pageSize} offset ${(query.page - 1) * query.pageSize}`
  const [count] = await sql<{ total: number }[]>`select count(*) as total from webhook_deliveries where ${where}`
  return {
    rows: rows.map(({ status, fault, endedAt, ...row }) => ({
      ...row,
      ...(status === null ? {} : { status }),
      ...(fault === null ? {} : { fault }),
      ...(endedAt === null ? {} : { endedAt }),
    })),
    ...{ total: Number(count?.total ?? 0), page: query.page, pageSize: query.pageSize },
  }
}

/** One that was given up or delivered, once more from the start. */
export async function sendAgain(sql: Sql, webhookId: string, id: number, at: number): Promise<Outcome<true>> {
  const rows = await sql`update webhook_deliveries set state = 'waiting', tries = 0, next_at = ${at}, ended_at = null
    where id = ${id} and webhook_id = ${webhookId} and state <> 'waiting' returning 1`
  return rows.length > 0 ? done(true) : refused('not-found')
}
