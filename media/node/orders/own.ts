// Hands a leg's news to another actor.
import { defineLegOrder, OK } from '../order.ts'

export default defineLegOrder({
  type: 'own',
  obey(leg, order, core) {
    leg.owner = order.owner
    core.keep(leg)
    return OK
  },
})
