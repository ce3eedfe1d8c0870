// Awaits keys no longer; what came so far is told.
import { stopCollect } from '#media/node/collects.ts'
import { defineLegOrder, OK } from '../order.ts'

export default defineLegOrder({
  type: 'stop-collect',
  obey(leg, _order, core) {
    stopCollect(core, leg)
    return OK
  },
})
