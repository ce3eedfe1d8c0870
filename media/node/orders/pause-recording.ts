// Nothing of the sound is kept until it is resumed: a card number is being said.
import { pauseRecording } from '#media/node/recording.ts'
import { cannot, defineOrder, OK } from '../order.ts'

export default defineOrder({
  type: 'pause-recording',
  obey: ({ callId, recordingId }, core) =>
    pauseRecording(core, callId, recordingId, true) ? OK : cannot('no such recording under way'),
})
