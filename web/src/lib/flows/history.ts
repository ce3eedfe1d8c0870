// Undo and redo of a whole value. Changes of one kind close together, such as the letters of a word, are one step.

const TOGETHER_MS = 1_500
const MOST = 200

export class History<Value> {
  #past: Value[] = []
  #future: Value[] = []
  #kind = ''
  #at = Number.NEGATIVE_INFINITY

  get canUndo(): boolean {
    return this.#past.length > 0
  }

  get canRedo(): boolean {
    return this.#future.length > 0
  }

  /** `before` is left for a new value; `kind` says what changed, '' is never joined with the step before. `at` in ms. */
  note(before: Value, kind: string, at: number): void {
    const joined = kind !== '' && kind === this.#kind && at - this.#at < TOGETHER_MS
    if (!joined) this.#past = [...this.#past.slice(1 - MOST), before]
    this.#future = []
    this.#kind = kind
    this.#at = at
  }

  undo(now: Value): Value | undefined {
    const before = this.#past.pop()
    if (before === undefined) return undefined
    this.#future.push(now)
    this.#kind = ''
    return before
  }

  redo(now: Value): Value | undefined {
    const after = this.#future.pop()
    if (after === undefined) return undefined
    this.#past.push(now)
    this.#kind = ''
    return after
  }

  clear(): void {
    this.#past = []
    this.#future = []
    this.#kind = ''
  }
}
