// How a queue speaks to a call: always of the stay that the call named when it joined.
import type { Effect } from '#engine/protocol/machine.ts'
import type { QueueNotice, WaitingCall } from '#engine/protocol/queue.ts'
import { toCall } from '#engine/routing/core/machine/decided.ts'

export type Stayed = Pick<WaitingCall, 'callId' | 'stay'>

export const tell = ({ callId, stay }: Stayed, notice: QueueNotice): Effect =>
  toCall(callId, { type: 'queue', notice: stay === undefined ? notice : { ...notice, stay } })
