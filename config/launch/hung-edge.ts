// A SIP edge that stands still (stopped, hung in a lock, waiting for a disk) is worse than one that died: who died is back
// within a second, and callers' and phones' requests, repeated for 32 s, find it. So it is asked, and ended when it says nothing
// for long; calls that are up are not its own and go on.
import { signal } from './processes.ts'
import type { Supervisor } from './supervisor.ts'

const ASK_MS = 2_000
/** Questions in a row, of three seconds each: a busy machine answers late, but it answers. A third of what callers repeat. */
const SILENT = 3

export interface EdgeWatched {
  /** settled within three seconds */
  answers(): Promise<boolean>
  supervisor: Pick<Supervisor, 'readyPidOf'>
  say(text: string): void
}

export function watchEdge({ answers, supervisor, say }: EdgeWatched): { stop(): void } {
  /** its number of questions in a row that nobody answered */
  let silent = 0
  let known: number | undefined
  let asking = false
  const look = async (): Promise<void> => {
    const pid = supervisor.readyPidOf('kamailio')
    if (pid !== known) silent = 0
    known = pid
    if (pid === undefined || asking) return
    asking = true
    silent = (await answers()) ? 0 : silent + 1
    asking = false
    if (silent < SILENT || supervisor.readyPidOf('kamailio') !== pid) return
    silent = 0
    say('the SIP edge does not answer any more: it is started anew')
    signal(pid, 'SIGKILL')
  }
  const timer = setInterval(() => void look(), ASK_MS)
  return { stop: () => clearInterval(timer) }
}
