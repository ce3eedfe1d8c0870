// Presses keys towards a peer.
import { sendDigits } from '#media/node/sending.ts'
import { cannot, defineLegOrder, OK } from '../order.ts'

export default defineLegOrder({
  type: 'send-digits',
  obey(leg, order, core) {
    if (!/^[0-9*#A-D,]{1,64}$/i.test(order.digits)) return { ok: false, refusal: 'bad-order', detail: '0-9 * # A-D ,' }
    if (leg.stage.mode !== 'up') return cannot('the leg is not up')
    sendDigits(core, leg, order.digits.toUpperCase())
    return OK
  },
})
