// A leg of another call goes on in this one: its dialog and its sound stay, what was done to it there ends. Whose news it
// tells: the agent's, or this call's.
import { forgetCollect } from '#media/node/collects.ts'
import { hear } from '#media/node/joining.ts'
import { endPlay } from '#media/node/playing.ts'
import { stopRecording } from '#media/node/recording.ts'
import { defineOrder, OK, UNKNOWN_LEG } from '../order.ts'

export default defineOrder({
  type: 'take-leg',
  obey({ callId, legId, fromCallId }, core) {
    // given again because its answer was lost
    if (core.legs.find(callId, legId)) return OK
    const leg = core.legs.find(fromCallId, legId)
    if (leg?.stage.mode !== 'up') return UNKNOWN_LEG
    stopRecording(core, leg)
    endPlay(core, leg, 'stopped')
    forgetCollect(leg)
    const others = core.legs.ofCall(fromCallId).filter((each) => each !== leg)
    hear(
      core,
      fromCallId,
      others.flatMap(({ legId: listener, hears }) =>
        hears.filter((speaker) => speaker !== legId).map((speaker) => ({ listener, speaker })),
      ),
    )
    // what the other call still has to do with its sound is done before this one turns it
    const done = new Promise<void>((resolve) => core.later(leg, 'hear', async () => resolve()))
    core.legs.move(leg, callId)
    if (leg.owner.kind === 'call') leg.owner = { kind: 'call', id: callId }
    core.later(leg, 'hear', () => done)
    core.keep(leg)
    return OK
  },
})
