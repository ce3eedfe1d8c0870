// What is broken in a running centre, and how: a part is killed or stands still, as a whole with its children.
import type { Centre } from '#test/kit/centre.ts'
import { signalFamily } from '#test/kit/family.ts'
import { waitFor } from '#test/kit/wait.ts'

export const PARTS = [
  ...['engine', 'media', 'gateway', 'analytics', 'clickhouse'],
  ...['postgres', 'nats', 'kamailio', 'rtpengine', 'redis'],
] as const

export interface Fault {
  name: string
  /** the part stands still for so long: what is silent until then is no fault of the others */
  standsMs: number
  /** Resolves when the part runs again. */
  happen(centre: Centre): Promise<void>
}

const BACK_MS = 120_000
export const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))

/** The launcher's own word; the part may have been back before it is read. */
const backs = (centre: Centre, part: string): number => centre.log().split(`${part} is back`).length

export const killed = (part: string): Fault => ({
  name: `kill -9 ${part}`,
  standsMs: 0,
  async happen(centre) {
    const before = backs(centre, part)
    process.kill(await centre.pidOf(part), 'SIGKILL')
    await waitFor(() => backs(centre, part) > before, { timeoutMs: BACK_MS, what: `${part} is back` })
  },
})

export const stopped = (part: string, ms: number): Fault => ({
  name: `stop ${part} ${Math.round(ms / 100) / 10} s`,
  standsMs: ms,
  async happen(centre) {
    const pid = await centre.pidOf(part)
    await signalFamily(pid, 'SIGSTOP')
    try {
      await pause(ms)
    } finally {
      await signalFamily(pid, 'SIGCONT')
    }
  },
})
