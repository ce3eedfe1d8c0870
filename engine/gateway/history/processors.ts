// What processors and memory of this machine are used for, from /proc: a part is its process and all that it has started.
import { readdirSync, readFileSync } from 'node:fs'
import { cpus, freemem, loadavg, totalmem } from 'node:os'
import type { PartProcess } from '../machine.ts'

const TICK_MS = 10

export interface Spent {
  /** processor time of the machine so far, all of it and what was used, ms */
  allMs: number
  usedMs: number
  /** of each part so far, ms */
  parts: Record<string, number>
}

interface Stat {
  parent: number
  spentMs: number
}

/** Fields of /proc/<pid>/stat from the third on: the second, the name, may hold blanks. */
function statOf(pid: string): Stat | undefined {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8')
    const fields = text
      .slice(text.lastIndexOf(')') + 2)
      .split(' ')
      .map(Number)
    return { parent: fields[1] ?? 0, spentMs: ((fields[11] ?? 0) + (fields[12] ?? 0)) * TICK_MS }
  } catch {
    return undefined
  }
}

export function spentSoFar(processes: readonly PartProcess[]): Spent {
  const stats = new Map<number, Stat>()
  for (const name of readdirSync('/proc')) {
    const stat = /^\d+$/.test(name) ? statOf(name) : undefined
    if (stat) stats.set(Number(name), stat)
  }
  const nameOf = new Map(processes.map(({ pid, name }) => [pid, name]))
  const parts: Record<string, number> = {}
  for (const [pid, { spentMs }] of stats) {
    const name = ownerOf(pid, nameOf, stats)
    if (name !== undefined) parts[name] = (parts[name] ?? 0) + spentMs
  }
  const times = cpus().map((one) => one.times)
  const allMs = times.reduce((sum, one) => sum + Object.values(one).reduce((all, each) => all + each, 0), 0)
  return { allMs, usedMs: allMs - times.reduce((sum, { idle }) => sum + idle, 0), parts }
}

/** The part that a process belongs to; the launcher has started them all and owns none. */
function ownerOf(
  pid: number,
  nameOf: ReadonlyMap<number, string>,
  stats: ReadonlyMap<number, Stat>,
): string | undefined {
  for (let at: number | undefined = pid; at !== undefined && at > 1; at = stats.get(at)?.parent) {
    const name = nameOf.get(at)
    if (name !== undefined) return name === 'launcher' ? undefined : name
  }
  return undefined
}

/** Between two looks: the share of the machine in use, and processors used by each part. */
export function usedBetween(before: Spent, after: Spent, spanMs: number): Record<string, number> {
  const all = after.allMs - before.allMs
  const parts = Object.entries(after.parts).flatMap(([name, ms]) => {
    const spent = ms - (before.parts[name] ?? ms)
    // a part that was started anew has spent less than the one before it
    return spent >= 0 && spanMs > 0 ? [[`part:${name}`, spent / spanMs]] : []
  })
  return { ...(all > 0 ? { cpu: (after.usedMs - before.usedMs) / all } : {}), ...Object.fromEntries(parts) }
}

export const memoryNow = (): Record<string, number> => ({
  load: loadavg()[0] ?? 0,
  memory: 1 - freeBytes() / totalmem(),
})

/** what programs could still have: caches are no use */
function freeBytes(): number {
  try {
    const kb = /^MemAvailable:\s+(\d+)/m.exec(readFileSync('/proc/meminfo', 'utf8'))?.[1]
    return kb === undefined ? freemem() : Number(kb) * 1_024
  } catch {
    return freemem()
  }
}
