// After a restart: legs that are gone have ended, and what the parties should hear is ordered again.
import { whoHears } from '#engine/routing/core/hearing/hearing.ts'
import { playMusic } from './audio.ts'
import { connect } from './connect.ts'
import { backToFront } from './connecting.ts'
import type { Draft } from './draft.ts'
import { end, endNow } from './ending.ts'
import { replayNode } from './flow.ts'
import { takeMessage } from './mail.ts'
import { reachFailed, ringBack } from './reach.ts'
import {
  type HeldState,
  LIMITS,
  type LiveState,
  type QueueState,
  type RingingState,
  type TalkingState,
  type VoicemailState,
} from './state.ts'
import { agentLeft, partyEnded } from './talking.ts'
import type { Command } from './words.ts'

/** Nobody can say who hung up while no engine was there to hear it, so nobody is named. */
export function reconcile(draft: Draft, state: LiveState, { legIds }: Command<'reconcile'>): undefined {
  const gone = goneOf(state, legIds)
  if (gone.includes(state.journey.served.legId)) return endNow(draft, state, 'system', { gone })
  switch (state.mode) {
    case 'flow':
      return replayNode(draft, state)
    case 'queue':
      return musicAgain(draft, state)
    case 'connecting':
      return gone.length > 0 ? backToFront(draft, state, gone) : connect(draft, state.other, state.ringMs)
    case 'talking':
    case 'held':
      return talkAgain(draft, state, gone)
    case 'ringing':
      return ringAgain(draft, state, gone)
    case 'voicemail':
      return mailAgain(draft, state)
    case 'farewell':
      return end(draft, state.ending)
    default:
      // a question is under way; its answer or its deadline comes
      return
  }
}

function goneOf(state: LiveState, legIds: readonly string[]): string[] {
  const known = [state.journey.served.legId]
  if ('other' in state) known.push(state.other.legId)
  if (state.mode === 'ringing' && state.goal.type === 'leg') known.push(state.goal.legId)
  return known.filter((legId) => !legIds.includes(legId))
}

function musicAgain(draft: Draft, { stay, announcing, journey }: QueueState): undefined {
  if (announcing?.collectId !== undefined) draft.order({ type: 'stop-collect', legId: journey.served.legId })
  if (announcing) draft.happen({ type: 'announcement-ended', until: stay.joinedAt + LIMITS.stayMs })
  if (stay.music !== '') playMusic(draft, journey.served.legId, stay.music)
}

function talkAgain(draft: Draft, state: TalkingState | HeldState, gone: string[]): undefined {
  const { other, journey, callId } = state
  if (gone.includes(other.legId)) {
    if (other.agentId)
      return agentLeft(draft, state, { type: 'agent-left', agentId: other.agentId, legId: other.legId, by: 'system' })
    return partyEnded(draft, state, { type: 'leg-ended', callId, legId: other.legId, by: 'fault', cause: 'fault' })
  }
  draft.order({ type: 'hear', pairs: state.mode === 'held' ? [] : whoHears([journey.served, other]) })
  if (state.mode === 'held') playMusic(draft, state.by === other.legId ? journey.served.legId : other.legId)
}

function ringAgain(draft: Draft, state: RingingState, gone: string[]): undefined {
  if (gone.length > 0) return reachFailed(draft, state.purpose, 'unreachable')
  if (state.goal.type === 'agent' || state.ringing) ringBack(draft, state.purpose)
}

/** A recording that runs goes on by itself; words that were cut begin again. */
function mailAgain(draft: Draft, state: VoicemailState): undefined {
  if (state.recordingId === undefined) takeMessage(draft, state.mail)
}
