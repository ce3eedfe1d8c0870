// Capacity by month: how many agents the forecast needs, how many are left of those there are, and when whom to hire.

/** What the forecast and the target need of one month, hours on the roster. */
export interface MonthNeed {
  /** YYYY-MM */
  month: string
  days: number
  hours: number
}

export interface HiringInput {
  /** agents now */
  staff: number
  /** paid hours of one, a week */
  weekHours: number
  /** share of the agents who leave within a year, in per cent */
  leavers: number
  /** months from the first day of who is hired until he works as others do */
  months: number
}

export interface MonthPlan extends MonthNeed {
  needed: number
  /** with those hired by this plan, whole agents */
  staff: number
  /** still missing: nobody hired from now on is ready by then */
  short: number
  /** to begin this month */
  hire: number
}

const TINY = 1e-9

/** Hires begin as late as they may; whoever is ready goes at the same rate as others. */
export function hiringPlan(needs: readonly MonthNeed[], input: HiringInput): MonthPlan[] {
  const stays = 1 - input.leavers / 100 / 12
  const hires = needs.map(() => 0)
  const staffIn = (month: number): number =>
    hires.reduce(
      (sum, people, began) => (began + input.months <= month ? sum + people * stays ** (month - began) : sum),
      input.staff * stays ** month,
    )
  return needs
    .map((need, month) => {
      const needed = Math.ceil(need.hours / ((input.weekHours * need.days) / 7) - TINY)
      const began = month - input.months
      // some of those hired have left by the time they are counted on
      while (began >= 0 && Math.floor(staffIn(month) + TINY) < needed) hires[began] = (hires[began] ?? 0) + 1
      return { ...need, needed }
    })
    .map((need, month) => {
      const staff = Math.floor(staffIn(month) + TINY)
      return { ...need, staff, short: Math.max(0, need.needed - staff), hire: hires[month] ?? 0 }
    })
}
