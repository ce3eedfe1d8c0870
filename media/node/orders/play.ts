// Plays sounds to a leg; what played before is stopped.
import { startPlay } from '#media/node/playing.ts'
import { cannot, defineLegOrder, OK } from '../order.ts'

/** Sounds in one order; more is a mistake of a flow, and would make a file without end. */
const MOST_SOUNDS = 100

export default defineLegOrder({
  type: 'play',
  obey(leg, order, core) {
    if (order.sounds.length === 0 || order.sounds.length > MOST_SOUNDS) {
      return { ok: false, refusal: 'bad-order', detail: `1 to ${MOST_SOUNDS} sounds` }
    }
    if (order.repeat !== 'forever' && !(order.repeat >= 1)) {
      return { ok: false, refusal: 'bad-order', detail: 'repeat is at least 1' }
    }
    // an answer that is still in line comes first
    if (leg.stage.mode !== 'up' && leg.direction === 'out') return cannot('the leg is not up')
    startPlay(core, leg, order)
    return OK
  },
})
