// What orders and SIP events of this node work with: the legs, the ways out, and the line in which one call's work is done.
import type { Answer } from '#engine/protocol/actors.ts'
import type { MediaNews, MediaOrder, Sound } from '#engine/protocol/media.ts'
import type { SipClock, SipStack } from '#media/sip/api.ts'
import type { AudioDriver, Device, PlayFile, WordsAndMusic } from './audio.ts'
import type { Leg, Legs, RecordingJob } from './legs.ts'
import type { Tries } from './tries.ts'

export interface Prompts {
  /** one file with all the sounds in order, each made if need be; throws when none of them can be had */
  prepare(sounds: readonly Sound[]): Promise<PreparedSounds>
  /** a sound that goes round, begun where it stood; `fromMs` of what is told may be a little before */
  goOn(music: PlayFile, stoodMs: number): Promise<PlayFile & { fromMs: number }>
  /** words and behind them, without a gap, some of the music from where it stood */
  wordsAndMusic(words: { file: PlayFile; times: number }, music: PlayFile, stoodMs: number): Promise<WordsAndMusic>
}

export interface PreparedSounds extends PlayFile {
  /** what is left out of the file because it cannot be had, in words */
  missing: string[]
}

export interface NodeLog {
  info(fields: object, text: string): void
  warn(fields: object, text: string): void
  error(fields: object, text: string): void
}

export interface NodeSettings {
  node: string
  /** domain of registered users at the edge */
  domain: string
  /** legs at once; a call more gets 503, a dial order `node-full` */
  maxLegs: number
  /** a caller whom no engine takes for so long gets 503 */
  unansweredMs: number
}

export interface NodeCore {
  readonly settings: NodeSettings
  readonly clock: SipClock
  readonly audio: AudioDriver
  readonly sip: SipStack
  readonly prompts: Prompts
  readonly legs: Legs
  readonly tries: Pick<Tries, 'came' | 'last'>
  readonly log: NodeLog
  /** of a call or a leg of ours, beginning with a letter that says which */
  newId(letter: 'c' | 'l'): string
  /** what kind of phone a registered user has */
  deviceOf(user: string): Promise<Device>
  /** News to the leg's owner; `taken` hears what he said to it. */
  tell(leg: Pick<Leg, 'legId' | 'owner'>, news: MediaNews, taken?: (answer: Answer) => void): void
  /** Does one call's work piece by piece, in order. A piece that throws becomes `order-failed` news. */
  later(leg: Leg, order: MediaOrder['type'], work: () => Promise<void>): void
  /** Its end came before its beginning: an order that would make this leg is not carried out any more. */
  passOver(legId: string): void
  /** The leg has changed in a way that a new process must know. */
  keep(leg: Leg): void
  /** The same, and it is written when this returns. */
  keepNow(leg: Leg): void
  /** A recording whose files are to be made; undefined when its owner is being told. Written when this returns. */
  keepJob(recordingId: string, job: RecordingJob | undefined): void
  /** under this SIP Call-ID the leg is talked of */
  traced(leg: Leg, sipCallId: string): void
  /** a new caller: whether he may come in, by what is carried at present */
  enters(): boolean
  /** the disk is nearly full: nothing is recorded */
  short(): boolean
  /** the time of day, as rtpengine's tap is stamped with it */
  wall(): number
}
