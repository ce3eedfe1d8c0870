// By what a name is found, as people type it.
import t from 'tap'
import { formsOf, spellingAsked, spellingOf, syllablesOf } from '#engine/records/spelling.ts'

/** what PostgreSQL's index does with a vector and a query that ends in :* */
const answers = (name: string, typed: string): boolean => {
  const asked = [...spellingAsked(typed).matchAll(/'((?:[^']|'')*)':\*/g)].map(([, form]) => form ?? '')
  return formsOf(name).some((form) => asked.some((one) => form.startsWith(one)))
}

t.test('a name answers to its syllables, whole, begun or by first letters, in a row', async (t) => {
  for (const typed of ['wangxiaoyan', 'wang xiao', 'wxy', 'wangxy', 'wxiaoy', 'xiaoy', 'WXY', 'yan'])
    t.ok(answers('王晓燕', typed), typed)
  for (const typed of ['wy', 'angx', 'wangyan', 'wxyz', 'li']) t.notOk(answers('王晓燕', typed), typed)
})

t.test('a name answers to its own characters from any place on', async (t) => {
  for (const typed of ['王', '晓燕', '燕', '王晓燕']) t.ok(answers('王晓燕', typed), typed)
  t.notOk(answers('王晓燕', '王燕'))
  for (const typed of ['smith', 'Mr smi', 'mith']) t.ok(answers('Mr Smith', typed), typed)
})

t.test('a surname is read as a surname, ü is typed as v', async (t) => {
  t.same(syllablesOf('单雄信')[0], 'shan')
  t.ok(answers('吕', 'lv'))
  t.same(syllablesOf(''), [])
  t.equal(spellingOf(''), '')
})

t.test('a long name has a bounded number of forms, and quotes are only letters', async (t) => {
  const long = formsOf('北京某某信息技术股份有限责任公司上海分公司')
  t.ok(long.length < 250, `${long.length}`)
  t.ok(long.every((form) => form.length <= 24))
  t.ok(long.includes('bjmmxxjsgfyx'), 'the beginning by first letters')
  t.match(spellingOf("O'Hara\\"), /'o''hara\\\\'/)
  t.equal(spellingAsked("o'h"), "'o''h':*")
})
