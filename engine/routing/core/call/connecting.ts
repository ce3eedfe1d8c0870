// The agent is told who it is, and its number is spoken to the caller, before they hear each other. What the agent asks for meanwhile is not made to
// wait for the end of the words: it connects them at once.

import { refuse } from '#engine/routing/core/machine/decided.ts'
import { SENTENCES } from '#engine/routing/core/speech/sentences.ts'
import { sayNumber } from './before-talk.ts'
import { connect, turnAway } from './connect.ts'
import type { Draft, Written } from './draft.ts'
import { endNow, release } from './ending.ts'
import { hangUp } from './hanging-up.ts'
import { joinQueue } from './join.ts'
import { announcedIn, servedOf } from './parties.ts'
import type { ConnectingState, TalkingState } from './state.ts'
import type { Command, News } from './words.ts'

export function numberSaid(draft: Draft, state: ConnectingState, { playId }: News<'play-ended'>): undefined {
  if (state.playId === playId) goOn(draft, state)
}

export function numberNotSaid(draft: Draft, state: ConnectingState, { order }: News<'order-failed'>): undefined {
  if (order === 'play') goOn(draft, state)
}

/** What was for the agent is followed by what is for the caller. */
function goOn(draft: Draft, state: ConnectingState): undefined {
  if (state.numberNext) sayNumber(draft, announcedIn(state), state.ringMs)
  else connect(draft, announcedIn(state), state.ringMs)
}

/** Asked by an agent that was rebuilt: its leg is the one whose number is being said. */
export function joinedTwice(draft: Draft, state: ConnectingState, command: Command<'agent-joined'>): undefined {
  if (announcedIn(state).legId !== command.legId) turnAway(draft, state, command)
}

export function connectingWake(draft: Draft, state: ConnectingState): undefined {
  if (draft.at >= state.until) goOn(draft, state)
}

type Act<Asked> = (draft: Draft, state: TalkingState, command: Asked) => Written

/** Hold, transfer, digits: what only two who talk can do. */
export const atOnce =
  <Asked extends { agentId: string }>(act: Act<Asked>) =>
  (draft: Draft, state: ConnectingState, command: Asked): Written => {
    if (command.agentId !== announcedIn(state).agentId) return refuse('no-call')
    connect(draft, announcedIn(state), state.ringMs)
    return act(draft, draft.state as TalkingState, command)
  }

/** The agent went while its number was being said: the caller was promised a person. */
export function agentGone(draft: Draft, state: ConnectingState, { legId, by }: Command<'agent-left'>): undefined {
  if (legId === announcedIn(state).legId) backToFront(draft, state, [legId])
  if (legId === servedOf(state).legId) endNow(draft, state, by, { gone: [legId] })
}

/** The agent changes its mind while its number is said: the caller keeps its place. */
export function hangUpConnecting(draft: Draft, state: ConnectingState, command: Command<'hang-up'>): Written {
  if (command.by !== 'agent' || command.who !== announcedIn(state).agentId) return hangUp(draft, state, command)
  return backToFront(draft, state, [])
}

export function backToFront(draft: Draft, state: ConnectingState, gone: string[]): undefined {
  const { lang, lastQueueId } = state.journey
  release(draft, announcedIn(state), { gone })
  if (lastQueueId === undefined) return endNow(draft, state, 'system', { gone: [announcedIn(state).legId] })
  joinQueue(draft, lastQueueId, { words: SENTENCES[lang].backInLine() })
}
