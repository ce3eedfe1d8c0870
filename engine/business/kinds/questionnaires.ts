// 问卷模板: questions asked of customers; only enabled ones are offered.

import { linesIn, optionsIn, type Question } from '../../protocol/questions.ts'
import { defineBusiness, type FieldFault } from '../record/kind.ts'

export default defineBusiness({
  kind: 'questionnaires',
  label: { zh: '问卷模板', en: 'Questionnaires' },
  one: { zh: '问卷', en: 'Questionnaire' },
  right: 'surveys',
  writeRight: 'business-manage',
  idPrefix: 'questionnaire',
  title: 'name',
  unique: ['name'],
  fixed: true,
  fields: [
    { name: 'name', type: 'text', label: { zh: '名称', en: 'Name' }, required: true, listed: true, maxLength: 80 },
    { name: 'enabled', type: 'switch', label: { zh: '启用', en: 'Enabled' }, listed: true, default: true },
    { name: 'intro', type: 'text', label: { zh: '开场白', en: 'Opening words' }, multiline: true, maxLength: 1_000 },
    {
      name: 'questions',
      type: 'list',
      label: { zh: '题目', en: 'Questions' },
      of: [
        { name: 'text', type: 'text', label: { zh: '题目', en: 'Question' }, required: true, maxLength: 300 },
        {
          name: 'type',
          type: 'choice',
          label: { zh: '题型', en: 'Type' },
          required: true,
          default: 'choice',
          options: [
            { value: 'choice', label: { zh: '单选', en: 'Choice' } },
            { value: 'choices', label: { zh: '多选', en: 'Several choices' } },
            { value: 'scale', label: { zh: '打分（1–10）', en: 'Scale (1–10)' } },
            { value: 'text', label: { zh: '简答', en: 'Short answer' } },
          ],
        },
        {
          name: 'options',
          type: 'text',
          label: { zh: '选项（每行一个）', en: 'Options (one a line)' },
          multiline: true,
          maxLength: 2_000,
        },
        { name: 'required', type: 'switch', label: { zh: '必答', en: 'Required' } },
        {
          name: 'onlyAfter',
          type: 'number',
          label: { zh: '仅在第几题之后（选填）', en: 'Only after question no.' },
          min: 1,
          max: 200,
        },
        {
          name: 'onlyIf',
          type: 'text',
          label: { zh: '该题回答为（每行一个，打分可写 1-6）', en: 'If its answer is (one a line; 1-6 for a scale)' },
          multiline: true,
          maxLength: 500,
        },
        {
          name: 'key',
          type: 'text',
          label: { zh: '题号', en: 'Key' },
          maxLength: 10,
          when: { field: 'type', is: 'never' },
        },
      ],
    },
  ],
  /** A question keeps its key for life: answers are kept by it, whatever place it moves to. */
  prepare(values) {
    const questions = (values.questions ?? []) as Question[]
    const used = new Set(questions.map(({ key }) => key))
    let next = 1
    const fresh = (): string => {
      while (used.has(`q${next}`)) next += 1
      used.add(`q${next}`)
      return `q${next}`
    }
    return { ...values, questions: questions.map((one) => ({ ...one, key: one.key || fresh() })) }
  },
  async check({ questions }) {
    const all = questions as Question[]
    return all.flatMap((one, at) => [
      ...(one.type.startsWith('choice') && optionsIn(one).length < 2
        ? [{ path: `questions.${at}.options`, message: 'at least two options are needed' }]
        : []),
      ...branchFaults(all, one, at),
    ])
  },
})

/** It hangs on an earlier question, and on an answer that can be given to it. */
function branchFaults(all: readonly Question[], { onlyAfter, onlyIf = '' }: Question, at: number): FieldFault[] {
  if (typeof onlyAfter !== 'number')
    return onlyIf === '' ? [] : [{ path: `questions.${at}.onlyAfter`, message: 'must be filled in' }]
  const parent = onlyAfter <= at ? all[onlyAfter - 1] : undefined
  if (!parent || parent.type === 'text')
    return [{ path: `questions.${at}.onlyAfter`, message: 'must be an earlier question with answers to choose from' }]
  const wanted = linesIn(onlyIf)
  const known = (one: string): boolean => parent.type === 'scale' || optionsIn(parent).includes(one)
  return wanted.length > 0 && wanted.every(known)
    ? []
    : [{ path: `questions.${at}.onlyIf`, message: 'is none of the options' }]
}
