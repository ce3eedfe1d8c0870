// A company's own figure: precedence, brackets, what is not known, what cannot be read.
import t from 'tap'
import { readFormula } from '#engine/protocol/formula.ts'

const KNOWN = new Set(['waiting', 'ready', 'answered'])
const value = (text: string, values = { waiting: 6, ready: 3, answered: 0 }) => readFormula(text, KNOWN)?.(values)

t.test('it counts as people write it', async (t) => {
  t.equal(value('waiting + ready * 2'), 12)
  t.equal(value('(waiting + ready) * 2'), 18)
  t.equal(value('waiting - ready - 1'), 2)
  t.equal(value('waiting / ready / 2'), 1)
  t.equal(value('-waiting + 10.5'), 4.5)
  t.equal(value(' waiting/ready '), 2)
})

t.test('what is not known, and a division by zero, has no value', async (t) => {
  t.equal(value('waiting / answered'), undefined)
  t.equal(readFormula('waiting + 1', KNOWN)?.({}), undefined)
})

t.test('what cannot be read is refused whole', async (t) => {
  for (const text of [
    '',
    ' ',
    'waiting +',
    '(waiting',
    'waiting)',
    'waiting ready',
    '1 ** 2',
    'nothing',
    'waiting;1',
    '1..2',
  ])
    t.equal(readFormula(text, KNOWN), undefined, text)
  t.equal(readFormula('('.repeat(300), KNOWN), undefined)
})
