// 02/03/2026: the second of March or the third of February? Told by the file where it can be, asked where it cannot.
import type { Label } from '../../protocol/fields.ts'
import type { ImportQuestion } from '../../protocol/import-question.ts'
import { label } from './problem.ts'
import type { DateOrder } from './values.ts'

const YEAR_LAST = /^(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})(?=\D|$)/
/** A file is of this kind when more of its dates are; one cell among others is a slip. */
const MOST = 0.5

export interface ReadOrder {
  order?: DateOrder
  notes: Label[]
  questions: ImportQuestion[]
}

const NONE: ReadOrder = { notes: [], questions: [] }

/** `chosen` is the planner's answer, which stands unless no such date exists. */
export function dateOrderOf(cells: readonly string[], chosen?: DateOrder): ReadOrder {
  const found = cells.flatMap((cell) => {
    const [, first, second] = YEAR_LAST.exec(cell) ?? []
    return first && second ? [{ cell, first: Number(first), second: Number(second) }] : []
  })
  if (found.length === 0 || found.length < MOST * cells.filter((cell) => cell !== '').length) return NONE
  const dayFirst = found.find(({ first }) => first > 12)
  const monthFirst = found.find(({ second }) => second > 12)
  const sample = (dayFirst ?? monthFirst ?? found[0]!).cell.replace(/[ T].*$/, '')
  if (dayFirst) return { order: 'dmy', notes: [told('dmy', sample)], questions: [] }
  if (monthFirst) return { order: 'mdy', notes: [told('mdy', sample)], questions: [] }
  const order = chosen ?? guessed(found)
  return { order, notes: [], questions: [asked(order, sample)] }
}

/** What differs from row to row is the day. */
function guessed(found: readonly { first: number; second: number }[]): DateOrder {
  const firsts = new Set(found.map(({ first }) => first)).size
  const seconds = new Set(found.map(({ second }) => second)).size
  return seconds > firsts ? 'mdy' : 'dmy'
}

const told = (order: DateOrder, sample: string): Label =>
  order === 'dmy'
    ? label(`日期按“日/月/年”读取（${sample}）。`, `Dates are read day first (${sample}).`)
    : label(`日期按“月/日/年”读取（${sample}）。`, `Dates are read month first (${sample}).`)

const asked = (order: DateOrder, sample: string): ImportQuestion => ({
  name: 'dates',
  text: label(`“${sample}”是哪种日期？请核对下面的日期范围。`, `How is "${sample}" to be read? Check the dates below.`),
  options: [
    { value: 'dmy', label: label('日/月/年', 'Day first') },
    { value: 'mdy', label: label('月/日/年', 'Month first') },
  ],
  chosen: order,
})
