// Call records as a projection of the ledger. Rows and the place in the ledger are one transaction, so a batch counts
// once, whoever dies when; of two gateways each reads, and who comes second finds the batch done.
import type { Subscription } from '../../ports/bus.ts'
import type { FollowTrouble, Ledger, Read } from '../../ports/ledger.ts'
import type { ActorRef } from '../../protocol/actors.ts'
import type { CallSummary } from '../../protocol/call.ts'
import type { AgentReportFact, CallReportFact } from '../../protocol/facts.ts'
import { type DecisionRecord, type Fact, factsOf } from '../../protocol/ledger.ts'
import type { RecordingGap } from '../../protocol/media.ts'
import { readable } from '../../protocol/shapes.ts'
import { Places } from '../../protocol/standing.ts'
import { type Queries, type Sql, sqlState, type Tx } from '../store/postgres.ts'
import { tellSettled } from './settled.ts'
import { spans } from './spans.ts'

export const PROJECTION = 'call-records'
/** A busy centre writes its records so often, not once for every few facts: a transaction is five questions. */
const GATHER_MS = 300

export interface ProjectionState {
  /** stream sequence handled last */
  sequence: number
  /** age of the newest fact when it was handled, ms */
  lagMs: number
  failures: number
  /** failures since the last batch that was stored */
  failing: number
  /** facts that could not be written whatever the database's state */
  passedOver: number
  /** entries that had left the ledger before they were read */
  missing: number
}

export interface Projection extends Subscription {
  state(): ProjectionState
}

export interface ProjectionHears {
  badFact(error: unknown, fact: Fact): void
  trouble(trouble: FollowTrouble): void
  /** a message that came just now, stored for the first time; not told again when the log is filled anew */
  messageLeft?(message: MessageLeft): void
  settled?(callIds: string[]): void
}

export interface MessageLeft {
  callId: string
  queueId: string
  queueName: string
  /** for this agent alone */
  agentId?: string
  /** who left it, of ours */
  byName: string
}

/** an older one is no news */
const NEWS_MS = 60_000
const nobody: ProjectionHears = { badFact() {}, trouble() {} }

export async function projectCalls(
  sql: Sql,
  ledger: Ledger,
  now: () => number,
  hears: ProjectionHears = nobody,
): Promise<Projection> {
  const state: ProjectionState = { sequence: 0, lagMs: 0, failures: 0, failing: 0, passedOver: 0, missing: 0 }
  const places = new Places()
  const bad = (error: unknown, fact: Fact) => {
    state.passedOver += 1
    hears.badFact(error, fact)
  }
  const subscription = await ledger.follow({
    gatherMs: GATHER_MS,
    async stored() {
      // after a failure nobody knows which records of the batch were stored
      places.clear()
      state.sequence = await storedSequence(sql)
      return state.sequence
    },
    async heard(entries, after) {
      const came = await sql.begin((tx) => apply(tx, entries, after, places, bad))
      if (came) await tellNews(sql, entries, now() - NEWS_MS, hears)
      state.sequence = entries.at(-1)?.sequence ?? state.sequence
      state.lagMs = now() - (entries.at(-1)?.entry.records.at(-1)?.at ?? now())
      state.failing = 0
    },
    async rewind(to) {
      await sql`update projections set sequence = ${to} where name = ${PROJECTION}`
    },
    told(trouble) {
      if (trouble.type === 'failed') {
        state.failures += 1
        state.failing += 1
      } else if (trouble.type === 'gap') state.missing += trouble.first - trouble.after - 1
      hears.trouble(trouble)
    },
  })
  return { stop: () => subscription.stop(), state: () => state }
}

const TYPES: ReadonlySet<string> = new Set(
  'call-ended recording-stored recording-lost recording-awaited message-left call-disposed'.split(' '),
)

/** Agents have many records and only one fact that is of a call's record. */
const isWanted = ({ kind }: ActorRef, { facts }: DecisionRecord): boolean =>
  kind === 'call' || (kind === 'agent' && facts.some(({ type }) => type === 'call-disposed'))

async function storedSequence(sql: Sql): Promise<number> {
  await sql`insert into projections (name, sequence, fact_at) values (${PROJECTION}, 0, ${0})
    on conflict (name) do nothing`
  const [row] = await sql<{ sequence: number }[]>`select sequence from projections where name = ${PROJECTION}`
  return Number(row?.sequence ?? 0)
}

/** One batch, in one transaction with the place it ends at. */
async function apply(
  tx: Tx,
  entries: Read[],
  after: number,
  places: Places,
  bad: (error: unknown, fact: Fact) => void,
): Promise<boolean> {
  // the lock makes a second gateway wait here, and then see what the first has done
  const [row] = await tx<{ sequence: number }[]>`
    select sequence from projections where name = ${PROJECTION} for update`
  const stored = Number(row?.sequence ?? 0)
  const last = entries.at(-1)
  if (stored < after) throw new Error(`the call records stand at ${stored}, not at ${after}`)
  if (!last || last.sequence <= stored) return false
  for (const { ref, entry, sequence } of entries) {
    if (sequence <= stored) continue
    for (const record of entry.records) if (isWanted(ref, record)) await applyRecord(tx, ref, record, places, bad)
  }
  const at = last.entry.records.at(-1)?.at ?? 0
  await tx`update projections set sequence = ${last.sequence}, fact_at = ${at}, updated_at = now()
    where name = ${PROJECTION}`
  return true
}

/** By the gateway that stored it, and no other. */
async function tellNews(sql: Sql, entries: Read[], since: number, hears: ProjectionHears): Promise<void> {
  tellSettled(entries, since, hears.settled)
  if (!hears.messageLeft) return
  for (const { ref, entry } of entries)
    for (const record of entry.records)
      for (const { body, at } of factsOf(record)) {
        if (ref.kind !== 'call' || body.type !== 'message-left' || at < since) continue
        hears.messageLeft(await leftOf(sql, ref.id, body as Left))
      }
}

type Left = Extract<CallReportFact, { type: 'message-left' }>

async function leftOf(sql: Sql, callId: string, { queueId = '', agentId, by = '' }: Left): Promise<MessageLeft> {
  const [row] = await sql<{ queue: string | null; agent: string | null }[]>`
    select (select name from queues where id = ${queueId}) as queue, (select name from agents where id = ${by}) as agent`
  const names = { queueName: row?.queue ?? '', byName: row?.agent ?? '' }
  return { callId, queueId, ...names, ...(agentId === undefined ? {} : { agentId }) }
}

async function applyRecord(
  tx: Tx,
  ref: ActorRef,
  record: DecisionRecord,
  places: Places,
  bad: (error: unknown, fact: Fact) => void,
): Promise<void> {
  readable(record)
  const standing = places.take(ref, record)
  if (standing === 'passed-over') return
  if (standing !== 'next') await takeBack(tx, record)
  for (const fact of factsOf(record)) {
    if (!TYPES.has(fact.body.type)) continue
    // a fact that does not fit must not hold up all calls after it; a database that is away must
    const work = tx.savepoint((inner) => applyFact(inner, fact as Fact<Projected>))
    await work.catch((error: unknown) => {
      if (!isBadData(error)) throw error
      bad(error, fact)
    })
  }
}

/** What a former owner wrote for the same place in the call's life. */
async function takeBack(tx: Tx, { kind, actor, seq, epoch }: DecisionRecord): Promise<void> {
  if (kind === 'agent') {
    await tx`delete from call_dispositions where agent_id = ${actor} and seq >= ${seq} and epoch < ${epoch}`
    return
  }
  for (const table of ['calls', 'recordings', 'messages'])
    await tx`delete from ${tx(table)} where call_id = ${actor} and seq >= ${seq} and epoch < ${epoch}`
}

/** SQLSTATE classes 22 (data) and 23 (constraint), or a shape our own code stumbled over. */
const isBadData = (error: unknown): boolean =>
  /^2[23]/.test(sqlState(error)) || error instanceof TypeError || error instanceof RangeError

/** Empties the call records; who follows notices and fills them again from the ledger's start. */
export async function forgetCalls(sql: Sql): Promise<void> {
  await sql`truncate calls, recordings, messages, call_dispositions, projections`
}

async function applyFact(tx: Queries, fact: Fact<Projected>): Promise<void> {
  const { body } = fact
  if (body.type === 'call-disposed') await writeDisposition(tx, fact, body)
  else if (body.type === 'call-ended') await writeCall(tx, fact, body.summary)
  else if (body.type === 'recording-stored') await writeRecording(tx, fact, body)
  else if (body.type === 'recording-lost' || body.type === 'recording-awaited') {
    const reason = body.type === 'recording-lost' ? 'lost' : 'awaited'
    const gaps: RecordingGap[] = [{ fromMs: 0, untilMs: 0, reason }]
    await writeRecording(tx, fact, { recordingId: body.recordingId, durationMs: 0, files: [], gaps })
  } else if (body.type === 'message-left') {
    await tx`insert into messages (recording_id, call_id, fact_id, at, queue_id, agent_id, by_agent_id, seq, epoch)
      values (${body.recordingId}, ${fact.actor}, ${fact.id}, ${fact.at}, ${body.queueId ?? null},
        ${body.agentId ?? null}, ${body.by ?? null}, ${fact.seq}, ${fact.epoch})
      on conflict (recording_id) do update set seq = excluded.seq, epoch = excluded.epoch`
  }
}

/** The last word of each agent on a call counts. */
async function writeDisposition(tx: Queries, { id: factId, at, actor, seq, epoch }: Fact, said: Disposed) {
  const { callId, dispositionId, note } = said
  const row = { callId, agentId: actor, factId, at, dispositionId, note, seq, epoch }
  await tx`insert into call_dispositions ${tx(row as never)}
    on conflict (call_id, agent_id) do update set ${tx(row as never)} where call_dispositions.seq < excluded.seq`
}

type Disposed = Extract<AgentReportFact, { type: 'call-disposed' }>
type Projected = CallReportFact | Disposed

type Stored = Pick<
  Extract<CallReportFact, { type: 'recording-stored' }>,
  'recordingId' | 'durationMs' | 'files' | 'gaps'
>

/** One that was awaited comes later, or never. */
async function writeRecording(tx: Queries, fact: Fact, { recordingId, durationMs, files, gaps = [] }: Stored) {
  await tx`insert into recordings (recording_id, call_id, fact_id, stored_at, duration_ms, files, gaps, seq, epoch)
    values (${recordingId}, ${fact.actor}, ${fact.id}, ${fact.at}, ${Math.round(durationMs)},
      ${tx.json(files as never)}, ${tx.json(gaps as never)}, ${fact.seq}, ${fact.epoch})
    on conflict (recording_id) do update set fact_id = excluded.fact_id, stored_at = excluded.stored_at,
      duration_ms = excluded.duration_ms, files = excluded.files, gaps = excluded.gaps,
      seq = excluded.seq, epoch = excluded.epoch`
}

async function writeCall(tx: Queries, { id: factId, seq, epoch }: Fact, call: CallSummary): Promise<void> {
  const row = {
    callId: call.callId,
    factId,
    seq,
    epoch,
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
    agentIds: unique([...(call.placedBy ? [call.placedBy.agentId] : []), ...call.agents.map((agent) => agent.agentId)]),
    placedBy: call.placedBy?.agentId ?? null,
    failure: call.failure ?? null,
    missedAgentIds: unique([...call.queues.flatMap((queue) => queue.missed), ...(call.missed ?? [])]),
    queues: tx.json(call.queues as never),
    agents: tx.json(call.agents as never),
    path: tx.json(call.path as never),
    line: tx.json((call.line ?? []) as never),
    lines: tx.json((call.lines ?? []) as never),
    flags: tx.json((call.flags ?? []) as never),
    watches: tx.json((call.watches ?? []) as never),
    collected: tx.json(call.collected),
  }
  await tx`insert into calls ${tx(row as never)}
    on conflict (call_id) do update set ${tx(row as never)} where calls.epoch < excluded.epoch`
}

const unique = (ids: string[]): string[] => [...new Set(ids)]
