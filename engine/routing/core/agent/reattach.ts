// A page that was reloaded in mid-call has lost its audio: the phone is rung anew, answers by itself, and takes over.

import type { Given } from '#engine/protocol/ledger.ts'
import { idFrom } from '#engine/protocol/machine.ts'
import type { MediaNews } from '#engine/protocol/media.ts'
import { decided, nothing, refuse, toCall, toMedia } from '#engine/routing/core/machine/decided.ts'
import { hangUpLeg, hangUpSpare, type Made } from './changes.ts'
import { type AgentFact, type CallState, OWN_LEG_RING_MS, phoneUser, type TalkingState } from './state.ts'
import { callDeadline, callWake, legGone, legEnded as talkLegEnded, wordsHeard } from './talks.ts'

type News<Type extends MediaNews['type']> = Extract<MediaNews, { type: Type }>

/** Of an agent's only call the fact needs no name. */
const ofSeveral = ({ contact, beside }: CallState): { callId?: string } => (beside ? { callId: contact.callId } : {})

export function reattach(state: TalkingState, _command: unknown, given: Given): Made {
  const { contact: call, id } = state
  const user = phoneUser(state)
  if (user === undefined) return refuse('no-phone')
  if (call.spare !== undefined) return nothing()
  const legId = idFrom(given.seed, 0)
  return decided<AgentFact>(
    [{ type: 'reattach-begun', ...ofSeveral(state), legId, until: given.at + OWN_LEG_RING_MS }],
    [
      toMedia(call.node, {
        type: 'dial',
        callId: call.callId,
        legId,
        owner: { kind: 'agent', id },
        target: { type: 'user', user },
        from: { number: call.card.number, name: call.card.name },
        ringMs: OWN_LEG_RING_MS,
        autoAnswer: true,
        ...(state.beside ? { beside: true as const } : {}),
        tags: { agent: id, number: state.config.number },
      }),
    ],
  )
}

/** The new leg is up: the call moves the talk there, the old leg ends. */
export function spareUp(state: TalkingState, { legId }: Pick<News<'leg-answered'>, 'legId'>): Made {
  const { contact: call, id } = state
  if (legId !== call.spare?.legId) return nothing()
  const old = call.spare.alone ? [] : [hangUpLeg(state, 'normal')]
  return decided<AgentFact>(
    [{ type: 'leg-moved', callId: call.callId, legId }],
    [toCall(call.callId, { type: 'agent-moved', agentId: id, fromLegId: call.legId, toLegId: legId }), ...old],
  )
}

/** While a new leg is on its way, the loss of the old one does not end the call. */
export function legEnded(state: TalkingState, news: News<'leg-ended' | 'leg-failed'>, given: Given): Made {
  const { spare, legId, hangUpAskedAt } = state.contact
  if (spare === undefined) return talkLegEnded(state, news, given)
  if (news.legId === spare.legId) return spareLost(state, news.type, given)
  if (news.legId !== legId || hangUpAskedAt !== undefined) return talkLegEnded(state, news, given)
  return oldLegGone(state, spare)
}

export const oldLegGone = (state: CallState, { alone }: { alone: boolean }): Made =>
  decided<AgentFact>(alone ? [] : [{ type: 'reattach-alone', ...ofSeveral(state) }])

export function orderFailed(state: TalkingState, news: News<'order-failed'>, given: Given): Made {
  if (news.order === 'play') return wordsHeard(state, news)
  const ours = news.legId === state.contact.spare?.legId && news.order === 'dial'
  return ours ? spareLost(state, 'order-failed', given) : nothing()
}

/** The old leg goes on, if there still is one. */
function spareLost(state: TalkingState, reason: string, given: Given): Made {
  if (state.contact.spare?.alone) return legGone(state, 'system', given)
  return decided<AgentFact>([{ type: 'reattach-ended', ...ofSeveral(state), reason }])
}

export function deadline(state: TalkingState): number | undefined {
  const end = callDeadline(state)
  const spare = state.contact.spare?.until
  return end === undefined || spare === undefined ? (end ?? spare) : Math.min(end, spare)
}

export function wake(state: TalkingState, command: unknown, given: Given): Made {
  const { spare } = state.contact
  if (spare === undefined || given.at < spare.until) return callWake(state, command, given)
  const made = spareLost(state, 'no-answer', given)
  // legGone hangs the spare leg up itself
  return 'refusal' in made || spare.alone ? made : { ...made, effects: [...hangUpSpare(state), ...made.effects] }
}
