// What every leg of this rtpengine works with.
import type { Mixer } from '#media/mixer/mixer.ts'
import type { SipClock } from '#media/sip/api.ts'
import type { Ng } from './ng.ts'
import type { RecordingThread } from './recording-thread.ts'

export interface LegEnvironment {
  ng: Ng
  clock: SipClock
  /** rtpengine's recording-dir */
  tapFolder: string
  /** where finished recordings go */
  recordingsFolder: string
  thread: RecordingThread
  mixer: Pick<Mixer, 'seat' | 'hears' | 'leave'>
  /** codecs offered to browsers besides G.711, in order of preference before it */
  webCodecs: readonly string[]
  /** rtpengine's own address when its SDP names another (NAT): legs are joined there */
  host?: string | undefined
}
