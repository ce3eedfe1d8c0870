// Asks for a backtest until it is computed: the gateway answers `unavailable` and names the job while it still runs.
import type { Label } from '#engine/protocol/fields.ts'
import type { BacktestAnswer } from '#engine/protocol/planning.ts'
import { ApiFailure } from '../api/client.ts'

export const ASK_AGAIN_MS = 1_000

export interface BacktestParts {
  ask(): Promise<BacktestAnswer>
  onAnswer(answer: BacktestAnswer): void
  onFault(fault: unknown): void
  /** how far it is, in the server's words */
  onWait(words: Label): void
  /** runs it later; answers how to call that off */
  after(ms: number, run: () => void): () => void
}

/** An analytics that is away is unavailable too, but names no job. */
export const stillRuns = (fault: unknown): fault is ApiFailure =>
  fault instanceof ApiFailure && fault.refusal === 'unavailable' && /\bjob \S/.test(fault.detail ?? '')

/** Answers how to stop asking; the job itself goes on. */
export function runBacktest(parts: BacktestParts): () => void {
  let stopped = false
  let callOff = (): void => undefined
  async function look(): Promise<void> {
    try {
      const answer = await parts.ask()
      if (!stopped) parts.onAnswer(answer)
    } catch (fault) {
      if (stopped) return
      if (!stillRuns(fault)) return parts.onFault(fault)
      parts.onWait(fault.more ?? fault.words)
      callOff = parts.after(ASK_AGAIN_MS, () => void look())
    }
  }
  void look()
  return () => {
    stopped = true
    callOff()
  }
}
