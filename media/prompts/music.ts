// The built-in queue music, made by ourselves and so free of anybody's rights: slow broken chords of a soft bell-like voice
// over held low notes, 32 bars, quiet, without an edge where it begins again.
import { writeFile } from 'node:fs/promises'
import { encodeWav } from '#media/audio/wav.ts'

/** Part of the cache key: raise it when the tune changes. */
export const MUSIC_VERSION = 1

const RATE = 8000
const BEAT_MS = 500
const BEATS_PER_BAR = 4
/** Semitones above A2 (110 Hz): C, Am, F, G with sevenths, as 8 bars of two chords each way. */
const BARS: readonly (readonly number[])[] = [
  [3, 10, 15, 19, 22],
  [0, 7, 12, 15, 19],
  [8, 15, 20, 24, 27],
  [10, 17, 22, 26, 29],
  [3, 10, 19, 22, 27],
  [7, 14, 19, 22, 26],
  [8, 15, 20, 24, 31],
  [10, 14, 22, 26, 29],
]
/** Which note of the chord sounds on each half beat; two shapes in turn so that it does not grind. */
const SHAPES = [
  [1, 2, 3, 4, 3, 2, 3, 2],
  [1, 3, 2, 4, 2, 3, 4, 3],
]
const ROUNDS = 4
/** Peak of the whole, of 32767: about -14 dBFS, so that music does not drown a voice after it. */
const PEAK = 6500

export async function ensureMusic(path: string): Promise<void> {
  await writeFile(path, encodeWav({ rate: RATE, channels: [levelled(melody())] }))
}

const hertz = (semitones: number): number => 110 * 2 ** (semitones / 12)

function melody(): Float64Array {
  const bar = (BEAT_MS * BEATS_PER_BAR * RATE) / 1000
  const sound = new Float64Array(bar * BARS.length * ROUNDS)
  for (let round = 0; round < ROUNDS; round++) {
    BARS.forEach((chord, i) => {
      const from = bar * (round * BARS.length + i)
      note(sound, from, bar * 1.4, hertz(chord[0]!), 0.5, 0.12)
      const shape = SHAPES[(round + i) % SHAPES.length]!
      shape.forEach((which, step) => {
        // every fourth round leaves out the off-beats: a breath
        if (round === 3 && step % 2 === 1) return
        const softly = step === 0 ? 0.5 : 0.34 + 0.06 * ((step * 7 + i) % 3)
        note(sound, from + (step * bar) / shape.length, RATE * 1.6, hertz(chord[which]!), softly, 0.008)
      })
    })
  }
  return sound
}

/** Adds a note that swells in and dies away; what reaches past the end comes in at the beginning, so the loop has no seam. */
function note(sound: Float64Array, from: number, length: number, hz: number, level: number, swellS: number): void {
  for (let i = 0; i < length; i++) {
    const t = i / RATE
    const shape = Math.min(1, t / swellS) * Math.exp(-2.2 * t) * Math.min(1, (length - i) / 400)
    const phase = 2 * Math.PI * hz * t
    const voice =
      Math.sin(phase) + 0.35 * Math.exp(-3 * t) * Math.sin(2 * phase) + 0.12 * Math.exp(-6 * t) * Math.sin(3 * phase)
    const at = (Math.round(from) + i) % sound.length
    sound[at]! += level * shape * voice
  }
}

function levelled(sound: Float64Array): Int16Array {
  const peak = sound.reduce((most, sample) => Math.max(most, Math.abs(sample)), 0)
  return Int16Array.from(sound, (sample) => Math.round((sample * PEAK) / peak))
}
