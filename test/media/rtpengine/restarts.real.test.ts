// rtpengine killed with -9 under a talk: with its calls in Redis it comes back with the same ports, so both phones hear each
// other again without a re-INVITE; the driver notices, and the recording holds what was said before and after.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import t, { type Test } from 'tap'
import type { LegAudio } from '#media/node/audio.ts'
import { openRtpengine } from '#media/rtpengine/driver.ts'
import { systemClock } from '#media/sip/clock.ts'
import { RtpEnd, strengthOf } from '#test/kit/audio.ts'
import { startRedis } from '#test/kit/redis.ts'
import { startRtpengine, type TestRtpengine } from '#test/kit/rtpengine.ts'
import { waitFor } from '#test/kit/wait.ts'
import { readWav } from '#test/kit/wav.ts'

const BOTH = { hears: true, heard: true }

async function rig(t: Test, rtpengine: TestRtpengine) {
  const recordingsFolder = await mkdtemp(join(tmpdir(), 'tinglan-restarts-'))
  const driver = await openRtpengine({
    ng: { host: '127.0.0.1', port: rtpengine.ngPort },
    dtmf: { host: '127.0.0.1', port: rtpengine.dtmfPort },
    tapFolder: rtpengine.recordings,
    ...{ recordingsFolder, webCodecs: [], clock: systemClock },
  })
  const told = { restarts: 0 }
  driver.onRestart(() => told.restarts++)
  const party = async (hz: number): Promise<{ end: RtpEnd; leg: LegAudio }> => {
    const end = await RtpEnd.open({ hz })
    const leg = driver.newLeg('learnt')
    end.connect(await leg.answerPhone(end.sdp()))
    t.teardown(() => end.close())
    return { end, leg }
  }
  const [caller, agent] = [await party(440), await party(1000)]
  await caller.leg.join(agent.leg, BOTH)
  await agent.leg.join(caller.leg, BOTH)
  const hears = (end: RtpEnd, hz: number, what: string) => {
    end.forget()
    return waitFor(() => end.heard.length > 2000 && strengthOf(hz, end.last(200)) > 4000, { what })
  }
  t.teardown(async () => {
    await driver.close()
    await rm(recordingsFolder, { recursive: true, force: true })
  })
  return { driver, told, caller, agent, hears, recordingsFolder }
}

t.test('killed under a recorded talk, it goes on: same ports, both heard, one recording of all of it', async (t) => {
  const redis = await startRedis()
  const rtpengine = await startRtpengine({ redis: redis.url })
  t.teardown(async () => {
    await rtpengine.stop()
    await redis.stop()
  })
  const { told, caller, agent, hears, recordingsFolder } = await rig(t, rtpengine)
  await hears(agent.end, 440, 'the caller is let in')
  await caller.leg.startRecording('recording-1')
  // a second of it: rtpengine writes its tap in pieces, and the last one dies with it
  for (let n = 0; n < 4; n++) await hears(agent.end, 440, 'the agent hears the caller')
  rtpengine.kill('SIGKILL')
  await rtpengine.rise()
  await hears(agent.end, 440, 'the agent hears the caller again, who was asked nothing')
  await hears(caller.end, 1000, 'and the caller the agent')
  await waitFor(() => told.restarts === 1, { what: 'the driver notices' })
  t.same(await Promise.all([caller.leg.restarted(), agent.leg.restarted()]), [true, true], 'both legs are there')
  caller.end.hz = 700
  for (let n = 0; n < 4; n++) await hears(agent.end, 700, 'what is said after')
  const { files } = await caller.leg.stopRecording(['wav'])
  const [said, heard] = readWav(join(recordingsFolder, files[0]!.path)).samples
  t.ok(strengthOf(440, said!.subarray(0, 4000)) > 4000, 'said before')
  t.ok(strengthOf(700, said!.subarray(-4000)) > 2000, 'said after')
  t.ok(strengthOf(1000, heard!.subarray(-4000)) > 4000, 'heard after')
  await caller.leg.join(undefined, { hears: false, heard: false })
  await agent.leg.join(undefined, { hears: false, heard: false })
  await Promise.all([caller.leg.remove(), agent.leg.remove()])
})

t.test('one that has forgotten its calls says so', async (t) => {
  const rtpengine = await startRtpengine()
  t.teardown(() => rtpengine.stop())
  const { told, agent, hears } = await rig(t, rtpengine)
  await hears(agent.end, 440, 'a talk')
  rtpengine.kill('SIGKILL')
  await rtpengine.rise()
  await waitFor(() => told.restarts === 1, { what: 'the driver notices' })
  t.equal(await agent.leg.restarted(), false)
})
