// A report as a PDF with Chinese type: some pages, and in it the signs that are in use and no others.
import { inflateSync } from 'node:zlib'
import t from 'tap'
import { tableBytes } from '#engine/records/table-files/file.ts'

const rows = Array.from({ length: 90 }, (_, n) => [`队列${n}`, n, null, `2026-03-02 09:${n % 60}:00`])
const columns = [
  { title: '队列', type: 'id' as const },
  { title: '接听' },
  { title: '服务水平 (%)' },
  { title: '时段', type: 'time' as const },
]

/** What a reader takes the drawn signs for: the code points that the font in the file maps them to. */
function signsIn(bytes: Buffer): Set<string> {
  const signs = new Set<string>()
  let at = bytes.indexOf('stream\n')
  while (at >= 0) {
    const end = bytes.indexOf('\nendstream', at)
    try {
      const text = inflateSync(bytes.subarray(at + 7, end)).toString('latin1')
      if (text.includes('beginbfrange') || text.includes('beginbfchar'))
        for (const [, code] of text.matchAll(/<([0-9a-f]{4})>/g))
          signs.add(String.fromCharCode(Number.parseInt(code ?? '', 16)))
    } catch {
      // a stream of another kind
    }
    at = bytes.indexOf('stream\n', end + 10)
  }
  return signs
}

t.test('a table of 90 rows with its title', async (t) => {
  const bytes = await tableBytes({ title: '队列时段报表', columns, rows: [rows] }, 'pdf')
  t.equal(bytes.subarray(0, 5).toString(), '%PDF-')
  const pages = bytes.toString('latin1').match(/\/Type \/Page\b(?!s)/g) ?? []
  t.equal(pages.length, 3, 'pages')
  t.ok(bytes.length < 200_000, `${bytes.length} bytes: a whole font has 19 million`)
  const signs = signsIn(bytes)
  for (const sign of '队列时段报表接听服务水平0123456789') t.ok(signs.has(sign), sign)
  t.notOk(signs.has('中'), 'what is not in use is not in it')
})
