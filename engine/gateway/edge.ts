// Tells the SIP edge to read trunks and numbers again after a change. Phones it reads at each REGISTER anyway. What the
// edge was last told is kept as a print of what it reads, and compared at every announcement and every few seconds: an
// announcement may be missed, and an edge or a database may be away.
import type { Bus, Subscription } from '../ports/bus.ts'

/** Published after a change; `what` names the kind. */
export const EDGE_RELOAD = 'edge.reload'

export interface Edge {
  reloadTrunks(): Promise<void>
  reloadRegistrations(): Promise<void>
}

/** Of everything the edge reads at a reload: equal prints, equal content. */
export interface EdgePrint {
  trunks: string
  registrations: string
}

export interface EdgeTold {
  bus: Bus
  edge: Edge
  print(): Promise<EdgePrint>
  failed(error: unknown): void
  compareMs?: number
}

const COMPARE_MS = 5_000
/** an edge that does not reload is said after so many turns (one just started refuses for a moment), then ever again */
const SAID_AFTER = 3
const SAID_EVERY = 30

export async function keepEdge({ bus, edge, print, failed, compareMs = COMPARE_MS }: EdgeTold): Promise<Subscription> {
  let told: Partial<EdgePrint> = {}
  let failures = 0
  let stopped = false
  let again = false
  let running: Promise<void> | undefined

  async function tell(): Promise<void> {
    const now = await print()
    // one that fails does not keep the other: registrations may be reloaded only every 150 s
    if (now.trunks !== told.trunks) {
      await edge.reloadTrunks()
      told = { ...told, trunks: now.trunks }
    }
    if (now.registrations !== told.registrations) {
      await edge.reloadRegistrations()
      told = { ...told, registrations: now.registrations }
    }
    failures = 0
  }
  async function turn(): Promise<void> {
    do {
      again = false
      await tell().catch((error: unknown) => {
        if (++failures % SAID_EVERY === SAID_AFTER) failed(error)
      })
    } while (again && !stopped)
    running = undefined
  }
  /** Changes that come while a reload is under way lead to one more, not to one each. */
  const check = () => {
    if (stopped) return
    again = true
    running ??= turn()
  }

  const subscription = await bus.subscribe(EDGE_RELOAD, (value) => {
    if ((value as { what?: string } | null)?.what !== 'extensions') check()
  })
  bus.onConnection((connected) => {
    if (connected) check()
  })
  const timer = setInterval(check, compareMs)
  check()
  return {
    async stop() {
      stopped = true
      clearInterval(timer)
      await subscription.stop()
      await running
    },
  }
}
