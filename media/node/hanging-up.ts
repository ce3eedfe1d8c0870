// Hanging a leg up, whatever stage it is in.
import type { HangUpCause } from '#engine/protocol/media.ts'
import type { NodeCore } from './core.ts'
import { transferDone } from './dialog-events.ts'
import { legEnded, reasonOf, remove } from './ending.ts'
import type { Leg } from './legs.ts'

/** What a caller hears of a call that was never answered. */
const STATUS: Record<HangUpCause, number> = {
  normal: 480,
  cancelled: 480,
  'no-answer': 480,
  busy: 486,
  declined: 603,
  fault: 500,
}

/** The peer is gone without a word; should it hear us after all, it hears that too. */
export function lost(core: NodeCore, leg: Leg): void {
  const { stage } = leg
  if (stage.mode !== 'up') return
  legEnded(core, leg, 'fault', 'fault')
  stage.dialog.bye(reasonOf('fault'))
}

export function hangUp(core: NodeCore, leg: Leg, cause: HangUpCause): void {
  const { stage, callId, legId } = leg
  if (stage.mode === 'arriving') {
    stage.invite.reject(STATUS[cause])
    legEnded(core, leg, 'us', cause)
  } else if (stage.mode === 'dialling') {
    remove(core, leg)
    stage.outgoing?.cancel()
    core.tell(leg, { type: 'leg-failed', callId, legId, cause, sipStatus: 487 })
  } else if (stage.mode === 'up') {
    transferDone(leg)
    // first off the books: the stack tells `ended` of a BYE of ours too
    legEnded(core, leg, 'us', cause)
    stage.dialog.bye(reasonOf(cause))
  }
}
