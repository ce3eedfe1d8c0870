// The reports that the gateway runs itself, by name.
import adherence from './adherence.ts'
import areaAlarms from './area-alarms.ts'
import hotlineBehaviour from './hotline-behaviour.ts'
import type { OwnReport } from './own.ts'

export const OWN_REPORTS: ReadonlyMap<string, OwnReport> = new Map(
  [adherence, areaAlarms, hotlineBehaviour].map((report) => [report.info.name, report]),
)
