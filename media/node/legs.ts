// The legs of this node. A leg's stage says which SIP thing carries it; each stage has only what is true in it.
import { randomBytes } from 'node:crypto'
import type { ActorRef } from '#engine/protocol/actors.ts'
import type { LegState, LegTags, LegTruth, MediaNews, MediaOrder, Next, Origin, Sound } from '#engine/protocol/media.ts'
import type { Dialog, IncomingInvite, OutgoingInvite } from '#media/sip/api.ts'
import type { LegAudio, MusicBehind } from './audio.ts'
import type { Collecting } from './collecting.ts'

/** the edge's word for where a phone's SIP comes from */
export const SOURCE = 'X-Tinglan-Source'

export type DialOrder = Extract<MediaOrder, { type: 'dial' }>

export type Stage =
  /** `asked`: to be answered, which takes a moment */
  | { mode: 'arriving'; invite: IncomingInvite; asked?: true }
  /** answered or about to be; the peer's ACK has not come */
  | {
      mode: 'dialling'
      order: DialOrder
      outgoing: OutgoingInvite | undefined
      ringing: boolean
      ringsUntil: number
      /** its sound before the answer was taken */
      early?: true
    }
  /** `taking`: the answer of a called phone while its sound is set up */
  | { mode: 'up'; dialog: Dialog; taking?: string }
  | { mode: 'ended' }

export interface Playing {
  playId: string
  sounds: Sound[]
  repeat: number | 'forever'
  next?: Next | undefined
  /** when the last time through ends; undefined while it is prepared, and for ever */
  endsAt: number | undefined
  /** what of it cannot be had and is left out, in words */
  missing: string[]
  /** of music: where in it this began, and when, by the node's clock */
  music?: { musicId: string; fromMs: number; since: number; durationMs: number } | undefined
  /** of words: the music that is in their file behind them */
  behind?: MusicBehind | undefined
  /** of such music: when it is to be played on from a file of its own */
  runsOutAt?: number | undefined
  cancel: () => void
}

export interface Leg {
  readonly legId: string
  /** changes when it goes on in another call (`Legs.move`) */
  callId: string
  readonly direction: 'in' | 'out'
  readonly from: { number: string; name: string }
  readonly to: string
  /** by the node's clock, which outlives its process and not its machine's boot */
  readonly startedAt: number
  readonly origin: Origin | undefined
  readonly audio: LegAudio
  owner: ActorRef
  tags: LegTags
  stage: Stage
  /** when it was answered, by the node's clock; undefined before, and in older journals */
  upAt: number | undefined
  hears: string[]
  playing: Playing | undefined
  /** where the music stood when it was last stopped */
  musicAt?: { musicId: string; ms: number } | undefined
  collecting: Collecting | undefined
  /** `silenceMs` until its news is told */
  recording:
    | { recordingId: string; formats: ('wav' | 'mp3')[]; silenceMs: number | undefined; paused?: boolean }
    | undefined
  phoneHeld: boolean
  /** the last key and how it came: a phone that sends keys both ways must not press twice */
  lastKey: { digit: string; by: 'rtp' | 'info'; at: number } | undefined
}

/** A recording that has ended and whose files are to be made. */
export interface RecordingJob {
  callId: string
  legId: string
  owner: Leg['owner']
  recordingId: string
  formats: ('wav' | 'mp3')[]
  /** the leg's audio as it was */
  audio: unknown
  /** by the clock on the wall, as the tap is stamped */
  endedAt: number
}

export type NewLeg = Pick<
  Leg,
  'legId' | 'callId' | 'direction' | 'from' | 'to' | 'origin' | 'audio' | 'owner' | 'tags'
> & {
  stage: Stage
  startedAt: number
}

export const newLeg = (from: NewLeg): Leg => ({
  ...from,
  upAt: undefined,
  hears: [],
  playing: undefined,
  collecting: undefined,
  recording: undefined,
  phoneHeld: false,
  lastKey: undefined,
})

export const randomId = (letter: 'c' | 'l'): string => letter + randomBytes(10).toString('hex')

const STATES: Record<Exclude<Stage['mode'], 'ended'>, LegState> = {
  arriving: 'arriving',
  dialling: 'ringing',
  up: 'up',
}

export function truthOf(leg: Leg, node: string, now: number): LegTruth | undefined {
  if (leg.stage.mode === 'ended') return undefined
  const { legId, callId, owner, direction, from, to, tags, hears, startedAt } = leg
  return {
    ...{ legId, callId, node, owner, direction, from, to, tags, hears, ageMs: Math.max(0, now - startedAt) },
    state: STATES[leg.stage.mode],
    ...(leg.origin ? { origin: leg.origin } : {}),
    ...(leg.upAt === undefined ? {} : { upMs: Math.max(0, now - leg.upAt) }),
    ...(leg.recording ? { recordingId: leg.recording.recordingId } : {}),
  }
}

/** Legs whose end nobody has taken yet, as they stood then. */
export function* overIn(news: Iterable<MediaNews>): Generator<LegTruth> {
  for (const each of news) if (each.type === 'leg-ended') yield* (each.legs ?? []).filter((leg) => leg.over)
}

/** legs remembered after their end: at 10 a second more than a minute, longer than any order is given again */
const MOST_PAST = 1_000

export class Legs {
  readonly #byId = new Map<string, Leg>()
  readonly #byCall = new Map<string, Set<Leg>>()
  readonly #byAudio = new Map<string, Leg>()
  readonly #past = new Set<string>()

  get size(): number {
    return this.#byId.size
  }

  add(leg: Leg): void {
    this.#byId.set(leg.legId, leg)
    this.#byAudio.set(leg.audio.id, leg)
    this.#enter(leg)
  }

  #enter(leg: Leg): void {
    const ofCall = this.#byCall.get(leg.callId) ?? new Set()
    this.#byCall.set(leg.callId, ofCall.add(leg))
  }

  #leave(leg: Leg): void {
    const ofCall = this.#byCall.get(leg.callId)
    ofCall?.delete(leg)
    if (ofCall?.size === 0) this.#byCall.delete(leg.callId)
  }

  move(leg: Leg, callId: string): void {
    this.#leave(leg)
    leg.callId = callId
    this.#enter(leg)
  }

  remove(leg: Leg): void {
    this.#byId.delete(leg.legId)
    this.passOver(leg.legId)
    this.#byAudio.delete(leg.audio.id)
    this.#leave(leg)
  }

  /** Only of this very call: an order of another call cannot touch it. */
  find(callId: string, legId: string): Leg | undefined {
    const leg = this.#byId.get(legId)
    return leg?.callId === callId ? leg : undefined
  }

  has(legId: string): boolean {
    return this.#byId.has(legId)
  }

  /** Its end came before its beginning: what would make it is not carried out any more. */
  passOver(legId: string): void {
    this.#past.add(legId)
    for (const oldest of this.#past) if (this.#past.size > MOST_PAST) this.#past.delete(oldest)
  }

  /** There was such a leg lately: what made it is not carried out again. */
  was(legId: string): boolean {
    return this.#past.has(legId)
  }

  past(): string[] {
    return [...this.#past]
  }

  restorePast(legIds: readonly string[]): void {
    for (const legId of legIds) this.#past.add(legId)
  }

  byAudio(id: string): Leg | undefined {
    return this.#byAudio.get(id)
  }

  ofCall(callId: string): Leg[] {
    return [...(this.#byCall.get(callId) ?? [])]
  }

  all(): Leg[] {
    return [...this.#byId.values()]
  }
}
