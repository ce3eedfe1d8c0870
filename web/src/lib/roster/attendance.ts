// Attendance for reading: filter, sums per agent, and the rows of its CSV.
import type { AdherenceNow, AttendanceRow } from '#engine/protocol/roster.ts'
import type { Look } from '../design/status.ts'
import { csvOf } from '../files/csv.ts'
import type { Dictionary } from '../i18n/dictionaries.ts'
import type { SortValue } from '../parts/sort.ts'
import { clockOf, hoursOf } from './dates.ts'

export interface AttendanceFilter {
  text: string
  state: AttendanceRow['state'] | ''
}

export const attendanceRows = (rows: readonly AttendanceRow[], { text, state }: AttendanceFilter): AttendanceRow[] => {
  const wanted = text.trim().toLowerCase()
  return rows.filter(
    (row) => (state === '' || row.state === state) && `${row.number} ${row.name}`.toLowerCase().includes(wanted),
  )
}

/** Who keeps to the roster not stands first, the longest at the top. */
export function nowRows(rows: readonly AdherenceNow[], text: string): AdherenceNow[] {
  const wanted = text.trim().toLowerCase()
  const since = ({ deviatesSince }: AdherenceNow): number => deviatesSince ?? Number.MAX_SAFE_INTEGER
  return rows
    .filter((row) => `${row.number} ${row.name}`.toLowerCase().includes(wanted))
    .sort((a, b) => since(a) - since(b) || a.number.localeCompare(b.number, 'en', { numeric: true }))
}

export interface AgentSums {
  agentId: string
  number: string
  name: string
  /** days with a plan that have come */
  days: number
  plannedMs: number
  workedMs: number
  late: number
  lateMs: number
  early: number
  earlyMs: number
  absent: number
  /** of the planned time; null where none has come */
  adherence: number | null
}

function sumOf(rows: readonly AttendanceRow[]): AgentSums {
  const [first] = rows
  const come = rows.filter((row) => row.state !== 'to-come')
  const planned = come.filter((row) => row.plannedMs > 0 && row.state !== 'leave')
  const weighed = planned.filter((row) => row.adherence !== null)
  const total = (of: readonly AttendanceRow[], value: (row: AttendanceRow) => number): number =>
    of.reduce((sum, row) => sum + value(row), 0)
  const weight = total(weighed, (row) => row.plannedMs)
  return {
    agentId: first?.agentId ?? '',
    number: first?.number ?? '',
    name: first?.name ?? '',
    days: planned.length,
    plannedMs: total(planned, (row) => row.plannedMs),
    workedMs: total(come, (row) => row.workedMs),
    late: come.filter((row) => row.lateMs > 0).length,
    lateMs: total(come, (row) => row.lateMs),
    early: come.filter((row) => row.earlyMs > 0).length,
    earlyMs: total(come, (row) => row.earlyMs),
    absent: come.filter((row) => row.state === 'absent').length,
    adherence: weight > 0 ? total(weighed, (row) => (row.adherence ?? 0) * row.plannedMs) / weight : null,
  }
}

/** One line an agent, by number. */
export function sumsByAgent(rows: readonly AttendanceRow[]): AgentSums[] {
  const byAgent = new Map<string, AttendanceRow[]>()
  for (const row of rows) byAgent.set(row.agentId, [...(byAgent.get(row.agentId) ?? []), row])
  return [...byAgent.values()].map(sumOf).sort((a, b) => a.number.localeCompare(b.number, 'en', { numeric: true }))
}

export type AttendanceSort = 'date' | 'agent' | 'planned' | 'worked' | 'late' | 'early' | 'adherence'

/** What the days are sorted by; the word of a state is the page's to know. */
export const ATTENDANCE_SORTS: Record<AttendanceSort, (row: AttendanceRow) => SortValue> = {
  date: (row) => row.date,
  agent: (row) => row.number,
  planned: (row) => row.plannedStart,
  worked: (row) => row.workedStart,
  late: (row) => row.lateMs,
  early: (row) => row.earlyMs,
  adherence: (row) => row.adherence,
}

export const SUM_SORTS = {
  agent: (sums: AgentSums) => sums.number,
  days: (sums: AgentSums) => sums.days,
  plannedHours: (sums: AgentSums) => sums.plannedMs,
  workedHours: (sums: AgentSums) => sums.workedMs,
  lateCount: (sums: AgentSums) => sums.late,
  earlyCount: (sums: AgentSums) => sums.early,
  absences: (sums: AgentSums) => sums.absent,
  adherence: (sums: AgentSums) => sums.adherence,
}

/** Whole minutes; the part of one that was begun counts. */
export const minutesOf = (ms: number): number => Math.ceil(ms / 60_000)
export const spanOf = (start: number | null, end: number | null): string =>
  start === null ? '–' : `${clockOf(start)}–${end === null ? '' : clockOf(end)}`
export const hours = (ms: number): string => hoursOf(ms / 60_000)
export const adherenceText = (share: number | null): string => (share === null ? '–' : `${Math.round(share * 100)}%`)

const GREY = { dot: 'bg-ink-400', tag: 'bg-ink-100 text-ink-600', colour: '#8b99a2' }
const AMBER = { dot: 'bg-warn-500', tag: 'bg-warn-50 text-warn-700', colour: '#cc7d12' }
export const ATTENDANCE_LOOK: Record<AttendanceRow['state'], Look> = {
  present: { dot: 'bg-good-500', tag: 'bg-good-50 text-good-700', colour: '#2a8f5b' },
  late: AMBER,
  'left-early': AMBER,
  'late-and-left-early': AMBER,
  absent: { dot: 'bg-bad-500', tag: 'bg-bad-50 text-bad-700', colour: '#d0433b' },
  unplanned: { dot: 'bg-wrap-500', tag: 'bg-wrap-50 text-wrap-600', colour: '#8259bd' },
  leave: GREY,
  'to-come': GREY,
}

/** One line a row of the table, in its order. */
export function attendanceCsv(rows: readonly AttendanceRow[], t: Dictionary): string {
  const words = t.roster.attendance
  const clock = (at: number | null): string | null => (at === null ? null : clockOf(at))
  const cells: [string, (row: AttendanceRow) => string | number | null][] = [
    [words.date, (row) => row.date],
    [t.monitor.number, (row) => row.number],
    [t.monitor.name, (row) => row.name],
    [words.plannedStart, (row) => clock(row.plannedStart)],
    [words.plannedEnd, (row) => clock(row.plannedEnd)],
    [words.workedStart, (row) => clock(row.workedStart)],
    [words.workedEnd, (row) => clock(row.workedEnd)],
    [words.lateMinutes, (row) => minutesOf(row.lateMs)],
    [words.earlyMinutes, (row) => minutesOf(row.earlyMs)],
    [words.adherence, (row) => (row.adherence === null ? null : `${(row.adherence * 100).toFixed(1)}%`)],
    [words.state, (row) => words.states[row.state]],
  ]
  const text = (value: string | number | null): string => (value === null ? '–' : String(value))
  return csvOf([cells.map(([title]) => title), ...rows.map((row) => cells.map(([, value]) => text(value(row))))])
}
