// A file's rows from their thread, piece by piece.
import t from 'tap'
import { withTable } from '#engine/business/files/table.ts'
import { done } from '#engine/records/record/outcome.ts'

t.test('however many pieces a file has, nobody goes on listening for its thread', async (t) => {
  const warned: string[] = []
  const hear = ({ message }: Error): void => void (message.includes('[Worker]') && warned.push(message))
  process.on('warning', hear)
  t.teardown(() => process.off('warning', hear))
  const rows = Array.from({ length: 40 }, (_, n) => `客户${n},1380013${8000 + n}`)
  const read = await withTable(Buffer.from(['姓名,电话', ...rows].join('\n')), 1, async ({ pieces }) => {
    let count = 0
    for await (const piece of pieces()) count += piece.length
    return done(count)
  })
  t.same(read, done(40))
  await new Promise((resolve) => setImmediate(resolve))
  t.same(warned, [])
})
