// The filter of the page of messages.
import type { Query } from '../api/client.ts'
import type { Sort } from '../parts/sort.ts'

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
