// How long a dead part waits before it is started again: longer each time, so that one that cannot run does not eat the
// machine. Callers wait for it meanwhile, so what was up is back soon however often it dies.
const FIRST_MS = 300
/** pause and start together stay under the 15 s within which an engine is promised to be back */
const LONGEST_MS = { up: 2_500, failed: 10_000 }
/** a part that ran this long is healthy: its next pause is short again */
export const HEALTHY_MS = 30_000

/** `up`: it had become ready before it died; otherwise its start failed. */
export interface Death {
  was: 'up' | 'failed'
  ranMs: number
}

export const pauseAfter = ({ was, ranMs }: Death, lastMs = 0): number =>
  ranMs > HEALTHY_MS && was === 'up' ? FIRST_MS : Math.min(LONGEST_MS[was], Math.max(FIRST_MS, lastMs * 2))
