// What recounts share: ranges, rights, groups, and what a call tells of itself.
import type { CallSummary } from '#engine/protocol/call.ts'
import { endOf, type Given, type Stay, type World } from './world.ts'

export type Row = Record<string, string | number | null>
export type Counter = (world: World, given: Given) => Row[]

export const inRange = ({ from, to }: Given, at: number): boolean => {
  const second = Math.floor(at / 1000) * 1000
  return second >= from && second < to
}
export const sum = <T>(list: readonly T[], of: (one: T) => number): number =>
  list.reduce((all, one) => all + of(one), 0)
export const ratio = (part: number, whole: number): number | null => (whole === 0 ? null : part / whole)
export const hundredth = (value: number | null): number | null =>
  value === null ? null : Math.round(value * 100) / 100
export const most = (list: readonly number[]): number => list.reduce((a, b) => Math.max(a, b), 0)

/** Rows of things with the same keys, in any order. */
export function grouped<T>(list: readonly T[], keysOf: (one: T) => Row, measure: (ones: T[], keys: Row) => Row): Row[] {
  const groups = new Map<string, { keys: Row; ones: T[] }>()
  for (const one of list) {
    const keys = keysOf(one)
    const name = JSON.stringify(keys)
    const group = groups.get(name) ?? { keys, ones: [] }
    group.ones.push(one)
    groups.set(name, group)
  }
  return [...groups.values()].map(({ keys, ones }) => ({ ...keys, ...measure(ones, keys) }))
}

export const ours = (list: readonly string[], mine: readonly string[]): boolean =>
  list.some((one) => mine.includes(one))
export const agentsOf = ({ agents, placedBy }: CallSummary): string[] => [
  ...agents.map(({ agentId }) => agentId),
  ...(placedBy ? [placedBy.agentId] : []),
]
export const queuesOf = ({ queues }: CallSummary): string[] => queues.map(({ queueId }) => queueId)

export const callsIn = ({ calls }: World, given: Given): CallSummary[] =>
  calls.filter(
    (call) =>
      inRange(given, call.arrivedAt) &&
      (!given.part || ours(queuesOf(call), given.part.queueIds) || ours(agentsOf(call), given.part.agentIds)),
  )
export const numberOf = ({ direction, accessNumber, from }: CallSummary): string =>
  direction === 'in' || accessNumber ? accessNumber : from
export const ofQueue = ({ part }: Given, queue: string): boolean => !part || part.queueIds.includes(queue)
export const ofAgent = ({ part }: Given, agent: string): boolean => !part || part.agentIds.includes(agent)
export const ofEither = (given: Given, { agent, queue }: { agent: string; queue: string }): boolean =>
  !given.part || ofAgent(given, agent) || ofQueue(given, queue)

export const isHuman = ({ talkStartedAt }: CallSummary): boolean => talkStartedAt !== undefined
export const gaveUp = ({ outcome }: CallSummary): boolean => outcome.startsWith('abandoned')
export const talkOf = ({ agents }: CallSummary): number => sum(agents, ({ from, to }) => Math.max(0, to - from))
export const waitOf = ({ queues }: CallSummary): number =>
  sum(queues, ({ joinedAt, leftAt }) => Math.max(0, leftAt - joinedAt))
export const menuOf = ({ line = [] }: CallSummary): number =>
  sum(
    line.filter(({ what }) => what === 'menu'),
    ({ from, to }) => to - from,
  )
export const ratingOf = ({ collected }: CallSummary): number => {
  const rating = Number(collected.rating)
  return Number.isInteger(rating) && rating >= 0 && rating < 256 ? rating : 0
}

export function callMeasures(calls: CallSummary[]): Record<string, number | null> {
  const human = calls.filter(isHuman).length
  const waited = calls.filter(({ queues }) => queues.length > 0).length
  return {
    total: calls.length,
    inbound: calls.filter(({ direction }) => direction === 'in').length,
    outbound: calls.filter(({ direction }) => direction === 'out').length,
    human,
    selfServed: calls.filter(({ outcome }) => outcome === 'self-served').length,
    abandoned: calls.filter(gaveUp).length,
    callers: new Set(calls.map(({ from }) => from)).size,
    meanWaitMs: ratio(sum(calls, waitOf), waited),
    meanTalkMs: ratio(sum(calls, talkOf), human),
  }
}

export const callsBy =
  (keysOf: (call: CallSummary, given: Given) => Row): Counter =>
  (world, given) =>
    grouped(callsIn(world, given), (call) => keysOf(call, given), callMeasures)

export const ABANDONED = ['abandoned', 'call-ended']
export const isAbandoned = ({ left }: { left: string }): boolean => ABANDONED.includes(left)
export const isOverflowed = ({ left }: { left: string }): boolean => left !== 'answered' && !ABANDONED.includes(left)
export const staysIn = ({ stays }: World, given: Given): Stay[] =>
  stays.filter(({ at, queue }) => inRange(given, at) && ofQueue(given, queue))

export const inbound = (world: World, given: Given): CallSummary[] =>
  callsIn(world, given).filter(({ direction }) => direction === 'in')
export const thousandth = (ms: number, given: Given, begin: number): number => {
  const length = Math.min(given.to, endOf(given, begin)) - Math.max(given.from, begin)
  return Math.round((ms / length) * 1_000) / 1_000
}

export const linesIn = ({ calls }: World, given: Given) =>
  calls
    .flatMap((call) =>
      (call.trunks ?? []).map((use, n) => ({ ...use, way: n === 0 && call.direction === 'in' ? 'in' : 'out' })),
    )
    .filter(({ from }) => inRange(given, from))
