// rtpengine as the node's audio driver: the legs, the keys they press, and the sweep after a crash.
import { Mixer } from '#media/mixer/mixer.ts'
import type { AudioDriver, LegAudio, Trust } from '#media/node/audio.ts'
import type { SipClock } from '#media/sip/api.ts'
import { receiveDtmf } from './dtmf.ts'
import { RtpengineFault } from './fault.ts'
import { RtpengineLeg } from './leg.ts'
import type { LegEnvironment } from './leg-environment.ts'
import type { LegSnapshot } from './leg-state.ts'
import { openNg } from './ng.ts'
import { PcapRecording } from './recording.ts'
import { RecordingThread } from './recording-thread.ts'
import { watchRestarts } from './restarts.ts'

export interface RtpengineSettings {
  /** rtpengine's listen-ng */
  ng: { host: string; port: number }
  /** rtpengine's dtmf-log-dest */
  dtmf: { host: string; port: number }
  /** rtpengine's recording-dir, reachable from this process */
  tapFolder: string
  /** where finished recordings go */
  recordingsFolder: string
  /** codecs offered to browsers before G.711; Opus costs transcoding, about 1 % of a core a leg */
  webCodecs: readonly string[]
  /** see LegEnvironment */
  host?: string
  clock: SipClock
}

export async function openRtpengine(settings: RtpengineSettings): Promise<AudioDriver> {
  const ng = await openNg({ ...settings.ng, clock: settings.clock })
  const legs = new Map<string, RtpengineLeg>()
  let heard: (audio: LegAudio, digit: string) => void = () => {}
  const dtmf = await receiveDtmf(settings.dtmf, (callId, digit) => {
    const leg = legs.get(callId)
    if (leg) heard(leg, digit)
  })
  const mixer = new Mixer(settings.clock)
  const env: LegEnvironment = { ...settings, ng, mixer, thread: new RecordingThread() }
  const keep = (from: Trust | LegSnapshot): LegAudio => {
    const leg = new RtpengineLeg(env, from)
    legs.set(leg.id, leg)
    const { remove } = leg
    leg.remove = () => {
      legs.delete(leg.id)
      return remove.call(leg)
    }
    return leg
  }
  const listed = async (): Promise<string[]> => {
    const { calls } = await ng.command('list', { limit: 100_000 })
    return (Array.isArray(calls) ? calls : []).map(String)
  }
  let restarted = () => {}
  const watch = watchRestarts(ng, settings.clock, () => restarted())
  return {
    kind: 'rtpengine',
    newLeg: keep,
    restore: (snapshot) => keep(snapshot as LegSnapshot),
    onDigit: (run) => {
      heard = run
    },
    onRestart: (run) => {
      restarted = run
    },
    onMixLost: (run) =>
      mixer.onLost((ids) => {
        for (const leg of ids.flatMap((id) => legs.get(id) ?? [])) run(leg)
      }),
    mixing: () => mixer.figures(),
    async finishRecording(audio, formats, endedAt) {
      const { id, recording } = audio as LegSnapshot
      if (!recording) throw new RtpengineFault('stop recording', 'is not being recorded', false)
      // its leg may be up still
      await ng.command('stop recording', { 'call-id': id }).catch(() => {})
      return new PcapRecording(env, id, recording).finish(formats, endedAt)
    },
    async sweep() {
      const left = (await listed()).filter((id) => /^tl/.test(id) && !legs.has(id))
      await Promise.all(left.map((id) => ng.command('delete', { 'call-id': id, 'delete-delay': 0 }).catch(() => {})))
      return left.length
    },
    async close() {
      watch.stop()
      mixer.close()
      ng.close()
      dtmf.close()
    },
  }
}
