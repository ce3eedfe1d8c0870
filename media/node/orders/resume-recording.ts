// What was paused goes on.
import { pauseRecording } from '#media/node/recording.ts'
import { cannot, defineOrder, OK } from '../order.ts'

export default defineOrder({
  type: 'resume-recording',
  obey: ({ callId, recordingId }, core) =>
    pauseRecording(core, callId, recordingId, false) ? OK : cannot('no such recording under way'),
})
