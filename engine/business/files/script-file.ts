// A script out of a file: a table of title, text and answers; or a text, a step each paragraph.
import type { ScriptStep } from '../../protocol/scripts.ts'
import { done, type Outcome } from '../../records/record/outcome.ts'
import { withTable } from './table.ts'

const MOST_STEPS = 200
const PIECE = 200
const TITLE_LENGTH = 20
/** heads by which a table is told from a text */
const TITLE = /^(?:标题|步骤|环节|title|step)$/i
const TEXT = /^(?:话术|内容|文本|text|say)$/i
const ANSWERS = /^(?:回答|客户回答|选项|answers?|options?)$/i

export function stepsIn(bytes: Buffer): Promise<Outcome<ScriptStep[]>> {
  return withTable(bytes, PIECE, async (table) => {
    const rows: string[][] = []
    for await (const piece of table.pieces()) {
      rows.push(...piece.map(({ cells }) => cells))
      if (rows.length >= MOST_STEPS) break
    }
    return done(stepsOf(table.heads, rows.slice(0, MOST_STEPS)))
  })
}

/** Pure. */
export function stepsOf(heads: readonly string[], rows: readonly (readonly string[])[]): ScriptStep[] {
  const place = (like: RegExp): number => heads.findIndex((head) => like.test(head))
  const [title, text, answers] = [place(TITLE), place(TEXT), place(ANSWERS)]
  if (text < 0) return [heads, ...rows].map((cells, at) => paragraph(cells.filter((cell) => cell !== '').join(' '), at))
  return rows.map((cells, at) => ({
    ...paragraph(cells[text] ?? '', at),
    ...(cells[title] ? { title: cells[title].slice(0, 80) } : {}),
    answers: (cells[answers] ?? '')
      .split(/[\n;；|/]/)
      .map((one) => one.trim().slice(0, 80))
      .filter((one) => one !== '')
      .map((label) => ({ label, to: '' })),
  }))
}

const paragraph = (text: string, at: number): ScriptStep => ({
  ...{ key: `s${at + 1}`, text: text.slice(0, 4_000), answers: [], noted: false },
  title: [...(text.split(/[，。！？,.!?\n]/)[0] ?? '')].slice(0, TITLE_LENGTH).join('') || String(at + 1),
})
