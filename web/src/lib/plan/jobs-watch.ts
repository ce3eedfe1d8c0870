// Asks for a job until it has ended. Out of reach is no end: it goes on asking.
import type { PlanJob } from '#engine/protocol/planning.ts'
import { ApiFailure } from '../api/client.ts'
import { hasEnded } from './jobs-view.ts'

export const ASK_EVERY_MS = 1_000

export interface WatchParts {
  ask(id: string): Promise<PlanJob>
  onJob(job: PlanJob): void
  onFault(fault: unknown): void
  /** runs it later; answers how to call that off */
  after(ms: number, run: () => void): () => void
}

/** The server was not reached or is in trouble; a refusal is its last word. */
const mayPass = (fault: unknown): boolean => fault instanceof ApiFailure && (fault.status === 0 || fault.status >= 500)

/** Answers how to stop watching; the job itself goes on. */
export function watchJob(id: string, parts: WatchParts): () => void {
  let stopped = false
  let callOff = (): void => undefined
  async function look(): Promise<void> {
    try {
      const job = await parts.ask(id)
      if (stopped) return
      parts.onJob(job)
      if (hasEnded(job)) return
    } catch (fault) {
      if (stopped) return
      parts.onFault(fault)
      if (!mayPass(fault)) return
    }
    if (!stopped) callOff = parts.after(ASK_EVERY_MS, () => void look())
  }
  void look()
  return () => {
    stopped = true
    callOff()
  }
}
