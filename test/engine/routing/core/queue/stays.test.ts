// A caller who left and is back: words about the time before, however late, are not taken for this one.
import t from 'tap'
import { AWAY, join, queues, T, toCall } from './stands.ts'

const comes = (stay: number) => join('c1', { stay })

t.test('a late leave of the stay before leaves the caller where it is', async (t) => {
  const { queue } = await queues()
  const stand = queue({ a1: AWAY }).does(comes(2), T)
  stand.when({ type: 'leave', callId: 'c1', reason: 'abandoned', stay: 1 }, T + 9).gives(t, [], [])
  for (const stay of [{ stay: 2 }, { stay: 3 }, {}])
    stand.when({ type: 'leave', callId: 'c1', reason: 'abandoned', ...stay }, T + 9).matches(t, [{ type: 'call-left' }])
})

t.test('a queue speaks of the stay that it was told', async (t) => {
  const { queue } = await queues()
  const stand = queue({ a1: AWAY }).does(comes(2), T)
  stand.when(comes(2), T + 5).matches(t, [], [toCall('c1', { type: 'queued', stay: 2 })])
  stand.when(comes(1), T + 5).gives(t, [], [])
  const waited = stand.when({ type: 'wake' }, T + 3_600_000)
  waited.matches(t, [{ type: 'call-overflowed' }], [toCall('c1', { type: 'queue-left', stay: 2 })])
})

t.test('whose leave was lost has its place still, and hears of the stay it is in now', async (t) => {
  const { queue } = await queues()
  const stand = queue({ a1: AWAY }).does(comes(1), T)
  stand
    .when(comes(2), T + 5)
    .matches(t, [{ type: 'stay-renewed', stay: 2 }], [toCall('c1', { type: 'queued', stay: 2 })])
  stand
    .does(comes(2), T + 5)
    .when({ type: 'leave', callId: 'c1', reason: 'abandoned', stay: 1 }, T + 9)
    .gives(t, [], [])
})
