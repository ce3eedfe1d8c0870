// Lets an arriving caller hear ringing.
import { cannot, defineLegOrder, OK } from '../order.ts'

export default defineLegOrder({
  type: 'ring-back',
  obey(leg) {
    if (leg.stage.mode !== 'arriving') return cannot('only an arriving leg can be rung back')
    leg.stage.invite.progress(180)
    return OK
  },
})
