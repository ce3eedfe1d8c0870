// A message a caller left, as GET /api/messages tells it, and the page's filter.
import type { Query } from '../api/client.ts'
import type { Sort } from '../parts/sort.ts'

export interface Message {
  recordingId: string
  callId: string
  at: number
  from: string
  queueId: string
  queueName: string
  durationMs: number
  formats: ('wav' | 'mp3')[]
  heardBy: string
  /** absolute ms; null = nobody has heard it */
  heardAt: number | null
}

export const SHOWN = ['fresh', 'heard', 'all'] as const
export type Shown = (typeof SHOWN)[number]

export const PAGE_SIZE = 20

export const queryOf = (shown: Shown, queueId: string, page: number, sort: Sort): Query => ({
  heard: shown === 'all' ? undefined : shown === 'heard',
  queueId,
  sort: sort.by,
  descending: sort.descending,
  page,
  pageSize: PAGE_SIZE,
})
