// Sounds → one 8 kHz WAV that rtpengine can play: every piece is converted or spoken once, several are joined into one file,
// all are cached by what they are made of.
import { createHash } from 'node:crypto'
import { readFile, stat } from 'node:fs/promises'
import { type Storage, StorageFault } from '#engine/ports/storage.ts'
import type { Sound } from '#engine/protocol/media.ts'
import type { Prompts } from '#media/node/core.ts'
import type { SoundCache } from './cache.ts'
import { ensureMusic, MUSIC_VERSION } from './music.ts'
import { goOn, keyOf, samplesOf, wordsAndMusic, write } from './onward.ts'
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
    goOn: (music, stoodMs) => goOn(cache, music, stoodMs),
    wordsAndMusic: (words, music, stoodMs) => wordsAndMusic(cache, words, music, stoodMs),
    async prepare(sounds) {
      const made = await Promise.allSettled(sounds.map(piece))
      const paths = made.flatMap((each) => (each.status === 'fulfilled' ? [each.value] : []))
      const missing = made.flatMap((each) => (each.status === 'rejected' ? [wordsOf(each.reason)] : []))
      const only = paths[0]
      if (only === undefined) throw new PromptFault(missing.join('; ') || 'nothing to play')
      const path =
        paths.length === 1
          ? only
          : await cache.get(keyOf('joined', ...paths), async (to) => write(to, await Promise.all(paths.map(samplesOf))))
      return { path, durationMs: await durationOf(path), missing }
    },
  }
}

const wordsOf = (fault: unknown): string => (fault instanceof Error ? fault.message : String(fault))

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
  return cache.get(keyOf('silence', String(ms)), (to) => write(to, [new Int16Array(Math.round((ms * RATE) / 1000))]))
}

/** Every file in the cache is 16-bit mono at 8 kHz with a 44-byte header or a few bytes more. */
const durationOf = async (path: string): Promise<number> =>
  Math.round(((await stat(path)).size - 44) / ((RATE * 2) / 1000))
