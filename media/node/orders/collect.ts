// Awaits keys of a leg.
import { startCollect } from '#media/node/collects.ts'
import { defineLegOrder, OK } from '../order.ts'

export default defineLegOrder({
  type: 'collect',
  obey(leg, order, core) {
    if (!(order.maxDigits >= 1)) return { ok: false, refusal: 'bad-order', detail: 'maxDigits is at least 1' }
    startCollect(core, leg, order)
    core.keep(leg)
    return OK
  },
})
