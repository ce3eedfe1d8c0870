// The ticking second. `now` is the server's time as far as we know it, so two screens show the same wait.
export class Clock {
  now = $state(Date.now())
  #skewMs = 0
  #timer: ReturnType<typeof setInterval> | undefined

  start(): void {
    this.#timer ??= setInterval(() => this.tick(), 500)
  }

  stop(): void {
    clearInterval(this.#timer)
    this.#timer = undefined
  }

  setSkew(ms: number): void {
    this.#skewMs = ms
  }

  tick(): void {
    this.now = Date.now() + this.#skewMs
  }

  /** ms since a server time, never negative */
  since(at: number): number {
    return Math.max(0, this.now - at)
  }
}
