// A large file is written while its rows come: who reads slowly, for him few rows are made and none are kept.
import { once } from 'node:events'
import t from 'tap'
import { tableStream } from '#engine/records/table-files/file.ts'

const PIECES = 60
const PIECE = Array.from({ length: 1_000 }, (_, n) => [`1380013${String(n).padStart(4, '0')}`, '王晓燕', n])

for (const format of ['csv', 'xlsx'] as const)
  t.test(`${format}: 60,000 rows are not made before somebody reads them`, async (t) => {
    let asked = 0
    function* rows() {
      for (; asked < PIECES; asked++) yield PIECE
    }
    const stream = tableStream(
      { columns: [{ title: 'a', type: 'id' }, { title: 'b' }, { title: 'c' }], rows: rows() },
      format,
    )
    await once(stream, 'readable')
    for (let turn = 0; turn < 100; turn++) await new Promise((resolve) => setImmediate(resolve))
    t.ok(asked < 20, `${asked} pieces for nobody`)
    let bytes = 0
    for await (const part of stream) bytes += Buffer.byteLength(part)
    t.equal(asked, PIECES)
    t.ok(bytes > 100_000)
  })
