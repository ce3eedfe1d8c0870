// The network's own words before an answer: 空号, 关机, its ringing.
import t from 'tap'
import { legNews, news, orders, ringingOut, waitId } from './company.ts'

t.test('an agent who calls out hears the network’s own words and ringing, in place of ours', async (t) => {
  const rings = ringingOut()
  const legId = waitId(rings)
  const sound = news({ type: 'leg-ringing', callId: 'c1', legId, sound: true })
  const listens = [
    { type: 'stop-play', legId: 'A1' },
    { type: 'hear', pairs: [{ listener: 'A1', speaker: legId }] },
  ]
  t.match(orders(rings.when(sound, 2000).decision), listens)
  const ringing = rings.does(legNews('leg-ringing', legId), 1500)
  t.match(orders(ringing.when(sound, 2000).decision), listens, 'also when it rang before')
  t.same(
    orders(rings.does(sound, 2000).when(legNews('leg-ringing', legId), 2500).decision),
    [],
    'and ours not after it',
  )
})
