// Tells the SIP edge to read trunks and numbers again after a change. Phones it reads at each REGISTER anyway.
import type { Bus, Subscription } from '../ports/bus.ts'

/** Published after a change; `what` names the kind. */
export const EDGE_RELOAD = 'edge.reload'

export interface Edge {
  reloadTrunks(): Promise<void>
  reloadRegistrations(): Promise<void>
}

const TRIES = 5
const PAUSE_MS = 2_000

/** Changes that come while a reload is under way lead to one more, not to one each. */
export async function reloadEdge(
  bus: Bus,
  edge: Edge,
  failed: (error: unknown) => void,
  pauseMs = PAUSE_MS,
): Promise<Subscription> {
  let stopped = false
  let wanted = false
  let running: Promise<void> | undefined

  async function attempts(): Promise<void> {
    for (let left = TRIES; left > 0 && !stopped; left--) {
      try {
        await edge.reloadTrunks()
        await edge.reloadRegistrations()
        return
      } catch (error) {
        // an edge that is away reads everything when it starts
        if (left === 1) failed(error)
        else await new Promise((resolve) => setTimeout(resolve, pauseMs))
      }
    }
  }
  async function run(): Promise<void> {
    while (wanted && !stopped) {
      wanted = false
      await attempts()
    }
    running = undefined
  }

  const subscription = await bus.subscribe(EDGE_RELOAD, (value) => {
    if ((value as { what?: string } | null)?.what === 'extensions') return
    wanted = true
    running ??= run()
  })
  return {
    async stop() {
      stopped = true
      await subscription.stop()
      await running
    },
  }
}
