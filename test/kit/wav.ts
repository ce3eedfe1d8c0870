// Reads 16-bit PCM WAV files for tests of sound.
import { readFileSync } from 'node:fs'

/** Samples per channel. Throws on anything but 16-bit PCM. */
export function readWav(file: string): { rate: number; samples: Int16Array[] } {
  const bytes = readFileSync(file)
  let rate = 8000
  let channels = 1
  for (let at = 12; at + 8 <= bytes.length; ) {
    const name = bytes.toString('latin1', at, at + 4)
    const size = bytes.readUInt32LE(at + 4)
    if (name === 'fmt ') {
      if (bytes.readUInt16LE(at + 22) !== 16) throw new Error(`${file} is not 16-bit PCM`)
      channels = bytes.readUInt16LE(at + 10)
      rate = bytes.readUInt32LE(at + 12)
    }
    if (name === 'data') {
      // a file that is still being written says 0 or more than there is
      const end = size === 0 ? bytes.length : Math.min(bytes.length, at + 8 + size)
      const frames = Math.floor((end - at - 8) / 2 / channels)
      const samples = Array.from({ length: channels }, () => new Int16Array(frames))
      for (let n = 0; n < frames; n++)
        for (let c = 0; c < channels; c++) samples[c]![n] = bytes.readInt16LE(at + 8 + (n * channels + c) * 2)
      return { rate, samples }
    }
    at += 8 + size + (size % 2)
  }
  throw new Error(`${file} holds no sound`)
}
