// A list in the order of one of its columns, as the page shows them: words that people read by pinyin.
import type { Fragment, Queries } from './postgres.ts'

/** What a list is sorted by, and the column it stands in; `words` are read, other texts are numbers and codes. */
export type Columns<By extends string = string> = Record<By, string | { words: string }>

export interface Order<By extends string = string> {
  sort?: By | undefined
  descending?: boolean | undefined
}

/** Ends in a comma before the list's own order; empty where no column is asked for. */
export function orderBy<By extends string>(sql: Queries, columns: Columns<By>, order: Order<By>): Fragment {
  if (order.sort === undefined) return sql``
  const column = columns[order.sort]
  const value = typeof column === 'string' ? sql`${sql(column)}` : sql`${sql(column.words)} collate pinyin`
  return sql`${value} ${order.descending ? sql`desc` : sql`asc`},`
}
