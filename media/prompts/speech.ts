// Text to speech: a port any engine can fill, and espeak-ng, which speaks Mandarin and English without a network.
import { unlink } from 'node:fs/promises'
import { runProgram } from '#media/audio/program.ts'

export interface TextToSpeech {
  /** part of the cache key: raise it with the engine or voice */
  readonly name: string
  /** Writes 16-bit mono WAV at 8 kHz to `path`. Throws when the text cannot be spoken. */
  speak(text: string, lang: 'zh' | 'en', path: string): Promise<void>
}

const VOICES = { zh: 'cmn', en: 'en-gb' } as const
/** Words a minute. The default 175 is too fast on the phone. */
const SPEED = 150
const MOST_CHARACTERS = 2000

export function espeak(): TextToSpeech {
  return {
    name: 'espeak-ng-1',
    async speak(text, lang, path) {
      if (text.length > MOST_CHARACTERS) throw new Error(`more than ${MOST_CHARACTERS} characters to speak`)
      const spoken = `${path}.22k.wav`
      // the text goes by stdin: it may begin with a dash, and must not show in the list of processes
      await runProgram('espeak-ng', ['-v', VOICES[lang], '-s', String(SPEED), '-b', '1', '-w', spoken, '--stdin'], text)
      try {
        await runProgram('sox', [
          ...[spoken, '-r', '8000', '-c', '1', '-b', '16', path],
          ...['norm', '-6', 'pad', '0', '0.1'],
        ])
      } finally {
        await unlink(spoken).catch(() => {})
      }
    },
  }
}
