// Questions that follow one another faster than they are answered, as from a slider: at most one every few moments, one
// under way at a time, the newest always asked in the end, and nothing shown that is older than what is shown.
export interface LatestParts<Asked, Answer> {
  ask(asked: Asked): Promise<Answer>
  onAnswer(answer: Answer, asked: Asked): void
  onFault(fault: unknown): void
  /** whether an answer is still to come */
  onBusy(busy: boolean): void
  delayMs: number
  /** runs it later; answers how to call that off */
  after(ms: number, run: () => void): () => void
}

export interface Latest<Asked> {
  ask(asked: Asked): void
  stop(): void
}

export function createLatest<Asked, Answer>(parts: LatestParts<Asked, Answer>): Latest<Asked> {
  let wanted: { asked: Asked } | undefined
  let underWay = false
  let stopped = false
  let callOff: (() => void) | undefined

  async function send(asked: Asked): Promise<void> {
    underWay = true
    try {
      const answer = await parts.ask(asked)
      if (!stopped) parts.onAnswer(answer, asked)
    } catch (fault) {
      // a question that a newer one replaces need not tell its failure
      if (!stopped && !wanted) parts.onFault(fault)
    } finally {
      underWay = false
      if (!stopped) next()
    }
  }
  function next(): void {
    if (underWay || callOff) return
    const now = wanted
    wanted = undefined
    if (now) void send(now.asked)
    else parts.onBusy(false)
  }
  return {
    ask(asked) {
      if (stopped) return
      wanted = { asked }
      parts.onBusy(true)
      callOff ??= parts.after(parts.delayMs, () => {
        callOff = undefined
        next()
      })
    },
    stop() {
      stopped = true
      callOff?.()
    },
  }
}
