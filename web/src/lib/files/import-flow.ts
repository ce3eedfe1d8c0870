// The way of a planner's file: chosen, tried without keeping, seen, taken, perhaps taken back.
import type { ImportPreview, PlanDate, SeriesId } from '#engine/protocol/planning.ts'
import type { Query } from '../api/client.ts'
import { csvOf } from './csv.ts'

export type ImportStep =
  | { mode: 'choose' }
  | { mode: 'sending'; dryRun: boolean; share: number }
  | { mode: 'preview'; file: File; preview: ImportPreview }
  | { mode: 'done'; preview: ImportPreview; name: string; undone: boolean }

/** Where a file goes. */
export type ImportTarget = { what: 'history' | 'need'; series: SeriesId } | { what: 'roster'; id: string }

/** Place in the row of steps that the page shows. */
export function placeOf(step: ImportStep): 0 | 1 | 2 {
  if (step.mode === 'done') return 2
  if (step.mode === 'preview') return 1
  return step.mode === 'sending' && !step.dryRun ? 1 : 0
}

export const MOST_BYTES = 16_000_000

export type FileFault = 'wrongType' | 'tooBig' | 'empty'

export function faultOfFile(file: { name: string; size: number }): FileFault | undefined {
  if (!/\.(csv|txt|xlsx?)$/i.test(file.name)) return 'wrongType'
  if (file.size === 0) return 'empty'
  return file.size > MOST_BYTES ? 'tooBig' : undefined
}

export const importQuery = (target: ImportTarget, dryRun: boolean): Query => ({ ...target, dryRun })

export const sampleColumns = (sample: readonly Record<string, string>[]): string[] => [
  ...new Set(sample.flatMap((row) => Object.keys(row))),
]

/** A file to fill in: some intervals of one day as an example. */
export function templateCsv(date: PlanDate, what: 'history' | 'need'): string {
  const rows =
    what === 'need'
      ? ['at,agents', `${date} 09:00,12`, `${date} 09:30,14`, `${date} 10:00,13`]
      : ['at,offered,aht', `${date} 09:00,42,236`, `${date} 09:30,51,241`, `${date} 10:00,47,228`]
  return `\uFEFF${rows.join('\r\n')}\r\n`
}

export function problemsCsv(
  problems: ImportPreview['problems'],
  lang: 'zh' | 'en',
  titles: readonly [string, string, string],
): string {
  const lines = problems.map(({ cell, column, text }) => [cell, column ?? '', text[lang]])
  return csvOf([titles, ...lines])
}
