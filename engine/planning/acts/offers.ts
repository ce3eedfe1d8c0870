// The rest of today: what it needs by the re-forecast, who is there, what might be offered, and offers sent.

import type { Services } from '../../gateway/http/services.ts'
import type { DayOffers, Offer, OfferedChange } from '../../protocol/offers.ts'
import type { Grid, PlanDate, SeriesId } from '../../protocol/planning.ts'
import type { By } from '../../records/record/audit.ts'
import { done, type Outcome, refused } from '../../records/record/outcome.ts'
import { addDays } from '../core/clock.ts'
import { slotsOf } from '../core/cover.ts'
import { changedDuty, effectOf, lastMoment, type OfferWorld, proposalsOf } from '../core/offers.ts'
import { awayOf } from '../records/meetings.ts'
import { accountsOf, type DutyOfRoster, dutiesOfDay, makeOffers, offersOf, rulesOfRosters } from '../records/offers.ts'
import { allShifts } from '../records/world.ts'
import { adherence } from './adherence.ts'
import { askPlan, staffedAsk } from './ask.ts'
import { dateNow, minuteNow, momentIn } from './moment.ts'

interface Day {
  world: OfferWorld
  duties: DutyOfRoster[]
  offers: Offer[]
  notThere: DayOffers['notThere']
}

async function dayOf(services: Services, series: SeriesId): Promise<Outcome<Day>> {
  const { sql, settings, agent, now } = services
  const { timeZone } = settings
  const date = dateNow(now(), timeZone)
  const ask = await staffedAsk(services, series, date, addDays(date, 1))
  const today = await askPlan(services, { type: 'today', ...ask })
  if (!today.ok) return today
  const { grid, points } = today.value
  const need = Array.from({ length: slotsOf(grid) }, (_, slot) => points[slot]?.need ?? 0)
  const rows = await adherence({ sql, agent, now, timeZone })
  const away = new Set(rows.filter(({ deviation }) => deviation === 'not-there').map(({ agentId }) => agentId))
  const all = await dutiesOfDay(sql, series, date)
  const duties = all.filter(({ agentId }) => !away.has(agentId))
  const offers = await offersOf(sql, [...new Set(all.map(({ agentId }) => agentId))], date, now())
  const asked = offers.filter(({ state }) => state === 'open' || state === 'accepted' || state === 'declined')
  const world: OfferWorld = {
    ...{ grid, date, now: minuteNow(now(), timeZone), need, duties },
    away: await awayOf(sql, addDays(date, -1), addDays(date, 1)),
    shifts: await allShifts(sql),
    asked: new Set(asked.map(({ agentId }) => agentId)),
    isAllowed: await rulesOfRosters(
      sql,
      duties.map(({ rosterId }) => rosterId),
    ),
  }
  const notThere = all
    .filter((duty) => duty.date === date && away.has(duty.agentId))
    .map(({ number, name }) => ({ number, name }))
  return done({ world, duties, offers, notThere })
}

export async function dayOffers(services: Services, series: SeriesId): Promise<Outcome<DayOffers>> {
  const day = await dayOf(services, series)
  if (!day.ok) return day
  const { world, duties, offers, notThere } = day.value
  const { cover, lack, lackWithAll, proposals } = proposalsOf(world)
  const named = new Map(duties.map(({ agentId, number, name }) => [agentId, { number, name }]))
  return done({
    ...{ series, date: world.date, grid: world.grid, now: world.now, lack, lackWithAll, notThere, offers },
    slots: world.need.map((need, slot) => ({ at: minutesAt(world.grid, slot), need, cover: cover[slot] ?? 0 })),
    proposals: proposals.map((one) => ({ ...one, ...(named.get(one.agentId) ?? { number: '', name: '' }) })),
  })
}

const minutesAt = (grid: Grid, slot: number): number => grid.opensAt + slot * grid.slotMinutes

/** Each as the day stands now; one that is no longer possible refuses all, so that nobody is asked for nothing. */
export async function sendOffers(
  services: Services,
  { series, changes }: { series: SeriesId; changes: readonly OfferedChange[] },
  by: By,
): Promise<Outcome<Offer[]>> {
  const { sql, settings, now } = services
  const day = await dayOf(services, series)
  if (!day.ok) return day
  const { world, duties } = day.value
  const moment = momentIn(settings.timeZone)
  const offers = changes.flatMap((change) => {
    const duty = duties.find(({ agentId, date }) => agentId === change.agentId && date === change.date)
    const changed = duty && changedDuty(duty, change)
    if (!duty || !changed || isOver(change, world) || !world.isAllowed(changed)) return []
    const expiresAt = moment(change.date, lastMoment(change))
    return [{ ...change, ...effectOf(world, duty, changed), rosterId: duty.rosterId, expiresAt }]
  })
  if (offers.length < changes.length) return refused('offer-outdated')
  const made = await makeOffers(sql, offers, now(), by)
  if (made.ok) await tell(services, made.value)
  return made
}

const isOver = (change: OfferedChange, world: { date: PlanDate; now: number }): boolean =>
  change.date !== world.date || lastMoment(change) <= world.now

/** The agents' pages look at once. */
export async function tell(services: Pick<Services, 'sql' | 'word'>, offers: readonly Offer[]): Promise<void> {
  const agentIds = offers.map(({ agentId }) => agentId)
  services.word({ to: await accountsOf(services.sql, agentIds), about: 'offers', data: null })
}
