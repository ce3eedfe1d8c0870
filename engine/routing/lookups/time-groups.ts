// Whether a time group is open at a moment, and which flow a number that names one answers with. Pure.
import type { CompanySnapshot } from '#engine/ports/company.ts'
import type { AccessNumber } from '#engine/protocol/company.ts'
import type { TimeGroup, TimeGroupState } from '#engine/protocol/time-groups.ts'
import { flowIdAt, localTime, usualFlowId } from './directory.ts'

/** A number whose flows are the states: the calendar is read by one rule for both. */
const AS_STATES: Omit<AccessNumber, 'hours'> & Record<'flowId' | 'offHoursFlowId' | 'holidayFlowId', TimeGroupState> = {
  ...{ id: '', number: '', name: '', lang: 'zh', vip: false, enabled: true },
  ...{ flowId: 'open', offHoursFlowId: 'closed', holidayFlowId: 'holiday' },
}

export function timeGroupState(group: TimeGroup, snapshot: CompanySnapshot, at: number): TimeGroupState {
  const today = localTime(at, snapshot.timeZone).date
  const own = [today, dayBefore(today)].flatMap((date) => {
    const named = group.dates.find(({ from, to }) => from <= date && date <= to)
    return named ? [{ date, type: named.type, ...(named.weekday ? { weekday: named.weekday } : {}) }] : []
  })
  const company = group.companyDays ? snapshot.calendar.filter(({ date }) => own.every((one) => one.date !== date)) : []
  const calendar = [...own, ...company]
  return flowIdAt({ ...AS_STATES, hours: group.hours }, { ...snapshot, calendar }, at) as TimeGroupState
}

const dayBefore = (date: string): string =>
  new Date(Date.parse(`${date}T00:00:00Z`) - 86_400_000).toISOString().slice(0, 10)

export const timeGroup = ({ timeGroups }: CompanySnapshot, id: string | undefined): TimeGroup | undefined =>
  id === undefined ? undefined : timeGroups.find((group) => group.id === id)

/** By the number's time group, or by its own hours. */
export function flowIdNow(number: AccessNumber, snapshot: CompanySnapshot, at: number): string {
  const group = timeGroup(snapshot, number.timeGroupId)
  if (!group) return flowIdAt(number, snapshot, at)
  const usual = usualFlowId(number)
  const { offHoursFlowId = usual, holidayFlowId = offHoursFlowId } = number
  const flows: Record<TimeGroupState, string> = { open: usual, closed: offHoursFlowId, holiday: holidayFlowId }
  return flows[timeGroupState(group, snapshot, at)]
}

/** For forwards. One that is gone is open: the forward that named it says when by `while`. */
export const calendarOf = (snapshot: CompanySnapshot, at: number): { isOpen(timeGroupId: string): boolean } => ({
  isOpen(id) {
    const group = timeGroup(snapshot, id)
    return group === undefined || timeGroupState(group, snapshot, at) === 'open'
  },
})
