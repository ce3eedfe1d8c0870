// A full disk ends some parts without a word: nats-server keeps its sockets and takes no entry any more, also when there is
// space again. So they are started anew once the disk has been full and is not any more.
import { statfsSync } from 'node:fs'
import type { Part } from './part.ts'
import { signal } from './processes.ts'
import type { Supervisor } from './supervisor.ts'

const LOOK_MS = 1_000
/** less is full: a part may need more for its next write */
const FULL_BYTES = 8 * 2 ** 20
const SPACE_BYTES = 64 * 2 ** 20
/** one that does not end by its own signal */
const END_WITHIN_MS = 5_000

export interface DiskWatched {
  dataDir: string
  parts: readonly Part[]
  supervisor: Pick<Supervisor, 'pidOf'>
  say(text: string): void
}

export function watchDisk({ dataDir, parts, supervisor, say }: DiskWatched): { stop(): void } {
  let full = false
  const timer = setInterval(() => {
    const free = freeIn(dataDir)
    if (free === undefined) return
    if (!full && free < FULL_BYTES) {
      full = true
      say(`the disk of ${dataDir} is full: nothing is recorded or written down until there is space; calls go on`)
    } else if (full && free > SPACE_BYTES) {
      full = false
      const ill = parts.filter((part) => part.diesOfFullDisk)
      say(`there is space again in ${dataDir}${ill.map(({ name }) => `; ${name} is started anew`).join('')}`)
      for (const part of ill) endPart(part, supervisor)
    }
  }, LOOK_MS)
  return { stop: () => clearInterval(timer) }
}

/** The supervisor starts it again. */
function endPart({ name, stopSignal }: Part, supervisor: Pick<Supervisor, 'pidOf'>): void {
  const pid = supervisor.pidOf(name)
  if (pid === undefined) return
  signal(pid, stopSignal)
  setTimeout(() => {
    if (supervisor.pidOf(name) === pid) signal(pid, 'SIGKILL')
  }, END_WITHIN_MS).unref()
}

function freeIn(folder: string): number | undefined {
  try {
    const { bavail, bsize } = statfsSync(folder)
    return bavail * bsize
  } catch {
    return undefined
  }
}
