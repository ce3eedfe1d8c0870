// A restart of rtpengine is told by the count of questions it has answered.
import t from 'tap'
import { RtpengineFault } from '#media/rtpengine/fault.ts'
import { watchRestarts } from '#media/rtpengine/restarts.ts'
import { HandClock } from '#test/media/sip/hand-clock.ts'

/** What it answers, question by question; undefined = nothing. */
async function told(...counts: (number | [count: number, uptime: number] | undefined)[]): Promise<number> {
  const clock = new HandClock()
  let at = 0
  let restarts = 0
  const command = async () => {
    const answer = counts[at++]
    if (answer === undefined) throw new RtpengineFault('statistics', 'rtpengine does not answer', true)
    const [count, uptime] = typeof answer === 'number' ? [answer, 0] : answer
    return { statistics: { controlstatistics: { totalstatscount: count }, totalstatistics: { uptime } } }
  }
  const watch = watchRestarts({ command }, clock, () => restarts++)
  for (let n = 0; n < counts.length - 1; n++) {
    await new Promise(setImmediate)
    clock.pass(500)
  }
  await new Promise(setImmediate)
  watch.stop()
  t.equal(at, counts.length, 'every question was asked')
  return restarts
}

t.test('one that goes on is no restart, though it was silent for a while', async (t) => {
  t.equal(await told(0, 1, 2, undefined, undefined, 3, 9), 0)
})

t.test('a machine that stood still between answer and count makes no restart', async (t) => {
  t.equal(await told([7, 100], [7, 104], [9, 105]), 0)
  t.equal(await told([7, 100], [7, 3], [8, 4]), 1)
})

t.test('a restart is noticed, also in its first second of life', async (t) => {
  t.equal(await told(100, 101, undefined, 0, 1), 1)
  t.equal(await told(0, 0, 1), 1, 'it had been asked once')
  t.equal(await told(0, 0, 0), 2, 'twice')
})
