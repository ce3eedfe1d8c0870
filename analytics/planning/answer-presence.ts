// When agents were signed in and on a break, for attendance and adherence.

import { END_FIRST } from '../range-words.ts'
import type { Answers } from './desk.ts'
import { PlanRefusal } from './plain.ts'
import { modeChanges, presenceOf } from './presence.ts'

const MOST_DAYS = 62

export const answerPresence: Answers<'presence'> = async ({ agentIds, from, to }, { clickhouse, now }) => {
  if (to <= from) throw new PlanRefusal('bad-input', END_FIRST)
  if (to - from > MOST_DAYS * 86_400_000)
    throw new PlanRefusal('bad-input', {
      zh: `一次最多查询 ${MOST_DAYS} 天。`,
      en: `At most ${MOST_DAYS} days at a time.`,
    })
  return presenceOf(await modeChanges(clickhouse, agentIds, from, to), from, to, now())
}
