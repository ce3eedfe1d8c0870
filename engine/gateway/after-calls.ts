// What a call that has just been written down may set off: alarms of an area, of a limit of calls out.
import type { Bus } from '../ports/bus.ts'
import type { Sql } from '../records/store/postgres.ts'
import { areaAlarmsOf } from './area-alarms.ts'
import { limitAlarms } from './limit-alarms.ts'
import type { Hub } from './live/hub.ts'

interface Parts {
  sql: Sql
  bus: Bus
  hub: Hub
  now(): number
  failed(error: unknown, where: string): void
}

export function afterCalls({ hub, ...parts }: Parts): (callIds: string[]) => void {
  const areas = areaAlarmsOf(parts)
  const limits = limitAlarms(parts.sql, {
    ...{ notice: hub.notice, now: parts.now, failed: (error) => parts.failed(error, 'limits of calls out') },
  })
  return (callIds) => {
    areas(callIds)
    limits(callIds)
  }
}
