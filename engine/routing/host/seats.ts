// Which agent is signed in at which desk phone, of all engine nodes: read off the views that they show.
import type { Bus } from '#engine/ports/bus.ts'
import type { Seats } from '#engine/ports/lookups.ts'
import { subjects } from '#engine/protocol/actors.ts'
import type { AgentView } from '#engine/protocol/agent.ts'
import type { LiveSnapshotPart, LiveViewsTold } from '#engine/protocol/live.ts'
import { MOST_CALLS } from '#engine/routing/core/agent/beside.ts'

const SNAPSHOT_WAIT_MS = 800

export interface FollowedSeats extends Seats {
  stop(): Promise<void>
}

export async function followSeats(bus: Bus): Promise<FollowedSeats> {
  const seats = new SeatBook()
  const heard = await bus.subscribe(subjects.liveViews('agent'), (value) => {
    for (const { view } of (value as LiveViewsTold).views) if (view) seats.hear(view as AgentView)
  })
  const ask = async (): Promise<void> => {
    const parts = await bus.askAll(subjects.liveSnapshot, {}, SNAPSHOT_WAIT_MS).catch(() => [])
    for (const { agents } of parts as LiveSnapshotPart[]) for (const view of agents) seats.hear(view)
  }
  bus.onConnection((connected) => {
    if (connected) void ask()
  })
  void ask()
  return { at: (user) => seats.at(user), stop: () => heard.stop() }
}

/** Its phone's next line is nobody's: it rings, dials or watches, or has as many calls as an agent may have. */
function isFull({ mode, call, beside = [] }: AgentView): boolean {
  if (mode !== 'talking') return mode === 'ringing' || mode === 'dialling'
  return call?.connectedAt === undefined || (call.watch ?? 'agent') !== 'agent' || beside.length + 1 >= MOST_CALLS
}

/** The last who signed in at a phone has it. */
export class SeatBook implements Seats {
  readonly #byUser = new Map<string, { agentId: string; full: boolean; since: number }>()
  readonly #userOf = new Map<string, string>()

  hear(view: AgentView): void {
    const { agentId, mode, phone, signedInAt } = view
    const before = this.#userOf.get(agentId)
    const user = mode !== 'signed-out' && phone.type === 'extension' ? phone.user : undefined
    if (before !== undefined && before !== user && this.#byUser.get(before)?.agentId === agentId)
      this.#byUser.delete(before)
    if (user === undefined) {
      this.#userOf.delete(agentId)
      return
    }
    this.#userOf.set(agentId, user)
    const there = this.#byUser.get(user)
    if (there && there.agentId !== agentId && there.since > signedInAt) return
    this.#byUser.set(user, { agentId, full: isFull(view), since: signedInAt })
  }

  at(user: string): { agentId: string; full: boolean } | undefined {
    return this.#byUser.get(user)
  }
}
