// The quick reader of .xlsx gives what the library gives, for whatever it takes; the rest it leaves to the library.
import type { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { utils, write } from '@e965/xlsx'
import t from 'tap'
import { ZipFile } from 'yazl'
import { librarySheets, readBook } from '#engine/planning/files/book.ts'
import { quickSheets } from '#engine/planning/files/quick-sheets.ts'
import { unzip } from '#engine/planning/files/zip.ts'
import { tableStream } from '#engine/records/table-files/file.ts'

type Cells = (string | number | boolean | Date | null)[][]

function bookOf(sheets: Record<string, Cells>, options: { sst?: boolean; merges?: string[]; hidden?: boolean } = {}) {
  const book = utils.book_new()
  for (const [name, cells] of Object.entries(sheets)) {
    const sheet = utils.aoa_to_sheet(cells, { UTC: true, dateNF: 'yyyy-mm-dd hh:mm' })
    if (options.merges) sheet['!merges'] = options.merges.map((range) => utils.decode_range(range))
    utils.book_append_sheet(book, sheet, name)
  }
  if (options.hidden) book.Workbook = { Sheets: [{ Hidden: 1 }] }
  return write(book, { type: 'buffer', bookType: 'xlsx', compression: true, bookSST: options.sst === true }) as Buffer
}

function quickly(bytes: Buffer) {
  const parts = unzip(bytes)
  return parts.ok ? quickSheets(parts.value, 1_000) : undefined
}

let seed = 7
const random = (below: number): number => {
  seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648
  return seed % below
}
const TEXTS = [
  '时间',
  'a & b < c > "d"',
  '  spaced  ',
  '',
  '=1+1',
  '_x0041_',
  '12',
  '😀 表情',
  "it's",
  'a\nb',
  '13800138000',
]
const cellOf = (): Cells[number][number] => {
  const kind = random(9)
  if (kind < 3) return TEXTS[random(TEXTS.length)]!
  if (kind === 3) return new Date(Date.UTC(2001 + random(40), random(12), 1 + random(28), random(24), random(60)))
  if (kind === 4) return null
  if (kind === 5) return random(2) === 1
  if (kind === 6) return random(1_000_000) / 1_000
  return kind === 7 ? -random(1_000) : random(1_000_000_000)
}
const sheetOf = (): Cells => Array.from({ length: random(30) }, () => Array.from({ length: random(12) }, cellOf))

t.test('sixty made-up books are read as the library reads them', async (t) => {
  for (let n = 0; n < 60; n++) {
    const sheets = { 数据: sheetOf(), 'a & b': sheetOf() }
    const merges = n % 4 === 0 ? ['A2:A4', 'C3:D5'] : undefined
    const bytes = bookOf(sheets, { sst: n % 2 === 0, hidden: n % 5 === 0, ...(merges ? { merges } : {}) })
    const quick = quickly(bytes)
    t.ok(quick, `book ${n} is an ordinary one`)
    t.same(quick, librarySheets(bytes), `book ${n}`)
  }
})

t.test('our own files, whose cells have no names, are read too', async (t) => {
  const table = {
    columns: [{ title: '时间', type: 'time' as const }, { title: '号码', type: 'id' as const }, { title: '数' }],
    rows: [
      [['2026-03-02 09:00:00', '013800138000', 5] as const, [null, '', 0.1 + 0.2] as const].map((row) => [...row]),
    ],
  }
  const bytes = await buffer(tableStream(table, 'xlsx'))
  const quick = quickly(bytes)
  t.same(quick, librarySheets(bytes))
  t.same(quick?.[0]?.rows[1]?.cells, ['2026-03-02 09:00', '013800138000', '5'])
})

/** A book from its XML, for what the library does not write. */
function zipOf(sheet: string, more: Record<string, string> = {}, workbook = ''): Promise<Buffer> {
  const rels = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
  const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main'
  const parts: Record<string, string> = {
    '[Content_Types].xml':
      '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/><Override PartName="/xl/sharedStrings.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"/><Override PartName="/xl/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"/></Types>',
    '_rels/.rels': `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="${rels}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
    'xl/_rels/workbook.xml.rels': `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="${rels}/worksheet" Target="/xl/worksheets/sheet1.xml"/><Relationship Id="r2" Type="${rels}/sharedStrings" Target="sharedStrings.xml"/><Relationship Id="r3" Type="${rels}/styles" Target="styles.xml"/></Relationships>`,
    'xl/workbook.xml': `<workbook xmlns="${main}" xmlns:r="${rels}">${workbook}<sheets><sheet name="S" sheetId="1" r:id="r1"/></sheets></workbook>`,
    'xl/worksheets/sheet1.xml': sheet.replace('<worksheet>', `<worksheet xmlns="${main}">`),
    'xl/sharedStrings.xml': `<sst xmlns="${main}"></sst>`,
    'xl/styles.xml': `<styleSheet xmlns="${main}"><cellXfs count="1"><xf numFmtId="0"/></cellXfs></styleSheet>`,
    ...more,
  }
  const zip = new ZipFile()
  for (const [name, text] of Object.entries(parts)) zip.addBuffer(Buffer.from(text), name)
  zip.end()
  return buffer(zip.outputStream as Readable)
}
const DATA = (cells: string): string =>
  `<worksheet><sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>时间</t></is></c></row>${cells}</sheetData></worksheet>`

t.test('rich and pronounced texts, times alone, errors and own formats', async (t) => {
  const main = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
  const bytes = await zipOf(
    DATA(
      '<row r="3"><c r="A3" t="s"><v>0</v></c><c r="B3" s="1"><v>0.375</v></c><c r="C3" s="2"><v>46083.5</v></c><c r="D3" t="e"><v>#DIV/0!</v></c><c r="F3" s="3"><f>1+1</f><v>1.5E3</v></c></row>',
    ),
    {
      'xl/sharedStrings.xml': `<sst ${main}><si><r><t>东</t></r><r><rPr><b/></rPr><t xml:space="preserve">京 </t></r><rPh sb="0" eb="1"><t>とうきょう</t></rPh></si></sst>`,
      'xl/styles.xml': `<styleSheet ${main}><numFmts count="2"><numFmt numFmtId="170" formatCode="yyyy&quot;年&quot;m&quot;月&quot;d&quot;日&quot;"/><numFmt numFmtId="171" formatCode="0.00&quot;days&quot;"/></numFmts><cellXfs count="4"><xf numFmtId="0"/><xf numFmtId="20"/><xf numFmtId="170"/><xf numFmtId="171"/></cellXfs></styleSheet>`,
    },
  )
  const quick = quickly(bytes)
  t.same(quick?.[0]?.rows, [
    { row: 1, cells: ['时间'] },
    { row: 3, cells: ['东京', '09:00', '2026-03-02 12:00', '#N/A', '', '1500'] },
  ])
  t.same(quick, librarySheets(bytes))
})

t.test('what is unusual is left to the library, and read all the same', async (t) => {
  const unusual = {
    'dates from 1904': zipOf(DATA(''), {}, '<workbookPr date1904="1"/>'),
    'a comment': zipOf(DATA('<!-- note --><row r="2"><c r="A2"><v>1</v></c></row>')),
    'a date as text': zipOf(DATA('<row r="2"><c r="A2" t="d"><v>2026-03-02T09:00:00Z</v></c></row>')),
    'single quotes': zipOf(DATA("<row r='2'><c r='A2'><v>1</v></c></row>")),
  }
  for (const [what, made] of Object.entries(unusual)) {
    const bytes = await made
    t.equal(quickly(bytes), undefined, what)
    t.ok(readBook(bytes).ok, `${what} is read`)
  }
})
