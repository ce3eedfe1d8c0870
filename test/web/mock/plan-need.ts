// The mock's staffing: need by the product's own formulae on imagined traffic, and today so far.
import { demandOf, targetUnder } from '#analytics/planning/demand.ts'
import type {
  NeedAnswer,
  NeedAsk,
  NeedPoint,
  PlanMark,
  StaffingTarget,
  TodayAnswer,
  TodayPoint,
  WhatIf,
} from '#engine/protocol/planning.ts'
import { type MockAnswer, type MockAsked, refuse } from './asked.ts'
import { addDays, chance, daysOf, gridOf, localDate, type Slot, slotsOf } from './plan-data.ts'

const TARGET: StaffingTarget = {
  serviceLevel: 0.8,
  withinSeconds: 20,
  patienceSeconds: 180,
  maxOccupancy: 0.9,
  ahtSeconds: 240,
  shrinkage: { training: 0.05, leave: 0.1, breaks: 0.08 },
  lineBlocking: 0.001,
  ivrSeconds: 30,
}

/** told once for each of its slots */
const CLOCK = {
  type: 'clock-changed',
  at: '2026-10-25',
  count: 2,
  text: { zh: '2026-10-25 时钟调整，涉及 2 个时段', en: 'the clock changed on 2026-10-25, 2 intervals' },
}

/** The roster is good for a week, a little thin at noon. */
function scheduledAt(at: string, agents: number, today: string): number | null {
  if (at.slice(0, 10) >= addDays(today, 7)) return null
  const thin = at.slice(11) >= '11:30' && at.slice(11) < '13:30' ? 0.88 : 1.04
  return Math.max(0, Math.round(agents * thin + 2 * (chance(at) - 0.5)))
}

function pointOf(slot: Slot, slotMinutes: number, whatIf: WhatIf, today: string, now: string): NeedPoint {
  const target = targetUnder(TARGET, whatIf)
  const calls = slot.mean * (whatIf.volume ?? 1)
  const ahtMs = slot.ahtMs * (whatIf.handleTime ?? 1)
  const byTarget = demandOf(slot.mean, slot.ahtMs / 1000, slotMinutes * 60, TARGET)
  const scheduled = scheduledAt(slot.at, byTarget.agents, today)
  return {
    at: slot.at,
    calls,
    ahtMs,
    ...demandOf(calls, ahtMs / 1000, slotMinutes * 60, target),
    scheduled,
    actual: slot.at < now && scheduled !== null ? Math.max(0, scheduled - Math.round(3 * chance(`${slot.at}s`))) : null,
  }
}

function need(asked: NeedAsk, marks: readonly PlanMark[], today: string, now: string): NeedAnswer {
  const slotMinutes = asked.slotMinutes ?? 30
  const days = asked.series === 'queue:queue-new' ? [] : daysOf(asked.from, asked.to)
  const points = days
    .flatMap((date) => slotsOf(asked.series, date, slotMinutes, marks))
    .map((slot) => pointOf(slot, slotMinutes, asked.whatIf ?? {}, today, now))
  const busiest = points.reduce<NeedPoint | undefined>(
    (most, one) => (most && most.erlangs >= one.erlangs ? most : one),
    undefined,
  )
  return {
    series: asked.series,
    grid: gridOf(slotMinutes),
    target: targetUnder(TARGET, asked.whatIf ?? {}),
    points,
    peak: busiest
      ? {
          at: busiest.at,
          erlangs: busiest.erlangs,
          agents: busiest.agents,
          lines: Math.max(...points.map((point) => point.lines)),
          channels: Math.max(...points.map((point) => point.channels)),
        }
      : null,
    hours: points.reduce((all, point) => all + point.toRoster * (slotMinutes / 60), 0),
    warnings: [CLOCK, CLOCK],
  }
}

/** A day that brings a tenth more than planned; the re-forecast has seen it. */
function todayOf(series: string, marks: readonly PlanMark[], today: string, now: string): TodayAnswer {
  const slots = slotsOf(series, today, 30, marks)
  const points = slots.map((slot): TodayPoint => {
    const over = slot.at.slice(0, 16) < now
    const one = pointOf(slot, 30, {}, today, now)
    const expected = slot.mean * 1.08
    return {
      at: slot.at,
      planned: slot.mean,
      actual: over ? Math.round(slot.truth * 1.1) : null,
      reforecast: over ? null : expected,
      lower80: over ? null : expected - 2 * Math.sqrt(expected),
      upper80: over ? null : expected + 2 * Math.sqrt(expected),
      need: one.agents,
      scheduled: one.scheduled,
      staffed: one.actual,
    }
  })
  const sum = (values: (number | null)[]): number => values.reduce<number>((all, one) => all + (one ?? 0), 0)
  const soFar = sum(points.map((point) => point.actual))
  return {
    series,
    grid: gridOf(30),
    points,
    planned: sum(points.map((point) => point.planned)),
    reforecast: soFar + sum(points.map((point) => point.reforecast)),
    soFar,
    plannedSoFar: sum(points.filter((point) => point.actual !== null).map((point) => point.planned)),
    computedAt: Date.now(),
    timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
    warnings: [],
  }
}

export function createMockNeed(now: number, marks: () => PlanMark[]): (asked: MockAsked) => MockAnswer | undefined {
  const today = localDate(now)
  const clock = (): string => `${today}T${new Date().toTimeString().slice(0, 5)}`
  const day = (series: string): MockAnswer => ({ status: 200, json: todayOf(series, marks(), today, clock()) })
  return ({ path, query, body, session }) => {
    if (path === '/api/kiosk/today') return query.get('token') === 'board' ? day('all') : refuse(403, 'not-allowed')
    if (!session) return undefined
    if (path === '/api/plan/need') return { status: 200, json: need(body as NeedAsk, marks(), today, clock()) }
    if (path === '/api/plan/today') return day(query.get('series') ?? 'all')
    return undefined
  }
}
