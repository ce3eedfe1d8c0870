// Which call rings at a phone of the house: asked of all engine nodes when somebody wants to take it, which is seldom.
import type { Bus } from '#engine/ports/bus.ts'
import type { Rings } from '#engine/ports/lookups.ts'
import { subjects } from '#engine/protocol/actors.ts'
import type { LiveSnapshotPart } from '#engine/protocol/live.ts'

const WAIT_MS = 600

/** The one that rings longest. */
export const ringsOn = (bus: Bus): Rings => ({
  async callAt(numbers) {
    const parts = (await bus.askAll(subjects.liveSnapshot, {}, WAIT_MS)) as LiveSnapshotPart[]
    const ringing = parts
      .flatMap(({ calls }) => calls)
      .filter(({ phones = [] }) => phones.some(({ number, rings }) => rings && numbers.includes(number)))
    return ringing.sort((a, b) => a.stageSince - b.stageSince)[0]?.callId
  },
})
