// Orders of work that may have to be tried again: one after the other within a lane, lanes side by side. Bounded.
import type { Clock } from '#engine/ports/clock.ts'

export interface Job {
  /** 'again' when the world was not ready; never throws */
  attempt: () => Promise<'done' | 'again'>
  /** it was not done within the bound */
  failed: () => void
  /** longer or shorter than the lanes' own patience */
  patienceMs?: number
}

export interface Lanes {
  push(lane: string, job: Job): void
  busy(lane: string): boolean
  size(): number
  stop(): void
}

export interface LaneSettings {
  /** a job that is not done by then has failed */
  patienceMs: number
  /** jobs in all lanes together */
  most: number
}

const FIRST_PAUSE_MS = 20
const LONGEST_PAUSE_MS = 1_000

interface Waiting extends Job {
  until: number
  pauseMs: number
}

export function newLanes(clock: Clock, settings: LaneSettings): Lanes {
  const lanes = new Map<string, Waiting[]>()
  let size = 0
  let stopped = false

  const finish = (name: string, lane: Waiting[]) => {
    lane.shift()
    size--
    if (lane.length === 0) lanes.delete(name)
    else void work(name, lane)
  }
  const work = async (name: string, lane: Waiting[]): Promise<void> => {
    const job = lane[0]
    if (!job || stopped) return
    const outcome = await job.attempt()
    if (stopped) return
    if (outcome === 'done') finish(name, lane)
    else if (clock.steady() + job.pauseMs > job.until) {
      job.failed()
      finish(name, lane)
    } else {
      clock.after(job.pauseMs, () => void work(name, lane))
      job.pauseMs = Math.min(job.pauseMs * 2, LONGEST_PAUSE_MS)
    }
  }
  return {
    push(name, job) {
      if (size >= settings.most) {
        job.failed()
        return
      }
      const waiting = {
        ...job,
        until: clock.steady() + (job.patienceMs ?? settings.patienceMs),
        pauseMs: FIRST_PAUSE_MS,
      }
      const lane = lanes.get(name)
      size++
      if (lane) lane.push(waiting)
      else {
        const begun = [waiting]
        lanes.set(name, begun)
        void work(name, begun)
      }
    },
    busy: (name) => lanes.has(name),
    size: () => size,
    stop() {
      stopped = true
    },
  }
}
