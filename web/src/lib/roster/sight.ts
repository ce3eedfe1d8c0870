// Which part of the grid is in sight, and where to scroll so that a cell is.
import type { Spot } from './selection.ts'

export const NAME_WIDTH = 168
export const HEAD_HEIGHT = 72
export const ROW_HEIGHT = 40
const NARROWEST = 72
/** drawn beyond the edges, so that a quick scroll shows no white */
const SPARE = 4

export interface Seen {
  top: number
  left: number
  width: number
  height: number
}
export interface Sight {
  firstRow: number
  lastRow: number
  /** whole rows in sight */
  page: number
}

export const columnWidth = (width: number, days: number): number =>
  Math.max(NARROWEST, Math.floor((width - NAME_WIDTH) / Math.max(1, days)))

export function inSight({ top, height }: Pick<Seen, 'top' | 'height'>, rows: number): Sight {
  const page = Math.max(1, Math.floor((height - HEAD_HEIGHT) / ROW_HEIGHT))
  const firstRow = Math.max(0, Math.min(Math.floor(top / ROW_HEIGHT) - SPARE, rows - page))
  return { firstRow, lastRow: Math.min(rows, firstRow + page + 1 + 2 * SPARE), page }
}

/** The nearest scroll position that shows the whole cell beside head and names. */
export function scrolledTo({ row, column }: Spot, seen: Seen, cellWidth: number): { top: number; left: number } {
  const near = (now: number, start: number, end: number, room: number): number =>
    start < now ? start : end > now + room ? end - room : now
  return {
    top: near(seen.top, row * ROW_HEIGHT, (row + 1) * ROW_HEIGHT, seen.height - HEAD_HEIGHT),
    left: near(seen.left, column * cellWidth, (column + 1) * cellWidth, seen.width - NAME_WIDTH),
  }
}
