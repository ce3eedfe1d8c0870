// The wallboard at a moment that is over: who waited, what the day had brought until then, what agents did. Counted anew from
// what is kept of every stay and state, so nothing has to be written down for it.
import type { BoardPast, BoardPastAsk, PastAgent, PastQueue } from '#engine/protocol/board-past.ts'
import type { ClickHouse } from '../clickhouse/client.ts'

const HOUR_MS = 3_600_000
/** Who waited longer than that is not looked for. */
const WAITED_MS = 12 * HOUR_MS
/** Whose state began longer ago has gone home. */
const STATE_MS = 48 * HOUR_MS

export const isBoardPast = (value: unknown): value is BoardPastAsk => {
  const ask = value as Partial<BoardPastAsk> | null
  return ask?.type === 'board-past' && typeof ask.at === 'number' && typeof ask.midnight === 'number'
}

const QUEUES = `with toInt64(toUnixTimestamp(stays.start)) * 1000 as came, came + wait_ms <= {at:Int64} as done,
    came >= {midnight:Int64} as today
  select queue, countIf(not done) as waiting, minIf(came, not done) as oldest, countIf(today) as offered,
    countIf(today and done and left = 'answered') as answered, countIf(today and done and in_target = 1) as inTarget,
    countIf(today and done and left in ('abandoned', 'call-ended')) as abandoned,
    countIf(today and done and left not in ('answered', 'abandoned', 'call-ended')) as overflowed,
    sumIf(wait_ms, today and done) as waitMs, maxIf(wait_ms, today and done) as longestMs
  from tinglan.stays where stays.start >= fromUnixTimestamp64Milli({from:Int64})
    and stays.start <= fromUnixTimestamp64Milli({at:Int64})
  group by queue order by queue`

const AGENTS = `select agent, argMax(if(toUnixTimestamp64Milli(finish) > {at:Int64}, mode, next), (spells.start, sequence)) as mode,
    argMax(if(toUnixTimestamp64Milli(finish) > {at:Int64}, toUnixTimestamp64Milli(spells.start), toUnixTimestamp64Milli(finish)),
      (spells.start, sequence)) as since
  from tinglan.spells where spells.start <= fromUnixTimestamp64Milli({at:Int64})
    and spells.start > fromUnixTimestamp64Milli({early:Int64})
  group by agent order by agent`

export async function boardPast(clickhouse: ClickHouse, { at, midnight }: BoardPastAsk): Promise<BoardPast> {
  const [queues, agents] = await Promise.all([
    clickhouse.rows<PastQueue>(QUEUES, { at, midnight, from: Math.min(midnight, at - WAITED_MS) }),
    clickhouse.rows<PastAgent>(AGENTS, { at, early: at - STATE_MS }),
  ])
  return { queues, agents: agents.map((one) => ({ ...one, since: Number(one.since) })) }
}
