// Call records as a projection of the ledger: idempotent, at-least-once, may be emptied and filled again.
import type { Subscription } from '../../ports/bus.ts'
import type { Ledger } from '../../ports/ledger.ts'
import type { CallSummary } from '../../protocol/call.ts'
import type { CallReportFact } from '../../protocol/facts.ts'
import { type Fact, factsOf } from '../../protocol/ledger.ts'
import { type Queries, type Sql, sqlState } from '../store/postgres.ts'

export const PROJECTION = 'call-records'

type Entries = Parameters<Parameters<Ledger['follow']>[1]>[0]

export interface ProjectionState {
  /** stream sequence handled last */
  sequence: number
  /** age of the newest fact when it was handled, ms */
  lagMs: number
  failures: number
  /** facts that could not be written whatever the database's state */
  passedOver: number
}

export interface Projection extends Subscription {
  state(): ProjectionState
}

/** Follows the ledger. A database that is away makes `follow` tell the same batch again. */
export async function projectCalls(
  sql: Sql,
  ledger: Ledger,
  now: () => number,
  onBadFact: (error: unknown, fact: Fact) => void = () => {},
): Promise<Projection> {
  const state: ProjectionState = { sequence: 0, lagMs: 0, failures: 0, passedOver: 0 }
  const bad = (error: unknown, fact: Fact) => {
    state.passedOver += 1
    onBadFact(error, fact)
  }
  const subscription = await ledger.follow(PROJECTION, async (entries) => {
    try {
      await apply(sql, entries, bad)
    } catch (error) {
      state.failures += 1
      throw error
    }
    state.sequence = entries.at(-1)?.sequence ?? state.sequence
    state.lagMs = now() - (entries.at(-1)?.entry.records.at(-1)?.at ?? now())
  })
  return { stop: () => subscription.stop(), state: () => state }
}

const TYPES: ReadonlySet<string> = new Set(['call-ended', 'recording-stored', 'message-left'])

/** One batch in one transaction. */
async function apply(sql: Sql, entries: Entries, bad: (error: unknown, fact: Fact) => void): Promise<void> {
  const facts = entries
    .flatMap(({ ref, entry }) => (ref.kind === 'call' ? entry.records.flatMap(factsOf) : []))
    .filter((fact) => TYPES.has(fact.body.type))
  const last = entries.at(-1)
  if (!last) return
  await sql.begin(async (tx) => {
    for (const fact of facts) {
      // a fact that does not fit must not hold up all calls after it; a database that is away must
      const work = tx.savepoint((inner) => applyFact(inner, fact as Fact<CallReportFact>))
      await work.catch((error: unknown) => {
        if (!isBadData(error)) throw error
        bad(error, fact)
      })
    }
    const at = last.entry.records.at(-1)?.at ?? 0
    await tx`insert into projections (name, sequence, fact_at) values (${PROJECTION}, ${last.sequence}, ${at})
      on conflict (name) do update set sequence = excluded.sequence, fact_at = excluded.fact_at, updated_at = now()`
  })
}

/** SQLSTATE classes 22 (data) and 23 (constraint), or a shape our own code stumbled over. */
const isBadData = (error: unknown): boolean =>
  /^2[23]/.test(sqlState(error)) || error instanceof TypeError || error instanceof RangeError

/** Empties the call records; following the ledger again under a new durable name fills them. */
export async function forgetCalls(sql: Sql): Promise<void> {
  await sql`truncate calls, recordings, messages, projections`
}

async function applyFact(tx: Queries, fact: Fact<CallReportFact>): Promise<void> {
  const { body } = fact
  if (body.type === 'call-ended') await writeCall(tx, fact.id, body.summary)
  else if (body.type === 'recording-stored') {
    await tx`insert into recordings (recording_id, call_id, fact_id, stored_at, duration_ms, files)
      values (${body.recordingId}, ${fact.actor}, ${fact.id}, ${fact.at}, ${Math.round(body.durationMs)},
        ${tx.json(body.files as never)})
      on conflict (recording_id) do nothing`
  } else if (body.type === 'message-left') {
    await tx`insert into messages (recording_id, call_id, fact_id, at, queue_id)
      values (${body.recordingId}, ${fact.actor}, ${fact.id}, ${fact.at}, ${body.queueId ?? null})
      on conflict (recording_id) do nothing`
  }
}

async function writeCall(tx: Queries, factId: string, call: CallSummary): Promise<void> {
  const row = {
    callId: call.callId,
    factId,
    direction: call.direction,
    fromNumber: call.from,
    toNumber: call.to,
    accessNumber: call.accessNumber,
    arrivedAt: call.arrivedAt,
    answeredAt: call.answeredAt ?? null,
    talkStartedAt: call.talkStartedAt ?? null,
    endedAt: call.endedAt,
    outcome: call.outcome,
    hungUpBy: call.hungUpBy,
    ...spans(call),
    region: call.region,
    vip: call.vip,
    customerId: call.customerId ?? null,
    recordingId: call.recordingId ?? null,
    queueIds: unique(call.queues.map((queue) => queue.queueId)),
    agentIds: unique(call.agents.map((agent) => agent.agentId)),
    queues: tx.json(call.queues as never),
    agents: tx.json(call.agents as never),
    path: tx.json(call.path as never),
    collected: tx.json(call.collected),
  }
  await tx`insert into calls ${tx(row as never)} on conflict (call_id) do nothing`
}

const unique = (ids: string[]): string[] => [...new Set(ids)]

/** Whole ms: wait in all queues, talk with all agents without hold, hold. */
export function spans(call: CallSummary): { waitMs: number; talkMs: number; holdMs: number } {
  const sum = (values: number[]) => Math.round(values.reduce((all, one) => all + one, 0))
  const holdMs = sum(call.agents.map((agent) => agent.holdMs))
  return {
    waitMs: sum(call.queues.map((queue) => queue.leftAt - queue.joinedAt)),
    talkMs: Math.max(0, sum(call.agents.map((agent) => agent.to - agent.from)) - holdMs),
    holdMs,
  }
}
