// Sounds → one 8 kHz WAV that rtpengine can play: every piece is converted or spoken once, several are joined into one file,
// all are cached by what they are made of.
import { createHash } from 'node:crypto'
import { readFile, stat, writeFile } from 'node:fs/promises'
import { type Storage, StorageFault } from '#engine/ports/storage.ts'
import type { Sound } from '#engine/protocol/media.ts'
import { decodeWav, encodeWav } from '#media/audio/wav.ts'
import type { PlayFile } from '#media/node/audio.ts'
import type { Prompts } from '#media/node/core.ts'
import type { SoundCache } from './cache.ts'
import { ensureMusic, MUSIC_VERSION } from './music.ts'
import { forTelephone, RATE } from './telephone.ts'
import { BEEP, makeTone, RING_BACK, TONES_VERSION, type Tone } from './tones.ts'
import type { Voices } from './voices.ts'

export class PromptFault extends Error {
  readonly again = false
}

export interface PromptSettings {
  /** uploads: `prompts/<promptId>.<wav|mp3|…>` */
  storage: Storage
  cache: SoundCache
  voices: Voices
}

export function openPrompts({ storage, cache, voices }: PromptSettings): Prompts {
  /** what each was last: a storage that is away takes no announcement from callers */
  const last = new Map<string, string>()
  const upload = async (promptId: string): Promise<string> => {
    const source = await sourceOf(storage, promptId).catch((fault: unknown) => {
      const before = last.get(promptId)
      if (before === undefined || !(fault instanceof StorageFault)) throw fault
      return before
    })
    last.set(promptId, source)
    return fromUpload(source, cache)
  }
  const tone = (name: string, tone: Tone): Promise<string> =>
    cache.get(keyOf('tone', name, String(TONES_VERSION)), (path) => makeTone(tone, path))
  const piece = async (sound: Sound): Promise<string> => {
    if (sound.type === 'file') return sound.promptId === 'beep' ? tone('beep', BEEP) : upload(sound.promptId)
    if (sound.type === 'silence') return silence(cache, sound.ms)
    if (sound.type === 'text') return spoken(sound, cache, voices)
    if (sound.musicId === 'default') return cache.get(keyOf('music', String(MUSIC_VERSION)), ensureMusic)
    if (sound.musicId === 'ring-back') return tone('ring-back', RING_BACK)
    return upload(sound.musicId)
  }
  return {
    goOn: (music, fromMs) => rotated(cache, music, fromMs),
    async prepare(sounds) {
      const made = await Promise.allSettled(sounds.map(piece))
      const paths = made.flatMap((each) => (each.status === 'fulfilled' ? [each.value] : []))
      const missing = made.flatMap((each) => (each.status === 'rejected' ? [wordsOf(each.reason)] : []))
      const only = paths[0]
      if (only === undefined) throw new PromptFault(missing.join('; ') || 'nothing to play')
      const path = paths.length === 1 ? only : await cache.get(keyOf('joined', ...paths), (to) => joinAll(paths, to))
      return { path, durationMs: await durationOf(path), missing }
    },
  }
}

const wordsOf = (fault: unknown): string => (fault instanceof Error ? fault.message : String(fault))

function keyOf(...parts: string[]): string {
  const hash = createHash('sha256')
  for (const part of parts) hash.update(`${part.length}:${part}`)
  return hash.digest('hex').slice(0, 40)
}

async function sourceOf(storage: Storage, promptId: string): Promise<string> {
  if (!/^[A-Za-z0-9_-]{1,64}$/.test(promptId)) throw new PromptFault(`not a prompt id: ${promptId}`)
  const [name] = await storage.list(`prompts/${promptId}.`)
  const source = name === undefined ? undefined : await storage.local(name)
  if (source === undefined) throw new PromptFault(`there is no prompt ${promptId}`)
  return source
}

async function fromUpload(source: string, cache: SoundCache): Promise<string> {
  // by content: an upload that replaces another is heard at once
  const key = keyOf(
    'upload',
    createHash('sha256')
      .update(await readFile(source))
      .digest('hex'),
  )
  return cache.get(key, (to) => forTelephone(source, to))
}

/** By the first voice that can; the last one's fault is the answer. */
async function spoken({ text, lang }: Extract<Sound, { type: 'text' }>, cache: SoundCache, voices: Voices) {
  let last: unknown
  for (const voice of voices.by()) {
    try {
      return await cache.get(keyOf('text', voice.name, lang, text), (path) => voice.speak(text, lang, path))
    } catch (fault) {
      voices.failed(voice, fault)
      last = fault
    }
  }
  throw last
}

const silence = (cache: SoundCache, ms: number): Promise<string> => {
  if (!(ms > 0 && ms <= 60_000)) throw new PromptFault(`silence of ${ms} ms`)
  return cache.get(keyOf('silence', String(ms)), (to) => write(to, new Int16Array(Math.round((ms * RATE) / 1000))))
}

/** Steps in which music can be begun: each is a file, so there are some hundred of one piece at most. */
const STEPS = 128
const LEAST_STEP_MS = 500

async function rotated(
  cache: SoundCache,
  { path, durationMs }: PlayFile,
  fromMs: number,
): Promise<PlayFile & { fromMs: number }> {
  const step = Math.max(LEAST_STEP_MS, durationMs / STEPS)
  const from = Math.floor(fromMs / step) * step
  if (from === 0 || from >= durationMs) return { path, durationMs, fromMs: 0 }
  const key = keyOf('from', path, String(from))
  const turned = await cache.get(key, async (to) => {
    const samples = decodeWav(await readFile(path)).channels[0]!
    const cut = Math.round((from * RATE) / 1000)
    const whole = new Int16Array(samples.length)
    whole.set(samples.subarray(cut))
    whole.set(samples.subarray(0, cut), samples.length - cut)
    await write(to, whole)
  })
  return { path: turned, durationMs, fromMs: from }
}

async function joinAll(paths: readonly string[], to: string): Promise<void> {
  const parts = await Promise.all(paths.map(async (path) => decodeWav(await readFile(path)).channels[0]!))
  const whole = new Int16Array(parts.reduce((sum, part) => sum + part.length, 0))
  let at = 0
  for (const part of parts) {
    whole.set(part, at)
    at += part.length
  }
  await write(to, whole)
}

const write = (to: string, samples: Int16Array): Promise<void> =>
  writeFile(to, encodeWav({ rate: RATE, channels: [samples] }))

/** Every file in the cache is 16-bit mono at 8 kHz with a 44-byte header or a few bytes more. */
const durationOf = async (path: string): Promise<number> =>
  Math.round(((await stat(path)).size - 44) / ((RATE * 2) / 1000))
