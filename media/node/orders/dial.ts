// Calls somebody; the leg is the order's own.
import { isActorId } from '#engine/protocol/actors.ts'
import type { NodeCore } from '#media/node/core.ts'
import { dial } from '#media/node/dialling.ts'
import type { DialOrder } from '#media/node/legs.ts'
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
    // the hang-up may be late, or the one who dials may have lost his agent meanwhile
    if (busyElsewhere(core, order)) return { ok: false, refusal: 'agent-busy' }
    if (!hasRoom(core)) return { ok: false, refusal: 'node-full' }
    dial(core, order)
    return OK
  },
})

/** Whose phone is in a call is not rung for the next, unless its agent asks for one beside the other. */
const busyElsewhere = (core: NodeCore, { owner, callId, beside }: DialOrder): boolean =>
  !beside &&
  owner.kind === 'agent' &&
  core.legs.all().some((leg) => leg.owner.kind === 'agent' && leg.owner.id === owner.id && leg.callId !== callId)
