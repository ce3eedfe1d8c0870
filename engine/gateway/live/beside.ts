// Whether somebody free sits beside somebody who waits: what must not last, for the alarm of whoever watches the metrics. Pure.
import type { QueueView } from '../../protocol/queue.ts'

/** Over all queues, agents who may be offered a call while a caller there is offered to nobody. */
export const idleBesideWaiting = (queues: Iterable<Pick<QueueView, 'waiting' | 'agents'>>): number =>
  [...queues].reduce((all, { waiting, agents }) => {
    const alone = waiting.filter(({ offeredTo, callback }) => offeredTo === undefined && callback === undefined).length
    return all + Math.min(alone, agents.filter(({ available }) => available).length)
  }, 0)
