// Traffic of an imagined centre for the planning pages: a weekly pattern with noise that is always the same.
import type { Grid, Horizon, PlanMark, SeriesInfo } from '#engine/protocol/planning.ts'

const DAY_MS = 86_400_000
export const OPENS = 8 * 60
export const CLOSES = 20 * 60
const two = (n: number): string => String(n).padStart(2, '0')

export const gridOf = (slotMinutes: number): Grid => ({
  slotMinutes: slotMinutes as Grid['slotMinutes'],
  opensAt: OPENS,
  closesAt: CLOSES,
})

export const localDate = (at: number): string => {
  const d = new Date(at)
  return `${d.getFullYear()}-${two(d.getMonth() + 1)}-${two(d.getDate())}`
}
export const addDays = (date: string, days: number): string =>
  new Date(Date.parse(`${date}T00:00:00Z`) + days * DAY_MS).toISOString().slice(0, 10)

/** 0 … 1, always the same for the same text */
export function chance(text: string): number {
  let hash = 2_166_136_261
  for (const letter of text) hash = Math.imul(hash ^ letter.charCodeAt(0), 16_777_619)
  return ((hash ^ (hash >>> 15)) >>> 0) / 2 ** 32
}

const SIZE: Record<string, number> = {
  all: 5_200,
  'queue:queue-service': 2_900,
  'queue:queue-tech': 1_500,
  'queue:queue-sales': 800,
  'number:95588': 4_600,
  'service:flow-main': 3_100,
}
/** Sunday first */
const WEEK = [0.32, 1.22, 1.1, 1.02, 1, 0.96, 0.45]

/** Calls expected on a day, all of it. */
export function dayMean(series: string, date: string, marks: readonly PlanMark[]): number {
  const mark = marks.find((one) => one.date === date)
  if (mark?.type === 'closed') return 0
  const weekday = mark?.type === 'as-weekday' ? (mark.weekday ?? 0) : new Date(`${date}T00:00:00Z`).getUTCDay()
  const dayOfMonth = Number(date.slice(8))
  const factor = mark?.type === 'holiday' ? 0.25 : mark?.type === 'promotion' ? (mark.lift ?? 1.25) : 1
  return (SIZE[series] ?? 400) * (WEEK[weekday] ?? 1) * (dayOfMonth <= 3 || dayOfMonth >= 27 ? 1.12 : 1) * factor
}

/** Share of the day's calls that come in a slot; two humps. */
function shareOf(minute: number, slotMinutes: number): number {
  const hump = (at: number, wide: number): number => Math.exp(-(((minute - at) / wide) ** 2))
  let all = 0
  for (let m = OPENS; m < CLOSES; m += slotMinutes)
    all += 0.15 + Math.exp(-(((m - 620) / 95) ** 2)) + 0.8 * Math.exp(-(((m - 900) / 130) ** 2))
  return (0.15 + hump(620, 95) + 0.8 * hump(900, 130)) / all
}

export interface Slot {
  at: string
  mean: number
  /** what came */
  truth: number
  ahtMs: number
}

export function slotsOf(series: string, date: string, slotMinutes: number, marks: readonly PlanMark[]): Slot[] {
  const day = dayMean(series, date, marks)
  const drift = 1 + 0.12 * (chance(`${series}${date}`) - 0.5)
  const slots: Slot[] = []
  for (let minute = OPENS; minute < CLOSES; minute += slotMinutes) {
    const at = `${date}T${two(Math.floor(minute / 60))}:${two(minute % 60)}`
    const mean = day * shareOf(minute, slotMinutes)
    const noise = (chance(`${series}${at}a`) + chance(`${series}${at}b`) - 1) * 1.6 * Math.sqrt(mean)
    slots.push({
      at,
      mean,
      truth: Math.max(0, Math.round(mean * drift + noise)),
      ahtMs: Math.round(232_000 + 30_000 * Math.sin(minute / 130) + 14_000 * (chance(`${at}c`) - 0.5)),
    })
  }
  return slots
}

/** Where points of a horizon begin: the part of a date that names them. */
const WIDTH: Record<Horizon, number> = { interval: 16, day: 10, month: 7, year: 4 }

/** Slots of some days, added up to a horizon. */
export function pointsOf(
  series: string,
  days: readonly string[],
  horizon: Horizon,
  slotMinutes: number,
  marks: readonly PlanMark[],
): Slot[] {
  const sums = new Map<string, Slot>()
  for (const date of days)
    for (const slot of slotsOf(series, date, horizon === 'interval' ? slotMinutes : 60, marks)) {
      const at = slot.at.slice(0, WIDTH[horizon])
      const sum = sums.get(at)
      if (!sum) sums.set(at, { ...slot, at })
      else Object.assign(sum, { mean: sum.mean + slot.mean, truth: sum.truth + slot.truth })
    }
  return [...sums.values()]
}

export function daysOf(from: string, to: string): string[] {
  const days: string[] = []
  for (let date = from; date < to && days.length < 4_000; date = addDays(date, 1)) days.push(date)
  return days
}

export function seriesOf(today: string): SeriesInfo[] {
  const has = { from: addDays(today, -400), to: addDays(today, -1), days: 400 }
  return [
    { id: 'all', kind: 'all', name: '全部', ...has },
    { id: 'queue:queue-service', kind: 'queue', name: '客户服务', ...has },
    { id: 'queue:queue-tech', kind: 'queue', name: '技术支持', ...has },
    { id: 'queue:queue-sales', kind: 'queue', name: '销售咨询', from: addDays(today, -30), to: has.to, days: 30 },
    { id: 'queue:queue-new', kind: 'queue', name: '新开队列', days: 0 },
    { id: 'number:95588', kind: 'number', name: '95588 客服热线', ...has },
    { id: 'service:flow-main', kind: 'service', name: '账单查询', ...has },
  ]
}
