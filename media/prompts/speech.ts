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
/** Words a minute, such that a place in line is told within 4 s: some 3.5 syllables a second in Chinese. */
const SPEED = { zh: 240, en: 165 } as const
const TRIM = ['silence', '1', '0.01', '0.2%']
export const MOST_CHARACTERS = 2000

export function espeak(): TextToSpeech {
  return {
    name: 'espeak-ng-2',
    async speak(text, lang, path) {
      if (text.length > MOST_CHARACTERS) throw new Error(`more than ${MOST_CHARACTERS} characters to speak`)
      const spoken = `${path}.22k.wav`
      // the text goes by stdin: it may begin with a dash, and must not show in the list of processes
      await runProgram(
        'espeak-ng',
        ['-v', VOICES[lang], '-s', String(SPEED[lang]), '-b', '1', '-w', spoken, '--stdin'],
        text,
      )
      try {
        await runProgram('sox', [
          ...[spoken, '-r', '8000', '-c', '1', '-b', '16', path],
          // the silence that espeak puts around its words would be heard as a gap before the music
          ...['norm', '-6', ...TRIM, 'reverse', ...TRIM, 'reverse', 'pad', '0', '0.05'],
        ])
      } finally {
        await unlink(spoken).catch(() => {})
      }
    },
  }
}
