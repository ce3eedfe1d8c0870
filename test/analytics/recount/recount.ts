// Every standard report, counted anew from plain lists: one function each, row by row.
import type { CallSummary } from '#engine/protocol/call.ts'
import { beginOf, endOf, type Given, hourOf, type Spell, type Stay, type World } from './world.ts'

export type Row = Record<string, string | number | null>
type Counter = (world: World, given: Given) => Row[]

const inRange = ({ from, to }: Given, at: number): boolean => {
  const second = Math.floor(at / 1000) * 1000
  return second >= from && second < to
}
const sum = <T>(list: readonly T[], of: (one: T) => number): number => list.reduce((all, one) => all + of(one), 0)
const ratio = (part: number, whole: number): number | null => (whole === 0 ? null : part / whole)
const hundredth = (value: number | null): number | null => (value === null ? null : Math.round(value * 100) / 100)
const most = (list: readonly number[]): number => list.reduce((a, b) => Math.max(a, b), 0)

/** Rows of things with the same keys, in any order. */
function grouped<T>(list: readonly T[], keysOf: (one: T) => Row, measure: (ones: T[], keys: Row) => Row): Row[] {
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

const ours = (list: readonly string[], mine: readonly string[]): boolean => list.some((one) => mine.includes(one))
const agentsOf = ({ agents, placedBy }: CallSummary): string[] => [
  ...agents.map(({ agentId }) => agentId),
  ...(placedBy ? [placedBy.agentId] : []),
]
const queuesOf = ({ queues }: CallSummary): string[] => queues.map(({ queueId }) => queueId)

const callsIn = ({ calls }: World, given: Given): CallSummary[] =>
  calls.filter(
    (call) =>
      inRange(given, call.arrivedAt) &&
      (!given.part || ours(queuesOf(call), given.part.queueIds) || ours(agentsOf(call), given.part.agentIds)),
  )
const numberOf = ({ direction, accessNumber, from }: CallSummary): string =>
  direction === 'in' || accessNumber ? accessNumber : from
const ofQueue = ({ part }: Given, queue: string): boolean => !part || part.queueIds.includes(queue)
const ofAgent = ({ part }: Given, agent: string): boolean => !part || part.agentIds.includes(agent)
const ofEither = (given: Given, { agent, queue }: { agent: string; queue: string }): boolean =>
  !given.part || ofAgent(given, agent) || ofQueue(given, queue)

const isHuman = ({ talkStartedAt }: CallSummary): boolean => talkStartedAt !== undefined
const gaveUp = ({ outcome }: CallSummary): boolean => outcome.startsWith('abandoned')
const talkOf = ({ agents }: CallSummary): number => sum(agents, ({ from, to }) => Math.max(0, to - from))
const waitOf = ({ queues }: CallSummary): number =>
  sum(queues, ({ joinedAt, leftAt }) => Math.max(0, leftAt - joinedAt))
const menuOf = ({ line = [] }: CallSummary): number =>
  sum(
    line.filter(({ what }) => what === 'menu'),
    ({ from, to }) => to - from,
  )
const ratingOf = ({ collected }: CallSummary): number => {
  const rating = Number(collected.rating)
  return Number.isInteger(rating) && rating >= 0 && rating < 256 ? rating : 0
}

function callMeasures(calls: CallSummary[]): Record<string, number | null> {
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

const callsBy =
  (keysOf: (call: CallSummary, given: Given) => Row): Counter =>
  (world, given) =>
    grouped(callsIn(world, given), (call) => keysOf(call, given), callMeasures)

const ABANDONED = ['abandoned', 'call-ended']
const isAbandoned = ({ left }: { left: string }): boolean => ABANDONED.includes(left)
const isOverflowed = ({ left }: { left: string }): boolean => left !== 'answered' && !ABANDONED.includes(left)
const staysIn = ({ stays }: World, given: Given): Stay[] =>
  stays.filter(({ at, queue }) => inRange(given, at) && ofQueue(given, queue))

const queueInterval: Counter = (world, given) => {
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

const serviceLevel: Counter = (world, given) =>
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

const EDGES = [0, 5, 10, 20, 30, 60, 120, 300]
const waitsOf =
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

const overflow: Counter = (world, given) =>
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

const agentEvents = (world: World, given: Given) =>
  [
    ...world.talks.map((talk) => ({ ...talk, what: 'talk' as const })),
    ...world.missed.map((one) => ({ ...one, what: 'missed' as const })),
  ].filter((one) => inRange(given, one.at) && ofEither(given, one))

const agentTraffic: Counter = (world, given) =>
  grouped(
    agentEvents(world, given),
    ({ at, agent }) => ({ start: beginOf(given, at), agent }),
    (ones) => {
      const talks = ones.filter((one) => one.what === 'talk')
      const came = talks.filter(({ placed }) => !placed)
      const talkMs = sum(talks, (talk) => talk.talkMs)
      return {
        ...{ answered: came.length, placed: talks.length - came.length, missed: ones.length - talks.length, talkMs },
        meanTalkMs: ratio(talkMs, talks.length),
        longestTalkMs: most(talks.map((talk) => talk.talkMs)),
        holdMs: sum(talks, (talk) => talk.holdMs),
        meanRingMs: ratio(
          sum(came, ({ ringMs }) => ringMs),
          came.length,
        ),
      }
    },
  )

const ranking: Counter = (world, given) => {
  const rows = grouped(
    agentEvents(world, given).filter((one) => one.what === 'missed' || !one.placed),
    ({ agent }) => ({ agent }),
    (ones) => {
      const talks = ones.filter((one) => one.what === 'talk')
      const points = talks.map(({ call, last }) => (last ? ratingOf(call) : 0)).filter((rating) => rating > 0)
      return {
        ...{ answered: talks.length, missed: ones.length - talks.length },
        meanTalkMs: ratio(
          sum(talks, ({ talkMs }) => talkMs),
          talks.length,
        ),
        meanRating: hundredth(
          ratio(
            sum(points, (one) => one),
            points.length,
          ),
        ),
      }
    },
  )
  const all = sum(rows, ({ answered }) => Number(answered))
  return rows.map((row) => ({
    ...row,
    rank: rows.filter(({ answered }) => Number(answered) > Number(row.answered)).length + 1,
    share: ratio(Number(row.answered), all),
  }))
}

const missedRings: Counter = (world, given) =>
  grouped(
    world.missed.filter((one) => inRange(given, one.at) && ofEither(given, one)),
    ({ at, agent, reason }) => ({ start: beginOf(given, at), agent, reason }),
    (ones) => ({
      missed: ones.length,
      meanRingMs: ratio(
        sum(ones, ({ ringMs }) => ringMs),
        ones.length,
      ),
    }),
  )

/** Pieces of spells, cut where intervals begin. */
function pieces(world: World, given: Given): { agent: string; mode: string; start: number; ms: number }[] {
  const found: { agent: string; mode: string; start: number; ms: number }[] = []
  for (const { agent, from, to, mode } of world.spells) {
    if (mode === 'signed-out' || to <= from || !ofAgent(given, agent)) continue
    let at = Math.max(from, given.from)
    const end = Math.min(to, given.to)
    while (at < end) {
      const start = beginOf(given, at)
      const next = Math.min(end, endOf(given, start))
      found.push({ agent, mode, start, ms: next - at })
      at = next
    }
  }
  return found
}
const byMode = (ones: { mode: string; ms: number }[], ...modes: string[]): number =>
  sum(
    ones.filter(({ mode }) => modes.includes(mode)),
    ({ ms }) => ms,
  )

const agentTime: Counter = (world, given) =>
  grouped(
    pieces(world, given),
    ({ start, agent }) => ({ start, agent }),
    (ones) => ({
      ...{ readyMs: byMode(ones, 'ready'), ringingMs: byMode(ones, 'ringing'), diallingMs: byMode(ones, 'dialling') },
      ...{ talkingMs: byMode(ones, 'talking'), wrapUpMs: byMode(ones, 'wrap-up'), breakMs: byMode(ones, 'break') },
    }),
  )

const occupancy: Counter = (world, given) =>
  grouped(
    pieces(world, given),
    ({ start, agent }) => ({ start, agent }),
    (ones) => {
      const busyMs = byMode(ones, 'ringing', 'dialling', 'talking', 'wrap-up')
      const [idleMs, breakMs] = [byMode(ones, 'ready'), byMode(ones, 'break')]
      return {
        ...{ signedInMs: busyMs + idleMs + breakMs, busyMs, idleMs, breakMs },
        ...{ occupancy: ratio(busyMs, busyMs + idleMs), utilisation: ratio(busyMs, busyMs + idleMs + breakMs) },
      }
    },
  )

const spellsEnded = ({ spells }: World, given: Given): Spell[] =>
  spells.filter(({ agent, to }) => to >= given.from && to < given.to && ofAgent(given, agent))

const attendance: Counter = (world, given) => {
  const events = [
    ...pieces(world, given).map((piece) => ({ ...piece, what: 'piece' as const })),
    ...spellsEnded(world, given).map((spell) => ({
      ...spell,
      start: beginOf(given, spell.to),
      what: 'spell' as const,
    })),
  ]
  return grouped(
    events,
    ({ start, agent }) => ({ start, agent }),
    (ones) => {
      const times = ones.filter((one) => one.what === 'piece')
      const ended = ones.filter((one) => one.what === 'spell')
      const came = ended.filter(({ mode }) => mode === 'signed-out').map(({ to }) => to)
      const went = ended.filter(({ next }) => next === 'signed-out').map(({ to }) => to)
      return {
        firstInAt: came.length === 0 ? null : Math.min(...came),
        lastOutAt: went.length === 0 ? null : Math.max(...went),
        signIns: came.length,
        spentMs: sum(times, ({ ms }) => ms),
        breaks: ended.filter(({ mode }) => mode === 'break').length,
        breakMs: byMode(times, 'break'),
      }
    },
  )
}

const breaks: Counter = (world, given) =>
  grouped(
    spellsEnded(world, given).filter(({ mode, reason }) => mode === 'break' && reason !== ''),
    ({ agent, to, reason }) => ({ start: beginOf(given, to), agent, reason }),
    (ones) => ({ times: ones.length, spentMs: sum(ones, ({ from, to }) => to - from) }),
  )

const spells: Counter = ({ spells: all }, given) =>
  all
    .filter(
      ({ agent, from, mode }) =>
        mode !== 'signed-out' && from >= given.from && from < given.to && ofAgent(given, agent),
    )
    .map(({ agent, from, to, mode, reason }) => ({ start: from, finish: to, agent, mode, reason, spentMs: to - from }))

const ratings: Counter = (world, given) =>
  grouped(
    world.talks.filter((talk) => talk.last && inRange(given, talk.at) && ofEither(given, talk)),
    ({ at, agent }) => ({ start: beginOf(given, at), agent }),
    (talks) => {
      const rated = talks.map(({ call }) => ratingOf(call)).filter((rating) => rating > 0)
      const scores = [1, 2, 3, 4, 5].map((score) => [`score${score}`, rated.filter((one) => one === score).length])
      return {
        ...{ talks: talks.length, rated: rated.length, ratedShare: ratio(rated.length, talks.length) },
        mean: hundredth(
          ratio(
            sum(rated, (one) => one),
            rated.length,
          ),
        ),
        ...Object.fromEntries(scores),
      }
    },
  )

const dispositions: Counter = ({ disposed }, given) =>
  grouped(
    [...disposed.values()].filter((one) => one.at >= given.from && one.at < given.to && ofEither(given, one)),
    ({ at, queue, what }) => ({ start: beginOf(given, at), queue, disposition: what }),
    (ones) => ({ calls: ones.length }),
  )

const byCause: Counter = (world, given) => {
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

const inbound = (world: World, given: Given): CallSummary[] =>
  callsIn(world, given).filter(({ direction }) => direction === 'in')
const thousandth = (ms: number, given: Given, begin: number): number => {
  const length = Math.min(given.to, endOf(given, begin)) - Math.max(given.from, begin)
  return Math.round((ms / length) * 1_000) / 1_000
}

const traffic: Counter = (world, given) =>
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

const businessesOf = ({ path }: CallSummary): string[] => [
  ...new Set(path.flatMap(({ business }) => (business ? [business] : []))),
]
const byService: Counter = (world, given) =>
  grouped(
    inbound(world, given).flatMap((call) => businessesOf(call).map((business) => ({ call, business }))),
    ({ call, business }) => ({ start: beginOf(given, call.arrivedAt), business }),
    (ones) => {
      const { inbound: _in, outbound: _out, ...measures } = callMeasures(ones.map(({ call }) => call))
      return { ...measures, perCaller: hundredth(ratio(Number(measures.total), Number(measures.callers))) }
    },
  )

const quality: Counter = (world, given) => {
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

const linesIn = ({ calls }: World, given: Given) =>
  calls
    .flatMap((call) =>
      (call.trunks ?? []).map((use, n) => ({ ...use, way: n === 0 && call.direction === 'in' ? 'in' : 'out' })),
    )
    .filter(({ from }) => inRange(given, from))

const trunks: Counter = (world, given) =>
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

const stepsIn = ({ calls }: World, given: Given) =>
  (given.part ? [] : calls).flatMap((call) =>
    call.path
      .map((step, n) => ({ ...step, call, last: n === call.path.length - 1 }))
      .filter(({ at }) => inRange(given, at)),
  )
const nodeKeys = ({ flowId, nodeId, nodeName }: { flowId: string; nodeId: string; nodeName: string }): Row => ({
  flow: flowId,
  node: nodeName || nodeId,
})

const ivrNodes: Counter = (world, given) =>
  grouped(stepsIn(world, given), nodeKeys, (steps) => {
    const ended = steps.filter(({ last }) => last)
    const calls = new Set(steps.map(({ call }) => call.callId)).size
    const lost = ended.filter(({ call }) => gaveUp(call)).length
    return { calls, passes: steps.length, ended: ended.length, lost, lostShare: ratio(lost, calls) }
  })

const ivrWays: Counter = (world, given) => {
  const steps = stepsIn(world, given)
  const sameNode = (keys: Row): number =>
    steps.filter((step) => nodeKeys(step).node === keys.node && step.flowId === keys.flow).length
  return grouped(
    steps,
    (step) => ({ ...nodeKeys(step), outlet: step.outlet }),
    (ones, keys) => ({ passes: ones.length, share: ratio(ones.length, sameNode(keys)) }),
  )
}

const ivrSelfService: Counter = (world, given) =>
  grouped(
    inbound(world, given).filter(({ path }) => path.length > 0),
    ({ arrivedAt, path }) => ({ start: beginOf(given, arrivedAt), flow: path[0]?.flowId ?? '' }),
    (calls) => {
      const toPeople = (call: CallSummary): boolean => call.queues.length > 0 || isHuman(call)
      const done = calls.filter(({ outcome }) => outcome === 'self-served')
      const people = calls.filter(toPeople)
      const alone = calls.filter((call) => !toPeople(call))
      const givenUp = alone.filter(({ outcome }) => outcome === 'abandoned-in-flow')
      const rest = alone.filter(({ outcome }) => outcome !== 'abandoned-in-flow' && outcome !== 'self-served')
      return {
        ...{
          calls: calls.length,
          done: done.length,
          people: people.length,
          givenUp: givenUp.length,
          rest: rest.length,
        },
        doneShare: ratio(done.length, calls.length),
        meanMenuMs: ratio(sum(calls, menuOf), calls.length),
      }
    },
  )

const ivrAnswer: Counter = (world, given) =>
  grouped(
    inbound(world, given),
    (call) => ({ start: beginOf(given, call.arrivedAt), number: call.accessNumber }),
    (calls) => {
      const answered = calls.filter(({ answeredAt }) => answeredAt !== undefined).length
      const counts = { calls: calls.length, answered, failed: calls.length - answered }
      return { ...counts, rate: ratio(answered, calls.length) }
    },
  )

const voicemail: Counter = ({ messages }, given) =>
  grouped(
    messages.filter(({ at, queue }) => inRange(given, at) && ofQueue(given, queue)),
    ({ at, queue }) => ({ start: beginOf(given, at), queue }),
    (ones) => ({ messages: ones.length, callers: new Set(ones.map(({ call }) => call)).size }),
  )

/** By the report's name; a report that is not here is not recounted, which the test refuses. */
export const RECOUNTS: Record<string, Counter> = {
  'queue-interval': queueInterval,
  'queue-service-level': serviceLevel,
  'queue-waits': waitsOf(({ left }) => left === 'answered'),
  'queue-abandons': waitsOf(isAbandoned),
  'queue-overflow': overflow,
  'agent-traffic': agentTraffic,
  'agent-ranking': ranking,
  'agent-missed': missedRings,
  'agent-time': agentTime,
  'agent-occupancy': occupancy,
  'agent-attendance': attendance,
  'agent-breaks': breaks,
  'agent-spells': spells,
  ratings,
  dispositions,
  'calls-by-time': callsBy(({ arrivedAt }, given) => ({ start: beginOf(given, arrivedAt) })),
  'calls-by-number': callsBy((call) => ({ number: numberOf(call) })),
  'calls-by-region': callsBy(({ region }) => ({ region })),
  'calls-by-hour': callsBy(({ arrivedAt }, { zone }) => ({ hour: hourOf(zone, arrivedAt) })),
  'calls-by-cause': byCause,
  traffic,
  'traffic-by-service': byService,
  'service-quality': quality,
  'trunk-traffic': trunks,
  'ivr-nodes': ivrNodes,
  'ivr-ways': ivrWays,
  'ivr-self-service': ivrSelfService,
  'ivr-answer': ivrAnswer,
  voicemail,
}
