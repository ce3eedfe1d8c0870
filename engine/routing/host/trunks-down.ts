// Trunks that do not answer, as a gateway tells; what it told is forgotten when it falls silent.
import type { Bus } from '#engine/ports/bus.ts'
import type { Clock } from '#engine/ports/clock.ts'
import { subjects } from '#engine/protocol/actors.ts'

const OLD_MS = 15_000
const NONE: ReadonlySet<string> = new Set()

export async function followTrunksDown(
  bus: Bus,
  clock: Pick<Clock, 'steady'>,
): Promise<{ down(): ReadonlySet<string>; stop(): Promise<void> }> {
  let told: { ids: ReadonlySet<string>; at: number } | undefined
  const heard = await bus.subscribe(subjects.trunksDown, (value) => {
    const { ids } = value as { ids?: unknown }
    if (Array.isArray(ids)) told = { ids: new Set(ids.map(String)), at: clock.steady() }
  })
  return {
    down: () => (told && clock.steady() - told.at < OLD_MS ? told.ids : NONE),
    stop: () => heard.stop(),
  }
}
