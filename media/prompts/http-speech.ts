// A second voice: any service that speaks OpenAI's POST /v1/audio/speech, asked once for each text. Its sound is brought to the
// telephone's form like an upload.
import { unlink, writeFile } from 'node:fs/promises'
import { MOST_CHARACTERS, type TextToSpeech } from './speech.ts'
import { forTelephone } from './telephone.ts'

/** a caller waits meanwhile, and hears music or ringing */
const TIMEOUT_MS = 8_000
/** some minutes of 48 kHz */
const MOST_BYTES = 32 << 20

export interface HttpVoice {
  url: string
  key?: string | undefined
  model: string
  voiceZh: string
  voiceEn: string
}

export function httpSpeech({ url, key, model, voiceZh, voiceEn }: HttpVoice): TextToSpeech {
  const address = new URL('/v1/audio/speech', url)
  return {
    name: JSON.stringify([address.href, model, voiceZh, voiceEn]),
    async speak(text, lang, path) {
      if (text.length > MOST_CHARACTERS) throw new Error(`more than ${MOST_CHARACTERS} characters to speak`)
      const voice = lang === 'zh' ? voiceZh : voiceEn
      const answer = await fetch(address, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...(key ? { authorization: `Bearer ${key}` } : {}) },
        body: JSON.stringify({ model, voice, input: text, response_format: 'wav' }),
        signal: AbortSignal.timeout(TIMEOUT_MS),
        redirect: 'error',
      })
      if (!answer.ok) throw new Error(`the speech service answers ${answer.status}`)
      const sound = new Uint8Array(await answer.arrayBuffer())
      if (sound.length === 0 || sound.length > MOST_BYTES) throw new Error(`${sound.length} bytes of speech`)
      const spoken = `${path}.spoken`
      await writeFile(spoken, sound)
      try {
        await forTelephone(spoken, path)
      } finally {
        await unlink(spoken).catch(() => {})
      }
    },
  }
}
