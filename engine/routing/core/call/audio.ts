// What the served party hears while nobody talks to it, and the answer that lets it hear at all.
import type { Draft } from './draft.ts'

/** Takes an inbound call; once. */
export function answer(draft: Draft): undefined {
  const { served } = draft
  if (served.up) return
  draft.order({ type: 'answer', legId: served.legId })
  draft.happen({ type: 'answered' })
}

export function playMusic(draft: Draft, legId: string, musicId = 'default', playId = draft.id()): undefined {
  draft.order({ type: 'play', legId, playId, sounds: [{ type: 'music', musicId }], repeat: 'forever' })
}
