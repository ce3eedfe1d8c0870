// Ends a leg, whatever stage it is in.
import { hangUp } from '#media/node/hanging-up.ts'
import { defineLegOrder, OK } from '../order.ts'

export default defineLegOrder({
  type: 'hang-up',
  obey(leg, order, core) {
    hangUp(core, leg, order.cause)
    return OK
  },
})
