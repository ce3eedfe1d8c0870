// The end of a leg, whoever ends it: its timers, its recording, its partner, its audio, and the last news of it.
import type { HangUpCause, LegEndedBy, LegTruth } from '#engine/protocol/media.ts'
import { forgetCollect } from './collects.ts'
import type { NodeCore } from './core.ts'
import { partFrom } from './joining.ts'
import { type Leg, truthOf } from './legs.ts'
import { stopRecording } from './recording.ts'

export function legEnded(
  core: NodeCore,
  leg: Leg,
  by: LegEndedBy,
  cause: HangUpCause,
  more: { full?: true } = {},
): void {
  if (leg.stage.mode === 'ended') return
  const { callId, legId } = leg
  const legs = standing(core, leg)
  remove(core, leg)
  core.tell(leg, { type: 'leg-ended', callId, legId, by, cause, legs, ...more })
}

/** Whoever hears of the end late, or hears of it before an answer that came first, sees by it how far the call was. */
function standing(core: NodeCore, ended: Leg): LegTruth[] {
  const { node } = core.settings
  return core.legs.ofCall(ended.callId).flatMap((leg) => {
    const truth = truthOf(leg, node, core.clock.now())
    return truth ? [leg === ended ? { ...truth, over: true } : truth] : []
  })
}

/** Takes the leg off the books without a word to its owner (the caller tells what happened). */
export function remove(core: NodeCore, leg: Leg): void {
  leg.stage = { mode: 'ended' }
  leg.playing?.cancel()
  leg.playing = undefined
  forgetCollect(leg)
  partFrom(core, leg)
  if (leg.recording) stopRecording(core, leg)
  core.later(leg, 'hang-up', () => leg.audio.remove())
  core.legs.remove(leg)
  core.keep(leg)
}

/** Q.850 causes (ITU-T Q.850 2.2.5) for the Reason header. */
const Q850: Record<HangUpCause, { cause: number; text: string }> = {
  normal: { cause: 16, text: 'Normal call clearing' },
  cancelled: { cause: 16, text: 'Cancelled' },
  'no-answer': { cause: 19, text: 'No answer' },
  busy: { cause: 17, text: 'User busy' },
  declined: { cause: 21, text: 'Call rejected' },
  fault: { cause: 41, text: 'Temporary failure' },
}

export const reasonOf = (cause: HangUpCause): { cause: number; text: string } => Q850[cause]
