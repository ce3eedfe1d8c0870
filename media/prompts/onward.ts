// Music that goes on where words interrupted it: begun anew from there, or in one file with the words, for rtpengine takes up
// to 100 ms of silence from one file to the next.
import { createHash } from 'node:crypto'
import { readFile, writeFile } from 'node:fs/promises'
import { decodeWav, encodeWav } from '#media/audio/wav.ts'
import type { PlayFile, WordsAndMusic } from '#media/node/audio.ts'
import type { SoundCache } from './cache.ts'
import { RATE } from './telephone.ts'

/** Steps in which music can be begun: each is a file, so there are some hundred of one piece at most. */
const STEPS = 128
const LEAST_STEP_MS = 500
/** Of music behind words, half a megabyte: the next words mostly come before it is over. */
const MOST_MUSIC_MS = 30_000
/** Still in the file when it is played on elsewhere: rtpengine sends a quarter of a second at once, and begins a moment late. */
const OVERLAP_MS = 1_000

const stepOf = (durationMs: number): number => Math.ceil(Math.max(LEAST_STEP_MS, durationMs / STEPS))

function beginning(durationMs: number, fromMs: number): number {
  const from = Math.floor(fromMs / stepOf(durationMs)) * stepOf(durationMs)
  return from < durationMs ? from : 0
}

/** As a file that goes round. */
export async function goOn(
  cache: SoundCache,
  { path, durationMs }: PlayFile,
  stoodMs: number,
): Promise<PlayFile & { fromMs: number }> {
  const fromMs = beginning(durationMs, stoodMs)
  if (fromMs === 0) return { path, durationMs, fromMs }
  const turned = await cache.get(keyOf('from', path, String(fromMs)), async (to) => {
    const whole = await samplesOf(path)
    await write(to, [whole.subarray(cut(fromMs)), whole.subarray(0, cut(fromMs))])
  })
  return { path: turned, durationMs, fromMs }
}

export async function wordsAndMusic(
  cache: SoundCache,
  words: { file: PlayFile; times: number },
  music: PlayFile,
  stoodMs: number,
): Promise<WordsAndMusic> {
  const fromMs = beginning(music.durationMs, stoodMs)
  const musicMs = lengthOf(music.durationMs, fromMs)
  const { file, times } = words
  const path = await cache.get(keyOf('then', file.path, String(times), music.path, String(fromMs)), async (to) => {
    const [said, whole] = [await samplesOf(file.path), await samplesOf(music.path)]
    const parts = Array.from({ length: times }, () => said)
    await write(to, [...parts, around(whole, cut(fromMs), cut(musicMs + OVERLAP_MS))])
  })
  const durationMs = file.durationMs * times + musicMs + OVERLAP_MS
  return { path, durationMs, music: { fromMs, musicMs, roundMs: music.durationMs } }
}

/** To its own end, where it has no edge, or else to a step, so that it goes on from exactly there. */
function lengthOf(durationMs: number, fromMs: number): number {
  const toEnd = durationMs - fromMs
  if (toEnd <= MOST_MUSIC_MS) return toEnd + Math.floor((MOST_MUSIC_MS - toEnd) / durationMs) * durationMs
  const step = stepOf(durationMs)
  return Math.max(1, Math.floor(MOST_MUSIC_MS / step)) * step
}

function around(whole: Int16Array, from: number, length: number): Int16Array {
  const part = new Int16Array(length)
  for (let at = 0; at < length; ) {
    const piece = whole.subarray((from + at) % whole.length).subarray(0, length - at)
    part.set(piece, at)
    at += piece.length
  }
  return part
}

const cut = (ms: number): number => Math.round((ms * RATE) / 1000)

export const samplesOf = async (path: string): Promise<Int16Array> => decodeWav(await readFile(path)).channels[0]!

export function keyOf(...parts: string[]): string {
  const hash = createHash('sha256')
  for (const part of parts) hash.update(`${part.length}:${part}`)
  return hash.digest('hex').slice(0, 40)
}

export async function write(to: string, parts: readonly Int16Array[]): Promise<void> {
  const whole = new Int16Array(parts.reduce((sum, part) => sum + part.length, 0))
  let at = 0
  for (const part of parts) {
    whole.set(part, at)
    at += part.length
  }
  await writeFile(to, encodeWav({ rate: RATE, channels: [whole] }))
}
