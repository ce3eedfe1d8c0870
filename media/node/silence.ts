// Tells once that a recorded party has said nothing for as long as the order said. The recording goes on.
import type { NodeCore } from './core.ts'
import type { Leg } from './legs.ts'

const LOOK_MS = 500

/** Looks until the news is told or the recording is over; also after a restart. */
export function watchSilence(core: NodeCore, leg: Leg): void {
  const { recording } = leg
  if (recording?.silenceMs === undefined) return
  const { silenceMs, recordingId } = recording
  const look = async () => {
    if (leg.recording !== recording) return
    const silentMs = await leg.audio.silentMs().catch((fault: unknown) => {
      core.log.warn({ call: leg.callId, recording: recordingId, err: fault }, 'silence cannot be measured')
      return 0
    })
    if (leg.recording !== recording) return
    if (silentMs < silenceMs) {
      core.clock.after(LOOK_MS, () => void look())
      return
    }
    recording.silenceMs = undefined
    const { callId, legId } = leg
    core.tell(leg, { type: 'silence-reached', callId, legId, recordingId })
    core.keep(leg)
  }
  core.clock.after(LOOK_MS, () => void look())
}
