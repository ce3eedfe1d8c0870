// Memory of the centre's parts, from /proc: PSS counts a page that several processes share once among them all.
import { readFileSync } from 'node:fs'
import type { Family } from './cpu.ts'

export interface Memory {
  pss: number
  rss: number
}

function ofProcess(pid: number): Memory {
  try {
    const text = readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8')
    const field = (name: string): number => Number(new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(text)?.[1] ?? 0)
    return { pss: field('Pss'), rss: field('Rss') }
  } catch {
    return { pss: 0, rss: 0 }
  }
}

/** Of all the processes of a family together, in KiB. */
export function memoryKiB(family: Family): Memory {
  return family
    .map(ofProcess)
    .reduce((all, each) => ({ pss: all.pss + each.pss, rss: all.rss + each.rss }), { pss: 0, rss: 0 })
}
