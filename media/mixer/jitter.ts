// One party's sound on its way into the mix: packets come when they come, a frame of 20 ms leaves at every tick. Placed by
// RTP time, so lost, doubled and disordered packets and any packet length do no harm.

/** samples of one tick at 8 kHz */
export const FRAME = 160
/** a power of two: half a second */
const SIZE = 4096
const MASK = SIZE - 1
/** what a new stream is held back, so that the next packet may be late by as much */
const HELD_BACK = FRAME
/** more than this waiting over a whole span is delay that nobody needs */
const STANDING = FRAME * 1.5
const SPAN_TICKS = 150
/** nothing came for so long: the stream is over, or paused */
const OVER = 8000
/** G.711 A-law has no zero: its silence is 8 */
const QUIET = 8

export class Jitter {
  /** of the last tick */
  readonly frame = new Int16Array(FRAME)
  /** packets come */
  flows = false
  /** peak of the last frame; 0 = silence */
  peak = 0
  /** since the beginning: heard too late to be played, and left out to win back delay */
  readonly counts = { late: 0, skipped: 0 }
  readonly #samples = new Int16Array(SIZE)
  /** RTP time of the next sample to leave, and behind the newest one */
  #next = 0
  #newest = 0
  #source = 0
  #least = SIZE
  #ticks = 0

  put(source: number, stamp: number, payload: Uint8Array, toLinear: (code: number) => number): void {
    const { length } = payload
    if (length === 0 || length > SIZE / 2) return
    if (!this.flows || source !== this.#source) this.#begin(source, stamp, HELD_BACK)
    const ahead = (stamp - this.#next) | 0
    const isNewest = ((stamp + length - this.#newest) | 0) > 0
    const isEmpty = ((this.#newest - this.#next) | 0) <= 0
    if (ahead < 0 && isNewest) {
      // too late for its tick: from now on a little more is held back
      this.counts.late++
      this.#begin(source, stamp, 0)
    } else if (ahead + length > SIZE || (isEmpty && ahead > 2 * FRAME)) this.#begin(source, stamp, HELD_BACK)
    const offset = (stamp - this.#next) | 0
    for (let i = Math.max(0, -offset); i < length; i++) this.#samples[(stamp + i) & MASK] = toLinear(payload[i]!)
    if (((stamp + length - this.#newest) | 0) > 0) this.#newest = (stamp + length) | 0
  }

  /** The next frame stands in `frame`; false when nobody speaks or sends here. */
  tick(): boolean {
    this.peak = 0
    if (!this.flows) return false
    let peak = 0
    for (let i = 0; i < FRAME; i++) {
      const at = (this.#next + i) & MASK
      const sample = this.#samples[at]!
      this.frame[i] = sample
      this.#samples[at] = 0
      if (sample > peak) peak = sample
      else if (-sample > peak) peak = -sample
    }
    this.#next = (this.#next + FRAME) | 0
    this.peak = peak > QUIET ? peak : 0
    const waiting = (this.#newest - this.#next) | 0
    if (waiting < -OVER) this.flows = false
    else this.#trim(waiting)
    return this.flows
  }

  #begin(source: number, stamp: number, heldBack: number): void {
    this.#samples.fill(0)
    this.#source = source
    this.#next = (stamp - heldBack) | 0
    this.#newest = stamp | 0
    this.#least = SIZE
    this.#ticks = 0
    this.flows = true
  }

  /** What has stood here for a whole span only makes people talk over each other. */
  #trim(waiting: number): void {
    this.#least = Math.min(this.#least, waiting)
    if (++this.#ticks < SPAN_TICKS) return
    const frames = this.#least >= STANDING ? Math.max(1, Math.floor(this.#least / FRAME) - 1) : 0
    for (let i = 0; i < frames * FRAME; i++) this.#samples[(this.#next + i) & MASK] = 0
    this.#next = (this.#next + frames * FRAME) | 0
    this.counts.skipped += frames
    this.#least = SIZE
    this.#ticks = 0
  }
}
