// The time line of a call: what the one whom it is for is at, moment by moment, and with whom. Each moment belongs to one
// span, because a span ends where the next begins.
import type { LineSpan } from '#engine/protocol/call.ts'
import type { CallFact } from './facts.ts'
import { servedOf, talkersOf } from './parties.ts'
import { type CallState, isLive, type Journey, type LiveState, type Party, type TalkingState } from './state.ts'

type Stand = Pick<LineSpan, 'what' | 'who'>

const nameOf = ({ agentId, number }: Party): string => agentId ?? number

const PLAIN: Partial<Record<LiveState['mode'], LineSpan['what']>> = {
  arriving: 'arriving',
  finding: 'ring',
  fetching: 'menu',
  flow: 'menu',
  checking: 'menu',
  voicemail: 'voicemail',
  code: 'menu',
  farewell: 'words',
}

export function standOf(state: LiveState): Stand {
  switch (state.mode) {
    case 'queue':
      return state.stay.offer
        ? { what: 'ring', who: [state.stay.offer.agentId] }
        : { what: 'queue', who: [state.stay.queueId] }
    case 'ringing': {
      const { goal, purpose } = state
      const who = [goal.type === 'agent' ? goal.agentId : goal.number]
      return { what: purpose.for === 'transfer' ? 'transfer' : 'ring', who }
    }
    case 'connecting':
      return { what: 'ring', who: state.journey.parties.slice(1).map(nameOf) }
    case 'talking':
      return talkStand(state)
    case 'parked':
      return { what: 'parked', who: [state.park.place] }
    default:
      return { what: PLAIN[state.mode] ?? 'words', who: [] }
  }
}

/** On hold it is whoever holds that is named; while that one asks somebody in private, that somebody too. */
function talkStand(state: TalkingState): Stand {
  const served = servedOf(state)
  const others = talkersOf(state).filter((party) => party.legId !== served.legId)
  const talking = others.filter((party) => !party.hold)
  const who = talking.map(nameOf)
  if (!served.hold && talking.length > 0) return { what: talking.length > 1 ? 'conference' : 'talk', who }
  const asks = others.some((party) => party.role === 'consulted') || state.reach?.purpose.as === 'consulted'
  return { what: asks ? 'consult' : 'hold', who: talking.length > 0 ? who : others.map(nameOf) }
}

const same = (a: Stand, b: Stand): boolean => a.what === b.what && a.who.join() === b.who.join()

/** A stand that lasted no time is none. */
function drawn(line: Journey['line'], stand: Stand, at: number): Journey['line'] {
  const before = line.at(-1)?.from === at ? line.slice(0, -1) : line
  const last = before.at(-1)
  if (last && same(last, stand)) return before
  return [...before, { ...stand, from: Math.max(at, last?.from ?? at) }]
}

/** The talk began so long ago, and its news came late. */
function begun(line: Journey['line'], from: number): Journey['line'] {
  const last = line.at(-1)
  if (!last || last.from <= from) return line
  const before = line.slice(0, -1).filter((span) => span.from < from)
  return [...before, { ...last, from: Math.max(from, before.at(-1)?.from ?? from) }]
}

/** Of the same mode, parties and goal the stand is the same, and was drawn with the fact that brought them. */
function standsAsBefore(before: CallState, now: LiveState): boolean {
  if (before.mode !== now.mode || before.journey.parties !== now.journey.parties) return false
  if (now.journey.line?.length === 0 || now.journey.line === undefined) return false
  if (now.mode === 'queue') {
    const { stay } = before as typeof now
    return now.stay.offer === stay.offer && now.stay.queueId === stay.queueId
  }
  if (now.mode === 'ringing') return now.goal === (before as typeof now).goal
  return now.mode !== 'talking' || now.reach === (before as typeof now).reach
}

type Evolve = (state: CallState, fact: CallFact, at: number) => CallState

/** Folds a fact, and draws the line on. */
export const withLine =
  (evolve: Evolve): Evolve =>
  (state, fact, at) => {
    const next = evolve(state, fact, at)
    if (!isLive(next) || next === state || fact.type === 'time-set') return next
    if (fact.type !== 'talk-lasted' && standsAsBefore(state, next)) return next
    const { journey } = next
    // a call of before there were lines has none of its beginning
    const old = journey.line ?? []
    const stand = standOf(next)
    const last = old.at(-1)
    const line =
      fact.type === 'talk-lasted'
        ? begun(old, Math.max(journey.arrivedAt, at - fact.ms))
        : last && same(last, stand)
          ? old
          : drawn(old, stand, last ? at : journey.arrivedAt)
    return line === journey.line ? next : ({ ...next, journey: { ...journey, line } } as CallState)
  }

export const spansOf = (line: Journey['line'], endedAt: number): LineSpan[] =>
  line
    .map((span, n) => ({ ...span, to: line[n + 1]?.from ?? endedAt }))
    .filter((span, _n, all) => span.to > span.from || all.length === 1)
