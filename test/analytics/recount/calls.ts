// Reports of calls, traffic, quality and carriers' lines, counted anew.
import type { CallSummary } from '#engine/protocol/call.ts'
import {
  type Counter,
  callMeasures,
  callsIn,
  grouped,
  hundredth,
  inbound,
  isHuman,
  linesIn,
  menuOf,
  ratingOf,
  ratio,
  sum,
  talkOf,
  thousandth,
  waitOf,
} from './counting.ts'
import { beginOf } from './world.ts'

export const byCause: Counter = (world, given) => {
  const calls = callsIn(world, given)
  return grouped(
    calls,
    ({ direction, outcome, hungUpBy }) => ({ direction, outcome, hungUpBy }),
    (ones) => ({
      ...{ total: ones.length, share: ratio(ones.length, calls.length) },
      meanMs: ratio(
        sum(ones, ({ arrivedAt, endedAt }) => endedAt - arrivedAt),
        ones.length,
      ),
    }),
  )
}
export const traffic: Counter = (world, given) =>
  grouped(
    inbound(world, given),
    ({ arrivedAt }) => ({ start: beginOf(given, arrivedAt) }),
    (calls, { start }) => {
      const erlangs = (of: (call: CallSummary) => number): number => thousandth(sum(calls, of), given, Number(start))
      const rest = calls.filter((call) => !isHuman(call))
      return {
        ...{ total: calls.length, people: calls.length - rest.length },
        machine: rest.filter(({ queues }) => queues.length === 0).length,
        lost: rest.filter(({ queues }) => queues.length > 0).length,
        erlangs: erlangs(({ arrivedAt, endedAt }) => endedAt - arrivedAt),
        ...{ talkErlangs: erlangs(talkOf), menuErlangs: erlangs(menuOf) },
      }
    },
  )

export const businessesOf = ({ path }: CallSummary): string[] => [
  ...new Set(path.flatMap(({ business }) => (business ? [business] : []))),
]
export const byService: Counter = (world, given) =>
  grouped(
    inbound(world, given).flatMap((call) => businessesOf(call).map((business) => ({ call, business }))),
    ({ call, business }) => ({ start: beginOf(given, call.arrivedAt), business }),
    (ones) => {
      const { inbound: _in, outbound: _out, ...measures } = callMeasures(ones.map(({ call }) => call))
      return { ...measures, perCaller: hundredth(ratio(Number(measures.total), Number(measures.callers))) }
    },
  )

export const quality: Counter = (world, given) => {
  const uses = given.part ? [] : linesIn(world, given)
  const events = [
    ...inbound(world, given).map((call) => ({ call, use: undefined, at: call.arrivedAt })),
    ...uses.map((use) => ({ call: undefined, use, at: use.from })),
  ]
  return grouped(
    events,
    ({ at }) => ({ start: beginOf(given, at) }),
    (ones, { start }) => {
      const calls = ones.flatMap(({ call }) => call ?? [])
      const wanted = calls.filter((call) => call.queues.length > 0 || isHuman(call)).length
      const human = calls.filter(isHuman).length
      const taken = calls.filter(({ answeredAt }) => answeredAt !== undefined).length
      const rated = calls.map(ratingOf).filter((one) => one > 0)
      const lineMs = sum(ones, ({ use }) => (use ? use.to - use.from : 0))
      return {
        ...{ calls: calls.length, answerRate: ratio(human, wanted), wanted },
        ...{ takenCalls: taken, notTaken: calls.length - taken },
        meanWaitMs: ratio(sum(calls, waitOf), calls.filter(({ queues }) => queues.length > 0).length),
        meanTalkMs: ratio(sum(calls, talkOf), human),
        lineErlangs: thousandth(lineMs, given, Number(start)),
        rated: rated.length,
        satisfied: ratio(rated.filter((one) => one >= 4).length, rated.length),
        meanRating: hundredth(
          ratio(
            sum(rated, (one) => one),
            rated.length,
          ),
        ),
      }
    },
  )
}

export const trunks: Counter = (world, given) =>
  grouped(
    given.part ? [] : linesIn(world, given),
    ({ from, trunkId }) => ({ start: beginOf(given, from), trunk: trunkId }),
    (uses, { start }) => {
      const taken = uses.filter(({ answeredAt }) => answeredAt !== undefined)
      const busyMs = sum(uses, ({ from, to }) => to - from)
      return {
        ...{ seized: uses.length, inbound: uses.filter(({ way }) => way === 'in').length },
        outbound: uses.filter(({ way }) => way === 'out').length,
        ...{ taken: taken.length, asr: ratio(taken.length, uses.length), busyMs },
        acdMs: ratio(
          sum(taken, ({ to, answeredAt = to }) => to - answeredAt),
          taken.length,
        ),
        erlangs: thousandth(busyMs, given, Number(start)),
      }
    },
  )
