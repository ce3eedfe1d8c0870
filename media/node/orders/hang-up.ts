// Ends a leg, whatever stage it is in.
import { hangUp } from '#media/node/hanging-up.ts'
import { defineOrder, OK, UNKNOWN_LEG } from '../order.ts'

export default defineOrder({
  type: 'hang-up',
  obey({ callId, legId, cause }, core) {
    const leg = core.legs.find(callId, legId)
    if (leg) hangUp(core, leg, cause)
    // over already: the call and the agent both end a leg, and a phone may have been faster
    else if (!core.legs.was(legId)) {
      if (core.legs.has(legId)) return UNKNOWN_LEG
      core.passOver(legId)
    }
    return OK
  },
})
