// Files nobody should be able to hurt the centre with: each is refused in words, soon, and the gateway goes on meanwhile.
import { request } from 'node:http'
import t, { type Test } from 'tap'
import { bombBook, bookOf } from '../../kit/books.ts'
import { waitFor } from '../../kit/wait.ts'
import { startedGateway } from '../gateway/started.ts'

const started = await startedGateway()
t.teardown(() => started.stop())
const lead = await started.signIn('supervisor')
const path = '/api/business-import/customers/file'

async function refusedIn(t: Test, bytes: Uint8Array, words: RegExp): Promise<void> {
  const from = performance.now()
  const { status, body } = await lead.post(path, bytes)
  t.comment(`${Math.round(performance.now() - from)} ms`)
  t.equal(status, 400)
  t.match(body.say, { zh: words, en: String })
}

t.test('a ZIP bomb is refused before it is unpacked', (t) => refusedIn(t, bombBook(), /解压后超过 256 MB/))

t.test('a sheet of ten thousand columns is refused, naming the cell', (t) =>
  refusedIn(t, bookOf({ 宽: [Array.from({ length: 10_000 }, (_, n) => `c${n}`)] }), /超出了 ZZ 列/),
)

t.test(
  'an upload of 200 MB is refused by its announced length, and by what comes where none is announced',
  async (t) => {
    for (const announced of [true, false]) {
      const { status, text, ms } = await pour(200_000_000, announced)
      t.comment(`${Math.round(ms)} ms`)
      t.equal(status, 400)
      t.match(JSON.parse(text).say.zh, /32 MB/)
    }
    t.equal((await lead.get('/api/business/customers')).status, 200, 'and it serves on')
  },
)

/** A body of so many bytes as a browser sends it; answered before its end or after it. */
function pour(bytes: number, announced: boolean): Promise<{ status: number; text: string; ms: number }> {
  const from = performance.now()
  return new Promise((resolve, reject) => {
    const headers = {
      cookie: lead.cookie,
      'content-type': 'application/octet-stream',
      ...(announced ? { 'content-length': bytes } : { 'transfer-encoding': 'chunked' }),
    }
    const asked = request(`${started.base}${path}`, { method: 'POST', headers }, (response) => {
      let text = ''
      response.on('data', (part: Buffer) => {
        text += part.toString()
      })
      response.on('end', () => {
        resolve({ status: response.statusCode ?? 0, text, ms: performance.now() - from })
        asked.destroy()
      })
    })
    asked.on('error', reject)
    const piece = Buffer.alloc(1_000_000, 0x61)
    let left = bytes
    const more = (): void => {
      while (left > 0 && !asked.destroyed) {
        left -= piece.length
        if (!asked.write(piece)) return void asked.once('drain', more)
      }
      asked.end()
    }
    more()
  })
}

t.test('formulas of a CSV come in as the text they are, and leave as text', async (t) => {
  const csv = '姓名,单位\n"=HYPERLINK(""http://x"")",@SUM(A1)\n'
  const look = (await lead.post(path, new Uint8Array(Buffer.from(csv)))).body
  const ask = { file: look.file, name: '公式', mapping: look.mapping }
  const { id } = (await lead.post('/api/business-import/customers', ask)).body
  await waitFor(
    async () =>
      (await lead.get('/api/business-packages/customers')).body.some(
        (one: { id: string; state: string }) => one.id === id && one.state === 'done',
      ),
    { what: 'it is taken in' },
  )
  t.match((await lead.get('/api/business/customers')).body.rows, [
    { name: '=HYPERLINK("http://x")', company: '@SUM(A1)' },
  ])
  const job = (await lead.post('/api/exports/business/customers?format=csv&lang=zh&columns=name,company', { ids: [] }))
    .body
  const text = (await lead.get(`/api/exports/${job.id}/file`)).bytes.toString()
  t.notMatch(text, /(^|,|\n)"?[=@]/, 'no cell begins as a formula does')
})

t.test('no answer broke its schema', async (t) => t.same(started.wrong, []))
