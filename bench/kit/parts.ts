// CPU and memory of all parts of a centre, the launcher among them, from /proc: what was spent between two looks.
import type { Centre } from '#test/kit/centre.ts'
import { cpuMs, type Family, familyOf } from './cpu.ts'
import { memoryOf, resident, together } from './memory.ts'

export const PARTS = [
  ...['kamailio', 'rtpengine', 'redis', 'media', 'engine', 'gateway', 'analytics'],
  ...['nats', 'postgres', 'clickhouse', 'launcher'],
] as const

const KIB_A_MIB = 1_024

export interface Spent {
  ms: number
  /** CPU-ms by part, in the order of PARTS, and of all together */
  cpu: number[]
  all: number
}

/** Processes are looked up anew at each look: PostgreSQL's come and go. */
async function families(centre: Centre): Promise<Map<string, Family>> {
  const found = new Map<string, Family>()
  for (const part of PARTS) {
    const leader = await centre.pidOf(part)
    found.set(part, part === 'launcher' ? [leader] : familyOf(leader))
  }
  return found
}

/** From now until the answer is called. */
export async function spending(centre: Centre): Promise<() => Promise<Spent>> {
  const before = cpuMs(await families(centre))
  const began = performance.now()
  return async () => {
    const after = cpuMs(await families(centre))
    const cpu = PARTS.map((part) => (after.get(part) ?? 0) - (before.get(part) ?? 0))
    return { ms: performance.now() - began, cpu, all: cpu.reduce((sum, each) => sum + each, 0) }
  }
}

const ROLES = ['ENGINE', 'MEDIA', 'ANALYTICS', 'GATEWAY'] as const

/** Messages that the roles published on the bus, and messages that actors got, since the start: by their own metrics. */
export async function messagesSent(centre: Centre): Promise<{ bus: number; actors: number }> {
  const texts = ROLES.map(async (role) => {
    const answer = await fetch(`http://127.0.0.1:${centre.portOf(`METRICS_${role}`)}/metrics`)
    return answer.text()
  })
  const text = (await Promise.all(texts)).join('\n')
  const sum = (name: string): number =>
    text.split('\n').reduce((all, line) => all + (line.startsWith(`${name} `) ? Number(line.split(' ')[1]) : 0), 0)
  return { bus: sum('tinglan_bus_messages_total{way="out"}'), actors: sum('tinglan_actor_messages_total') }
}

/** MiB of all parts, each page once. */
export const residentNow = async (centre: Centre): Promise<number> =>
  resident(together([...(await families(centre)).values()].map(memoryOf))) / KIB_A_MIB
