// The tap of a leg across a new start of rtpengine: where the gap ends.
import t from 'tap'
import { gapsOf } from '#media/rtpengine/gaps.ts'
import type { LegEnvironment } from '#media/rtpengine/leg-environment.ts'
import { LegRecording } from '#media/rtpengine/leg-recording.ts'
import type { LegSnapshot } from '#media/rtpengine/leg-state.ts'
import { waitFor } from '#test/kit/wait.ts'

t.test('what is said before rtpengine answers that it records again is after the gap', async (t) => {
  const packets: { capturedAt: number }[] = []
  let slow = false
  const command = async () => {
    if (slow) {
      const capturedAt = Date.now()
      packets.push({ capturedAt })
      await waitFor(() => Date.now() > capturedAt + 30, { what: 'an answer that takes longer than a packet' })
    }
    return {}
  }
  const leg = { id: 'l1', stub: { port: 4000, host: '127.0.0.1' }, phone: undefined } as unknown as LegSnapshot
  const recording = new LegRecording({} as LegEnvironment, leg, command)
  await recording.start('r1')
  const { startedAt } = recording.snapshot()!
  // the last packet before it died, a second ago
  const begun = { ...recording.snapshot()!, startedAt: startedAt - 2_000 }
  packets.push({ capturedAt: startedAt - 1_000 })
  slow = true
  await recording.audioRestarted()
  const { breaks = [] } = recording.snapshot()!
  const gaps = gapsOf({ ...begun, breaks }, packets, Date.now())
  t.match(gaps, [{ reason: 'sound-restarted', fromMs: 1_000 }])
  t.equal(gaps.length, 1)
})
