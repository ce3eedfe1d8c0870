// What live screens and the agent's own page see of an agent.
import type { AgentView } from '#engine/protocol/agent.ts'
import { type AgentState, type Contact, hasCall, queueOf, standingOf } from './state.ts'

export function viewOf(state: AgentState): AgentView | undefined {
  const standing = standingOf(state)
  if (!standing || !state.config) return undefined
  return {
    ...standing,
    groupId: state.config.groupId,
    queueIds: state.config.queueIds,
    ...(state.config.skills?.length ? { ownSkills: state.config.skills } : {}),
    phone: state.mode === 'signed-out' ? { type: 'none' } : state.me.phone,
    ...(state.mode !== 'signed-out' && state.me.lost ? { phoneLost: state.me.lost } : {}),
    since: state.since,
    ...(state.mode === 'break' ? { breakReason: state.reason, ...(state.working ? { working: true } : {}) } : {}),
    ...(state.mode === 'ready' && state.me.pause ? { pause: state.me.pause } : {}),
    ...(state.mode !== 'signed-out' && state.me.owes ? { owes: state.me.owes } : {}),
    ...(hasCall(state) && state.after ? { after: state.after } : {}),
    ...(hasCall(state) ? { call: callView(state.contact) } : {}),
    ...(hasCall(state) && state.beside ? { beside: state.beside.map(callView) } : {}),
    ...(state.mode === 'wrap-up' ? { wrapUpUntil: state.until } : {}),
    ...(state.failure ? { failure: state.failure } : {}),
    ...(state.barred ? { barred: true } : {}),
    ...(state.told ? { told: state.told } : {}),
    today: state.today,
  }
}

/** Of a call that comes in the talk begins with the answer; of one that goes out, when the other end answers. */
const clockFrom = ({ why, ringingSince, answeredAt, connectedAt }: Contact): number => {
  const rung = why.type === 'offer' || why.type === 'direct'
  return connectedAt ?? (rung ? answeredAt : undefined) ?? ringingSince
}

const callView = (call: Contact): NonNullable<AgentView['call']> => ({
  callId: call.callId,
  legId: call.legId,
  node: call.node,
  direction: call.direction,
  card: call.card,
  ...queueOf(call),
  ringingSince: call.ringingSince,
  clockFrom: clockFrom(call),
  ...(call.connectedAt === undefined ? {} : { connectedAt: call.connectedAt }),
  held: call.heldSince !== undefined,
  ...(call.why.type === 'watch' ? { watch: call.why.as } : {}),
  ...(call.recording ? { recording: call.recording } : {}),
  ...(call.check ? { check: call.check } : {}),
  ...(call.line ? { line: call.line } : {}),
  ...(call.parties === undefined ? {} : { parties: call.parties }),
})
