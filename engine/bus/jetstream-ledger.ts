// The Ledger port on one JetStream stream. Two owners of one actor cannot both write: the append names the last
// sequence of the subject.
import {
  JetStreamApiError,
  type JetStreamClient,
  type JetStreamManager,
  RetentionPolicy,
  StorageType,
} from '@nats-io/jetstream'
import { type Appended, type Extent, type Ledger, LedgerFault } from '#engine/ports/ledger.ts'
import { type ActorRef, subjects } from '#engine/protocol/actors.ts'
import type { LedgerEntry } from '#engine/protocol/ledger.ts'
import { followStream } from './jetstream-follow.ts'
import { readStream } from './jetstream-read.ts'
import { STREAM } from './jetstream-words.ts'
import { encode } from './json.ts'
import { type Told, tried } from './patience.ts'
import type { Turn } from './turn.ts'

export interface LedgerSettings {
  replicas?: number
  /** how long one append may take before it is tried again, default 5 s */
  appendMs?: number
  /** facts older than this leave the stream; 0 (default) keeps them for ever */
  maxAgeMs?: number
  /** above it the oldest facts leave the stream; 0 (default) is no bound */
  maxBytes?: number
}

/** doubles of a message id are dropped within this time; past it `wasMine` looks at the last message */
const DEDUPE_MS = 120_000
const NANOS = 1_000_000
const SOMEONE_ELSE = [10071, 10164]

/** `settings` undefined: the stream stays as its owner, the engine, made it. */
export async function openLedger(
  { js, manager, turn }: { js: JetStreamClient; manager: JetStreamManager; turn: Turn },
  settings: LedgerSettings | undefined,
  maxPayload: number,
  told: Told,
): Promise<Ledger> {
  await tried('the ledger', () => ensureStream(manager, settings), { tries: 10, pauseMs: 500, told })
  const limits = { timeout: settings?.appendMs ?? 5_000, maxPayload }
  const streams = { js, manager }
  return {
    append: (ref, entry, after) => append({ js, manager, turn }, ref, entry, after, limits),
    readShard: (shard, afterSequence) => readStream(streams, `ledger.${shard}.>`, afterSequence, told),
    readAll: (afterSequence) => readStream(streams, 'ledger.>', afterSequence, told),
    lastSequence: async (ref) => (await lastMessage(manager, subjects.ledger(ref)))?.seq ?? 0,
    extent: () => extentOf(manager),
    follow: (projection) => followStream(streams, projection),
  }
}

async function ensureStream(manager: JetStreamManager, settings: LedgerSettings | undefined): Promise<void> {
  const wanted = {
    subjects: ['ledger.>'],
    max_age: (settings?.maxAgeMs ?? 0) * NANOS,
    max_bytes: settings?.maxBytes || -1,
    num_replicas: settings?.replicas ?? 1,
    duplicate_window: DEDUPE_MS * NANOS,
  }
  const there = await manager.streams.info(STREAM).catch((error) => {
    if (error instanceof JetStreamApiError) return undefined
    throw error
  })
  if (there && settings) await manager.streams.update(STREAM, wanted)
  else if (!there)
    await manager.streams.add({
      name: STREAM,
      storage: StorageType.File,
      retention: RetentionPolicy.Limits,
      allow_direct: true,
      ...wanted,
    })
}

async function extentOf(manager: JetStreamManager): Promise<Extent> {
  const { state, config } = await manager.streams.info(STREAM)
  return {
    first: state.first_seq,
    last: state.last_seq,
    firstAt: Date.parse(state.first_ts),
    lastAt: Date.parse(state.last_ts),
    entries: state.messages,
    bytes: state.bytes,
    maxBytes: Math.max(0, config.max_bytes),
    maxAgeMs: config.max_age / NANOS,
    replicas: config.num_replicas,
  }
}

async function append(
  { js, manager, turn }: { js: JetStreamClient; manager: JetStreamManager; turn: Turn },
  ref: ActorRef,
  entry: LedgerEntry,
  after: number,
  { timeout, maxPayload }: { timeout: number; maxPayload: number },
): Promise<Appended> {
  const msgID = entry.records[0]?.id
  if (msgID === undefined) throw new LedgerFault('an entry without records', false)
  const subject = subjects.ledger(ref)
  const bytes = encode(entry)
  // room for the headers; the server would cut the connection of everybody in this process
  if (bytes.length > maxPayload - 1_024) throw new LedgerFault(`${subject}: ${bytes.length} bytes`, false)
  try {
    const options = { msgID, expect: { lastSubjectSequence: after }, timeout, retries: 1 }
    return { ok: true, sequence: (await turn.asked(() => js.publish(subject, bytes, options))).seq }
  } catch (error) {
    if (error instanceof JetStreamApiError && SOMEONE_ELSE.includes(error.code)) {
      const mine = await wasMine(manager, subject, msgID)
      return mine === undefined ? { ok: false, why: 'not-last' } : { ok: true, sequence: mine }
    }
    throw new LedgerFault(`${subject}: ${String(error)}`, true, { cause: error })
  }
}

/** The sequence of our own entry whose acknowledgement was lost longer ago than the server remembers doubles. */
async function wasMine(manager: JetStreamManager, subject: string, msgID: string): Promise<number | undefined> {
  const last = await lastMessage(manager, subject)
  return last?.header.get('Nats-Msg-Id') === msgID ? last.seq : undefined
}

async function lastMessage(manager: JetStreamManager, subject: string) {
  try {
    return await manager.streams.getMessage(STREAM, { last_by_subj: subject })
  } catch (error) {
    throw new LedgerFault(`${subject}: ${String(error)}`, true, { cause: error })
  }
}
