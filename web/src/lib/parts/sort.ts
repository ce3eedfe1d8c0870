// By which column a list is sorted, and rows in that order: texts by pinyin, what is not there last.
import { byPinyin } from '../i18n/pinyin.ts'

export interface Sort<By extends string = string> {
  by: By
  descending: boolean
}

/** Another column upwards, the same one the other way round. */
export const turned = <By extends string>(sort: Sort<By> | undefined, by: By): Sort<By> => ({
  by,
  descending: sort?.by === by && !sort.descending,
})

export type SortValue = string | number | null | undefined

function compared(a: SortValue, b: SortValue): number {
  if (typeof a === 'number' && typeof b === 'number') return a - b
  return byPinyin(String(a), String(b))
}

/** As they were where no column is chosen. */
export function inOrder<Row, By extends string>(
  rows: readonly Row[],
  sort: Sort<By> | undefined,
  values: Record<By, (row: Row) => SortValue>,
): Row[] {
  if (!sort) return [...rows]
  const of = values[sort.by]
  const sign = sort.descending ? -1 : 1
  return rows.toSorted((one, other) => {
    const [a, b] = [of(one), of(other)]
    const missing = Number(a === null || a === undefined) - Number(b === null || b === undefined)
    return missing || sign * compared(a, b)
  })
}
