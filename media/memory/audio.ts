// Audio that is not there: legs remember whom they are joined to and what plays.
import { randomUUID } from 'node:crypto'
import type { AudioDriver, LegAudio, PlayFile, Ways } from '#media/node/audio.ts'

export class MemoryAudio implements LegAudio {
  readonly id: string
  readonly device = 'phone'
  partner: MemoryAudio | undefined
  /** whom it hears of a mix; undefined = it is in none */
  mixed: readonly MemoryAudio[] | undefined
  hears = false
  heard = false
  playing: PlayFile | undefined
  /** when the peer fell silent; undefined = it speaks */
  silentSince: number | undefined
  keysHeld = false
  /** digits that we pressed towards this peer */
  readonly received: string[] = []
  /** told whenever the leg is joined to another or left alone */
  onJoined: (() => void) | undefined
  readonly #now: () => number
  #recording: { id: string; since: number } | undefined

  constructor(id: string, now: () => number) {
    this.id = id
    this.#now = now
  }

  signalled(): void {}

  async answerPhone(): Promise<string> {
    return 'memory'
  }

  async offerPhone(): Promise<string> {
    return 'memory'
  }

  async phoneAnswered(): Promise<void> {}

  async phoneOffered(offer: string): Promise<{ answer: string; held: boolean }> {
    return { answer: 'memory', held: offer === 'hold' }
  }

  async offerAgain(): Promise<string> {
    return 'memory'
  }

  async mix(_room: string, hears: readonly LegAudio[], heard: boolean): Promise<void> {
    this.partner = undefined
    this.mixed = hears as readonly MemoryAudio[]
    this.hears = hears.length > 0
    this.heard = heard
    this.onJoined?.()
  }

  /** the ids of those whom it hears */
  hearsNow(): string[] {
    if (this.mixed) return this.mixed.map(({ id }) => id)
    return this.partner && this.hears ? [this.partner.id] : []
  }

  async join(partner: LegAudio | undefined, ways: Ways): Promise<void> {
    this.mixed = undefined
    this.partner = partner as MemoryAudio | undefined
    this.hears = ways.hears
    this.heard = ways.heard
    this.onJoined?.()
  }

  async play(file: PlayFile): Promise<void> {
    this.playing = file
  }

  async stopPlay(): Promise<void> {
    this.playing = undefined
  }

  async sendDigit(digit: string): Promise<boolean> {
    this.received.push(digit)
    return true
  }

  async holdKeys(held: boolean): Promise<void> {
    this.keysHeld = held
  }

  async startRecording(id: string): Promise<void> {
    this.#recording = { id, since: this.#now() }
  }

  async packets(): Promise<undefined> {}

  async silentMs(): Promise<number> {
    return this.silentSince === undefined ? 0 : this.#now() - this.silentSince
  }

  async stopRecording(formats: readonly ('wav' | 'mp3')[]) {
    const recording = this.#recording
    if (!recording) throw new Error('is not being recorded')
    this.#recording = undefined
    const durationMs = this.#now() - recording.since
    const files = formats.map((format) => ({ format, path: `memory/${recording.id}.${format}`, bytes: 0 }))
    return { files, durationMs, gaps: [] }
  }

  async breakRecording(): Promise<void> {}

  async goOnRecording(): Promise<void> {}

  async restarted(): Promise<boolean> {
    return true
  }

  snapshot(): unknown {
    return this.id
  }

  async remove(): Promise<void> {
    this.partner = undefined
  }
}

export function memoryAudio(now: () => number): AudioDriver {
  let count = 0
  const prefix = randomUUID().slice(0, 8)
  return {
    kind: 'memory',
    newLeg: () => new MemoryAudio(`${prefix}-${++count}`, now),
    restore: (snapshot) => new MemoryAudio(String(snapshot), now),
    onDigit: () => {},
    onRestart: () => {},
    onMixLost: () => {},
    mixing: () => ({ rooms: 0, seats: 0, lateP99: 0, lateMost: 0 }),
    finishRecording: async () => {
      throw new Error('memory recordings do not outlive their process')
    },
    sweep: async () => 0,
    close: async () => {},
  }
}
