// A kind's setup between what its page edits and what the gateway keeps. Pure.
import type { BusinessKindInfo, BusinessLayout, BusinessRules } from '#engine/protocol/business.ts'
import type { Field } from '#engine/protocol/fields.ts'
import type { Colour } from '#engine/protocol/words/agents.ts'

type OwnType =
  | 'text'
  | 'number'
  | 'money'
  | 'switch'
  | 'date'
  | 'time'
  | 'date-time'
  | 'choice'
  | 'choices'
  | 'email'
  | 'id-card'
  | 'phones'

export interface OwnColumn {
  name: string
  zh: string
  en: string
  type: OwnType
  required: boolean
  listed: boolean
  /** one a line */
  options: string
  /** options as they were: a word that stays keeps its value */
  kept: { value: string; label: { zh: string; en: string } }[]
}
export interface OwnState {
  value: string
  zh: string
  en: string
  colour: Colour
  final: boolean
}

export const ownColumns = (kind: BusinessKindInfo): OwnColumn[] =>
  kind.fields
    .filter(({ name }) => kind.own.includes(name))
    .map((field: Field) => {
      const kept = 'options' in field ? field.options : []
      return {
        ...{ name: field.name, zh: field.label.zh, en: field.label.en, type: field.type as OwnType },
        ...{ required: field.required === true, listed: field.listed === true, kept },
        options: kept.map(({ label }) => label.zh).join('\n'),
      }
    })

export const ownStates = (kind: BusinessKindInfo): OwnState[] =>
  kind.states
    .filter(({ own }) => own)
    .map(({ value, label, colour, final }) => ({ value, zh: label.zh, en: label.en, colour, final: final === true }))

/** The word itself is no value: it may be mended later. */
function optionsOf({ options, kept }: OwnColumn): OwnColumn['kept'] {
  const words = [
    ...new Set(
      options
        .split(/\r?\n/)
        .map((line) => line.trim())
        .filter((line) => line !== ''),
    ),
  ]
  const used = new Set(kept.map(({ value }) => value))
  return words.map((word, at) => {
    const before = kept.find(({ label }) => label.zh === word)
    if (before) return before
    let value = `o${at + 1}`
    for (let n = words.length; used.has(value); n += 1) value = `o${n}`
    used.add(value)
    return { value, label: { zh: word, en: word } }
  })
}

export function setupBody(
  version: number,
  columns: readonly OwnColumn[],
  states: readonly OwnState[],
  layout: BusinessLayout,
  rules: BusinessRules,
) {
  const known = (names: string[] | undefined): string[] => names ?? []
  return {
    version,
    columns: columns.map((one) => ({
      ...{ name: one.name, type: one.type, label: { zh: one.zh, en: one.en } },
      ...{ required: one.required, listed: known(layout.list).includes(one.name) },
      ...(one.type === 'choice' || one.type === 'choices' ? { options: optionsOf(one) } : {}),
    })),
    states: states.map(({ value, zh, en, colour, final }) => ({ value, label: { zh, en }, colour, final })),
    ...{ layout, rules },
  }
}
