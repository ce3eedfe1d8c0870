// A small file that grows large: it costs its own thread, within bounds, and never the gateway's loop.
import { performance } from 'node:perf_hooks'
import t from 'tap'
import { ZipFile } from 'yazl'
import type { ReadAsk } from '#engine/planning/files/read-file.ts'
import { fileReader } from '#engine/planning/files/thread.ts'

const ASK: ReadAsk = { what: 'roster', view: { roster: { shifts: [] }, agents: [] } as never, dates: [] }
const BOOK = `<workbook xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets>
  <sheet name="S" sheetId="1" r:id="r1"/></sheets></workbook>`
const RELATIONS = `<Relationships><Relationship Id="r1" Target="worksheets/sheet1.xml"
  Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet"/></Relationships>`

/** A workbook whose one sheet is this XML. */
async function workbook(sheet: string): Promise<Buffer> {
  const zip = new ZipFile()
  zip.addBuffer(Buffer.from(BOOK), 'xl/workbook.xml')
  zip.addBuffer(Buffer.from(RELATIONS), 'xl/_rels/workbook.xml.rels')
  zip.addBuffer(Buffer.from(sheet), 'xl/worksheets/sheet1.xml')
  zip.end()
  const chunks: Buffer[] = []
  for await (const chunk of zip.outputStream) chunks.push(Buffer.from(chunk as Uint8Array))
  return Buffer.concat(chunks)
}

const cells = '<c t="inlineStr"><is><t>x</t></is></c>'.repeat(20)
/** 100,000 rows of 20 cells */
const large = await workbook(`<worksheet><sheetData>${`<row>${cells}</row>`.repeat(100_000)}</sheetData></worksheet>`)
const READ = async () => ({ ok: true as const, value: 'read' })

t.test('a small workbook of two million cells keeps its thread busy, and the loop of the gateway free', async (t) => {
  t.ok(large.length < 400_000, `${Math.round(large.length / 1024)} KiB`)
  const before = performance.eventLoopUtilization()
  const outcome = await fileReader({ readMs: 2_000 }).read(large, ASK, READ)
  const { utilization } = performance.eventLoopUtilization(before)
  t.match(outcome, { ok: false, refusal: 'bad-input' }, 'told in words, not read')
  t.ok(utilization < 0.5, `${Math.round(utilization * 100)} % of the loop`)
})

t.test('what needs more memory than it may have is told in words, and the next file is read', async (t) => {
  const files = fileReader({ heapMb: 48, readMs: 60_000 })
  t.match(await files.read(large, ASK, READ), { ok: false, refusal: 'bad-input' })
  t.match(await files.read(Buffer.from(''), ASK, READ), { ok: false, say: { en: /empty/ } }, 'its own words')
})

t.test('so many wait at once, others are told so', async (t) => {
  const files = fileReader({ threads: 1, waiting: 2, readMs: 60_000 })
  const all = await Promise.all(Array.from({ length: 5 }, () => files.read(Buffer.from(''), ASK, READ)))
  t.same(
    all.map((outcome) => (outcome.ok ? '' : outcome.refusal)),
    ['bad-input', 'bad-input', 'bad-input', 'overloaded', 'overloaded'],
  )
})
