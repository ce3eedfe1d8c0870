// Time comes in through here: the system's clock in production, a hand-turned one in tests and bench. Two readings: what
// people call the time, which somebody may set, and what spans are measured by, which nobody can.

export interface Timer {
  cancel(): void
}

export interface Clock {
  /** absolute ms since 1970: for records and the calendar, never for a span; it may be set by hours at any moment */
  now(): number
  /** ms that only go on, from an origin of the machine's own: for spans, deadlines, lateness */
  steady(): number
  /** run once after `ms`; never before, in order of due time */
  after(ms: number, run: () => void): Timer
}
