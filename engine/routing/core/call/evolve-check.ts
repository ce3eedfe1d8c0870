// What the facts of an identity check change. The talk's parties stay; what is keyed or learnt goes into no card and no record.
import type { Changes } from '#engine/routing/core/machine/evolve.ts'
import { change, enter } from './changing.ts'
import type { CallFact } from './facts.ts'
import type { CallState, CheckingState, Journey } from './state.ts'

type Paused = Extract<CallFact, { type: 'flow-paused' }>

export const checkChanges: Pick<Changes<CallState, CallFact>, 'check-asked' | 'check-over'> = {
  'check-asked': (state, { check, until }, at) =>
    'journey' in state
      ? enter(state, at, { mode: 'checking', check, until }, { parties: state.journey.parties })
      : state,
  'check-over': (state, { checked }, at) => {
    if (state.mode !== 'checking') return state
    const { parties } = state.journey
    return enter(state, at, { mode: 'talking' }, { parties, ...(checked ? { checked } : {}) })
  },
}

export function checkGoesOn(state: CheckingState, fact: Paused): CheckingState {
  const { run, waitFor, waitId, until, passed } = fact
  const flow = fact.flow ?? state.runs?.flow
  if (!flow) return state
  return { ...checkPassed(state, passed), until, runs: { flow, run, waitFor, waitId } }
}

export function checkPassed(state: CheckingState, path: Journey['path']): CheckingState {
  return change(state, { path: [...state.journey.path, ...path] }) as CheckingState
}
