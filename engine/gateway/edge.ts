// Tells the SIP edge to read phones, trunks and numbers again after a change. What the
// edge was last told is kept as a print of what it reads, and compared at every announcement and every few seconds: an
// announcement may be missed, and an edge or a database may be away.
import type { Bus, Subscription } from '../ports/bus.ts'
import type { EdgePrint } from '../records/store/edge.ts'

/** Published after a change; `what` names the kind. */
export const EDGE_RELOAD = 'edge.reload'

export interface Edge {
  reloadPhones(): Promise<void>
  reloadTrunks(): Promise<void>
  /** lines that it registers at carriers */
  registrations(): Promise<string[]>
  refreshRegistration(line: string): Promise<void>
  removeRegistration(line: string): Promise<void>
}

const RELOADS: Record<'phones' | 'trunks', (edge: Edge) => Promise<void>> = {
  phones: (edge) => edge.reloadPhones(),
  trunks: (edge) => edge.reloadTrunks(),
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

export interface EdgeKept extends Subscription {
  /** resolves when the edge was told all that is saved now, however long that takes */
  obeys(): Promise<void>
}

export async function keepEdge({ bus, edge, print, failed, compareMs = COMPARE_MS }: EdgeTold): Promise<EdgeKept> {
  const told: Partial<Pick<EdgePrint, 'phones' | 'trunks'>> = {}
  /** what each line was when it was told; undefined until the edge has said which it knows */
  let lines: Map<string, string> | undefined
  let failures = 0
  let stopped = false
  let again = false
  let running: Promise<void> | undefined
  const waiting: (() => void)[] = []

  async function tell(): Promise<void> {
    const askedBefore = waiting.length
    const now = await print()
    // one that fails does not keep the others
    const faults: unknown[] = []
    for (const part of ['phones', 'trunks'] as const) {
      if (now[part] === told[part]) continue
      await RELOADS[part](edge).then(
        () => {
          told[part] = now[part]
        },
        (fault: unknown) => faults.push(fault),
      )
    }
    await tellLines(now.registrations).catch((fault: unknown) => faults.push(fault))
    if (faults.length > 0) throw faults[0]
    failures = 0
    for (const obeyed of waiting.splice(0, askedBefore)) obeyed()
  }
  /** Line by line, so that one that is changed leaves the others registered as they are. */
  async function tellLines(now: Record<string, string>): Promise<void> {
    lines ??= new Map((await edge.registrations()).map((line) => [line, '']))
    for (const [line, print] of Object.entries(now)) {
      if (lines.get(line) === print) continue
      await edge.refreshRegistration(line)
      lines.set(line, print)
    }
    for (const line of [...lines.keys()].filter((line) => now[line] === undefined)) {
      await edge.removeRegistration(line)
      lines.delete(line)
    }
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
    obeys: () =>
      new Promise((resolve) => {
        waiting.push(resolve)
        check()
      }),
    async stop() {
      stopped = true
      clearInterval(timer)
      await subscription.stop()
      await running
    },
  }
}
