// Which cells are chosen: a focus that arrows move, and an anchor that stays behind while Shift is held.
export interface Spot {
  row: number
  column: number
}
export interface Selection {
  focus: Spot
  anchor: Spot
}
export interface GridSize {
  rows: number
  columns: number
  /** rows in sight, for Page Up and Page Down */
  page: number
}

export const at = (row: number, column: number): Selection => ({ focus: { row, column }, anchor: { row, column } })

type Step = (spot: Spot, size: GridSize) => Spot
const STEPS: Record<string, Step> = {
  ArrowUp: ({ row, column }) => ({ row: row - 1, column }),
  ArrowDown: ({ row, column }) => ({ row: row + 1, column }),
  ArrowLeft: ({ row, column }) => ({ row, column: column - 1 }),
  ArrowRight: ({ row, column }) => ({ row, column: column + 1 }),
  PageUp: ({ row, column }, { page }) => ({ row: row - page, column }),
  PageDown: ({ row, column }, { page }) => ({ row: row + page, column }),
  Home: ({ row }) => ({ row, column: 0 }),
  End: ({ row }, { columns }) => ({ row, column: columns - 1 }),
}
const FAR_STEPS: Record<string, Step> = {
  ArrowUp: ({ column }) => ({ row: 0, column }),
  ArrowDown: ({ column }, { rows }) => ({ row: rows - 1, column }),
  ArrowLeft: ({ row }) => ({ row, column: 0 }),
  ArrowRight: ({ row }, { columns }) => ({ row, column: columns - 1 }),
  Home: () => ({ row: 0, column: 0 }),
  End: (_, { rows, columns }) => ({ row: rows - 1, column: columns - 1 }),
}

const within = (n: number, count: number): number => Math.max(0, Math.min(count - 1, n))
export const clamp = ({ row, column }: Spot, { rows, columns }: GridSize): Spot => ({
  row: within(row, rows),
  column: within(column, columns),
})

/** Undefined for a key that does not move. `far` is Ctrl, `extend` is Shift. */
export function stepped(
  selection: Selection,
  key: string,
  size: GridSize,
  held: { far: boolean; extend: boolean },
): Selection | undefined {
  const step = (held.far ? FAR_STEPS : STEPS)[key]
  if (!step || size.rows === 0) return undefined
  const focus = clamp(step(selection.focus, size), size)
  return { focus, anchor: held.extend ? selection.anchor : focus }
}

const between = (n: number, a: number, b: number): boolean => n >= Math.min(a, b) && n <= Math.max(a, b)

export const isChosen = ({ focus, anchor }: Selection, { row, column }: Spot): boolean =>
  between(row, focus.row, anchor.row) && between(column, focus.column, anchor.column)

export function spotsOf({ focus, anchor }: Selection): Spot[] {
  const spots: Spot[] = []
  for (let row = Math.min(focus.row, anchor.row); row <= Math.max(focus.row, anchor.row); row++)
    for (let column = Math.min(focus.column, anchor.column); column <= Math.max(focus.column, anchor.column); column++)
      spots.push({ row, column })
  return spots
}
