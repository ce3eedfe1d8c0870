// Time comes in through here: the system's clock in production, a hand-turned one in tests and bench.

export interface Timer {
  cancel(): void
}

export interface Clock {
  /** absolute ms since 1970 */
  now(): number
  /** run once after `ms`; never before, in order of due time */
  after(ms: number, run: () => void): Timer
}
