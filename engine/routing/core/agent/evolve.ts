// How an agent's facts change its state. Everything here follows from the fact alone: no decisions.

import type { AgentReportFact } from '#engine/protocol/facts.ts'
import { defineEvolve } from '#engine/routing/core/machine/evolve.ts'
import { opened } from './opened.ts'
import {
  type After,
  type AgentFact,
  type AgentState,
  type BreakState,
  type CallState,
  type Contact,
  contactsOf,
  hasCall,
  noCounts,
  PAST_OFFERS,
  type ReadyState,
  type Session,
} from './state.ts'
import { clocked } from './talk-clock.ts'
import { moveAgent } from './time-set.ts'
import { closed, turned, withAside } from './turned.ts'

const changed = defineEvolve<AgentState, AgentFact>({
  // the first configuration is when this agent came to be: before it there is nothing to count time from
  'agent-configured': (state, fact, at) => ({
    ...state,
    since: state.since === 0 ? at : state.since,
    config: fact.config,
    zoneMs: fact.zoneMs,
    ...(fact.keys ? { keys: fact.keys } : {}),
  }),
  'day-started': (state, fact) => ({ ...state, today: noCounts(fact.date) }),
  'signed-in': (state, fact, at) => {
    if (!state.config) return state
    const me: Session = { phone: fact.phone, session: fact.session, signedInAt: at, idleSince: at, answered: 0 }
    return { ...basisOf(state), config: state.config, me, mode: 'break', reason: 'not-ready', since: at }
  },
  'phone-changed': (state, fact) =>
    state.mode === 'signed-out' ? state : { ...state, me: changedPhone(state.me, fact) },
  'phone-lost': (state, { unregistered }, at) =>
    state.mode === 'signed-out' ? state : { ...state, me: { ...state.me, lost: { at, unregistered } } },
  'skills-chosen': (state, { skillIds }) =>
    state.mode === 'signed-out' ? state : { ...state, me: { ...state.me, skillIds } },
  'offer-held': (state, { offer }) => (state.mode === 'ready' ? { ...state, held: offer } : state),
  'offer-let-go': (state) => (state.mode === 'ready' ? withoutHeld(state) : state),
  'phone-back': (state) => (state.mode === 'signed-out' ? state : { ...state, me: phoneFound(state.me) }),
  'break-tried': (state, fact, at) => {
    if (state.mode !== 'ready') return state
    const working = fact.working ? { working: fact.working } : {}
    return { ...state, mode: 'break', reason: fact.reason, ...working, tried: { readySince: state.since }, since: at }
  },
  'break-undone': (state) => {
    if (state.mode !== 'break' || !state.tried) return state
    const { config, me, tried } = state
    return { ...basisOf(state), config, me, mode: 'ready', since: tried.readySince }
  },
  'mode-changed': changeMode,
  paused: (state, { until, because }) => withMe(state, (me) => ({ ...me, pause: { until, because } })),
  'pause-ended': (state) => withMe(state, unpaused),
  'wrap-up-extended': (state, { until }) => (state.mode === 'wrap-up' ? { ...state, until } : state),
  'disposition-owed': (state, { owes }) => withMe(state, (me) => ({ ...me, owes })),
  'call-disposed': (state, { callId }) => {
    const next = withMe(state, ({ owes, ...me }) => (owes && owes.callId !== callId ? { ...me, owes } : me))
    return hasCall(next) && next.contact.callId === callId ? inCall(next, { ...next.contact, disposed: true }) : next
  },
  'leg-made': (state, fact) => {
    if (state.mode === 'signed-out') return state
    const { config, me } = state
    const { why } = fact.call
    const { clearing: _gone, failure, ...basis } = basisOf(state)
    // a call that comes back is what failed, so the words stay
    const kept = failure?.callId === fact.call.callId ? { failure } : {}
    const rings = why.type === 'offer' || why.type === 'direct'
    const past = why.type === 'offer' ? remember(state.past, why.offerId) : state.past
    const after = state.mode === 'break' ? { after: breakOf(state) } : {}
    const others = hasCall(state) ? setAside(state) : {}
    const today = rings || why.type === 'watch' ? state.today : { ...state.today, outbound: state.today.outbound + 1 }
    return {
      ...basis,
      ...kept,
      config,
      me: unpaused(me),
      past,
      today,
      ...after,
      ...others,
      contact: { kind: 'voice', ...fact.call },
      mode: rings ? 'ringing' : 'dialling',
    }
  },
  'leg-up': (state, _fact, at) => {
    if (!hasCall(state)) return state
    const up = inCall(state, { ...state.contact, answeredAt: at })
    if (state.mode !== 'ringing') return up
    const { why } = state.contact
    const past = state.past.map((offer) =>
      why.type === 'offer' && offer.offerId === why.offerId ? { ...offer, answered: true } : offer,
    )
    const me = { ...answering(state.me), answered: state.me.answered + 1 }
    return { ...up, past, me, today: { ...state.today, answered: state.today.answered + 1 }, mode: 'talking' }
  },
  'talk-started': (state, _fact, at) =>
    hasCall(state) ? { ...inCall(state, { ...state.contact, connectedAt: at }), mode: 'talking' } : state,
  'call-held': (state, fact, at) => {
    if (!hasCall(state)) return state
    const { heldSince, ...call } = state.contact
    if (fact.held) return inCall(state, { ...call, heldSince: heldSince ?? at })
    return inCall(state, { ...call, holdMs: call.holdMs + (heldSince === undefined ? 0 : at - heldSince) })
  },
  'line-told': (state, { line }) => (hasCall(state) ? inCall(state, { ...state.contact, line }) : state),
  'keys-typed': (state, { keys }, at) => {
    if (!hasCall(state)) return state
    const { typed: _, ...contact } = state.contact
    return inCall(state, keys === '' ? contact : { ...contact, typed: { keys, at } })
  },
  barred: ({ barred: _, ...state }, { on }) => (on ? { ...state, barred: true } : state) as AgentState,
  told: (state, { type: _, ...told }, at) => ({ ...state, told: { ...told, at } }),
  'watch-told': (state, { as }, at) => {
    if (!hasCall(state) || state.contact.why.type !== 'watch') return state
    const { connectedAt = at } = state.contact
    return { ...inCall(state, { ...state.contact, connectedAt, why: { type: 'watch', as } }), mode: 'talking' }
  },
  'recording-told': (state, { callId, recording }) => {
    if (!hasCall(state) || state.contact.callId !== callId) return state
    const { recording: _before, ...call } = state.contact
    return inCall(state, recording ? { ...call, recording } : call)
  },
  'check-told': (state, { check }) => {
    if (!hasCall(state)) return state
    const { check: _, ...contact } = state.contact
    return inCall(state, check ? { ...contact, check } : contact)
  },
  'talk-told': (state, { parties }) => {
    if (!hasCall(state)) return state
    const { parties: _, ...contact } = state.contact
    // two who talk need no list
    return inCall(state, parties.length > 2 ? { ...contact, parties } : contact)
  },
  'hang-up-asked': (state, _fact, at) =>
    hasCall(state) ? inCall(state, { ...state.contact, hangUpAskedAt: at }) : state,
  'reattach-begun': (state, { legId, until }) =>
    hasCall(state) ? inCall(state, { ...state.contact, spare: { legId, until, alone: false } }) : state,
  'reattach-alone': (state) =>
    hasCall(state) && state.contact.spare
      ? inCall(state, { ...state.contact, spare: { ...state.contact.spare, alone: true } })
      : state,
  'reattach-ended': (state) => (hasCall(state) ? inCall(state, withoutSpare(state.contact)) : state),
  'leg-moved': (state, { legId }) =>
    hasCall(state) ? inCall(state, { ...withoutSpare(state.contact), legId }) : state,
  'turned-to': (state, { callId }) => turned(state, callId),
  'contact-closed': (state, { callId }) => closed(state, callId),
  'contact-moved': (state, { toCallId }) =>
    hasCall(state) ? inCall(state, { ...state.contact, callId: toCallId }) : state,
  'leg-let-go': (state, { legId, until }) => ({ ...state, clearing: { legId, until } }),
  'leg-cleared': (state) => {
    const { clearing: _gone, ...rest } = state
    return rest
  },
  'act-failed': (state, { type: _, ...failed }, at) => ({ ...state, failure: { ...failed, at } }),
  'after-set': (state, fact) => {
    if (!hasCall(state)) return state
    const { after: _before, ...rest } = state
    return fact.after ? { ...rest, after: fact.after } : rest
  },
  'time-set': (state, { byMs }) => moveAgent(state, byMs),
  'ring-missed': (state, { offerId }) => {
    const today = { ...state.today, missed: state.today.missed + 1 }
    const next = { ...state, today }
    return offerId ? withMe(next, (me) => ({ ...me, missedInRow: (me.missedInRow ?? 0) + 1 })) : next
  },
  'talk-ended': (state, fact) => ({
    ...state,
    today: { ...state.today, holdMs: state.today.holdMs + fact.holdMs },
  }),
})

export const evolveAgent = (state: AgentState, fact: AgentFact, at: number): AgentState =>
  opened(state, clocked(state, withAside(changed)(state, fact, at), at), at)

/** What an agent that dials beside its call takes along. */
const setAside = (state: CallState): Pick<CallState, 'beside' | 'after' | 'talked'> => ({
  beside: contactsOf(state),
  ...(state.after ? { after: state.after } : {}),
  ...(state.talked ? { talked: state.talked } : {}),
})

const withoutHeld = ({ held: _, ...state }: ReadyState): ReadyState => state

type ModeChanged = Extract<AgentReportFact, { type: 'mode-changed' }>

/** Modes with a call are entered by the facts that bring the call; the others by this one. */
function changeMode(state: AgentState, fact: ModeChanged, at: number): AgentState {
  const since = fact.startedAt ?? at
  const today =
    fact.from === 'wrap-up' ? { ...state.today, wrapUpMs: state.today.wrapUpMs + fact.spentMs } : state.today
  if (fact.to === 'signed-out') return { ...basisOf(state), mode: 'signed-out', since, today }
  if (state.mode === 'signed-out') return state
  const { config } = state
  // a break is a new beginning
  const me = unpaused(fact.from === 'break' ? answering(state.me) : state.me)
  const basis = { ...basisOf(state), config, me, since, today }
  const working = fact.working ? { working: fact.working } : {}
  if (fact.to === 'break') return { ...basis, mode: 'break', reason: fact.breakReason ?? '', ...working }
  if (fact.to === 'wrap-up') return { ...basis, mode: 'wrap-up', until: at + config.wrapUpMs }
  if (fact.to === 'ready') return { ...basis, mode: 'ready', me: { ...me, idleSince: fact.idleSince ?? at } }
  return { ...state, since, today }
}

const basisOf = ({ id, config, keys, zoneMs, today, since, past, clearing, failure, barred, told }: AgentState) => ({
  id,
  ...(config ? { config } : {}),
  ...(keys ? { keys } : {}),
  zoneMs,
  today,
  since,
  past,
  ...(clearing ? { clearing } : {}),
  ...(failure ? { failure } : {}),
  ...(barred ? { barred } : {}),
  ...(told ? { told } : {}),
})

const withMe = (state: AgentState, change: (me: Session) => Session): AgentState =>
  state.mode === 'signed-out' ? state : { ...state, me: change(state.me) }

const unpaused = ({ pause: _, ...me }: Session): Session => me

const answering = ({ missedInRow: _, ...me }: Session): Session => me

const breakOf = ({ reason, working }: BreakState): After => ({
  mode: 'break',
  reason,
  ...(working ? { working } : {}),
})

const phoneFound = ({ lost: _, ...me }: Session): Session => me

/** Of another phone nothing is known yet. */
const changedPhone = (me: Session, { phone, session }: Pick<Session, 'phone' | 'session'>): Session => ({
  ...(JSON.stringify(phone) === JSON.stringify(me.phone) ? me : phoneFound(me)),
  phone,
  session,
})

const withoutSpare = ({ spare: _, ...call }: Contact): Contact => call

const inCall = <State extends CallState>(state: State, contact: Contact): State => ({ ...state, contact })

const remember = (past: AgentState['past'], offerId: string): AgentState['past'] => [
  ...past.slice(1 - PAST_OFFERS),
  { offerId, answered: false },
]
