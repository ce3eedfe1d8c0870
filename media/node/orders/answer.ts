// Takes an arriving call: audio first, then 200.
import { answerArrival } from '#media/node/arrivals.ts'
import { cannot, defineLegOrder, OK } from '../order.ts'

export default defineLegOrder({
  type: 'answer',
  obey(leg, _order, core) {
    // a second answer finds the leg up: it is what was asked for
    if (leg.stage.mode === 'up') return OK
    if (leg.stage.mode !== 'arriving') return cannot('only an arriving leg can be answered')
    const { invite } = leg.stage
    leg.stage = { mode: 'arriving', invite, asked: true }
    core.keep(leg)
    answerArrival(core, leg)
    return OK
  },
})
