// Prompts of a flow as sounds: variables filled in, numbers turned into words.

import type { Lang } from '#engine/protocol/company.ts'
import type { Prompt } from '#engine/protocol/flow.ts'
import type { Sound } from '#engine/protocol/media.ts'
import { tokensIn } from '#engine/protocol/secrets.ts'
import { readDigits, readQuantity } from '#engine/routing/core/speech/numbers.ts'
import { say } from '#engine/routing/core/speech/sentences.ts'
import type { Values } from './node.ts'
import { fill } from './values.ts'

/** Longer texts come from an HTTP answer gone wrong; nobody listens to them. */
const MOST_LETTERS = 1000

/** A secret is never read to anybody: its place stays silent. */
export const unsealed = (all: Values): Values =>
  Object.fromEntries(Object.entries(all).filter(([, value]) => tokensIn(value).length === 0))

export function soundsOf(prompts: readonly Prompt[], all: Values, lang: Lang): Sound[] {
  const values = unsealed(all)
  return prompts.flatMap((prompt) => soundOf(prompt, values, lang) ?? [])
}

function soundOf(prompt: Prompt, values: Values, lang: Lang): Sound | undefined {
  if (prompt.type === 'file') return { type: 'file', promptId: prompt.promptId }
  const words = wordsOf(prompt, values, lang).trim().slice(0, MOST_LETTERS)
  return words === '' ? undefined : say(lang, words)
}

function wordsOf(prompt: Exclude<Prompt, { type: 'file' }>, values: Values, lang: Lang): string {
  if (prompt.type === 'text') return fill(prompt.text, values)
  const value = fill(prompt.value, values)
  if (prompt.type === 'digits') return readDigits(value, lang)
  // what is no number, or too large a one, is read digit by digit: the caller still hears it
  const spoken = readQuantity(value, lang)
  return spoken.ok ? spoken.words : readDigits(value, lang)
}
