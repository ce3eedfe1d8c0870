// Small strings that a leg carries as a second copy of the truth.
import { defineLegOrder, OK } from '../order.ts'

export default defineLegOrder({
  type: 'tag',
  obey(leg, order, core) {
    leg.tags = { ...leg.tags, ...order.tags }
    core.keep(leg)
    return OK
  },
})
