// Programs that several packages may bring: the newest in PATH is the one that counts.
import { execFileSync } from 'node:child_process'
import { accessSync, constants } from 'node:fs'
import { delimiter, join } from 'node:path'

export type Version = readonly [major: number, minor: number, patch: number]

/** The first a.b.c of a text; 0.0.0 without one. */
export function versionIn(text: string): Version {
  const [, a = 0, b = 0, c = 0] = /(\d+)\.(\d+)\.(\d+)/.exec(text) ?? []
  return [Number(a), Number(b), Number(c)]
}

export const isBelow = (one: Version, other: Version): boolean => {
  const at = one.findIndex((part, n) => part !== other[n])
  return at >= 0 && (one[at] ?? 0) < (other[at] ?? 0)
}

function isProgram(file: string): boolean {
  try {
    accessSync(file, constants.X_OK)
    return true
  } catch {
    return false
  }
}

function versionOfProgram(file: string): Version {
  try {
    return versionIn(execFileSync(file, ['--version'], { encoding: 'utf8', timeout: 10_000, stdio: 'pipe' }))
  } catch {
    return [0, 0, 0]
  }
}

/** Its name alone when the first in PATH is the newest (or none is there), else the newest one's path. */
export function newest(name: string, path = process.env.PATH ?? ''): string {
  const files = [...new Set(path.split(delimiter).filter(Boolean))]
    .map((folder) => join(folder, name))
    .filter(isProgram)
  if (files.length < 2) return name
  const [first, ...others] = files.map((file) => ({ file, version: versionOfProgram(file) }))
  const best = others.reduce((best, each) => (isBelow(best.version, each.version) ? each : best), first!)
  return best === first ? name : best.file
}
