// What is told of the silent parts of a recording.
import t from 'tap'
import { gapsOf } from '#media/rtpengine/gaps.ts'

const packets = [1000, 1020, 1980, 2000, 4020, 4040].map((capturedAt) => ({ capturedAt }))

t.test('rtpengine dies: from the last sound before it to when it records again', async (t) => {
  const breaks = [{ reason: 'sound-restarted' as const, from: undefined, until: 4000 }]
  t.same(gapsOf({ startedAt: 1000, breaks }, packets, 5000), [
    { fromMs: 1000, untilMs: 3000, reason: 'sound-restarted' },
  ])
  t.same(
    gapsOf({ startedAt: 1000, breaks }, [], 5000),
    [{ fromMs: 0, untilMs: 3000, reason: 'sound-restarted' }],
    'from the beginning when there was none',
  )
})

t.test('a disk that is full to the end is a gap to the end, and a moment that nobody hears is none', async (t) => {
  const breaks = [
    { reason: 'sound-restarted' as const, from: undefined, until: 2100 },
    { reason: 'no-space' as const, from: 4040, until: undefined },
  ]
  t.same(gapsOf({ startedAt: 1000, breaks }, packets, 5000), [{ fromMs: 3040, untilMs: 4000, reason: 'no-space' }])
  t.same(gapsOf({ startedAt: 1000 }, packets, 5000), [])
})
