// One line of work per call: orders of one call are carried out one after the other, calls do not wait for each other.

export class Lines {
  readonly #last = new Map<string, Promise<void>>()

  /** `work` must not throw. */
  add(callId: string, work: () => Promise<void>): void {
    const before = this.#last.get(callId) ?? Promise.resolve()
    const mine = before.then(work)
    this.#last.set(callId, mine)
    void mine.finally(() => {
      if (this.#last.get(callId) === mine) this.#last.delete(callId)
    })
  }

  /** Everything that is in line now has been done. */
  async idle(): Promise<void> {
    await Promise.all(this.#last.values())
  }
}
