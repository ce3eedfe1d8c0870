// What a planner keeps in the mock: some rows.
import { SHIFTS } from './roster-world.ts'

const clock = (minutes: number): string =>
  `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`

export const ROSTER_TABLES: [string, ({ id: string; version: number } & Record<string, unknown>)[]][] = [
  [
    'shifts',
    SHIFTS.map((shift) => ({ ...shift, version: 1, startsAt: clock(shift.startsAt), endsAt: clock(shift.endsAt) })),
  ],
  ['work-rules', [{ id: 'rule-full', version: 1, name: '全职', weekHours: 40, maxDaysInARow: 6 }]],
]
