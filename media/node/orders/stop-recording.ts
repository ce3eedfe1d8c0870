// Ends a recording and makes its files.
import { stopRecording } from '#media/node/recording.ts'
import { cannot, defineOrder, OK } from '../order.ts'

export default defineOrder({
  type: 'stop-recording',
  obey({ callId, recordingId }, core) {
    const leg = core.legs.ofCall(callId).find((each) => each.recording?.recordingId === recordingId)
    if (!leg) return cannot('no such recording under way: it ends with its leg')
    stopRecording(core, leg)
    return OK
  },
})
