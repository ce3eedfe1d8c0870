// A queue finds somebody for an agent of the talk to ask: what it says of that.
import { joinReach } from './bring-in.ts'
import type { Draft } from './draft.ts'
import { notHere } from './queueing.ts'
import { reachFailed } from './reach.ts'
import type { TalkingState } from './state.ts'
import type { Notice } from './words.ts'

const isOurs = ({ reach }: TalkingState, queueId: string): boolean =>
  reach?.goal.type === 'queue' && reach.goal.queueId === queueId

export function refused(draft: Draft, state: TalkingState, { queueId }: Notice<'queue-refused'>): undefined {
  if (state.reach && isOurs(state, queueId)) reachFailed(draft, state.reach.purpose, 'busy')
}

export function sentOn(draft: Draft, state: TalkingState, { queueId }: Notice<'queue-left'>): undefined {
  if (state.reach && isOurs(state, queueId)) reachFailed(draft, state.reach.purpose, 'no-answer')
}

export function asked(draft: Draft, state: TalkingState, notice: Notice<'asked'>): undefined {
  if (isOurs(state, notice.queueId)) joinReach(draft)
  else notHere(draft, state, notice)
}
