// Who is heard on the wire: every party speaks its own tone, and a listener's spectrum tells exactly whom it hears.
import { RATE, RtpEnd, strengthOf } from './audio.ts'

/** primes: what G.711's own steps make of a tone is spread over many lines, none of them another's tone */
const TONES = [443, 733, 1129, 1571, 1993, 2417, 2879, 3319]
const LEVEL = 8000
const DB50 = 10 ** (-50 / 20)
/** G.711's own lines are 47 dB below the tones that make them, computed; of anybody's tone nothing is left at −50 dB */
const LINE = 32_767 * DB50
const TONE = LEVEL * DB50
const HEARD = LEVEL / 2
const WINDOW_MS = 400
/** beside a tone the window's own slope is seen */
const BESIDE_HZ = 45

export class Ears {
  readonly #ends: RtpEnd[] = []
  readonly #byLeg = new Map<string, RtpEnd>()

  async open(codec: 'PCMA' | 'PCMU' = 'PCMA'): Promise<RtpEnd> {
    const end = await RtpEnd.open({ hz: TONES[this.#ends.length % TONES.length]!, codec })
    this.#ends.push(end)
    return end
  }

  is(legId: string, end: RtpEnd): void {
    this.#byLeg.set(legId, end)
  }

  endOf(legId: string): RtpEnd {
    return this.#byLeg.get(legId)!
  }

  /** The legs that this one hears for the next half second; a line that is no party's tone is told as its frequency. */
  async hears(legId: string): Promise<string[]> {
    const end = this.endOf(legId)
    end.forget()
    await new Promise((resolve) => setTimeout(resolve, WINDOW_MS + 150))
    const samples = end.last(WINDOW_MS)
    if (samples.length < (WINDOW_MS * RATE) / 1000) return samples.length === 0 ? [] : ['too little']
    return linesIn(samples)
      .map((hz) => this.#who(hz))
      .sort()
  }

  #who(hz: string): string {
    for (const [legId, end] of this.#byLeg) if (String(end.hz) === hz && this.#newest(end)) return legId
    return `${hz} Hz`
  }

  /** tones come again: the last who took one has it */
  #newest(end: RtpEnd): boolean {
    return this.#ends.findLast(({ hz }) => hz === end.hz) === end
  }

  close(): void {
    for (const end of this.#ends) end.close()
  }
}

/** Tones that are heard; whatever else is above −50 dB is named with its level. */
function linesIn(samples: readonly number[]): string[] {
  const windowed = samples.map((sample, i) => sample * (1 - Math.cos((2 * Math.PI * i) / (samples.length - 1))))
  const levels = TONES.map((hz) => ({ hz, level: strengthOf(hz, windowed) }))
  const found = levels.flatMap(({ hz, level }) => (level > HEARD ? [`${hz}`] : level > TONE ? [told(hz, level)] : []))
  const step = RATE / samples.length
  for (let hz = 100; hz < 3900; hz += step) {
    if (TONES.some((tone) => Math.abs(tone - hz) < BESIDE_HZ)) continue
    const level = strengthOf(hz, windowed)
    if (level > LINE) found.push(told(hz, level))
  }
  return found
}

const told = (hz: number, level: number) => `${Math.round(20 * Math.log10(level / LEVEL))} dB at ${Math.round(hz)}`
