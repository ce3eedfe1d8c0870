// How long a call waited, talked and was held, by its summary.
import type { CallSummary, LineSpan } from '../../protocol/call.ts'

/** Whole ms: wait in all queues, talk with agents without hold, hold. Of agents who talked at once each moment counts once. */
export function spans(call: CallSummary): { waitMs: number; talkMs: number; holdMs: number } {
  const holdMs = sum(call.agents.map((agent) => agent.holdMs))
  if (overlap(call.agents) && call.line) {
    const spent = (...kinds: LineSpan['what'][]) =>
      sum(call.line?.map((span) => (kinds.includes(span.what) ? span.to - span.from : 0)) ?? [])
    return { waitMs: waitOf(call), talkMs: spent('talk', 'conference'), holdMs: spent('hold', 'consult') }
  }
  return {
    waitMs: waitOf(call),
    talkMs: Math.max(0, sum(call.agents.map((agent) => agent.to - agent.from)) - holdMs),
    holdMs,
  }
}

const sum = (values: number[]): number => Math.round(values.reduce((all, one) => all + one, 0))
const waitOf = (call: CallSummary): number => sum(call.queues.map((queue) => queue.leftAt - queue.joinedAt))

const overlap = (agents: CallSummary['agents']): boolean =>
  agents.some((one, n) => agents.some((other, m) => m > n && one.from < other.to && other.from < one.to))
