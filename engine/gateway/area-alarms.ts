// An area fault alarm reaches everybody's pages as soon as the call that raises it is stored.
import { alarmsAfter } from '../office/area-alarms.ts'
import type { Bus } from '../ports/bus.ts'
import type { Sql } from '../records/store/postgres.ts'
import { WORD_SUBJECT } from './live/follow.ts'
import type { Word } from './live/hub.ts'

interface Parts {
  sql: Sql
  bus: Bus
  now(): number
  failed(error: unknown, where: string): void
}

export function areaAlarmsOf({ sql, bus, now, failed }: Parts): (callIds: string[]) => void {
  // one after the other, so that a level is never told before the one below it
  let before: Promise<void> = Promise.resolve()
  const look = async (callIds: string[]): Promise<void> => {
    for (const alarm of await alarmsAfter(sql, callIds, now()))
      bus.publish(WORD_SUBJECT, { to: 'all', about: 'area-alarms', data: alarm } satisfies Word)
  }
  return (callIds) => {
    before = before.then(() => look(callIds)).catch((error: unknown) => failed(error, 'area alarms'))
  }
}
