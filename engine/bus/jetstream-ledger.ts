// The Ledger port on one JetStream stream. Two owners of one actor cannot both write: the append names the last
// sequence of the subject.
import {
  DeliverPolicy,
  JetStreamApiError,
  type JetStreamClient,
  type JetStreamManager,
  RetentionPolicy,
  StorageType,
} from '@nats-io/jetstream'
import { type Appended, type Ledger, LedgerFault } from '#engine/ports/ledger.ts'
import { type ActorRef, subjects } from '#engine/protocol/actors.ts'
import type { LedgerEntry } from '#engine/protocol/ledger.ts'
import { followStream } from './jetstream-follow.ts'
import { type Read, readOf, STREAM } from './jetstream-words.ts'
import { encode } from './json.ts'

export interface LedgerSettings {
  replicas?: number
  /** how long one append may take before it is tried again, default 5 s */
  appendMs?: number
  /** facts older than this leave the stream; 0 (default) keeps them for ever */
  maxAgeMs?: number
}

/** doubles of a message id are dropped within this time; past it `wasMine` looks at the last message */
const DEDUPE_MS = 120_000
const NANOS = 1_000_000
const SOMEONE_ELSE = [10071, 10164]

export async function openLedger(
  js: JetStreamClient,
  manager: JetStreamManager,
  settings: LedgerSettings,
  maxPayload: number,
): Promise<Ledger> {
  await ensureStream(manager, settings)
  const limits = { timeout: settings.appendMs ?? 5_000, maxPayload }
  return {
    append: (ref, entry, after) => append(js, manager, ref, entry, after, limits),
    readShard: (shard, afterSequence) => read(js, `ledger.${shard}.>`, afterSequence),
    readAll: (afterSequence) => read(js, 'ledger.>', afterSequence),
    lastSequence: async (ref) => (await lastMessage(manager, subjects.ledger(ref)))?.seq ?? 0,
    follow: (durableName, heard) => followStream(js, manager, durableName, heard),
  }
}

async function ensureStream(manager: JetStreamManager, settings: LedgerSettings): Promise<void> {
  const wanted = {
    subjects: ['ledger.>'],
    max_age: (settings.maxAgeMs ?? 0) * NANOS,
    num_replicas: settings.replicas ?? 1,
    duplicate_window: DEDUPE_MS * NANOS,
  }
  const there = await manager.streams.info(STREAM).catch((error) => {
    if (error instanceof JetStreamApiError) return undefined
    throw error
  })
  if (there) await manager.streams.update(STREAM, wanted)
  else
    await manager.streams.add({
      name: STREAM,
      storage: StorageType.File,
      retention: RetentionPolicy.Limits,
      allow_direct: true,
      ...wanted,
    })
}

async function append(
  js: JetStreamClient,
  manager: JetStreamManager,
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
    return { ok: true, sequence: (await js.publish(subject, bytes, options)).seq }
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

async function* read(js: JetStreamClient, filter: string, afterSequence: number): AsyncGenerator<Read> {
  const consumer = await js.consumers.get(STREAM, {
    filter_subjects: filter,
    deliver_policy: DeliverPolicy.StartSequence,
    opt_start_seq: afterSequence + 1,
  })
  if ((await consumer.info(true)).num_pending === 0) return
  const messages = await consumer.consume({ max_messages: 1_000 })
  try {
    for await (const message of messages) {
      yield readOf(message)
      if (message.info.pending === 0) return
    }
  } finally {
    messages.stop()
    await consumer.delete().catch(() => {})
  }
}
