// Which questions of a questionnaire are put, given what was answered so far.
import t from 'tap'
import { askedOf, type Question } from '#engine/protocol/questions.ts'

const question = (key: string, type: Question['type'], more: Partial<Question> = {}): Question => {
  return { key, text: key, type, options: '是\n否', required: true, ...more }
}
const QUESTIONS = [
  question('q1', 'choice'),
  question('q2', 'scale', { onlyAfter: 1, onlyIf: '是' }),
  question('q3', 'text', { onlyAfter: 2, onlyIf: '1-6' }),
  question('q4', 'choices', { options: 'a\nb' }),
  question('q5', 'text', { onlyAfter: 4, onlyIf: 'b' }),
]
const keys = (answers: Record<string, unknown>) => askedOf(QUESTIONS, answers).map(({ key }) => key)

t.test('a question that hangs on another is put when that was answered so', async (t) => {
  t.same(keys({}), ['q1', 'q4'])
  t.same(keys({ q1: '否' }), ['q1', 'q4'])
  t.same(keys({ q1: '是' }), ['q1', 'q2', 'q4'])
  t.same(keys({ q1: '是', q2: 6 }), ['q1', 'q2', 'q3', 'q4'])
  t.same(keys({ q1: '是', q2: 7 }), ['q1', 'q2', 'q4'])
  t.same(keys({ q1: '否', q2: 3 }), ['q1', 'q4'], 'what hangs on one that is not put any more is not put')
  t.same(keys({ q4: ['a', 'b'] }), ['q1', 'q4', 'q5'])
})
