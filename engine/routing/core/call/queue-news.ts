// A queue finds somebody for an agent of the talk to ask: what it says of that.
import { joinReach } from './bring-in.ts'
import type { Draft } from './draft.ts'
import { isOf, notHere } from './queueing.ts'
import { reachFailed } from './reach.ts'
import type { Stay, TalkingState } from './state.ts'
import type { Notice } from './words.ts'

const isOurs = ({ reach }: TalkingState, notice: Pick<Stay, 'queueId' | 'stay'>): boolean =>
  reach?.goal.type === 'queue' && isOf(reach.goal, notice)

export function refused(draft: Draft, state: TalkingState, notice: Notice<'queue-refused'>): undefined {
  if (state.reach && isOurs(state, notice)) reachFailed(draft, state.reach.purpose, 'busy')
}

export function sentOn(draft: Draft, state: TalkingState, notice: Notice<'queue-left'>): undefined {
  if (state.reach && isOurs(state, notice)) reachFailed(draft, state.reach.purpose, 'no-answer')
}

export function asked(draft: Draft, state: TalkingState, notice: Notice<'asked'>): undefined {
  if (isOurs(state, { queueId: notice.queueId })) joinReach(draft)
  else notHere(draft, state, notice)
}
