// A program that is to run until it is retired: when it ends by itself it is started again, later each time.
import type { ChildProcess } from 'node:child_process'

export interface Kept {
  /** SIGUSR1: it may end its work, and is not started again */
  retire(): void
}

const FIRST_PAUSE_MS = 1_000
const LONGEST_PAUSE_MS = 30_000
/** a program that ran this long was well: the pause begins small again */
const WELL_MS = 60_000

export interface KeptParts {
  start(): ChildProcess
  ended(code: number | null, pauseMs: number): void
  now(): number
  firstPauseMs?: number
}

export function keepRunning({ start, ended, now, firstPauseMs = FIRST_PAUSE_MS }: KeptParts): Kept {
  let retired = false
  let pauseMs = firstPauseMs
  let child: ChildProcess
  let timer: NodeJS.Timeout | undefined
  const run = (): void => {
    const startedAt = now()
    const mine = start()
    child = mine
    let over = false
    const gone = (code: number | null): void => {
      if (over || retired) return
      over = true
      if (now() - startedAt >= WELL_MS) pauseMs = firstPauseMs
      ended(code, pauseMs)
      timer = setTimeout(run, pauseMs)
      pauseMs = Math.min(pauseMs * 2, LONGEST_PAUSE_MS)
    }
    mine.once('exit', gone)
    // a program that cannot be started at all tells only this
    mine.once('error', () => gone(null))
  }
  run()
  return {
    retire() {
      retired = true
      clearTimeout(timer)
      child.kill('SIGUSR1')
    },
  }
}
