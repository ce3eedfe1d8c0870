// What the preview of a planner's file says beside what it takes.
import t from 'tap'
import { readFile } from '#engine/planning/files/read-file.ts'

const TODAY = '2026-11-29'
const previewOf = (text: string) => {
  const read = readFile(Buffer.from(text), { what: 'history', today: TODAY })
  if (!read.ok) throw new Error(read.say?.en)
  return read.value.preview
}
const hours = (date: string, from: number, to: number) =>
  Array.from({ length: to - from }, (_, n) => `${date} ${String(from + n).padStart(2, '0')}:00,10,180`)
const file = (...rows: string[]) => ['时间,呼入量,平均处理时长', ...rows].join('\n')

t.test('a date that has part of its intervals is named: an import replaces whole days', async (t) => {
  const whole = previewOf(file(...hours('2026-11-02', 9, 18), ...hours('2026-11-03', 9, 18)))
  t.same(whole.notes, [])
  const part = previewOf(file(...hours('2026-11-02', 9, 18), ...hours('2026-11-03', 9, 12)))
  t.match(part.notes, [{ zh: /2026-11-03 \(3\)/, en: /2026-11-03 \(3\)/ }])
  t.notMatch(part.notes[0]?.en, /2026-11-02/)
  t.match(previewOf(file(...hours('2026-11-03', 9, 12))).notes, [{ en: /2026-11-03 \(3\)/ }], 'a file of one day')
  t.same(previewOf(file(...hours('2026-11-03', 0, 24))).notes, [], 'a file of one whole day')
})

t.test('what cannot be seen in a cell is no part of it', async (t) => {
  const { accepted, sample, problems } = previewOf(
    file('2026-11-02 09:00\u0000,1\u00070,180', ...hours('2026-11-02', 10, 12)),
  )
  t.equal(accepted, 2)
  t.match(problems, [{ cell: 'B2' }], 'two digits apart are no number')
  t.equal(sample[0]?.时间, '2026-11-02 09:00')
})
