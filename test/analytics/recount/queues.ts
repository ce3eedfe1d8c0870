// Queue reports and messages, counted anew.
import {
  type Counter,
  grouped,
  inRange,
  isAbandoned,
  isOverflowed,
  most,
  ofQueue,
  type Row,
  ratio,
  staysIn,
  sum,
} from './counting.ts'
import { beginOf, type Stay } from './world.ts'

export const queueInterval: Counter = (world, given) => {
  const begins = (at: number, queue: string): Row => ({ start: beginOf(given, at), queue })
  const events = [
    ...world.offered.map((one) => ({ ...one, what: 'offered' as const })),
    ...world.stays.map((one) => ({ ...one, what: 'stay' as const })),
    ...world.handled.map((one) => ({ ...one, what: 'handled' as const })),
  ].filter(({ at, queue }) => inRange(given, at) && ofQueue(given, queue))
  return grouped(
    events,
    ({ at, queue }) => begins(at, queue),
    (ones) => {
      const stays = ones.filter((one) => one.what === 'stay')
      const handled = ones.filter((one) => one.what === 'handled')
      const answered = stays.filter(({ left }) => left === 'answered')
      const counts = {
        offered: ones.filter(({ what }) => what === 'offered').length,
        answered: answered.length,
        abandoned: stays.filter(isAbandoned).length,
        overflowed: stays.filter(isOverflowed).length,
      }
      const decided = counts.answered + counts.abandoned + counts.overflowed
      return {
        ...counts,
        serviceLevel: ratio(answered.filter(({ waitMs }) => waitMs <= 20_000).length, decided),
        serviceTarget: null,
        meanWaitMs: ratio(
          sum(stays, ({ waitMs }) => waitMs),
          decided,
        ),
        longestWaitMs: most(stays.map(({ waitMs }) => waitMs)),
        meanHandleMs: ratio(
          sum(handled, ({ ms }) => ms),
          sum(handled, ({ talks }) => talks),
        ),
      }
    },
  )
}

export const serviceLevel: Counter = (world, given) =>
  grouped(
    staysIn(world, given),
    ({ at, queue }) => ({ start: beginOf(given, at), queue }),
    (stays) => {
      const { within = 20_000, short = 5_000 } = given
      const answered = stays.filter(({ left }) => left === 'answered')
      const gone = stays.filter(isAbandoned)
      const upTo = (list: Stay[], ms: number): number => list.filter(({ waitMs }) => waitMs <= ms).length
      const [soon, brief, inTime] = [upTo(gone, within), upTo(gone, short), upTo(answered, within)]
      return {
        ...{ answered: answered.length, within: inTime, abandoned: gone.length, short: brief },
        ofAnswered: ratio(inTime, answered.length),
        ofAll: ratio(inTime, answered.length + gone.length),
        withoutShort: ratio(inTime, answered.length + gone.length - brief),
        soonCounts: ratio(inTime + soon, answered.length + gone.length),
      }
    },
  )

export const EDGES = [0, 5, 10, 20, 30, 60, 120, 300]
export const waitsOf =
  (which: (stay: Stay) => boolean): Counter =>
  (world, given) =>
    grouped(
      staysIn(world, given).filter(which),
      ({ at, queue }) => ({ start: beginOf(given, at), queue }),
      (stays) => {
        const waits = stays.map(({ waitMs }) => waitMs).sort((a, b) => a - b)
        const bands = EDGES.map((edge, n) => [
          `from${edge}`,
          waits.filter((ms) => ms >= edge * 1000 && ms < (EDGES[n + 1] ?? Number.POSITIVE_INFINITY) * 1000).length,
        ])
        return {
          ...{ all: waits.length, ...Object.fromEntries(bands) },
          meanWaitMs: ratio(
            sum(waits, (ms) => ms),
            waits.length,
          ),
          medianMs: waits[Math.ceil(waits.length / 2) - 1] ?? 0,
          ninthMs: waits[Math.floor(waits.length * 0.9)] ?? 0,
          longestMs: most(waits),
        }
      },
    )

export const overflow: Counter = (world, given) =>
  grouped(
    staysIn(world, given).filter(isOverflowed),
    ({ at, queue, left, wayOut }) => ({ start: beginOf(given, at), queue, left, wayOut }),
    (stays) => ({
      gone: stays.length,
      meanWaitMs: ratio(
        sum(stays, ({ waitMs }) => waitMs),
        stays.length,
      ),
    }),
  )

export const voicemail: Counter = ({ messages }, given) =>
  grouped(
    messages.filter(({ at, queue }) => inRange(given, at) && ofQueue(given, queue)),
    ({ at, queue }) => ({ start: beginOf(given, at), queue }),
    (ones) => ({ messages: ones.length, callers: new Set(ones.map(({ call }) => call)).size }),
  )

export const callbacks: Counter = (world, given) =>
  grouped(
    [...world.callbacks.values()].filter(({ at, queue }) => at >= given.from && at < given.to && ofQueue(given, queue)),
    ({ at, queue }) => ({ start: beginOf(given, at), queue }),
    (ones) => {
      const by = (who: string) => ones.filter((one) => one.by === who).length
      const over = (reason: string) => ones.filter((one) => one.over === reason).length
      const reached = ones.filter((one) => one.reachedAfter !== undefined)
      return {
        ...{
          asked: ones.length,
          byCaller: by('caller'),
          byWeb: by('web'),
          byStaff: by('staff'),
          reached: reached.length,
        },
        ...{ notReached: over('not-reached'), calledAgain: over('called-again') },
        ...{ withdrawn: over('cancelled'), expired: over('expired') },
        reachedShare: ratio(reached.length, ones.length),
        tries: sum(ones, ({ tries }) => tries),
        meanWaitMs: ratio(
          sum(reached, ({ reachedAfter = 0 }) => reachedAfter),
          reached.length,
        ),
      }
    },
  )

export const promises: Counter = (world, given) =>
  grouped(
    staysIn(world, given).filter(({ promised }) => promised),
    ({ at, queue }) => ({ start: beginOf(given, at), queue }),
    (stays) => {
      const known = stays.filter(
        ({ left, waitMs, promised }) => left === 'answered' || waitMs > (promised?.mostMs ?? 0),
      )
      const kept = known.filter(({ waitMs, promised }) => waitMs <= (promised?.mostMs ?? 0)).length
      const share = kept / known.length
      const few = known.length < 20
      return {
        told: stays.length,
        known: known.length,
        half: ratio(known.filter(({ waitMs, promised }) => waitMs <= (promised?.halfMs ?? 0)).length, known.length),
        most: ratio(kept, known.length),
        grade: few ? 'few' : share < 0.87 ? 'broken' : share > 0.93 ? 'wide' : 'kept',
        meanHalfMs: ratio(
          sum(known, ({ promised }) => promised?.halfMs ?? 0),
          known.length,
        ),
        meanWaitMs: ratio(
          sum(known, ({ waitMs }) => waitMs),
          known.length,
        ),
      }
    },
  )
