// What queues decided while one call waited in them: the facts that tell why.
import type { QueueFactRow } from '#engine/protocol/why.ts'
import type { ClickHouse } from '../clickhouse/client.ts'

export interface QueueFactsAsk {
  type: 'queue-facts'
  callId: string
  queueIds: string[]
  from: number
  to: number
}

/** Who stood in line longer than that before is not looked for. */
const BEFORE_MS = 4 * 3_600_000
const MOST = 5_000

/** All about this call and whoever was offered an agent meanwhile: also how those came into the line. */
export async function queueFacts(clickhouse: ClickHouse, ask: QueueFactsAsk): Promise<QueueFactRow[]> {
  const { callId, queueIds, from, to } = ask
  const rows = await clickhouse.rows<{ queue: string; at: number; type: string; body: string }>(
    `with offered as (select JSONExtractString(body, 'callId') from tinglan.facts
        where kind = 'queue' and type = 'offer-made' and has({queueIds:Array(String)}, actor)
          and at >= fromUnixTimestamp64Milli({from:Int64}) and at <= fromUnixTimestamp64Milli({to:Int64}))
      select actor as queue, toUnixTimestamp64Milli(at) as at, type, body from tinglan.facts
      where kind = 'queue' and has({queueIds:Array(String)}, actor)
        and type in ('call-queued', 'callback-asked', 'offer-made', 'offer-ended', 'call-returned')
        and facts.at >= fromUnixTimestamp64Milli({early:Int64}) and facts.at <= fromUnixTimestamp64Milli({late:Int64})
        and (JSONExtractString(body, 'callId') = {callId:String} or JSONExtractString(body, 'callId') in offered)
      order by facts.at, sequence limit ${MOST}`,
    { callId, queueIds, from, to, early: from - BEFORE_MS, late: to + 120_000 },
  )
  return rows.map(({ queue, at, type, body }) => ({ queue, at: Number(at), type, body: JSON.parse(body) }))
}
