// From the facts of a queue to the story of one call in it: every offer with every candidate, and who went before by what right.
import type { CallSummary } from '../../protocol/call.ts'
import type { Candidate, RejectedBecause, WaitingCall } from '../../protocol/queue.ts'
import type { BeforeWhy, OfferWhy, QueueFactRow, Right, StayWhy } from '../../protocol/why.ts'

type Stay = CallSummary['queues'][number]
/** What is known of somebody in the line. */
type Place = Pick<WaitingCall, 'vip' | 'joinedAt' | 'placeAt' | 'front' | 'needs'>

const MOST_BEFORE = 200

const isOf = (callId: string) => (row: QueueFactRow) => row.body.callId === callId

export function stayWhy(callId: string, stay: Stay, rows: readonly QueueFactRow[]): StayWhy {
  const mine = placeOf(rows, callId) ?? { vip: false, joinedAt: stay.joinedAt }
  return {
    ...{ queueId: stay.queueId, joinedAt: stay.joinedAt, leftAt: stay.leftAt, left: stay.left },
    ...{ vip: mine.vip, skills: (mine.needs ?? []).length > 0 },
    offers: rows.filter((row) => row.type === 'offer-made' && isOf(callId)(row)).map((row) => offerOf(row, rows)),
    before: beforeOf(callId, mine, stay, rows),
  }
}

function offerOf({ at, body }: QueueFactRow, rows: readonly QueueFactRow[]): OfferWhy {
  const ended = rows.find((row) => row.type === 'offer-ended' && row.body.offerId === body.offerId)
  return {
    ...{ at, agentId: String(body.agentId), waitedMs: Number(body.waitedMs) },
    candidates: (body.candidates ?? []) as Candidate[],
    rejected: (body.rejected ?? {}) as Partial<Record<RejectedBecause, number>>,
    result: String(ended?.body.result ?? ''),
  }
}

/** Each once, by the first agent it was offered while this one waited. */
function beforeOf(callId: string, mine: Place, stay: Stay, rows: readonly QueueFactRow[]): BeforeWhy[] {
  const seen = new Set([callId])
  const before: BeforeWhy[] = []
  for (const { at, type, body } of rows) {
    const other = String(body.callId)
    if (type !== 'offer-made' || at < stay.joinedAt || at > stay.leftAt || seen.has(other)) continue
    seen.add(other)
    const place = placeOf(rows, other) ?? { vip: false, joinedAt: at - Number(body.waitedMs) }
    const cameBack =
      place.front === true || rows.some((row) => row.type === 'call-returned' && row.at <= at && isOf(other)(row))
    before.push({
      ...{ callId: other, joinedAt: place.joinedAt, at, agentId: String(body.agentId) },
      right: rightOf(place, mine, cameBack),
    })
    if (before.length === MOST_BEFORE) break
  }
  return before
}

/** The one right that decides, in the order in which the line is made. */
function rightOf(other: Place, mine: Place, cameBack: boolean): Right {
  if (cameBack) return 'came-back'
  if (other.vip && !mine.vip) return 'vip'
  const place = (one: Place) => one.placeAt ?? one.joinedAt
  if (place(other) <= place(mine)) return other.joinedAt <= mine.joinedAt ? 'came-earlier' : 'kept-place'
  return (mine.needs ?? []).length > (other.needs ?? []).length ? 'skill' : 'other'
}

function placeOf(rows: readonly QueueFactRow[], callId: string): Place | undefined {
  const row = rows.find((one) => (one.type === 'call-queued' || one.type === 'callback-asked') && isOf(callId)(one))
  return row ? ((row.body.call ?? row.body) as Place) : undefined
}
