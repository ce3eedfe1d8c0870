// What one listener hears of those he may hear, frame by frame: their sum, held below clipping; of many only the loudest.
import { FRAME, type Jitter } from './jitter.ts'

/** below the greatest value that G.711 can say */
const CEILING = 30_000
/** a limiter that let go at once would be heard */
const LET_GO = 1.02
/** up to this many others are heard all at once: a conference of eight */
const ALL_UP_TO = 7
/** of more, so many at a time */
const LOUDEST = 4
/** how fast a voice is forgotten, per tick: a pause between words does not lose the floor */
const FADES = 0.97
/** who has the floor keeps it against somebody a little louder */
const FLOOR = 1.5

export class Speaker {
  readonly jitter: Jitter
  /** how loud of late, once a tick */
  level = 0

  constructor(jitter: Jitter) {
    this.jitter = jitter
  }

  tick(): void {
    this.jitter.tick()
    this.level = Math.max(this.jitter.peak, this.level * FADES)
  }
}

export class Listener {
  /** of the last tick that was no silence */
  readonly frame = new Int16Array(FRAME)
  readonly #sum = new Int32Array(FRAME)
  #gain = 1
  #floor = new Set<Speaker>()

  /** The sum of this tick stands in `frame`; false when it is silence. */
  mix(hears: readonly Speaker[]): boolean {
    const speakers = hears.length > ALL_UP_TO ? this.#loudest(hears) : hears
    let voices = 0
    for (const { jitter } of speakers) {
      if (jitter.peak === 0) continue
      if (voices++ === 0) this.#sum.set(jitter.frame)
      else for (let i = 0; i < FRAME; i++) this.#sum[i]! += jitter.frame[i]!
    }
    if (voices === 0) {
      this.#gain = 1
      return false
    }
    this.#limit(voices)
    return true
  }

  #limit(voices: number): void {
    let peak = 0
    if (voices > 1) for (let i = 0; i < FRAME; i++) peak = Math.max(peak, Math.abs(this.#sum[i]!))
    // one voice alone passes as it is
    const wanted = peak > CEILING ? CEILING / peak : 1
    this.#gain = Math.min(wanted, this.#gain * LET_GO)
    if (this.#gain === 1) this.frame.set(this.#sum)
    else for (let i = 0; i < FRAME; i++) this.frame[i] = Math.round(this.#sum[i]! * this.#gain)
  }

  #loudest(hears: readonly Speaker[]): readonly Speaker[] {
    const weight = (speaker: Speaker) => speaker.level * (this.#floor.has(speaker) ? FLOOR : 1)
    const ranked = [...hears].sort((a, b) => weight(b) - weight(a)).slice(0, LOUDEST)
    this.#floor = new Set(ranked.filter(({ level }) => level > 0))
    return ranked
  }
}
