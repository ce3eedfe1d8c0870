// Tells the SIP edge to read phones, trunks and numbers again after a change. What the
// edge was last told is kept as a print of what it reads, and compared at every announcement and every few seconds: an
// announcement may be missed, and an edge or a database may be away.
import type { Bus, Subscription } from '../ports/bus.ts'

/** Published after a change; `what` names the kind. */
export const EDGE_RELOAD = 'edge.reload'

export interface Edge {
  reloadPhones(): Promise<void>
  reloadTrunks(): Promise<void>
  reloadRegistrations(): Promise<void>
}

/** Of everything the edge reads at a reload: equal prints, equal content. */
export type EdgePrint = Record<'phones' | 'trunks' | 'registrations', string>

const RELOADS: Record<keyof EdgePrint, (edge: Edge) => Promise<void>> = {
  phones: (edge) => edge.reloadPhones(),
  trunks: (edge) => edge.reloadTrunks(),
  registrations: (edge) => edge.reloadRegistrations(),
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
    // one that fails does not keep the others: registrations may be reloaded only every 150 s
    const faults: unknown[] = []
    for (const part of Object.keys(RELOADS) as (keyof EdgePrint)[]) {
      if (now[part] === told[part]) continue
      await RELOADS[part](edge).then(
        () => {
          told = { ...told, [part]: now[part] }
        },
        (fault: unknown) => faults.push(fault),
      )
    }
    if (faults.length > 0) throw faults[0]
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

  const subscription = await bus.subscribe(EDGE_RELOAD, check)
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
