// Recording of a leg: ended by order or with the leg; the files are made beside the line of the call.
import type { NodeCore } from './core.ts'
import type { Leg } from './legs.ts'

export function stopRecording(core: NodeCore, leg: Leg): void {
  const { recording } = leg
  if (!recording) return
  leg.recording = undefined
  const { callId } = leg
  const { recordingId, formats } = recording
  // in line, so that it comes before the audio is removed
  core.later(leg, 'stop-recording', async () => {
    try {
      const { files, durationMs } = await leg.audio.stopRecording(formats)
      core.tell(leg, { type: 'recording-ready', callId, recordingId, files, durationMs })
    } catch (fault) {
      core.log.error({ call: callId, recording: recordingId, err: fault }, 'recording failed')
      const detail = fault instanceof Error ? fault.message : String(fault)
      core.tell(leg, { type: 'recording-failed', callId, recordingId, detail })
    }
  })
  core.keep(leg)
}
