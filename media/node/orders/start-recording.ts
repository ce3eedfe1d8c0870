// Taps a leg: what it says and what it hears.
import { patience } from '#media/node/patience.ts'
import { watchSilence } from '#media/node/silence.ts'
import { cannot, defineLegOrder, OK } from '../order.ts'

export default defineLegOrder({
  type: 'start-recording',
  obey(leg, order, core) {
    if (!/^[A-Za-z0-9_-]{1,64}$/.test(order.recordingId))
      return { ok: false, refusal: 'bad-order', detail: 'recordingId' }
    if (order.silenceMs !== undefined && !(order.silenceMs > 0))
      return { ok: false, refusal: 'bad-order', detail: 'silenceMs is above 0' }
    if (order.formats.length === 0) return { ok: false, refusal: 'bad-order', detail: 'no format' }
    if (leg.recording) return leg.recording.recordingId === order.recordingId ? OK : cannot('the leg is being recorded')
    const { callId } = leg
    const { recordingId, formats, silenceMs } = order
    const recording = { recordingId, formats, silenceMs }
    leg.recording = recording
    const tryAgain = patience(core.clock)
    core.later(leg, 'start-recording', async () => {
      if (leg.stage.mode === 'ended') return
      try {
        await leg.audio.startRecording(recordingId)
        if (core.short()) await leg.audio.breakRecording('no-space')
        watchSilence(core, leg)
      } catch (fault) {
        if (leg.recording === recording && tryAgain(fault)) throw fault
        if (leg.recording === recording) leg.recording = undefined
        const detail = fault instanceof Error ? fault.message : String(fault)
        core.tell(leg, { type: 'recording-failed', callId, recordingId, detail })
      }
      core.keep(leg)
    })
    return OK
  },
})
