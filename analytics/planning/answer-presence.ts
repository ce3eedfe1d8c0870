// When agents were signed in and on a break, for attendance and adherence.
import type { Answers } from './desk.ts'
import { PlanRefusal } from './plain.ts'
import { modeChanges, presenceOf } from './presence.ts'

const MOST_DAYS = 62

export const answerPresence: Answers<'presence'> = async ({ agentIds, from, to }, { clickhouse, now }) => {
  if (to <= from) throw new PlanRefusal('bad-input', 'to: must be later than from')
  if (to - from > MOST_DAYS * 86_400_000) throw new PlanRefusal('bad-input', `to: at most ${MOST_DAYS} days`)
  return presenceOf(await modeChanges(clickhouse, agentIds, from, to), from, to, now())
}
