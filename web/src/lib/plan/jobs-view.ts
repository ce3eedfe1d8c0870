// Long work as a page shows it: how far, how long still, how good so far.
import type { PlanJob } from '#engine/protocol/planning.ts'
import type { Look } from '../design/status.ts'

export const hasEnded = (job: PlanJob): boolean => job.state !== 'running' && job.state !== 'waiting'

/** Whole percent; a job that is not done never shows 100. */
export function percentOf(job: PlanJob): number {
  if (job.state === 'done') return 100
  return Math.min(99, Math.max(0, Math.floor(job.progress * 100)))
}

export const elapsedMs = (job: PlanJob, now: number): number => Math.max(0, (job.endedAt ?? now) - job.startedAt)

/** From the pace so far; undefined while there is too little of it to say. */
export function leftMs(job: PlanJob, now: number): number | undefined {
  if (job.state !== 'running' || job.progress < 0.03) return undefined
  return (elapsedMs(job, now) / job.progress) * (1 - job.progress)
}

const LOOKS: Record<PlanJob['state'], Look> = {
  waiting: { dot: 'bg-ink-400', tag: 'bg-ink-100 text-ink-600', colour: '#8b99a2' },
  running: { dot: 'bg-sea-500', tag: 'bg-sea-50 text-sea-700', colour: '#1f7f8e' },
  done: { dot: 'bg-good-500', tag: 'bg-good-50 text-good-700', colour: '#2a8f5b' },
  cancelled: { dot: 'bg-ink-400', tag: 'bg-ink-100 text-ink-600', colour: '#8b99a2' },
  failed: { dot: 'bg-bad-500', tag: 'bg-bad-50 text-bad-700', colour: '#d0433b' },
}
export const jobLook = (job: PlanJob): Look => LOOKS[job.state]

/** Unfinished work first, then the newest. */
export const inOrder = (jobs: readonly PlanJob[]): PlanJob[] =>
  [...jobs].sort((a, b) => Number(hasEnded(a)) - Number(hasEnded(b)) || b.startedAt - a.startedAt)
