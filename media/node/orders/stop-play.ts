// Silence for a leg.
import { endPlay } from '#media/node/playing.ts'
import { defineLegOrder, OK } from '../order.ts'

export default defineLegOrder({
  type: 'stop-play',
  obey(leg, _order, core) {
    endPlay(core, leg, 'stopped')
    return OK
  },
})
