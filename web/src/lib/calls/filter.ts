// The call log's filter: what the form holds, and the query it becomes.
import type { Query } from '../api/client.ts'
import { startOfDay } from '../i18n/format.ts'

export const PAGE_SIZE = 20
export const RANGES = ['today', 'yesterday', 'week', 'month'] as const
export type RangeName = (typeof RANGES)[number]

export interface CallFilter {
  from: number
  to: number
  number: string
  agentId: string
  queueId: string
  outcome: string
  hungUpBy: string
  dispositionId: string
  /** '' = whether or not */
  hasRecording: '' | 'true' | 'false'
  /** only what agents marked */
  flagged: '' | 'true'
}

export function rangeOf(name: RangeName, now: number): { from: number; to: number } {
  const tomorrow = startOfDay(now, -1)
  if (name === 'today') return { from: startOfDay(now), to: tomorrow }
  if (name === 'yesterday') return { from: startOfDay(now, 1), to: startOfDay(now) }
  return { from: startOfDay(now, name === 'week' ? 6 : 29), to: tomorrow }
}

export const emptyFilter = (now: number): CallFilter => ({
  ...rangeOf('today', now),
  number: '',
  agentId: '',
  queueId: '',
  outcome: '',
  hungUpBy: '',
  dispositionId: '',
  hasRecording: '',
  flagged: '',
})

/** Somebody's calls, as other pages link to them: a month back. */
export const filterFor = (number: string, now: number): CallFilter =>
  number === '' ? emptyFilter(now) : { ...emptyFilter(now), ...rangeOf('month', now), number }

export function queryOf(filter: CallFilter, mine: boolean, page: number): Query {
  return { ...filter, number: filter.number.trim(), ...(mine ? { mine: true } : {}), page, pageSize: PAGE_SIZE }
}
