// Memory of commands already obeyed, so that a doubled one is answered again and not obeyed again. Bounded: two
// generations, the older is forgotten when the younger is full.
import type { Answer } from '#engine/protocol/actors.ts'

export interface Seen {
  answerOf(actor: string, envelopeId: string): Answer | undefined
  remember(actor: string, envelopeId: string, answer: Answer): void
}

export function newSeen(generation = 50_000): Seen {
  let young = new Map<string, Answer>()
  let old = new Map<string, Answer>()
  return {
    answerOf(actor, envelopeId) {
      const key = `${actor}|${envelopeId}`
      return young.get(key) ?? old.get(key)
    },
    remember(actor, envelopeId, answer) {
      if (young.size >= generation) {
        old = young
        young = new Map()
      }
      young.set(`${actor}|${envelopeId}`, answer)
    },
  }
}
