// Names by pinyin, as people type it.
import t from 'tap'
import { isPinyinOf } from '#engine/records/find.ts'

t.test('a name answers to its syllables, whole, begun or by first letters, in a row', async (t) => {
  for (const typed of ['wangxiaoyan', 'wang xiao', 'wxy', 'wangxy', 'xiaoy', 'WXY', 'yan'])
    t.ok(isPinyinOf(typed, '王晓燕'), typed)
  for (const typed of ['wy', 'angx', 'wangyan', 'wxyz', 'li']) t.notOk(isPinyinOf(typed, '王晓燕'), typed)
  t.ok(isPinyinOf('smith', 'Smith'))
  t.ok(isPinyinOf('lv', '吕'))
})
