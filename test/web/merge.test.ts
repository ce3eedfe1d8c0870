// Two people, one record: nothing typed is lost, nothing of the other is painted over without a word.
import t from 'tap'
import { merged } from '#web/src/lib/forms/merge.ts'

const NAMES = ['name', 'level', 'queues', 'note']
const before = { name: '一组', level: 5, queues: ['a'], note: undefined }

t.test(
  'what only the other changed comes in, what only we changed stays, what both changed is asked about',
  async (t) => {
    const mine = { ...before, name: '二组', level: 7 }
    const theirs = { ...before, name: '三组', queues: ['a', 'b'] }
    t.same(merged(NAMES, before, mine, theirs), {
      values: { name: '二组', level: 7, queues: ['a', 'b'], note: undefined },
      clashes: ['name'],
    })
  },
)

t.test('the same change by both is none, and an emptied field is a change', async (t) => {
  t.same(merged(NAMES, before, { ...before, level: 6 }, { ...before, level: 6 }).clashes, [])
  t.same(merged(NAMES, before, { ...before, queues: [] }, { ...before, queues: ['b'] }).clashes, ['queues'])
  t.same(merged(NAMES, before, before, { ...before, note: 'x' }).values.note, 'x')
})
