// 样本: one customer's answers to a questionnaire.

import { askedOf, optionsIn, type Question } from '../../protocol/questions.ts'
import { CALL, CUSTOMER_IF_ANY } from '../record/customer-field.ts'
import { defineBusiness, type FieldFault } from '../record/kind.ts'

const MOST_TEXT = 2_000
/** in one file */
const MOST_SURVEYS = 20

export default defineBusiness({
  kind: 'samples',
  label: { zh: '问卷样本', en: 'Samples' },
  one: { zh: '样本', en: 'Sample' },
  right: 'surveys',
  idPrefix: 'sample',
  title: 'note',
  partOf: 'customers',
  fixed: true,
  fields: [
    {
      ...{ name: 'questionnaireId', type: 'reference', to: 'questionnaires' },
      ...{ label: { zh: '问卷', en: 'Questionnaire' }, required: true, listed: true },
    },
    CUSTOMER_IF_ANY,
    { name: 'answers', type: 'json', label: { zh: '答案', en: 'Answers' }, required: true },
    { name: 'note', type: 'text', label: { zh: '备注', en: 'Note' }, listed: true, maxLength: 500 },
    CALL,
  ],
  /** a column a question: of one questionnaire by its words, of several with its name before */
  async inFile(sql, those) {
    const surveys = await sql<{ id: string; data: { name: string; questions: Question[] } }[]>`
      select id, data from biz_questionnaires where id in (select distinct r.data->>'questionnaireId' from biz_samples r ${those})
      order by id limit ${MOST_SURVEYS}`
    return surveys.flatMap(({ id, data: { name, questions } }) =>
      questions.map(({ key, text }) => ({
        title: surveys.length > 1 ? `${name} · ${text}` : text,
        of: ({ questionnaireId, answers }) => {
          const answer = questionnaireId === id ? (answers as Record<string, unknown> | null)?.[key] : undefined
          return Array.isArray(answer) ? answer.join('; ') : String(answer ?? '')
        },
      })),
    )
  },
  async check({ questionnaireId, answers }, { sql }, id) {
    const [row] = await sql<{ data: { enabled: boolean; questions: Question[] } }[]>`
      select data from biz_questionnaires where id = ${String(questionnaireId)} and deleted_at is null`
    if (!row) return []
    if (id === undefined && !row.data.enabled) return [{ path: 'questionnaireId', message: 'is disabled' }]
    if (typeof answers !== 'object' || answers === null || Array.isArray(answers))
      return [{ path: 'answers', message: 'must be filled in' }]
    const given = answers as Record<string, unknown>
    return askedOf(row.data.questions, given).flatMap((one) => faultOf(one, given[one.key]))
  },
})

function faultOf(question: Question, answer: unknown): FieldFault[] {
  const wrong = (message: string): FieldFault[] => [{ path: `answers.${question.key}`, message }]
  if (answer === undefined || answer === null || answer === '' || (Array.isArray(answer) && answer.length === 0))
    return question.required ? wrong('must be filled in') : []
  const options = optionsIn(question)
  switch (question.type) {
    case 'choice':
      return options.includes(String(answer)) ? [] : wrong('is none of the options')
    case 'choices':
      return Array.isArray(answer) && answer.every((one) => options.includes(String(one)))
        ? []
        : wrong('is none of the options')
    case 'scale':
      return Number.isInteger(answer) && Number(answer) >= 1 && Number(answer) <= 10
        ? []
        : wrong('is no number from 1 to 10')
    case 'text':
      return typeof answer === 'string' && answer.length <= MOST_TEXT ? [] : wrong('is too long')
  }
}
