// Which call rings at a phone of the house, and which are parked: asked of all engine nodes when somebody wants one, which is
// seldom.
import type { Bus } from '#engine/ports/bus.ts'
import type { Rings } from '#engine/ports/lookups.ts'
import { subjects } from '#engine/protocol/actors.ts'
import type { CallView } from '#engine/protocol/call.ts'
import type { LiveSnapshotPart } from '#engine/protocol/live.ts'

const WAIT_MS = 600

export const ringsOn = (bus: Bus): Rings => ({
  async callAt(numbers) {
    const ringing = (await calls(bus)).filter(({ phones = [] }) =>
      phones.some(({ number, rings }) => rings && numbers.includes(number)),
    )
    return ringing[0]?.callId
  },
  async parked() {
    return (await calls(bus)).flatMap(({ callId, parked }) => (parked ? [{ place: parked.place, callId }] : []))
  },
})

/** The one that is longest at what it is at comes first. */
async function calls(bus: Bus): Promise<CallView[]> {
  const parts = (await bus.askAll(subjects.liveSnapshot, {}, WAIT_MS)) as LiveSnapshotPart[]
  return parts.flatMap((part) => part.calls).sort((a, b) => a.stageSince - b.stageSince)
}
