// What customers answered: counts by option, means of scales, texts; and how long each step of a kind with states took.

import { askedOf, optionsIn, type Question } from '../../protocol/questions.ts'
import { done, type Outcome, refused } from '../../records/record/outcome.ts'
import type { Sql } from '../../records/store/postgres.ts'
import type { Actor, BusinessKind } from './kind.ts'
import { whereOf } from './list.ts'
import { rowReach } from './reach.ts'
import { shapeOf } from './shape.ts'

export interface QuestionSummary extends Pick<Question, 'key' | 'text' | 'type'> {
  answered: number
  /** by option, or by mark of a scale */
  counts: { option: string; count: number }[]
  mean?: number
  /** the newest */
  texts: string[]
}
export interface SurveySummary {
  name: string
  samples: number
  questions: QuestionSummary[]
}

const MOST_TEXTS = 50
const MARKS = Array.from({ length: 10 }, (_, n) => String(n + 1))

export async function summaryOf(
  sql: Sql,
  samples: BusinessKind,
  id: string,
  actor: Actor,
): Promise<Outcome<SurveySummary>> {
  const [survey] = await sql<{ data: { name: string; questions: Question[] } }[]>`
    select data from biz_questionnaires where id = ${id} and deleted_at is null`
  if (!survey) return refused('not-found')
  const shape = await shapeOf(sql, samples)
  const where = whereOf(sql, shape, await rowReach(sql, samples, actor), { size: 1 }, actor)
  const rows = await sql<{ answers: Record<string, unknown> }[]>`
    select r.data->'answers' as answers from biz_samples r ${where} and r.data->>'questionnaireId' = ${id}
    order by r.created_at desc limit 100000`
  const answers = rows.map((row) => row.answers)
  return done({
    ...{ name: survey.data.name, samples: answers.length },
    questions: survey.data.questions.map((one) =>
      ofQuestion(
        one,
        // an answer to what would not have been put does not count
        answers.filter((given) => askedOf(survey.data.questions, given).some(({ key }) => key === one.key)),
      ),
    ),
  })
}

function ofQuestion(question: Question, all: readonly Record<string, unknown>[]): QuestionSummary {
  const given = all
    .map((answers) => answers[question.key])
    .filter((one) => one !== undefined && one !== '' && one !== null)
  const { key, text, type } = question
  const shared = { key, text, type, answered: given.length }
  if (type === 'text') return { ...shared, counts: [], texts: given.slice(0, MOST_TEXTS).map(String) }
  const flat = given.flat().map(String)
  const options = type === 'scale' ? MARKS : [...new Set([...optionsIn(question), ...flat])]
  const counts = options.map((option) => ({ option, count: flat.filter((one) => one === option).length }))
  const mean = flat.reduce((sum, one) => sum + Number(one), 0) / Math.max(1, flat.length)
  return {
    ...shared,
    counts,
    texts: [],
    ...(type === 'scale' && flat.length > 0 ? { mean: Math.round(mean * 100) / 100 } : {}),
  }
}

export interface Step {
  from: string
  to: string
  count: number
  meanMs: number
  longestMs: number
}

/** Of moves in a span of time, as far as one sees the records. */
export async function stepsOf(sql: Sql, kind: BusinessKind, from: number, to: number, actor: Actor): Promise<Step[]> {
  const shape = await shapeOf(sql, kind)
  const where = whereOf(sql, shape, await rowReach(sql, kind, actor), { size: 1 }, actor)
  return [
    ...(await sql<Step[]>`select m.from_state as from, m.to_state as to, count(*) as count,
        avg(m.after_ms)::bigint as mean_ms, max(m.after_ms) as longest_ms
      from business_moves m join ${sql(`biz_${kind.kind.replaceAll('-', '_')}`)} r on r.id = m.record_id ${where}
        and m.kind = ${kind.kind} and m.at >= ${from}::timestamptz and m.at < ${to}::timestamptz
      group by 1, 2 order by 3 desc`),
  ]
}
