// A value as a spreadsheet shows it, and what a cell of a spreadsheet means: one table for files that go and that come.
import type { BusinessNames } from '../../protocol/business.ts'
import type { Field } from '../../protocol/fields.ts'
import type { Cell, Column } from '../../records/table-files/table.ts'
import { phonesIn } from './search.ts'

export type Lang = 'zh' | 'en'
const YES = { zh: '是', en: 'yes' }
const NO = { zh: '否', en: 'no' }

/** 2026-03-02 09:30 of the centre */
export const clockOf = (timeZone: string) => {
  const format = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'medium' })
  return (at: number): string => format.format(at)
}

export function cellOf(
  field: Field,
  value: unknown,
  names: BusinessNames,
  lang: Lang,
  clock: (at: number) => string,
): Cell {
  if (value === undefined || value === null || value === '') return null
  const all = Array.isArray(value) ? value : [value]
  switch (field.type) {
    case 'switch':
      return value === true ? YES[lang] : NO[lang]
    case 'choice':
    case 'choices':
      return all
        .map((one) => field.options.find((option) => option.value === one)?.label[lang] ?? String(one))
        .join('; ')
    case 'reference':
      return all.map((id) => names[field.to]?.[String(id)] ?? String(id)).join('; ')
    case 'phones':
      return phonesIn(value)
        .map(({ number }) => number)
        .join('; ')
    case 'number':
    case 'money':
      return Number(value)
    case 'date-time':
      return clock(Number(value))
    case 'list':
    case 'json':
      return JSON.stringify(value)
    default:
      return String(value)
  }
}

export const columnOf = ({ label, type }: Field, lang: Lang): Column => ({
  title: label[lang],
  ...(type === 'date-time'
    ? { type: 'time' as const }
    : ['text', 'phones', 'id-card'].includes(type)
      ? { type: 'id' as const }
      : {}),
})

const TRUE = new Set(['是', 'y', 'yes', 'true', '1', '√', 'on'])
const FALSE = new Set(['否', 'n', 'no', 'false', '0', 'off', '×'])
const SEVERAL = /[;；,，、|\n]+/

/** What a cell means to references and times. */
export interface CellWorld {
  /** id by number or name of what a reference names */
  idOf(to: string, text: string): string | undefined
  /** absolute ms of a local time */
  atOf(text: string): number | undefined
}

/** Undefined: it cannot be read as this field. */
export function readCell(field: Field, text: string, world: CellWorld): unknown {
  const cell = text.trim()
  const parts = cell
    .split(SEVERAL)
    .map((one) => one.trim())
    .filter((one) => one !== '')
  switch (field.type) {
    case 'number':
    case 'money':
      return numberOf(cell)
    case 'switch':
      return TRUE.has(cell.toLowerCase()) ? true : FALSE.has(cell.toLowerCase()) ? false : undefined
    case 'choice':
      return optionOf(field.options, cell)
    case 'choices': {
      const found = parts.map((one) => optionOf(field.options, one))
      return found.includes(undefined) ? undefined : found
    }
    case 'date':
      return dateOf(cell)
    case 'date-time':
      return world.atOf(cell)
    case 'phones':
      return cell
        .split(/[;；,，、|\n/]+/)
        .map((one) => one.trim())
        .filter((one) => one !== '')
        .map((number) => ({ type: 'mobile', number }))
    case 'reference': {
      const ids = (field.many ? parts : [cell]).map((one) => world.idOf(field.to, one))
      if (ids.includes(undefined)) return undefined
      return field.many ? ids : ids[0]
    }
    default:
      return cell
  }
}

function numberOf(cell: string): number | undefined {
  const number = Number(cell.replaceAll(/[,，\s¥￥]/g, ''))
  return Number.isFinite(number) ? number : undefined
}

const optionOf = (options: { value: string; label: { zh: string; en: string } }[], text: string): string | undefined =>
  options.find(({ value, label }) =>
    [value, label.zh, label.en].some((word) => word.toLowerCase() === text.toLowerCase()),
  )?.value

/** 2026-3-2, 2026/03/02, 2026年3月2日, 20260302, with a midnight behind it or not */
export function dateOf(cell: string): string | undefined {
  const found = /^(\d{4})[-/.年]?(\d{1,2})[-/.月]?(\d{1,2})日?(?:[ T]00:00(?::00)?)?$/.exec(cell)
  return found ? `${found[1]}-${found[2]?.padStart(2, '0')}-${found[3]?.padStart(2, '0')}` : undefined
}
