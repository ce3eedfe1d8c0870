// How many new calls a second this node and the engine behind it carry, found by themselves: when everything waits for long,
// for seconds on end, callers beyond what went in lately are told to come again at once, and those inside keep their quality.
// Pure: times come in. Why the least wait of a second and not the longest: a stop of a moment (a slow disk, an engine that
// starts) leaves one long wait and then short ones; only what never gets short is too much (CoDel, RFC 8289).

export interface PressureSettings {
  /** a second in which nothing waited less than this is too much */
  longMs: number
  /** so many such seconds in a row before anybody is turned away */
  seconds: number
}

export const pressureDefaults: PressureSettings = { longMs: 400, seconds: 2 }

export type Waited = 'loop' | 'engine'

const SECOND_MS = 1_000
/** fewer waits in a second say nothing */
const FEWEST: Record<Waited, number> = { loop: 2, engine: 5 }
const LESS = 0.7
const MORE = 1.1
/** per second: what is nearly shut opens again */
const LEAST = 0.5
/** a bound so far above what comes binds nobody */
const FREE = 3

interface Least {
  ms: number
  count: number
}

const nothing = (): Record<Waited, Least> => ({
  loop: { ms: Number.POSITIVE_INFINITY, count: 0 },
  engine: { ms: Number.POSITIVE_INFINITY, count: 0 },
})

export class Pressure {
  readonly #settings: PressureSettings
  #least = nothing()
  #began: number
  #tooMuch = 0
  /** new calls a second; undefined: as many as come */
  #bound: number | undefined
  #credit = 0
  #creditAt: number
  #came = 0
  #entered = 0
  turnedAway = 0

  constructor(now: number, settings: PressureSettings = pressureDefaults) {
    this.#settings = settings
    this.#began = now
    this.#creditAt = now
  }

  /** the bound in force, calls a second */
  get bound(): number | undefined {
    return this.#bound
  }

  /** something waited so long: a turn of the event loop, news until the engine took them */
  waited(what: Waited, ms: number, now: number): void {
    this.#turn(now)
    const least = this.#least[what]
    least.ms = Math.min(least.ms, ms)
    least.count++
  }

  /** A new caller: whether he may come in. */
  enters(now: number): boolean {
    this.#turn(now)
    this.#came++
    if (this.#bound !== undefined) {
      const most = Math.max(1, this.#bound)
      this.#credit = Math.min(most, this.#credit + ((now - this.#creditAt) / SECOND_MS) * this.#bound)
      this.#creditAt = now
      if (this.#credit < 1) {
        this.turnedAway++
        return false
      }
      this.#credit--
    }
    this.#entered++
    return true
  }

  #turn(now: number): void {
    const seconds = (now - this.#began) / SECOND_MS
    if (seconds < 1) return
    const strained = this.#isStrained()
    this.#tooMuch = strained ? this.#tooMuch + 1 : 0
    const [came, entered] = [this.#came / seconds, this.#entered / seconds]
    if (this.#tooMuch >= this.#settings.seconds) this.#less(entered, now)
    else if (this.#bound !== undefined && !strained) this.#more(came)
    this.#least = nothing()
    this.#began = now
    this.#came = 0
    this.#entered = 0
  }

  #isStrained(): boolean {
    return (Object.keys(this.#least) as Waited[]).some((what) => {
      const { ms, count } = this.#least[what]
      return count >= FEWEST[what] && ms >= this.#settings.longMs
    })
  }

  #less(entered: number, now: number): void {
    if (this.#bound === undefined) {
      this.#credit = 0
      this.#creditAt = now
    }
    this.#bound = Math.max(LEAST, Math.min(this.#bound ?? Number.POSITIVE_INFINITY, entered) * LESS)
  }

  #more(came: number): void {
    this.#bound = (this.#bound ?? 0) * MORE + LEAST
    if (this.#bound > came * FREE + 1) this.#bound = undefined
  }
}
