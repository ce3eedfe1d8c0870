// The audio of legs as the node asks for it. rtpengine fills it (media/rtpengine); tests may fill it with anything.
import type { GapReason, RecordingGap } from '#engine/protocol/media.ts'

/** Plain RTP, a phone over TLS (SRTP with its keys in the SDP), or a browser's WebRTC (ICE, DTLS-SRTP). */
export type Device = 'phone' | 'secure' | 'web'

/** Where the phone may send its sound from: a carrier stays where its SDP says, a phone behind NAT must be learnt. */
export type Trust = 'fixed' | 'learnt'

export interface PlayFile {
  path: string
  /** of one time through */
  durationMs: number
}

/** One file: words, and some of the music behind them. */
export interface WordsAndMusic extends PlayFile {
  music: MusicBehind
}

/** From where in the music, after how much of it it is to be played on, and how long one round is. */
export interface MusicBehind {
  fromMs: number
  musicMs: number
  roundMs: number
}

/** Each way between a leg and who it is joined to. */
export interface Ways {
  hears: boolean
  heard: boolean
}

/** One leg's audio. A call that fails throws; the leg goes on as it was. */
export interface LegAudio {
  /** the driver's own id of it */
  readonly id: string
  readonly device: Device
  /** where the peer's SIP comes from, as the edge saw it: its sound comes from there or from where its SDP says */
  signalled(from: string | undefined): void
  /** the peer offered; the answer for it */
  answerPhone(offer: string): Promise<string>
  /** the offer for a peer that is called */
  offerPhone(device: Device): Promise<string>
  phoneAnswered(answer: string): Promise<void>
  /** re-INVITE of the peer: the answer for it; `held` = it wants no sound from us or sends none */
  phoneOffered(offer: string): Promise<{ answer: string; held: boolean }>
  /** our own SDP once more, for a peer that asks without an offer */
  offerAgain(): Promise<string>
  /** Connects to one other leg, or to nobody. */
  join(partner: LegAudio | undefined, ways: Ways): Promise<void>
  /** Connects to the mix of a room: it hears these others (or itself), as many as they are. */
  mix(room: string, hears: readonly LegAudio[], heard: boolean): Promise<void>
  /** While it plays the peer hears nothing else. The driver does not tell its end. */
  play(file: PlayFile, times: number | 'forever'): Promise<void>
  stopPlay(): Promise<void>
  /** a key pressed towards the peer; false when it knows no RFC 4733 */
  sendDigit(digit: string, ms: number): Promise<boolean>
  /** Keys that its peer presses from now on reach nobody it is joined to, neither as events nor as their tones; they are told. */
  holdKeys(held: boolean): Promise<void>
  startRecording(recordingId: string): Promise<void>
  /** packets that came from the peer so far, sound or silence; undefined where that cannot be told */
  packets(): Promise<number | undefined>
  /** how long the peer has said nothing, while it is being recorded */
  silentMs(): Promise<number>
  /** nothing more is written until it goes on; both are harmless when it is so already */
  breakRecording(reason: GapReason): Promise<void>
  goOnRecording(): Promise<void>
  /** ends it and makes the files; paths are below the recordings folder */
  stopRecording(formats: readonly ('wav' | 'mp3')[]): Promise<Recorded>
  /**
   * The audio part was started anew: what it does not remember of this leg is asked of it again. False when it knows nothing
   * of it.
   */
  restarted(): Promise<boolean>
  /** JSON-safe: enough for a new process to go on */
  snapshot(): unknown
  remove(): Promise<void>
}

export interface Recorded {
  files: { format: 'wav' | 'mp3'; path: string; bytes: number }[]
  durationMs: number
  gaps: RecordingGap[]
}

export interface AudioDriver {
  readonly kind: 'rtpengine' | 'memory' | 'freeswitch'
  newLeg(trust: Trust): LegAudio
  restore(snapshot: unknown): LegAudio
  /** keys that peers press, by RFC 4733 */
  onDigit(heard: (audio: LegAudio, digit: string) => void): void
  /** told when the audio part was started anew */
  onRestart(run: () => void): void
  /** told when a leg's place in a mix is gone: it is to be mixed anew */
  onMixLost(run: (audio: LegAudio) => void): void
  /** of the mixer, for whoever watches; `lateP99` and `lateMost`: ms that a tick is behind its time, of late */
  mixing(): { rooms: number; seats: number; lateP99: number; lateMost: number }
  /** Makes the files of a recording whose leg, or whose process, is gone: `audio` is the leg's snapshot. */
  finishRecording(audio: unknown, formats: readonly ('wav' | 'mp3')[], endedAt: number): Promise<Recorded>
  /** removes audio that no leg knows any more (left over by a process that died) */
  sweep(): Promise<number>
  close(): Promise<void>
}
