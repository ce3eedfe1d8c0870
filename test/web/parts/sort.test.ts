// Lists in the order of a column: Chinese names by pinyin, numbers by value, what is not there last both ways.
import t from 'tap'
import { inOrder, turned } from '#web/src/lib/parts/sort.ts'
import { ROSTER_SORTS } from '#web/src/lib/roster/roster-list.ts'

const rows = [
  { name: '张三', cost: 12 },
  { name: '李四', cost: null },
  { name: '白五', cost: 3 },
  { name: '组10', cost: 4 },
  { name: '组9', cost: 100 },
]
const values = { name: (row: (typeof rows)[number]) => row.name, cost: (row: (typeof rows)[number]) => row.cost }
const names = (by: 'name' | 'cost', descending = false) =>
  inOrder(rows, { by, descending }, values).map((row) => row.name)

t.test('names go by pinyin and by the numbers in them, figures by value', async (t) => {
  t.same(names('name'), ['白五', '李四', '张三', '组9', '组10'])
  t.same(names('cost'), ['白五', '组10', '张三', '组9', '李四'])
  t.same(names('cost', true), ['组9', '张三', '组10', '白五', '李四'], 'what has none stays last')
  t.same(inOrder(rows, undefined, values), rows)
})

t.test('a column is sorted up, then down; another begins upwards', async (t) => {
  const up = turned(undefined, 'name')
  t.same(up, { by: 'name', descending: false })
  t.same(turned(up, 'name'), { by: 'name', descending: true })
  t.same(turned(turned(up, 'name'), 'cost'), { by: 'cost', descending: false })
  t.equal(ROSTER_SORTS.gap({ cost: 12, bound: 10 } as never), 0.2)
})
