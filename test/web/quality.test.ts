// The mark of the line: what two looks at the browser's counts say, and from when on it is heard.
import t from 'tap'
import { createLineWatch } from '#web/src/lib/phone/line-watch.ts'
import { countsIn, gradeOf, qualityOf } from '#web/src/lib/phone/quality.ts'

t.test('what was lost since the last look counts, not since the beginning', async (t) => {
  const before = { received: 1_000, lost: 100, jitterMs: 5 }
  t.same(qualityOf(before, { received: 1_098, lost: 102, jitterMs: 12.4, roundTripMs: 80.6 }), {
    ...{ loss: 0.02, jitterMs: 12, roundTripMs: 81 },
  })
  t.same(qualityOf(undefined, { received: 0, lost: 0, jitterMs: 0 }), { loss: 0, jitterMs: 0 })
})

t.test('good, fair and bad by the worst of the three', async (t) => {
  t.equal(gradeOf({ loss: 0.005, jitterMs: 10, roundTripMs: 50 }), 'good')
  t.equal(gradeOf({ loss: 0.02, jitterMs: 10 }), 'fair')
  t.equal(gradeOf({ loss: 0, jitterMs: 45 }), 'fair')
  t.equal(gradeOf({ loss: 0, jitterMs: 10, roundTripMs: 700 }), 'bad')
  t.equal(gradeOf({ loss: 0.1, jitterMs: 0 }), 'bad')
})

t.test('the sound of the other end is found in a report, and its word on the round trip', async (t) => {
  const report = [
    { type: 'inbound-rtp', kind: 'audio', packetsReceived: 50, packetsLost: 1, jitter: 0.004 },
    { type: 'remote-inbound-rtp', roundTripTime: 0.06 },
    { type: 'codec' },
  ]
  t.same(countsIn(report), { received: 50, lost: 1, jitterMs: 4, roundTripMs: 60 })
  t.equal(countsIn([{ type: 'codec' }]), undefined)
})

const good = { loss: 0, jitterMs: 3 }
const bad = { loss: 0.09, jitterMs: 3 }

t.test('the centre is told of a line when it gets worse or better, and of a good one never', async (t) => {
  const posted: unknown[] = []
  let away = false
  const post = async (_path: string, body: unknown) => {
    if (away) throw new Error('away')
    posted.push(body)
  }
  const watch = createLineWatch({ api: { post } as never })
  for (const each of [good, good]) watch.heard(each)
  t.same(posted, [])
  for (const each of [bad, bad, good, good]) watch.heard(each)
  t.same(posted, [bad, good])
  away = true
  watch.heard(bad)
  await new Promise(setImmediate)
  away = false
  watch.heard(bad)
  t.same(posted, [bad, good, bad], 'one that did not get there is said again')
})
