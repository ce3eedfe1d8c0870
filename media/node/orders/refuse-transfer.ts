// A phone that asked for a transfer (REFER) and waits hears that nobody takes it: it stays in its call.
import { transferRefused } from '#media/node/dialog-events.ts'
import { defineLegOrder, OK } from '../order.ts'

export default defineLegOrder({
  type: 'refuse-transfer',
  obey(leg, order) {
    transferRefused(leg, order.cause)
    return OK
  },
})
