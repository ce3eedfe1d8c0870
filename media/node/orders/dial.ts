// Calls somebody; the leg is the order's own.
import { isActorId } from '#engine/protocol/actors.ts'
import { dial } from '#media/node/dialling.ts'
import { hasRoom } from '#media/node/room.ts'
import { cannot, defineOrder, OK } from '../order.ts'

export default defineOrder({
  type: 'dial',
  obey(order, core) {
    if (!isActorId(order.legId) || !(order.ringMs > 0)) return { ok: false, refusal: 'bad-order' }
    // given again because its answer was lost: the phone is not rung a second time
    if (core.legs.find(order.callId, order.legId)) return OK
    if (core.legs.has(order.legId)) return cannot('there is a leg of this id')
    if (core.legs.was(order.legId)) return cannot('this leg is over')
    if (!hasRoom(core)) return { ok: false, refusal: 'node-full' }
    dial(core, order)
    return OK
  },
})
