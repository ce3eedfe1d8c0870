// Sends what waits: in order within a call, tried again with growing pauses, given up after some eight hours. Several
// gateways share the work: each claims what nobody else sends.
import type { DeliveryFault, WebhookMessage } from '../protocol/integrations.ts'
import type { Sql } from '../records/store/postgres.ts'
import { signatureOf } from './signature.ts'

/** Posts a body; the status, or why there was none. */
export type Post = (
  url: string,
  headers: Record<string, string>,
  body: string,
) => Promise<{ status: number } | { fault: DeliveryFault }>

const AT_ONCE = 20
/** longer than any one try */
const CLAIM_MS = 60_000
const FIRST_PAUSE_MS = 5_000
export const MOST_TRIES = 8
const KEPT_MS = 30 * 86_400_000

/** 5 s, 20 s, 80 s, 5 min, 21 min, 85 min, 5.7 h */
export const pauseAfter = (tries: number): number => FIRST_PAUSE_MS * 4 ** (tries - 1)

interface Claimed {
  id: number
  webhookId: string
  url: string
  secret: string
  event: string
  body: WebhookMessage
  tries: number
}

/** The first that waits of each call, when its time has come. */
const claim = (sql: Sql, at: number): Promise<Claimed[]> =>
  sql.begin(
    async (tx) => tx<Claimed[]>`
      with due as (
        select d.id from webhook_deliveries d join webhooks w on w.id = d.webhook_id
        where d.state = 'waiting' and d.next_at <= ${at} and (d.claimed_until is null or d.claimed_until <= ${at})
          and w.enabled and not exists (
            select 1 from webhook_deliveries e
            where e.webhook_id = d.webhook_id and e.lane = d.lane and e.state = 'waiting' and e.id < d.id)
        order by d.id limit ${AT_ONCE} for update of d skip locked)
      update webhook_deliveries d set claimed_until = ${at + CLAIM_MS}
      from due, webhooks w where d.id = due.id and w.id = d.webhook_id
      returning d.id, d.webhook_id, w.url, w.secret, d.event, d.body, d.tries`,
  ) as Promise<Claimed[]>

async function deliver(sql: Sql, one: Claimed, post: Post, now: () => number): Promise<void> {
  const body = JSON.stringify(one.body)
  const answer = await post(
    one.url,
    {
      'content-type': 'application/json',
      'tinglan-event': one.event,
      'tinglan-delivery': String(one.id),
      'tinglan-signature': signatureOf(one.secret, now(), body),
    },
    body,
  )
  const status = 'status' in answer ? answer.status : null
  const tries = one.tries + 1
  if (status !== null && status >= 200 && status < 300) {
    await sql`update webhook_deliveries set state = 'done', tries = ${tries}, status = ${status}, fault = null,
      ended_at = ${now()}, claimed_until = null where id = ${one.id}`
    return
  }
  const fault = 'fault' in answer ? answer.fault : null
  const over = tries >= MOST_TRIES
  await sql`update webhook_deliveries set state = ${over ? 'failed' : 'waiting'}, tries = ${tries}, status = ${status},
    fault = ${fault}, next_at = ${now() + pauseAfter(tries)}, ended_at = ${over ? now() : null}, claimed_until = null
    where id = ${one.id}`
}

/** Once through what is due; answers how many were sent. */
export async function deliverDue(sql: Sql, post: Post, now: () => number): Promise<number> {
  const due = await claim(sql, now())
  await Promise.all(due.map((one) => deliver(sql, one, post, now)))
  return due.length
}

export const sweepDeliveries = async (sql: Sql, now: () => number): Promise<void> =>
  void (await sql`delete from webhook_deliveries where state <> 'waiting' and ended_at < ${now() - KEPT_MS}`)
