// The set of parties of a call, read: whom it serves, who talks, who waits for whom, and who hears whom of them.
import { type Hearer, type Pair, TALKS, whoHears } from '#engine/routing/core/hearing/hearing.ts'
import type { CallState, Dial, Journey, Parties, Party } from './state.ts'

export const servedOf = ({ journey }: { journey: Journey }): Party => journey.parties[0]

/** The agent whose number is being said. */
export const announcedIn = ({ journey: { parties } }: { journey: Journey }): Party => parties[1] ?? parties[0]

export const partiesOf = (state: CallState): readonly Party[] => ('journey' in state ? state.journey.parties : [])

export const partyOf = (state: CallState, agentId: string): Party | undefined =>
  partiesOf(state).find((party) => party.agentId === agentId)

export const legIn = (state: CallState, legId: string): Party | undefined =>
  partiesOf(state).find((party) => party.legId === legId)

const WATCHES: ReadonlySet<Party['role']> = new Set(['listener', 'whisperer', 'barger'])

export const isWatching = ({ role }: Party): boolean => WATCHES.has(role)

/** Those whose leaving counts: a supervisor in the call keeps it not alive, even barging in, until it takes it over. */
export const talkersOf = (state: CallState): Party[] =>
  partiesOf(state).filter((party) => TALKS.has(party.role) && !isWatching(party))

export const othersThan = (state: CallState, { legId }: Pick<Party, 'legId'>): Party[] =>
  talkersOf(state).filter((party) => party.legId !== legId)

/** The line at a carrier that whoever is dialled is reached by. */
export const lineOf = ({ dial }: { dial?: Dial }): { trunkId?: string } =>
  dial?.target.type === 'trunk' ? { trunkId: dial.target.trunkId } : {}

/** Who was asked in private by this party, and whom it keeps waiting meanwhile. */
export const consultedBy = (state: CallState, { legId }: Party): Party[] =>
  partiesOf(state).filter((party) => party.role === 'consulted' && party.by === legId)

export const heldBy = (state: CallState, { legId }: Party): Party[] =>
  partiesOf(state).filter((party) => party.hold?.by === legId)

/** A party on hold, as its agent counts it: whoever was asked in private meanwhile is none. */
export const keepsWaiting = (state: CallState, agent: Party): boolean =>
  heldBy(state, agent).some((party) => party.role !== 'consulted')

/** The call is for two, and a third comes or goes: its set is shown to its agents. */
export const isWide = (state: CallState): boolean =>
  state.mode === 'talking' &&
  (state.reach !== undefined || state.journey.parties.filter((party) => !isWatching(party)).length > 2)

/** What media is to carry out. A leg that rings is heard where its network's own words reach somebody. */
export function hearingOf(state: CallState): Pair[] {
  if (state.mode === 'talking') return whoHears([...state.journey.parties.map(ears), ...rings(state.reach)])
  if (state.mode === 'ringing' && state.early) return whoHears([ears(state.journey.parties[0]), ...rings(state)])
  return []
}

const ears = ({ legId, role, hold }: Party): Hearer => ({ legId, role, held: hold !== undefined })

const rings = (reach: { early?: true; goal: { type: string; legId?: string } } | undefined): Hearer[] =>
  reach?.early && reach.goal.legId !== undefined ? [{ legId: reach.goal.legId, role: 'outside', rings: true }] : []

export const withParty = (parties: Parties, party: Party): Parties => [...parties, party]

/** A role for good: whoever was asked in private is one of the talk when the one who asked has left or let all talk. */
export const asTalker = ({ by: _, ...party }: Party): Party => ({
  ...party,
  role: party.agentId === undefined ? 'outside' : 'agent',
})
