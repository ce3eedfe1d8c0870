// Starts parts in order, watches them, starts a dead one again, stops them in reverse order.
import type { Settings } from '../settings.ts'
import { Life, type Surroundings } from './life.ts'
import type { Part } from './part.ts'
import { restartAskedBy } from './requests.ts'

/** for all parts together; each has at least LEAST_STOP_MS */
const STOP_WITHIN_MS = 9_000
const LEAST_STOP_MS = 1_000

export interface Supervisor {
  start(part: Part): Promise<void>
  /** reverse order */
  stop(): Promise<void>
  pidOf(name: string): number | undefined
  /** once it is up */
  readyPidOf(name: string): number | undefined
}

async function endAll(lives: readonly Life[]): Promise<void> {
  const until = performance.now() + STOP_WITHIN_MS
  for (const life of [...lives].reverse()) await life.end(Math.max(LEAST_STOP_MS, until - performance.now()))
}

export function newSupervisor(settings: Settings, say: (text: string) => void, handsOver = false): Supervisor {
  const lives: Life[] = []
  let stopping: Promise<void> | undefined
  const asked = (by: Part, message: unknown): void => {
    const name = by.role === 'gateway' ? restartAskedBy(message) : undefined
    const life = lives.find(({ part }) => part.name === name && !part.once)
    if (!life || stopping) return
    say(`${life.part.name}: restarted as asked on the system page`)
    void life.restart(STOP_WITHIN_MS)
  }
  const around: Surroundings = { settings, say, wanted: () => stopping === undefined, handsOver, asked }
  return {
    async start(part) {
      const life = new Life(part, around)
      lives.push(life)
      await life.start()
    },
    stop: () => (stopping ??= endAll(lives)),
    pidOf: (name) => lives.find((life) => life.part.name === name)?.pid,
    readyPidOf: (name) => lives.find((life) => life.part.name === name)?.readyPid,
  }
}
