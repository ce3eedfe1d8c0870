// A table as a PDF to print or send: A4 across, the head on every page, Chinese type from Debian's Noto CJK.
// Why (2026-11-30): pdfkit writes while rows come and puts only the signs in use into the file; a browser would cost a process.

import { Readable } from 'node:stream'
import { setImmediate as turn } from 'node:timers/promises'
import PDFDocument from 'pdfkit'
import type { Cell, Table } from './table.ts'

/** more are for a spreadsheet */
export const PDF_ROWS = 2_000
const TYPE = { path: '/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc', face: 'NotoSansCJKsc-Regular' }
const MARGIN = 36
const SIZE = 8
const LINE = 15
const GAP = 6
const INK = '#1d2a31'
const RULE = '#d8dfe3'
/** rows by which widths are guessed */
const LOOKED_AT = 200
/** rows drawn before others have their turn */
const PIECE = 50

export function pdfStream(table: Table): Readable {
  const document = new PDFDocument({ size: 'A4', layout: 'landscape', margin: MARGIN, autoFirstPage: false })
  drawn(document, table).then(
    () => document.end(),
    (error: unknown) => out.destroy(error instanceof Error ? error : new Error(String(error))),
  )
  const out = Readable.from(document as unknown as AsyncIterable<Buffer>, { objectMode: false })
  return out
}

const textOf = (cell: Cell): string => (cell === null ? '' : String(cell))

async function drawn(document: PDFKit.PDFDocument, { title, columns, rows }: Table): Promise<void> {
  document.registerFont('cjk', TYPE.path, TYPE.face)
  const all: string[][] = []
  for await (const piece of rows) all.push(...piece.map((cells) => cells.map(textOf)))
  document.addPage().font('cjk').fontSize(SIZE).fillColor(INK)
  const heads = columns.map((column) => column.title)
  const widths = widthsOf(document, [heads, ...all.slice(0, LOOKED_AT)])
  const amounts = columns.map(({ type }, at) => type === undefined && all.every((cells) => isAmount(cells[at])))
  if (title) document.fontSize(13).text(title, MARGIN, MARGIN, { lineBreak: false }).fontSize(SIZE)
  let y = MARGIN + (title ? 26 : 0)
  y = line(document, heads, widths, amounts, y)
  for (const [n, cells] of all.entries()) {
    if (y + LINE > document.page.height - MARGIN) {
      document.addPage().font('cjk').fontSize(SIZE).fillColor(INK)
      y = line(document, heads, widths, amounts, MARGIN)
    }
    y = line(document, cells, widths, amounts, y)
    if (n % PIECE === 0) await turn()
  }
}

const isAmount = (text = ''): boolean => text === '' || /^-?[\d.]+$/.test(text)

/** As wide as what is in them, made narrower together where they would not fit. */
function widthsOf(document: PDFKit.PDFDocument, lines: readonly string[][]): number[] {
  const wanted = (lines[0] ?? []).map(
    (_, at) => GAP + Math.max(20, ...lines.map((cells) => document.widthOfString(cells[at] ?? ''))),
  )
  const room = document.page.width - 2 * MARGIN
  const scale = Math.min(1.6, room / wanted.reduce((sum, width) => sum + width, 0))
  return wanted.map((width) => width * scale)
}

/** Draws one and answers where the next begins; what does not fit its column ends in dots. */
function line(
  document: PDFKit.PDFDocument,
  cells: readonly string[],
  widths: readonly number[],
  amounts: readonly boolean[],
  y: number,
): number {
  let x = MARGIN
  for (const [at, width] of widths.entries()) {
    const inside = { width: width - GAP, height: LINE - 4, ellipsis: true, lineBreak: true } as const
    document.text(cells[at] ?? '', x, y + 2, { ...inside, align: amounts[at] ? 'right' : 'left' })
    x += width
  }
  document
    .moveTo(MARGIN, y + LINE - 1)
    .lineTo(x, y + LINE - 1)
    .lineWidth(0.4)
    .stroke(RULE)
  return y + LINE
}
