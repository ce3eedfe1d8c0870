// The moments a call remembers, of its journey and of what it waits for.
import { moved } from '#engine/routing/core/machine/time-set.ts'
import { movedCall } from '#engine/routing/core/queue/time-set.ts'
import type { CallState, Journey, NewState, Reach } from './state.ts'

export function moveCall(state: CallState, byMs: number): CallState {
  if (state.mode === 'new') return moveNew(state, byMs)
  if (!('journey' in state)) return state
  const next = { ...state, journey: moveJourney(state.journey, byMs) }
  if ('until' in next) next.until += byMs
  if (next.mode === 'talking' && next.reach) {
    const { goal } = next.reach
    next.reach = { ...moved(next.reach, byMs, 'until'), goal: movedGoal(goal, byMs) }
  }
  if (next.mode === 'talking' && next.passing) next.passing = moved(next.passing, byMs, 'until')
  if (next.mode === 'ringing' && next.goal.type === 'leg') next.goal = moved(next.goal, byMs, 'since')
  if (next.mode === 'parked') next.park = moved(next.park, byMs, 'recallAt')
  if ((next.mode === 'ringing' || next.mode === 'finding') && next.purpose.for === 'parked')
    next.purpose = { ...next.purpose, park: moved(next.purpose.park, byMs, 'recallAt') }
  if (next.mode === 'queue') {
    next.stay = moved(next.stay, byMs, 'joinedAt', 'musicSince')
    if (next.stay.offer) next.stay.offer = moved(next.stay.offer, byMs, 'since')
  }
  return next
}

function moveNew(state: NewState, byMs: number): NewState {
  const next = moved(state, byMs, 'until')
  if (next.callback) next.callback = { ...next.callback, call: movedCall(next.callback.call, byMs) }
  return next
}

function moveJourney(journey: Journey, byMs: number): Journey {
  const next = moved(journey, byMs, 'arrivedAt', 'answeredAt', 'talkStartedAt', 'stageSince')
  next.path = next.path.map((step) => moved(step, byMs, 'at'))
  next.queues = next.queues.map((stay) => moved(stay, byMs, 'joinedAt', 'leftAt'))
  const [served, ...others] = next.parties.map((party) =>
    party.hold ? { ...party, hold: moved(party.hold, byMs, 'since') } : party,
  )
  if (served) next.parties = [served, ...others]
  if (next.flags) next.flags = next.flags.map((flag) => moved(flag, byMs, 'at'))
  next.line = next.line.map((span) => moved(span, byMs, 'from'))
  if (next.lineUses) next.lineUses = next.lineUses.map((use) => moved(use, byMs, 'from', 'to', 'answeredAt'))
  // 0: still there
  next.agents = next.agents.map((stay) => (stay.to === 0 ? moved(stay, byMs, 'from') : moved(stay, byMs, 'from', 'to')))
  if (next.found?.place) next.found = { ...next.found, place: moved(next.found.place, byMs, 'joinedAt') }
  return next
}

function movedGoal(goal: Reach['goal'], byMs: number): Reach['goal'] {
  if (goal.type === 'leg') return moved(goal, byMs, 'since')
  return goal.type === 'queue' ? moved(goal, byMs, 'joinedAt') : goal
}
