// What webhooks are told of comes from the ledger, with a place of its own beside what waits: nothing is missed or told
// twice, whoever dies when. Nobody follows it while there is no webhook.
import type { Subscription } from '../ports/bus.ts'
import type { FollowTrouble, Ledger, Read } from '../ports/ledger.ts'
import type { WebhookEvent } from '../protocol/integrations.ts'
import { factsOf } from '../protocol/ledger.ts'
import type { Queries, Sql } from '../records/store/postgres.ts'
import { messageOf } from './events.ts'
import { enqueue, type Waiting } from './webhooks.ts'

const PLACE = 'webhooks'

interface Listening {
  id: string
  events: WebhookEvent[]
}

export const listening = async (sql: Queries): Promise<Listening[]> =>
  await sql<Listening[]>`select id, events from webhooks where enabled`

export function waitingOf(entries: readonly Read[], hooks: readonly Listening[], replayed = false): Waiting[] {
  return entries.flatMap(({ entry }) =>
    entry.records.flatMap((record) =>
      factsOf(record).flatMap((fact) => {
        const message = messageOf(fact)
        if (!message) return []
        return hooks
          .filter(({ events }) => events.includes(message.event))
          .map(({ id }) => ({ webhookId: id, message, replayed }))
      }),
    ),
  )
}

/** Whoever begins to listen hears what happens from now on. */
export async function placeAtEnd(sql: Queries, ledger: Ledger): Promise<void> {
  const { last } = await ledger.extent()
  await sql`insert into projections (name, sequence, fact_at) values (${PLACE}, ${last}, ${0})
    on conflict (name) do update set sequence = excluded.sequence`
}

async function placeOf(sql: Sql, ledger: Ledger): Promise<number> {
  const read = () => sql<{ sequence: number }[]>`select sequence from projections where name = ${PLACE}`
  let [row] = await read()
  if (!row) {
    await placeAtEnd(sql, ledger)
    ;[row] = await read()
  }
  return Number(row?.sequence ?? 0)
}

export function followForWebhooks(
  sql: Sql,
  ledger: Ledger,
  now: () => number,
  told: { came(): void; trouble(trouble: FollowTrouble): void },
): Promise<Subscription> {
  return ledger.follow({
    gatherMs: 200,
    stored: () => placeOf(sql, ledger),
    async heard(entries, after) {
      const came = await sql.begin(async (tx) => {
        const [row] = await tx<{ sequence: number }[]>`
          select sequence from projections where name = ${PLACE} for update`
        const stored = Number(row?.sequence ?? 0)
        if (stored < after) throw new Error(`webhooks stand at ${stored}, not at ${after}`)
        const last = entries.at(-1)
        if (!last || last.sequence <= stored) return 0
        const fresh = waitingOf(
          entries.filter(({ sequence }) => sequence > stored),
          await listening(tx),
        )
        await enqueue(tx, fresh, now())
        await tx`update projections set sequence = ${last.sequence}, updated_at = now() where name = ${PLACE}`
        return fresh.length
      })
      if (came > 0) told.came()
    },
    rewind: async (to) => void (await sql`update projections set sequence = ${to} where name = ${PLACE}`),
    told: told.trouble,
  })
}

const PAGE = 500

/** Everything of a span once more, from the ledger; answers how many messages. */
export async function replay(
  sql: Sql,
  ledger: Ledger,
  hook: Listening,
  span: { from: number; to: number },
  at: number,
): Promise<number> {
  let count = 0
  let page: Read[] = []
  const flush = async (): Promise<void> => {
    const waiting = waitingOf(page, [hook], true).filter(
      ({ message }) => message.at >= span.from && message.at < span.to,
    )
    page = []
    count += waiting.length
    await enqueue(sql, waiting, at)
  }
  for await (const read of ledger.readAll(0)) {
    page.push(read)
    if (page.length >= PAGE) await flush()
  }
  await flush()
  return count
}
