// Words before the talk: to the agent alone, who calls; to the caller, the agent's number.
import { SENTENCES, say } from '#engine/routing/core/speech/sentences.ts'
import type { Draft } from './draft.ts'
import { LIMITS, type Party, type Stay } from './state.ts'

/** 耳语: the caller hears music meanwhile. The agent's leg is the agent's, which passes on that the words are over. */
export function whisperTo(draft: Draft, other: Party, { ringMs, stay }: { ringMs: number; stay: Stay }): undefined {
  const { lang, vip, caller } = draft.journey
  const whispered = {
    vip: vip || caller.vipQueueIds.includes(stay.queueId),
    queue: stay.whisper ?? '',
    waitedMs: Math.max(0, draft.at - stay.joinedAt),
  }
  const playId = draft.id()
  const sounds = [say(lang, SENTENCES[lang].whisper(whispered))]
  draft.order({ type: 'play', legId: other.legId, playId, sounds, repeat: 1 })
  const numberNext = stay.sayAgentNumber
  draft.happen({ type: 'agent-announced', other, ringMs, playId, numberNext, until: draft.at + LIMITS.wordsMs })
}

export function sayNumber(draft: Draft, other: Party, ringMs: number): undefined {
  const { lang } = draft.journey
  const playId = draft.id()
  const sounds = [say(lang, SENTENCES[lang].agentNumber(other.agentNumber ?? ''))]
  draft.order({ type: 'play', legId: draft.served.legId, playId, sounds, repeat: 1 })
  draft.happen({ type: 'agent-announced', other, ringMs, playId, until: draft.at + LIMITS.agentNumberMs })
}
