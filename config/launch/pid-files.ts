// Which processes of ours run: one file per part with pid and start time, so that leftovers of a killed launcher are
// ended and never a stranger's process that happens to have the same pid.
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { isMarked, membersOf, type Process, signal, startTimeOf } from './processes.ts'

export interface Noted {
  pid: number
  startTime: string
  at: number
}

/** The folder of the pid files, and the data folder whose parts they name. */
export interface RunFolder {
  run: string
  dataDir: string
}

const END_WITHIN_MS = 6_000
const LOOK_EVERY_MS = 50

const file = (run: string, name: string): string => join(run, `${name}.pid`)

export function note(run: string, name: string, pid: number): void {
  mkdirSync(run, { recursive: true })
  const noted: Noted = { pid, startTime: startTimeOf(pid) ?? '', at: Date.now() }
  writeFileSync(file(run, name), JSON.stringify(noted))
}

export const forget = (run: string, name: string): void => rmSync(file(run, name), { force: true })

function read(run: string, name: string): Noted | undefined {
  try {
    return JSON.parse(readFileSync(file(run, name), 'utf8')) as Noted
  } catch {
    return undefined
  }
}

/** The living process noted under a name. */
export function noted(run: string, name: string): Noted | undefined {
  const found = read(run, name)
  return found && found.startTime !== '' && startTimeOf(found.pid) === found.startTime ? found : undefined
}

function namesIn(run: string): string[] {
  try {
    return readdirSync(run).flatMap((name) => (name.endsWith('.pid') ? [name.slice(0, -4)] : []))
  } catch {
    return []
  }
}

/** A part's living processes: its leader, and children that outlived it and carry our mark. */
function leftOf({ run, dataDir }: RunFolder, name: string): Process[] {
  const found = read(run, name)
  if (!found) return []
  return membersOf(found.pid).filter(({ pid, startTime }) =>
    pid === found.pid ? startTime === found.startTime : isMarked(pid, dataDir),
  )
}

/** Ends what a killed launcher left behind; answers the names of the parts. */
export async function reapLeftovers(folder: RunFolder): Promise<string[]> {
  const names = namesIn(folder.run).filter((name) => name !== 'launcher')
  const left = (): [string, Process[]][] =>
    names.map((name): [string, Process[]] => [name, leftOf(folder, name)]).filter(([, found]) => found.length > 0)
  const ended = left().map(([name]) => name)
  for (const how of ['SIGTERM', 'SIGKILL'] as const) {
    for (const { pid } of left().flatMap(([, found]) => found)) signal(pid, how)
    const until = performance.now() + END_WITHIN_MS
    while (performance.now() < until && left().length > 0)
      await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS))
  }
  for (const name of names) forget(folder.run, name)
  return ended
}
