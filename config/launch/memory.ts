// What a family of processes holds in memory, told twice: by RSS, which counts a shared page in each that maps it, and by PSS,
// which counts it once; that is what the machine has back when they end.
import { readdirSync, readFileSync } from 'node:fs'

export interface Held {
  processes: number
  rssMiB: number
  /** undefined: somebody else's process among them, whose pages we may not see */
  pssMiB: number | undefined
}

/** A process and all that came of it. */
export function heldBy(pid: number): Held {
  const family = familyOf(pid)
  const rollups = family.map(rollupOf)
  const pss = rollups.map((text) => (text === undefined ? undefined : kibOf(text, 'Pss')))
  const known = pss.filter((kib) => kib !== undefined)
  const sum = (kibs: number[]): number => Math.round(kibs.reduce((total, kib) => total + kib, 0) / 1024)
  return {
    processes: family.length,
    rssMiB: sum(family.map(rssOf)),
    pssMiB: known.length === pss.length ? sum(known) : undefined,
  }
}

const textOf = (path: string): string | undefined => {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    // ended meanwhile, or not ours to see
    return undefined
  }
}
const kibOf = (text: string, name: string): number =>
  Number(new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(text)?.[1] ?? 0)
const rollupOf = (pid: number): string | undefined => textOf(`/proc/${pid}/smaps_rollup`)
const rssOf = (pid: number): number => kibOf(textOf(`/proc/${pid}/status`) ?? '', 'VmRSS')

function familyOf(first: number): number[] {
  const parents = new Map(
    readdirSync('/proc')
      .filter((name) => /^\d+$/.test(name))
      .map((name) => [Number(name), kin(textOf(`/proc/${name}/stat`) ?? '')]),
  )
  const family = new Set([first])
  for (const each of family) for (const [pid, parent] of parents) if (parent === each) family.add(pid)
  return [...family]
}

/** The parent stands second after the name, which may hold anything. */
const kin = (stat: string): number => Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1])
