// A table as an Excel file, written while its rows come: memory holds one piece of them. ECMA-376 part 1, 18.3.
// Why (2026-11-29): yazl (a ZIP stream) and these few lines of XML, as write-excel-file keeps a whole sheet in memory.
import { Readable } from 'node:stream'
import { ZipFile } from 'yazl'
import type { Cell, Column, Table } from './table.ts'

const XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main'
const OFFICE = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006'
const SHEET_TYPE = 'application/vnd.openxmlformats-officedocument.spreadsheetml'

/** styles: 0 plain, 1 head, 2 text, 3 time */
const STYLES = `${XML}<styleSheet xmlns="${MAIN}"><numFmts count="1"><numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd\\ hh:mm:ss"/></numFmts><fonts count="2"><font><sz val="11"/><name val="Calibri"/></font><font><b/><sz val="11"/><name val="Calibri"/></font></fonts><fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="4"><xf/><xf fontId="1" applyFont="1"/><xf numFmtId="49" applyNumberFormat="1"/><xf numFmtId="164" applyNumberFormat="1"/></cellXfs></styleSheet>`

const PARTS: Record<string, string> = {
  '[Content_Types].xml': `${XML}<Types xmlns="${PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/xl/workbook.xml" ContentType="${SHEET_TYPE}.sheet.main+xml"/><Override PartName="/xl/styles.xml" ContentType="${SHEET_TYPE}.styles+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="${SHEET_TYPE}.worksheet+xml"/></Types>`,
  '_rels/.rels': `${XML}<Relationships xmlns="${PACKAGE}/relationships"><Relationship Id="r1" Type="${OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
  'xl/_rels/workbook.xml.rels': `${XML}<Relationships xmlns="${PACKAGE}/relationships"><Relationship Id="r1" Type="${OFFICE}/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="r2" Type="${OFFICE}/styles" Target="styles.xml"/></Relationships>`,
  'xl/workbook.xml': `${XML}<workbook xmlns="${MAIN}" xmlns:r="${OFFICE}"><sheets><sheet name="Tinglan" sheetId="1" r:id="r1"/></sheets></workbook>`,
  'xl/styles.xml': STYLES,
}

export function xlsxStream(table: Table): Readable {
  const zip = new ZipFile()
  for (const [path, text] of Object.entries(PARTS)) zip.addBuffer(Buffer.from(text), path)
  const sheet = Readable.from(sheetParts(table), { objectMode: false })
  const out = zip.outputStream as Readable
  sheet.on('error', (error) => out.destroy(error))
  zip.addReadStream(sheet, 'xl/worksheets/sheet1.xml')
  zip.end()
  return out
}

async function* sheetParts({ columns, rows }: Table): AsyncGenerator<string> {
  const widths = columns.map(
    (column, at) => `<col min="${at + 1}" max="${at + 1}" width="${widthOf(column)}" customWidth="1"/>`,
  )
  const view =
    '<sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>'
  yield `${XML}<worksheet xmlns="${MAIN}">${view}<cols>${widths.join('')}</cols><sheetData><row>${columns.map(({ title }) => textXml(title, 1)).join('')}</row>`
  for await (const piece of rows)
    yield piece.map((cells) => `<row>${cells.map((cell, at) => cellXml(cell, columns[at])).join('')}</row>`).join('')
  yield '</sheetData></worksheet>'
}

function cellXml(cell: Cell, column: Column | undefined): string {
  if (cell === null || cell === '') return '<c/>'
  if (typeof cell === 'number') return Number.isFinite(cell) ? `<c><v>${cell}</v></c>` : '<c/>'
  if (column?.type === 'time') {
    const at = Date.parse(`${cell.replace(' ', 'T')}Z`)
    // days since 1899-12-30, as Excel counts
    if (!Number.isNaN(at)) return `<c s="3"><v>${at / 86_400_000 + 25_569}</v></c>`
  }
  return textXml(cell, column?.type === 'id' ? 2 : 0)
}

const textXml = (text: string, style: number): string =>
  `<c t="inlineStr"${style === 0 ? '' : ` s="${style}"`}><is><t xml:space="preserve">${escaped(text)}</t></is></c>`

/** what a cell may hold; XML 1.0 has no such control characters, and no half of a pair */
const MOST_SIGNS = 32_767
const NOT_XML = /(?![\t\n\r])\p{Cc}|[\ufffe\uffff]|\p{Surrogate}/gu
const ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }

const escaped = (text: string): string =>
  (text.length > MOST_SIGNS ? `${text.slice(0, MOST_SIGNS - 1)}…` : text)
    .replace(NOT_XML, '')
    .replace(/[&<>"]/g, (sign) => ENTITIES[sign] ?? sign)

/** A Chinese character is twice as wide. */
function widthOf({ title, type }: Column): number {
  const head = [...title].reduce((sum, sign) => sum + (sign > '⺀' ? 2 : 1), 2)
  return Math.max(head, type === 'time' ? 20 : type === 'id' ? 18 : 12)
}
