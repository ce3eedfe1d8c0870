// The whole set of who hears whom in a call.
import { hear } from '#media/node/joining.ts'
import { defineOrder, OK } from '../order.ts'

export default defineOrder({
  type: 'hear',
  obey({ callId, pairs }, core) {
    for (const { listener, speaker } of pairs) {
      if (!core.legs.find(callId, listener)) return { ok: false, refusal: 'unknown-leg', detail: listener }
      if (!core.legs.find(callId, speaker)) return { ok: false, refusal: 'unknown-leg', detail: speaker }
    }
    hear(core, callId, pairs)
    return OK
  },
})
