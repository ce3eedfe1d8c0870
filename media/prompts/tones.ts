// Built-in tones, made by ourselves: the beep before a recording, and the ring-back tone of China's network.
import { writeFile } from 'node:fs/promises'
import { encodeWav } from '#media/audio/wav.ts'

/** Part of the cache key: raise it when a tone changes. */
export const TONES_VERSION = 1

const RATE = 8000
/** Peak of 32767, about -14 dBFS: as loud as the built-in music. */
const PEAK = 6500
/** Swells in and dies away over this span, or it would click. */
const EDGE_MS = 8

export interface Tone {
  hz: number
  onMs: number
  offMs: number
}

export const BEEP: Tone = { hz: 1000, onMs: 300, offMs: 0 }
/** GB/T 3380: 450 Hz, one second on and four off. */
export const RING_BACK: Tone = { hz: 450, onMs: 1000, offMs: 4000 }

/** One time through: the tone, then its silence. */
export function samplesOf({ hz, onMs, offMs }: Tone): Int16Array {
  const on = (onMs * RATE) / 1000
  const edge = (EDGE_MS * RATE) / 1000
  const samples = new Int16Array(on + (offMs * RATE) / 1000)
  for (let i = 0; i < on; i++) {
    const shape = Math.min(1, i / edge, (on - 1 - i) / edge)
    samples[i] = Math.round(PEAK * shape * Math.sin((2 * Math.PI * hz * i) / RATE))
  }
  return samples
}

export const makeTone = (tone: Tone, path: string): Promise<void> =>
  writeFile(path, encodeWav({ rate: RATE, channels: [samplesOf(tone)] }))
