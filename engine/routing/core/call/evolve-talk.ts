// What the facts of a talk change in the set of its parties.
import type { Changes } from '#engine/routing/core/machine/evolve.ts'
import { agentStays, change, closeAgents, enter, nextStay } from './changing.ts'
import type { CallFact } from './facts.ts'
import { asTalker, isWatching, withParty } from './parties.ts'
import type { CallState, Parties, Party, Reach, TalkingState } from './state.ts'

/** Some parties changed; who held whom, and for how long, goes by the leg. */
const changed = (state: TalkingState, make: (party: Party) => Party): Parties => {
  const [served, ...others] = state.journey.parties
  return [make(served), ...others.map(make)]
}

const unheld = ({ hold: _, ...party }: Party): Party => party

export const talkChanges: Pick<
  Changes<CallState, CallFact>,
  | 'agent-announced'
  | 'talk-started'
  | 'talk-lasted'
  | 'held'
  | 'resumed'
  | 'party-joined'
  | 'party-left'
  | 'party-moved'
  | 'all-talk'
  | 'reach-queued'
  | 'pass-asked'
  | 'pass-settled'
> = {
  'agent-announced': (state, { type: _, other, ...words }, at) =>
    'journey' in state
      ? enter(state, at, { mode: 'connecting', ...words }, { parties: [state.journey.parties[0], other] })
      : state,
  'talk-started': (state, { served, other, ringMs }, at) => {
    if (!('journey' in state)) return state
    const { journey } = state
    const withAgent = served.agentId !== undefined || other.agentId !== undefined
    return enter(
      state,
      at,
      { mode: 'talking' },
      {
        parties: [served, other],
        agents: agentStays(journey, [served, other], ringMs, at),
        answeredAt: journey.answeredAt ?? at,
        ...(withAgent ? { talkStartedAt: journey.talkStartedAt ?? at } : {}),
      },
    )
  },
  'talk-lasted': (state, { ms }, at) => {
    if (!('journey' in state)) return state
    const from = Math.max(state.journey.arrivedAt, at - ms)
    const { talkStartedAt = from, answeredAt = from, agents } = state.journey
    return change(state, {
      ...{ talkStartedAt: Math.min(talkStartedAt, from), answeredAt: Math.min(answeredAt, from) },
      agents: agents.map((stay) => (stay.to === 0 ? { ...stay, from: Math.min(stay.from, from) } : stay)),
    })
  },
  held: (state, fact, at) => {
    if (state.mode !== 'talking') return state
    const { by, legId = otherThan(state, by) } = fact
    const hold = { by, since: at }
    const parties = changed(state, (party) => (party.legId === legId ? { ...party, hold } : party))
    return change(state, { parties, stageSince: at })
  },
  resumed: (state, { heldMs, legId }, at) => {
    if (state.mode !== 'talking') return state
    const held = state.journey.parties.find((party) => party.hold && (legId === undefined || party.legId === legId))
    if (!held) return state
    const parties = changed(state, (party) => (party.legId === held.legId ? unheld(party) : party))
    return change(state, { parties, stageSince: at, agents: countHold(state, held, heldMs) })
  },
  'party-joined': (state, { party, ringMs }, at) => {
    if (state.mode !== 'talking') return state
    const parties = withParty(state.journey.parties, party)
    const agents = agentStays(state.journey, [party], ringMs, at)
    const talkStartedAt = state.journey.talkStartedAt ?? (party.agentId === undefined ? undefined : at)
    return change(withoutReach(state), { parties, agents, ...(talkStartedAt === undefined ? {} : { talkStartedAt }) })
  },
  'reach-queued': (state, { purpose, queueId, joinedAt, until }) => {
    const stay = nextStay(state)
    const goal = { type: 'queue', queueId, joinedAt, stay } as const
    return reachChanged(change(state, { stays: stay }), { purpose, goal, until, ringing: false })
  },
  'pass-asked': (state, { type: _, ...passing }) => (state.mode === 'talking' ? { ...state, passing } : state),
  'pass-settled': (state) => {
    if (state.mode !== 'talking') return state
    const { passing: _, ...rest } = state
    return rest
  },
  'party-left': (state, { legId }, at) => {
    if (!('journey' in state)) return state
    const agents = closeAgents(state.journey.agents, at, legId)
    return change(state, { parties: without(state.journey.parties, legId), agents })
  },
  'all-talk': (state, { by }) => {
    if (state.mode !== 'talking') return state
    const talks = (party: Party) => party.role === 'consulted' && party.by === by
    return change(state, {
      parties: changed(state, (party) => (talks(party) ? keepBy(asTalker(party), party) : party)),
    })
  },
  'party-moved': (state, { fromLegId, toLegId }) => {
    if (!('journey' in state)) return state
    const to = (legId: string): string => (legId === fromLegId ? toLegId : legId)
    const { journey } = state
    const [served, ...others] = journey.parties
    const moved = (party: Party): Party => ({
      ...party,
      legId: to(party.legId),
      ...(party.hold ? { hold: { ...party.hold, by: to(party.hold.by) } } : {}),
      ...(party.by === undefined ? {} : { by: to(party.by) }),
    })
    const next = change(state, {
      parties: [moved(served), ...others.map(moved)],
      agents: journey.agents.map((stay) => ({ ...stay, legId: to(stay.legId) })),
    })
    return next.mode === 'talking' && next.reach ? { ...next, reach: movedReach(next.reach, to) } : next
  },
}

const movedReach = (reach: Reach, to: (legId: string) => string): Reach => ({
  ...reach,
  purpose: { ...reach.purpose, byLegId: to(reach.purpose.byLegId) },
})

/** In facts of before 2026-12 one of two was held, by the other. */
const otherThan = (state: TalkingState, by: string): string | undefined =>
  state.journey.parties.find((party) => party.legId !== by)?.legId

/**
 * What of this hold is the agent's and is not counted with another one that goes on: whom it keeps waiting at once counts
 * once, and whoever was asked in private is no caller.
 */
function countHold({ journey }: TalkingState, party: Party, heldMs: number) {
  const { hold, legId, role } = party
  if (!hold || role === 'consulted') return journey.agents
  const others = journey.parties.filter(
    (other) => other.legId !== legId && other.hold?.by === hold.by && other.role !== 'consulted',
  )
  const until = Math.min(hold.since + heldMs, ...others.map((other) => other.hold?.since ?? Number.POSITIVE_INFINITY))
  const ownMs = Math.max(0, until - hold.since)
  return journey.agents.map((stay) =>
    stay.to === 0 && stay.legId === hold.by ? { ...stay, holdMs: stay.holdMs + ownMs } : stay,
  )
}

const keepBy = (talker: Party, { by }: Party): Party => (by === undefined ? talker : { ...talker, by })

/** Whom the leaver had asked in private is one of the talk from now on. */
function without(parties: Parties, legId: string): Parties {
  const stay = parties
    .filter((party) => party.legId !== legId)
    .map((party) => (party.role === 'consulted' && party.by === legId ? asTalker(party) : party))
  // nobody is served by listening
  const [first, ...others] = [...stay.filter((party) => !isWatching(party)), ...stay.filter(isWatching)]
  return first === undefined ? parties : [first, ...others]
}

export function withoutReach(state: TalkingState): TalkingState {
  const { reach: _, ...rest } = state
  return rest
}

/** Of who is brought into a talk the talk knows; else it is a mode of the call's own. */
export function reachChanged(state: CallState, reach: Reach): CallState {
  return state.mode === 'talking' ? { ...state, reach } : state
}
