// One fault in a running centre: it happens, callers go on coming, and what they saw is counted.
import type { Fault } from './faults.ts'
import { type Figures, figuresOf, type Span } from './figures.ts'
import type { World } from './world.ts'

export interface Happened {
  span: Span
  recoveredMs: number
  figures(): Figures
}

/** `meanwhile` brings the callers and resolves when this fault's effects have been seen. */
export async function happened(world: World, fault: Fault, meanwhile: () => Promise<void>): Promise<Happened> {
  const from = performance.now()
  const seen = meanwhile()
  await fault.happen(world.centre)
  const recoveredMs = performance.now() - from - fault.standsMs
  await seen
  const span = {
    fault: fault.name,
    ...(fault.cuts ? { cuts: true } : {}),
    from,
    asked: from + fault.standsMs,
    to: performance.now(),
  }
  return { span, recoveredMs, figures: () => figuresOf(world.callers, span, performance.now()) }
}
