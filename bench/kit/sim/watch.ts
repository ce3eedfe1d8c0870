// What the phones and the ledger say of a simulated centre, and what must never be true of it.
import type { CallSummary } from '#engine/protocol/call.ts'
import { type Fact, factsOf } from '#engine/protocol/ledger.ts'
import type { LegTruth } from '#engine/protocol/media.ts'
import { Places } from '#engine/protocol/standing.ts'
import type { AgentState } from '#engine/routing/core/agent/state.ts'
import type { QueueState } from '#engine/routing/core/queue/state.ts'
import type { MemoryCaller } from '#media/memory/scripts.ts'
import type { Centre } from './centre.ts'
import { QUEUES } from './company.ts'

export interface SimCaller {
  name: string
  caller: MemoryCaller
  /** hung up by itself */
  left: boolean
  calledAt: number
  /** seen to be over */
  overAt?: number
}

/** Looked for while it runs: a phone rung for two calls, a caller for whom two phones ring. */
export function seenNow(legs: readonly LegTruth[]): string[] {
  const wrong: string[] = []
  const agents = legs.filter((leg) => leg.owner.kind === 'agent')
  const twice = (what: string, key: (leg: LegTruth) => string, of: readonly LegTruth[]) => {
    const counts = new Map<string, LegTruth[]>()
    for (const leg of of) counts.set(key(leg), [...(counts.get(key(leg)) ?? []), leg])
    for (const [name, found] of counts) {
      if (found.length > 1) wrong.push(`${what} ${name}: ${found.map((leg) => `${leg.callId}/${leg.state}`).join(' ')}`)
    }
  }
  twice('two legs of', (leg) => leg.to, agents)
  twice(
    'two phones ring for',
    (leg) => leg.callId,
    agents.filter((leg) => leg.state === 'ringing'),
  )
  return wrong
}

/** After everything has come to rest. */
export async function broken(centre: Centre, callers: readonly SimCaller[]): Promise<string[]> {
  const wrong = [...new Set(centre.bugs)]
  const facts = standingFacts(centre)
  for (const one of callers) wrong.push(...ofCaller(one, facts))
  for (const queueId of QUEUES) wrong.push(...ofQueue(queueId, centre))
  for (const { id } of centre.company.agents) {
    const agent = centre.stateOf<AgentState>({ kind: 'agent', id })
    if (agent?.mode !== 'ready') wrong.push(`${id} is ${agent?.mode ?? 'forgotten'}`)
  }
  for (const leg of centre.truth()) wrong.push(`a leg is left: ${leg.callId} ${leg.owner.kind} ${leg.state}`)
  return wrong
}

/** What counts when two owners wrote, by the rule of all projections. */
function standingFacts(centre: Centre): Fact[] {
  const places = new Places()
  let facts: Fact[] = []
  for (const { ref, entry } of centre.ledger.entries()) {
    for (const record of entry.records) {
      const standing = places.take(ref, record)
      if (standing === 'passed-over') continue
      if (standing === 'instead') {
        facts = facts.filter(({ kind, actor, seq }) => kind !== ref.kind || actor !== ref.id || seq < record.seq)
      }
      facts.push(...factsOf(record))
    }
  }
  return facts
}

/** who finds nobody for so long is told to call again */
const UNANSWERED_MS = 30_000

function ofCaller({ name, caller, left, calledAt, overAt = 0 }: SimCaller, facts: readonly Fact[]): string[] {
  const wrong: string[] = []
  const turnedAway = caller.status === 503 && overAt - calledAt >= UNANSWERED_MS
  if (!left && !turnedAway)
    wrong.push(`${name} was ${caller.state === 'ended' ? `hung up (${caller.status ?? 'BYE'})` : 'forgotten'}`)
  const ended = facts.filter((fact) => fact.actor === caller.callId && fact.body.type === 'call-ended')
  const outcomes = ended.map((fact) => (fact.body as unknown as { summary: CallSummary }).summary.outcome)
  if (ended.length !== 1) wrong.push(`${name} has ${ended.length} last facts: ${outcomes.join(' ')}`)
  return wrong
}

function ofQueue(id: string, centre: Centre): string[] {
  const queue = centre.stateOf<QueueState>({ kind: 'queue', id })
  if (!queue || queue.mode === 'unknown') return [`${id} is forgotten`]
  const { offered, answered, abandoned, overflowed } = queue.today
  const wrong = queue.waiting.map(({ call }) => `${call.callId} still waits in ${id}`)
  if (offered !== answered + abandoned + overflowed + queue.waiting.length) {
    wrong.push(`${id}: ${offered} offered, ${answered} + ${abandoned} + ${overflowed} accounted for`)
  }
  return wrong
}
