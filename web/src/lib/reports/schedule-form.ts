// A schedule as its form holds it: addresses are one text, the day of the week is a choice.
import type { ReportSchedule, ReportScheduleValues } from '#engine/protocol/report-schedules.ts'
import type { Query } from '../api/client.ts'
import type { Faults, Values } from '../forms/values.ts'

const DAYS = new Set(['from', 'to'])

/** What the report was asked with, without its days: those are set by the day of sending. */
export const keptQuery = (query: Query): Record<string, string> =>
  Object.fromEntries(
    Object.entries(query).flatMap(([name, value]) =>
      DAYS.has(name) || value === undefined || value === '' ? [] : [[name, String(value)]],
    ),
  )

export const formOf = ({ recipients, weekday, ...rest }: ReportSchedule): Values => ({
  ...rest,
  ...{ recipients: recipients.join(', '), weekday: String(weekday) },
})

type Asked = Pick<ReportScheduleValues, 'report' | 'query'>

export const bodyOf = ({ recipients, weekday, monthDay, ...rest }: Values, { report, query }: Asked): Values => ({
  ...rest,
  ...{ report, query, weekday: Number(weekday ?? 1), monthDay: Number(monthDay ?? 1) },
  recipients: addressesOf(String(recipients ?? '')),
})

export const addressesOf = (text: string): string[] => text.split(/[,;，；、\s]+/).filter((one) => one !== '')

/** The server names the one address that is wrong; the form has one field. */
export const formFaults = (faults: Faults): Faults =>
  Object.fromEntries(Object.entries(faults).map(([path, words]) => [path.split('.')[0] ?? path, words]))
