// Rows of (local time, count) made into a history: gaps, doubles, clock changes, zeros and spikes found and named.
import { type Calendar, markOf } from './calendar.ts'
import { dateOf, dayOf, type History, weekdayOf } from './history.ts'
import { oddDays } from './odd-days.ts'
import type { Warning } from './warnings.ts'

export interface Row {
  /** local time of the slot's start: 2003-03-03T07:00 */
  at: string
  value: number
}

export interface Opening {
  slotMinutes: number
  /** minutes after midnight; a day is cut to what lies between */
  opensAt: number
  closesAt: number
}

export interface Series {
  history: History
  warnings: Warning[]
}

/** A spike is this many times the highest of the other same weekdays at that time of day, and this far above. */
const SPIKE_TIMES = 5
const SPIKE_ABOVE = 30
const LEAST_DAYS = 21
/** A day of zeros is one where at least this many were usual. */
const USUAL_CALLS = 20
/** So many of them at the end are no fault of a file or a line: the queue has died. */
const DIED_DAYS = 3

const timeOf = (opening: Opening, day: number, slot: number): string => {
  const minutes = opening.opensAt + slot * opening.slotMinutes
  const two = (value: number): string => String(value).padStart(2, '0')
  return `${dateOf(day)}T${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`
}

/** `clockChanges` are the dates on which the local clock is put forward or back. */
export function seriesOf(rows: Row[], opening: Opening, calendar: Calendar, clockChanges: string[] = []): Series {
  const slots = Math.round((opening.closesAt - opening.opensAt) / opening.slotMinutes)
  const numbers = rows.map((row) => dayOf(row.at)).filter(Number.isFinite)
  const firstDay = numbers.reduce((least, day) => Math.min(least, day), numbers[0] ?? 0)
  const lastDay = numbers.reduce((most, day) => Math.max(most, day), firstDay)
  const days = Array.from({ length: lastDay - firstDay + 1 }, () => new Float64Array(slots).fill(Number.NaN))
  const changed = new Set(clockChanges.map(dayOf))
  const warnings: Warning[] = []
  const times = new Map<number, number>()
  for (const { at, value } of rows) {
    const day = dayOf(at)
    const minute = Number(at.slice(11, 13)) * 60 + Number(at.slice(14, 16))
    const slot = Math.floor((minute - opening.opensAt) / opening.slotMinutes)
    if (!Number.isFinite(day) || !(value >= 0) || !Number.isFinite(value)) {
      warnings.push({ type: 'slot-invalid', at, count: 1 })
      continue
    }
    if (!(slot >= 0 && slot < slots)) continue
    const key = (day - firstDay) * slots + slot
    const before = times.get(key) ?? 0
    const values = days[day - firstDay]!
    values[slot] = changed.has(day) && before > 0 ? values[slot]! + value : value
    times.set(key, before + 1)
  }
  const history: History = { firstDay, slots, days, calendar }
  warnDoubles(times, opening, history, changed, warnings)
  dropZeros(history, warnings)
  dropSpikes(history, opening, warnings)
  warnGaps(history, opening, changed, warnings)
  warnings.push(...oddDays(history))
  if (days.length < LEAST_DAYS) warnings.push({ type: 'history-short', at: dateOf(firstDay), count: days.length })
  return { history, warnings }
}

function warnDoubles(
  times: Map<number, number>,
  opening: Opening,
  history: History,
  changed: Set<number>,
  warnings: Warning[],
): void {
  const moved = new Map<number, number>()
  for (const [key, count] of times) {
    if (count < 2) continue
    const day = history.firstDay + Math.floor(key / history.slots)
    if (changed.has(day)) moved.set(day, (moved.get(day) ?? 0) + 1)
    else warnings.push({ type: 'slot-doubled', at: timeOf(opening, day, key % history.slots), count })
  }
  for (const [day, count] of moved) warnings.push({ type: 'clock-changed', at: dateOf(day), count })
}

/** Runs of unknown slots on days of which something is known. */
function warnGaps(history: History, opening: Opening, changed: Set<number>, warnings: Warning[]): void {
  const odd = new Set(warnings.filter((warning) => warning.type !== 'slot-doubled').map((warning) => warning.at))
  history.days.forEach((values, index) => {
    const day = history.firstDay + index
    if (values.every(Number.isNaN)) return
    for (let slot = 0; slot < history.slots; slot++) {
      if (!Number.isNaN(values[slot]!) || odd.has(timeOf(opening, day, slot))) continue
      let end = slot
      while (end < history.slots && Number.isNaN(values[end]!)) end += 1
      const count = end - slot
      if (changed.has(day)) warnings.push({ type: 'clock-changed', at: dateOf(day), count })
      // a slot that is unknown on every such weekday is outside opening hours, not missing
      else if (knownElsewhere(history, day, slot))
        warnings.push({ type: 'slot-missing', at: timeOf(opening, day, slot), count })
      slot = end
    }
  })
}

function others(history: History, day: number): Float64Array[] {
  return history.days.filter((_, index) => {
    const other = history.firstDay + index
    return other !== day && weekdayOf(other) === weekdayOf(day) && !markOf(history.calendar, other).excluded
  })
}

const knownElsewhere = (history: History, day: number, slot: number): boolean =>
  others(history, day).some((values) => !Number.isNaN(values[slot]!))

const sumOf = (values: Float64Array): number =>
  values.reduce((sum, value) => sum + (Number.isNaN(value) ? 0 : value), 0)

function dropZeros(history: History, warnings: Warning[]): void {
  const zeros = history.days.flatMap((values, index) => {
    if (values.every(Number.isNaN) || sumOf(values) > 0) return []
    const sums = others(history, history.firstDay + index)
      .map(sumOf)
      .filter((sum) => sum > 0)
    const usual = sums.sort((a, b) => a - b)[Math.floor(sums.length / 2)] ?? 0
    return usual >= USUAL_CALLS ? [index] : []
  })
  const last = lastOf(history, zeros)
  if (last.length >= DIED_DAYS)
    warnings.push({ type: 'calls-ended', at: dateOf(history.firstDay + last[0]!), count: last.length })
  for (const index of last.length >= DIED_DAYS ? zeros.slice(0, -last.length) : zeros) {
    history.days[index]!.fill(Number.NaN)
    warnings.push({ type: 'day-of-zeros', at: dateOf(history.firstDay + index), count: 1 })
  }
}

/** Those after which no call came any more. */
function lastOf(history: History, zeros: number[]): number[] {
  const lastCall = history.days.findLastIndex((values) => sumOf(values) > 0)
  return zeros.filter((index) => index > lastCall)
}

/** A slot far above all other same weekdays at about that time, on a day whose other slots are not. */
function dropSpikes(history: History, opening: Opening, warnings: Warning[]): void {
  const spikes: [Float64Array, number, string][] = []
  for (let weekday = 0; weekday < 7; weekday++) {
    const same = history.days
      .map((values, index) => ({ values, day: history.firstDay + index }))
      .filter(({ values, day }) => weekdayOf(day) === weekday && !values.every(Number.isNaN))
    if (same.length < 2) continue
    for (const { values, day } of same)
      values.forEach((value, slot) => {
        const highest = highestAround(
          same.filter((other) => other.day !== day).map((other) => other.values),
          slot,
        )
        const neighbours = Math.max(values[slot - 1] || 0, values[slot + 1] || 0)
        const usual = Math.max(highest, neighbours)
        if (value > SPIKE_TIMES * usual && value > usual + SPIKE_ABOVE && usual + highest > 0)
          spikes.push([values, slot, timeOf(opening, day, slot)])
      })
  }
  for (const [values, slot, at] of spikes) {
    values[slot] = Number.NaN
    warnings.push({ type: 'absurd-spike', at, count: 1 })
  }
}

function highestAround(days: Float64Array[], slot: number): number {
  let highest = 0
  for (const values of days)
    for (let near = slot - 1; near <= slot + 1; near++) highest = Math.max(highest, values[near] || 0)
  return highest
}
