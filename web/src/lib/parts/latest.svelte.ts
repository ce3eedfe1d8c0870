// The answer to the last question: an older, slower answer never replaces a newer one.
export class Latest<Answer> {
  answer = $state.raw<Answer | undefined>()
  /** why there is no newer answer */
  fault = $state.raw<unknown>()
  #turn = 0

  async ask(question: Promise<Answer>): Promise<void> {
    const mine = ++this.#turn
    try {
      const answer = await question
      if (mine !== this.#turn) return
      this.answer = answer
      this.fault = undefined
    } catch (thrown) {
      if (mine === this.#turn) this.fault = thrown
    }
  }
}
