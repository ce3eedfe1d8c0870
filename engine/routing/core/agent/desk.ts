// Cells for the agent's own wishes between calls: sign in and out, ready, break, and what is asked during a call.

import type { AgentCommand } from '#engine/protocol/agent.ts'
import type { Given } from '#engine/protocol/ledger.ts'
import { decided, nothing, refuse } from '#engine/routing/core/machine/decided.ts'
import { breakBy, getReady, type Made, modeChanged, PHONE_LOST, settleBreak, signOut } from './changes.ts'
import { readyWithoutPhone } from './phone.ts'
import {
  type AgentFact,
  type AgentState,
  type BreakState,
  type CallState,
  type FreeState,
  phoneUser,
  type ReadyState,
  type SignedOutState,
  type WrapUpState,
} from './state.ts'

type Command<Type extends AgentCommand['type']> = Extract<AgentCommand, { type: Type }>

/** A new agent is on break ('not-ready'): nobody is rung because of a sign-in. */
export function signIn(state: SignedOutState, { phone, session }: Command<'sign-in'>, given: Given): Made {
  if (!state.config?.enabled) return refuse('agent-unknown')
  return decided<AgentFact>([
    { type: 'signed-in', phone, session },
    modeChanged(state, 'break', given.at, { breakReason: 'not-ready' }),
  ])
}

/** A second sign-in is the same agent from another page; the phone can change only between calls. */
export function signInAgain(state: FreeState | CallState, { phone, session }: Command<'sign-in'>, given: Given): Made {
  const same = JSON.stringify(phone) === JSON.stringify(state.me.phone)
  if (same && session === state.me.session) return nothing()
  if (same) return decided<AgentFact>([{ type: 'phone-changed', phone, session }])
  if ('contact' in state) return refuse('agent-busy', 'the phone cannot change during a call')
  const facts: AgentFact[] = [{ type: 'phone-changed', phone, session }]
  // Why: a ready agent without a phone would be offered calls that cannot ring.
  if (phone.type === 'none' && state.mode !== 'break') {
    facts.push(modeChanged(state, 'break', given.at, { breakReason: 'not-ready' }))
  }
  // of the new phone nothing bad is known
  if (state.mode === 'break' && state.reason === PHONE_LOST && phone.type !== 'none') {
    const { lost: _, ...me } = state.me
    facts.push(...getReady({ ...state, me }, given.at))
  }
  return decided(facts)
}

export const leave = (state: FreeState, { by }: Command<'sign-out'>, given: Given): Made =>
  decided(signOut(state, by, given.at))

export const leaveAfterCall = (state: CallState): Made =>
  state.after?.mode === 'signed-out'
    ? nothing()
    : decided<AgentFact>([{ type: 'after-set', after: { mode: 'signed-out' } }])

export function becomeReady(state: BreakState | WrapUpState, _command: unknown, given: Given): Made {
  if (phoneUser(state) === undefined) return refuse('no-phone')
  if (state.me.owes) return refuse('disposition-first')
  if (state.me.lost) return readyWithoutPhone(state, state.me.lost, given.at)
  if (state.mode === 'break' && state.tried && given.at - state.since < state.config.minimumBusyMs) {
    return decided<AgentFact>([{ type: 'break-undone', reason: state.reason, spentMs: given.at - state.since }])
  }
  return decided(getReady(state, given.at))
}

/** Ready pressed during a call takes back a break or a sign-out asked for before. */
export const readyAfterCall = (state: CallState): Made =>
  state.after ? decided<AgentFact>([{ type: 'after-set' }]) : nothing()

/** With a minimum busy time the break holds at once, but is reported only when it has lasted (decisions.md no. 5). */
export function takeBreak(state: ReadyState, { reason, working }: Command<'take-break'>, given: Given): Made {
  const counts = working ? { working } : {}
  if (state.config.minimumBusyMs > 0) return decided<AgentFact>([{ type: 'break-tried', reason, ...counts }])
  return decided<AgentFact>([modeChanged(state, 'break', given.at, breakBy({ reason, working }))])
}

/** Another reason ends one break and begins the next, so that reports add up by reason. */
export function changeBreak(state: BreakState, { reason, working }: Command<'take-break'>, given: Given): Made {
  if (reason === state.reason) return nothing()
  return decided<AgentFact>([
    ...settleBreak(state),
    { ...modeChanged(state, 'break', given.at, breakBy({ reason, working })), from: 'break' },
  ])
}

export const breakFromWrapUp = (state: WrapUpState, command: Command<'take-break'>, given: Given): Made =>
  decided<AgentFact>([modeChanged(state, 'break', given.at, breakBy(command))])

export const breakAfterCall = (_state: CallState, { reason, working }: Command<'take-break'>): Made =>
  decided<AgentFact>([{ type: 'after-set', after: { mode: 'break', reason, ...(working ? { working } : {}) } }])

export function configure(state: AgentState, command: Command<'configure'>, given: Given): Made {
  const { config, keys = state.keys ?? {} } = command
  const zoneMs = command.timeZoneOffsetMs ?? state.zoneMs
  const rekeyed = JSON.stringify(keys) !== JSON.stringify(state.keys ?? {})
  const same = zoneMs === state.zoneMs && JSON.stringify(config) === JSON.stringify(state.config)
  if (same && !rekeyed) return nothing()
  const facts: AgentFact[] = [{ type: 'agent-configured', config, zoneMs, ...(rekeyed ? { keys } : {}) }]
  if (config.enabled || state.mode === 'signed-out') return decided(facts)
  if ('contact' in state) return decided<AgentFact>([...facts, { type: 'after-set', after: { mode: 'signed-out' } }])
  return decided([...facts, ...signOut(state, 'supervisor', given.at)])
}

/** For this sign-in. Calls for the others no longer reach the agent. */
export function useSkills(state: FreeState | CallState, { skillIds }: Command<'use-skills'>): Made {
  const own = (state.config.skills ?? []).map(({ skillId }) => skillId)
  const chosen = own.filter((skillId) => skillIds.includes(skillId))
  const before = own.filter((skillId) => state.me.skillIds?.includes(skillId) ?? true)
  return chosen.join() === before.join() ? nothing() : decided<AgentFact>([{ type: 'skills-chosen', skillIds: chosen }])
}
