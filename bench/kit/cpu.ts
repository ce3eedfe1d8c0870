// CPU time of the centre's parts, from /proc: a part is its leader and all that the leader has started.
import { readdirSync, readFileSync } from 'node:fs'

export type Family = readonly number[]

const TICKS_PER_SECOND = 100

/** Fields of /proc/<pid>/stat from the third on: the second, the name, may hold blanks. */
function fieldsOf(pid: number): string[] {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8')
    return text.slice(text.lastIndexOf(')') + 2).split(' ')
  } catch {
    return []
  }
}

/** The leader's pid and those of its living descendants. */
export function familyOf(leader: number): Family {
  const parents = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map((name) => [Number(name), Number(fieldsOf(Number(name))[1] ?? 0)] as const)
  const family = [leader]
  for (const parent of family) for (const [pid, its] of parents) if (its === parent) family.push(pid)
  return family
}

/** User and system time so far, of ended children too, in ms by part. */
export function cpuMs(families: ReadonlyMap<string, Family>): Map<string, number> {
  const spent = new Map<string, number>()
  for (const [part, family] of families) {
    const ticks = family.map((pid) =>
      fieldsOf(pid)
        .slice(11, 15)
        .reduce((all, field) => all + Number(field), 0),
    )
    spent.set(part, (ticks.reduce((all, each) => all + each, 0) * 1_000) / TICKS_PER_SECOND)
  }
  return spent
}
