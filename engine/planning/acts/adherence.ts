// Everybody's roster beside what everybody does, this moment.
import type { AgentView } from '../../protocol/agent.ts'
import type { AdherenceNow } from '../../protocol/roster.ts'
import type { Sql } from '../../records/store/postgres.ts'
import { adherenceNow } from '../core/adherence.ts'
import { addDays } from '../core/clock.ts'
import { alarmMinutes, plannedWork } from '../records/attendance.ts'
import { dateNow, momentIn } from './moment.ts'

export interface AdherenceParts {
  sql: Sql
  timeZone: string
  /** live view of an agent, as far as known */
  agent(id: string): Pick<AgentView, 'mode' | 'since'> | undefined
  now(): number
}

export async function adherence({ sql, timeZone, agent, now }: AdherenceParts): Promise<AdherenceNow[]> {
  const at = now()
  const date = dateNow(at, timeZone)
  const planned = await plannedWork(sql, date, addDays(date, 1), undefined)
  return adherenceNow({
    ...{ ...planned, date, now: at, standing: agent, momentOf: momentIn(timeZone) },
    alarmMinutes: await alarmMinutes(sql),
  })
}
