// Turns an arriving call away.
import type { HangUpCause, RejectCause } from '#engine/protocol/media.ts'
import { legEnded } from '#media/node/ending.ts'
import { cannot, defineLegOrder, OK } from '../order.ts'

/** RFC 3261 21.4: what the caller's network makes its announcement from. */
const STATUS: Record<RejectCause, { status: number; cause: HangUpCause }> = {
  busy: { status: 486, cause: 'busy' },
  declined: { status: 603, cause: 'declined' },
  'not-found': { status: 404, cause: 'declined' },
  unavailable: { status: 480, cause: 'no-answer' },
  forbidden: { status: 403, cause: 'declined' },
}

export default defineLegOrder({
  type: 'reject',
  obey(leg, order, core) {
    if (leg.stage.mode !== 'arriving') return cannot('only an arriving leg can be rejected')
    const { status, cause } = STATUS[order.cause]
    leg.stage.invite.reject(status)
    legEnded(core, leg, 'us', cause)
    return OK
  },
})
