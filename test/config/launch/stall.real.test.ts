// rtpengine, or the machine under it, stands still for some seconds while packets come, and hears nobody any more. The launcher starts it anew, and a talk that was up is heard again on the same ports, with nobody asked for anything.
import { type ChildProcess, spawn } from 'node:child_process'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import t, { type Test } from 'tap'
import { noted } from '#config/launch/pid-files.ts'
import { loadSettings } from '#config/settings.ts'
import { openRtpengine } from '#media/rtpengine/driver.ts'
import { systemClock } from '#media/sip/clock.ts'
import { RtpEnd, strengthOf } from '#test/kit/audio.ts'
import { builtLauncher } from '#test/kit/centre.ts'
import { waitFor } from '#test/kit/wait.ts'
import { allGone, ownPlace } from './own-place.ts'

const BOTH = { hears: true, heard: true }

async function launched(t: Test) {
  const { dataDir, env } = await ownPlace()
  const [program = '', ...args] = [process.execPath, ...(await builtLauncher()), 'up', '--only', 'redis,rtpengine']
  const child: ChildProcess = spawn(program, args, {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let text = ''
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (part) => (text += part))
  t.teardown(async () => {
    child.kill('SIGKILL')
    await allGone(dataDir, 15_000)
    await rm(dataDir, { recursive: true, force: true, maxRetries: 5 })
  })
  const says = (wanted: string) => waitFor(() => text.includes(wanted), { timeoutMs: 60_000, what: `"${wanted}"` })
  await says('is up')
  return { settings: loadSettings(env), says, printed: () => text }
}

t.test('a talk that was up when rtpengine stood still for seconds is heard again', async (t) => {
  const { settings, says } = await launched(t)
  const { control, ng, dtmf } = settings.rtpengine
  const driver = await openRtpengine({
    ...{ ng: { host: control, port: ng }, dtmf: { host: control, port: dtmf } },
    ...{ tapFolder: join(settings.dataDir, 'rtpengine/recording'), recordingsFolder: settings.dataDir },
    ...{ webCodecs: [], clock: systemClock },
  })
  t.teardown(() => driver.close())
  const party = async (hz: number) => {
    const end = await RtpEnd.open({ hz })
    t.teardown(() => end.close())
    const leg = driver.newLeg('learnt')
    end.connect(await leg.answerPhone(end.sdp()))
    return { end, leg }
  }
  const [caller, agent] = [await party(440), await party(1000)]
  await caller.leg.join(agent.leg, BOTH)
  await agent.leg.join(caller.leg, BOTH)
  const hears = (end: RtpEnd, hz: number, what: string) => {
    end.forget()
    return waitFor(() => end.heard.length > 2000 && strengthOf(hz, end.last(200)) > 4000, { what, timeoutMs: 20_000 })
  }
  await hears(agent.end, 440, 'the agent hears the caller')
  const pid = noted(settings.dirs.run, 'rtpengine')?.pid ?? 0
  process.kill(pid, 'SIGSTOP')
  await says('rtpengine does not hear any more')
  await says('rtpengine is back')
  await hears(agent.end, 440, 'the agent hears the caller again')
  await hears(caller.end, 1000, 'and the caller the agent')
})
