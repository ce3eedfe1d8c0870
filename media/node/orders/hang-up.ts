// Ends a leg, whatever stage it is in.
import { hangUp } from '#media/node/hanging-up.ts'
import { defineOrder, OK, UNKNOWN_LEG } from '../order.ts'

export default defineOrder({
  type: 'hang-up',
  obey({ callId, legId, cause }, core) {
    const leg = core.legs.find(callId, legId)
    if (leg) {
      hangUp(core, leg, cause)
      return OK
    }
    // should the order to dial it be under way still, it comes too late
    if (!core.legs.was(legId) && !core.legs.has(legId)) core.passOver(legId)
    return UNKNOWN_LEG
  },
})
