// Need against cover: sums of a day, and the outlines that its strip and its chart are drawn with.
import type { Grid } from '#engine/protocol/planning.ts'
import type { RosterDay } from '#engine/protocol/roster.ts'

export interface DaySums {
  /** agent-slots missing and too many */
  under: number
  over: number
  need: number
  cover: number
}

const sum = (numbers: readonly number[]): number => numbers.reduce((a, b) => a + b, 0)

export function sumsOf(day: RosterDay): DaySums {
  let under = 0
  let over = 0
  day.need.forEach((need, slot) => {
    const cover = day.cover[slot] ?? 0
    under += Math.max(0, need - cover)
    over += Math.max(0, cover - need)
  })
  return { under, over, need: sum(day.need), cover: sum(day.cover) }
}

/** Whole agent-hours are easier to judge than slots. */
export const agentHours = (slots: number, grid: Grid): string => {
  const hours = (slots * grid.slotMinutes) / 60
  return hours >= 10 ? String(Math.round(hours)) : String(Math.round(hours * 10) / 10)
}

export interface Bar {
  x: number
  y: number
  height: number
}
export interface Outline {
  /** what is covered and needed, what is missing, what is too much */
  met: Bar[]
  under: Bar[]
  over: Bar[]
  /** path of the need as stairs */
  need: string
  top: number
}

/** Into a box of one unit a slot and `height`; `top` is the number of agents at its upper edge. */
export function outlineOf(day: RosterDay, height: number, top = Math.max(1, ...day.need, ...day.cover)): Outline {
  const scale = height / top
  const outline: Outline = { met: [], under: [], over: [], need: '', top }
  const bar = (x: number, from: number, to: number): Bar => ({ x, y: height - to * scale, height: (to - from) * scale })
  const stairs: string[] = []
  day.need.forEach((need, x) => {
    const cover = day.cover[x] ?? 0
    const both = Math.min(need, cover)
    if (both > 0) outline.met.push(bar(x, 0, both))
    if (need > cover) outline.under.push(bar(x, cover, need))
    if (cover > need) outline.over.push(bar(x, need, cover))
    const y = height - need * scale
    stairs.push(`${x === 0 ? 'M' : 'L'}${x} ${y}L${x + 1} ${y}`)
  })
  return { ...outline, need: stairs.join('') }
}

/** One path for many bars: a thousand rectangles would be slow. */
export const pathOf = (bars: readonly Bar[]): string =>
  bars.map(({ x, y, height }) => `M${x} ${y}h1v${height}h-1z`).join('')

export const slotStart = (grid: Grid, slot: number): number => grid.opensAt + slot * grid.slotMinutes

/** Slots at full hours for the axis, at most about a dozen. */
export function hourMarks(grid: Grid, slots: number): { slot: number; minutes: number }[] {
  const perHour = 60 / grid.slotMinutes
  const step = Math.max(1, Math.ceil(slots / perHour / 12))
  const marks: { slot: number; minutes: number }[] = []
  for (let slot = 0; slot < slots; slot++) {
    const minutes = slotStart(grid, slot)
    if (minutes % (60 * step) === 0) marks.push({ slot, minutes })
  }
  return marks
}
