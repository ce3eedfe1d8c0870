// What the writers and the readers of the ledger's stream share.
import type { JsMsg } from '@nats-io/jetstream'
import type { Read } from '#engine/ports/ledger.ts'
import type { ActorKind } from '#engine/protocol/actors.ts'
import type { LedgerEntry } from '#engine/protocol/ledger.ts'
import { decode } from './json.ts'

export const STREAM = 'LEDGER'

/** A stream message; its subject is `ledger.<shard>.<kind>.<id>`. */
export function readOf(message: JsMsg): Read {
  const [, , kind, id] = message.subject.split('.')
  return {
    ref: { kind: kind as ActorKind, id: id ?? '' },
    entry: decode(message.data) as LedgerEntry,
    sequence: message.seq,
  }
}
