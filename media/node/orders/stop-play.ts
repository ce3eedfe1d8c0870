// Silence for a leg.
import { endPlay } from '#media/node/playing.ts'
import { defineLegOrder, OK } from './kit.ts'

export default defineLegOrder({
  type: 'stop-play',
  obey(leg, _order, core) {
    endPlay(core, leg, 'stopped')
    return OK
  },
})
