// What a supervisor in the call changes in the set of its parties.
import type { Changes } from '#engine/routing/core/machine/evolve.ts'
import { agentStays, change, closeAgents } from './changing.ts'
import { withoutReach } from './evolve-talk.ts'
import type { CallFact } from './facts.ts'
import { withParty } from './parties.ts'
import type { CallState, Parties } from './state.ts'

export const watchChanges: Pick<Changes<CallState, CallFact>, 'watch-begun' | 'watch-changed' | 'taken-over'> = {
  'watch-begun': (state, { party }) =>
    state.mode === 'talking' ? change(state, { parties: withParty(state.journey.parties, party) }) : state,
  'watch-changed': (state, { legId, role }) => {
    if (state.mode !== 'talking') return state
    const [served, ...others] = state.journey.parties
    return change(state, {
      parties: [served, ...others.map((party) => (party.legId === legId ? { ...party, role } : party))],
    })
  },
  'taken-over': (state, { party, from }, at) => {
    if (state.mode !== 'talking') return state
    const { journey } = state
    const stay = journey.parties.filter(({ legId }) => legId !== party.legId && !from.includes(legId))
    const parties = [...stay, party] as unknown as Parties
    const closed = from.reduce((agents, legId) => closeAgents(agents, at, legId), journey.agents)
    const agents = agentStays({ ...journey, agents: closed }, [party], 0, at)
    return change(withoutReach(state), { parties, agents, stageSince: at })
  },
}
