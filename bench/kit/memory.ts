// Memory of the centre's parts, from /proc, each page counted once: anonymous memory by its share, a file's pages as often
// as the process that holds most of them has.
import { readFileSync } from 'node:fs'
import type { Family } from './cpu.ts'

export interface Memory {
  /** KiB; a shared page counts once for every process that has it */
  rss: number
  /** KiB nobody else has, or the part's share of it */
  own: number
  /** KiB of files in memory, by file */
  files: Map<string, number>
}

const MAPPING = /^[0-9a-f]+-[0-9a-f]+ \S+ \S+ \S+ (\d+)\s*(.*)$/

function ofProcess(pid: number): Memory {
  const seen: Memory = { rss: 0, own: 0, files: new Map() }
  let file = ''
  for (const line of smapsOf(pid).split('\n')) {
    const mapping = MAPPING.exec(line)
    if (mapping) file = mapping[1] === '0' ? '' : `${mapping[2]} ${mapping[1]}`
    const [, field = '', kib = 0] = /^(Rss|Pss): +(\d+) kB/.exec(line) ?? []
    if (field === 'Rss') seen.rss += Number(kib)
    if (field === 'Rss' && file) seen.files.set(file, (seen.files.get(file) ?? 0) + Number(kib))
    if (field === 'Pss' && !file) seen.own += Number(kib)
  }
  return seen
}

function smapsOf(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/smaps`, 'utf8')
  } catch {
    return ''
  }
}

/** Of several processes, or of several parts, together. */
export function together(each: readonly Memory[]): Memory {
  const all: Memory = { rss: 0, own: 0, files: new Map() }
  for (const { rss, own, files } of each) {
    all.rss += rss
    all.own += own
    for (const [file, kib] of files) all.files.set(file, Math.max(kib, all.files.get(file) ?? 0))
  }
  return all
}

export const memoryOf = (family: Family): Memory => together(family.map(ofProcess))

/** KiB in memory, a page that several have counted once. */
export const resident = ({ own, files }: Memory): number => [...files.values()].reduce((all, each) => all + each, own)
