// Agent reports, counted anew.
import { type Counter, grouped, hundredth, inRange, most, ofAgent, ofEither, ratingOf, ratio, sum } from './counting.ts'
import { beginOf, endOf, type Given, type Spell, type World } from './world.ts'

export const agentEvents = (world: World, given: Given) =>
  [
    ...world.talks.map((talk) => ({ ...talk, what: 'talk' as const })),
    ...world.missed.map((one) => ({ ...one, what: 'missed' as const })),
  ].filter((one) => inRange(given, one.at) && ofEither(given, one))

export const agentTraffic: Counter = (world, given) =>
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

export const ranking: Counter = (world, given) => {
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

export const missedRings: Counter = (world, given) =>
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
export function pieces(world: World, given: Given): { agent: string; mode: string; start: number; ms: number }[] {
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
export const byMode = (ones: { mode: string; ms: number }[], ...modes: string[]): number =>
  sum(
    ones.filter(({ mode }) => modes.includes(mode)),
    ({ ms }) => ms,
  )

export const agentTime: Counter = (world, given) =>
  grouped(
    pieces(world, given),
    ({ start, agent }) => ({ start, agent }),
    (ones) => ({
      ...{ readyMs: byMode(ones, 'ready'), ringingMs: byMode(ones, 'ringing'), diallingMs: byMode(ones, 'dialling') },
      ...{ talkingMs: byMode(ones, 'talking'), wrapUpMs: byMode(ones, 'wrap-up'), breakMs: byMode(ones, 'break') },
    }),
  )

export const occupancy: Counter = (world, given) =>
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

export const spellsEnded = ({ spells }: World, given: Given): Spell[] =>
  spells.filter(({ agent, to }) => to >= given.from && to < given.to && ofAgent(given, agent))

export const attendance: Counter = (world, given) => {
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

export const breaks: Counter = (world, given) =>
  grouped(
    spellsEnded(world, given).filter(({ mode, reason }) => mode === 'break' && reason !== ''),
    ({ agent, to, reason }) => ({ start: beginOf(given, to), agent, reason }),
    (ones) => ({ times: ones.length, spentMs: sum(ones, ({ from, to }) => to - from) }),
  )

export const spells: Counter = ({ spells: all }, given) =>
  all
    .filter(
      ({ agent, from, mode }) =>
        mode !== 'signed-out' && from >= given.from && from < given.to && ofAgent(given, agent),
    )
    .map(({ agent, from, to, mode, reason }) => ({ start: from, finish: to, agent, mode, reason, spentMs: to - from }))

export const ratings: Counter = (world, given) =>
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

export const dispositions: Counter = ({ disposed }, given) =>
  grouped(
    [...disposed.values()].filter((one) => one.at >= given.from && one.at < given.to && ofEither(given, one)),
    ({ at, queue, what }) => ({ start: beginOf(given, at), queue, disposition: what }),
    (ones) => ({ calls: ones.length }),
  )
