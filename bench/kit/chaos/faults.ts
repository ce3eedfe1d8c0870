// What is broken in a running centre, and how: a part is killed or stands still, as a whole with its children.
import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import type { Centre } from '#test/kit/centre.ts'
import { signalFamily } from '#test/kit/family.ts'
import { waitFor } from '#test/kit/wait.ts'
import type { Surroundings } from './surroundings.ts'

export const PARTS = [
  ...['engine', 'media', 'gateway', 'analytics', 'clickhouse'],
  ...['postgres', 'nats', 'kamailio', 'rtpengine', 'redis'],
] as const

export interface Fault {
  name: string
  /** the part stands still for so long: what is silent until then is no fault of the others */
  standsMs: number
  /** who is up is cut by it, as long as he is freed and counted */
  cuts?: true
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

/** ports of those that the others reach over the network */
const PORTS: Record<string, string> = {
  ...{ nats: 'NATS_PORT', postgres: 'POSTGRES_PORT', clickhouse: 'CLICKHOUSE_PORT' },
  ...{ redis: 'RTPENGINE_REDIS', kamailio: 'EDGE_NODES' },
}
export const CUTTABLE: readonly string[] = Object.keys(PORTS)

const run = promisify(execFile)

/** Nothing comes through any more, and nobody is told: the packets of its port are dropped. */
export const cutOff = (part: string, ms: number): Fault => ({
  name: `cut off ${part} ${Math.round(ms / 100) / 10} s`,
  standsMs: ms,
  async happen(centre) {
    const port = String(centre.portOf(PORTS[part] ?? ''))
    const rules = ['--dport', '--sport'].map((end) => ['INPUT', '-i', 'lo', '-p', 'tcp', end, port, '-j', 'DROP'])
    for (const rule of rules) await run('iptables', ['-I', ...rule])
    try {
      await pause(ms)
    } finally {
      for (const rule of rules) await run('iptables', ['-D', ...rule])
    }
  },
})

export const killedAll = (): Fault => ({
  ...{ name: 'kill -9 of everything, then up', standsMs: 0, cuts: true },
  happen: (centre) => centre.killAll(),
})

export const diskFull = ({ fillDisk }: Surroundings, ms: number): Fault => ({
  name: `disk full ${Math.round(ms / 100) / 10} s`,
  standsMs: 0,
  async happen() {
    const free = await fillDisk()
    await pause(ms).finally(free)
  },
})

/** For a while, then it is right again. */
export const clockSet = ({ setClock }: Surroundings, byMs: number, ms: number): Fault => ({
  name: `clock set by ${byMs / 3_600_000} h for ${Math.round(ms / 100) / 10} s`,
  standsMs: 0,
  async happen() {
    await setClock(byMs)
    await pause(ms).finally(() => setClock(0))
  },
})
