// Offers of the day to agents: made by a planner, answered on the desk; one that is accepted changes the published duty.

import type { Offer, OfferedChange } from '../../protocol/offers.ts'
import type { PlanDate, SeriesId } from '../../protocol/planning.ts'
import type { Duty } from '../../protocol/roster.ts'
import type { AuditAct } from '../../protocol/words/records.ts'
import { audit, type By } from '../../records/record/audit.ts'
import { newId } from '../../records/record/configure.ts'
import { done, type Outcome, refused } from '../../records/record/outcome.ts'
import type { Queries, Sql, Tx } from '../../records/store/postgres.ts'
import { addDays, timeOf } from '../core/clock.ts'
import { consequencesOf, newFaults } from '../core/consequences.ts'
import { changedDuty } from '../core/offers.ts'
import { grown } from './changes.ts'
import { findRoster, lockRoster, readDuties, writeDuties } from './roster-rows.ts'
import { planningOf } from './targets.ts'
import { type NamedWorld, worldOf } from './world.ts'

export interface DutyOfRoster extends Duty {
  rosterId: string
  number: string
  name: string
}

/** Published duties of a date and of the night before it, of those who take the series' calls. */
export async function dutiesOfDay(sql: Queries, series: SeriesId, date: PlanDate): Promise<DutyOfRoster[]> {
  const { agentIds } = await planningOf(sql, series)
  const rows = await sql<DutyOfRoster[]>`
    select d.roster_id, d.agent_id, a.number, a.name, d.date, d.shift_id, d.starts_at, d.ends_at, d.breaks, d.pinned
    from roster_duties d join rosters r on r.id = d.roster_id and r.state = 'published' join agents a on a.id = d.agent_id
    where d.date >= ${addDays(date, -1)} and d.date <= ${date} and d.agent_id = any(${agentIds}::text[])
      and not exists (select 1 from leave l where l.agent_id = d.agent_id and l.state = 'approved'
        and l.from_date <= d.date and l.to_date >= d.date)
    order by a.number, d.date`
  return [...rows]
}

/** Whether a changed duty breaks no rule that its roster keeps; rosters are read once. */
export async function rulesOfRosters(sql: Queries, ids: readonly string[]): Promise<(duty: Duty) => boolean> {
  const worlds: { world: NamedWorld; duties: Duty[] }[] = []
  for (const id of new Set(ids)) {
    const row = await findRoster(sql, id)
    if (!row) continue
    const duties = await readDuties(sql, id)
    worlds.push({ world: await worldOf(sql, row, duties), duties })
  }
  const isOf = (one: Duty) => (other: Duty) => one.agentId === other.agentId && one.date === other.date
  return (duty) =>
    worlds.every(({ world, duties }) => !duties.some(isOf(duty)) || newFaults(world, duties, duty).length === 0)
}

interface OfferRow {
  id: string
  agentId: string
  number: string
  name: string
  date: PlanDate
  type: Offer['type']
  fromMinute: number
  toMinute: number
  minutes: number
  missingBefore: number
  missingAfter: number
  tooManyBefore: number
  tooManyAfter: number
  state: Offer['state']
  offeredAt: number
  expiresAt: number
  decidedAt: number | null
}

const offerOf = (row: OfferRow, now: number): Offer => ({
  ...{ id: row.id, agentId: row.agentId, number: row.number, name: row.name, date: row.date, type: row.type },
  ...{ from: row.fromMinute, to: row.toMinute, minutes: row.minutes },
  before: { missing: row.missingBefore, tooMany: row.tooManyBefore },
  after: { missing: row.missingAfter, tooMany: row.tooManyAfter },
  state: row.state === 'open' && row.expiresAt <= now ? 'expired' : row.state,
  ...{ offeredAt: row.offeredAt, expiresAt: row.expiresAt },
  ...(row.decidedAt === null ? {} : { decidedAt: row.decidedAt }),
})

const head = (sql: Queries) => sql`
  select o.id, o.agent_id, a.number, a.name, o.date, o.type, o.from_minute, o.to_minute, o.minutes, o.missing_before,
    o.missing_after, o.too_many_before, o.too_many_after, o.state, o.offered_at, o.expires_at, o.decided_at
  from duty_offers o join agents a on a.id = o.agent_id`

/** Of a date, newest first; of some agents. */
export async function offersOf(
  sql: Queries,
  agentIds: readonly string[],
  date: PlanDate,
  now: number,
): Promise<Offer[]> {
  const rows = await sql<OfferRow[]>`${head(sql)}
    where o.date = ${date} and o.agent_id = any(${[...agentIds]}::text[]) order by o.offered_at desc, a.number limit 200`
  return rows.map((row) => offerOf(row, now))
}

export interface NewOffer extends OfferedChange, Pick<Offer, 'before' | 'after'> {
  rosterId: string
  expiresAt: number
}

/** All or none; who has an open offer for the date already gets no second one. */
export const makeOffers = (sql: Sql, offers: readonly NewOffer[], at: number, by: By): Promise<Outcome<Offer[]>> =>
  sql.begin(async (tx): Promise<Outcome<Offer[]>> => {
    await tx`update duty_offers set state = 'expired' where state = 'open' and expires_at <= ${at}`
    const made: Offer[] = []
    for (const { before, after, ...offer } of offers) {
      const id = newId('offer')
      const written =
        await tx`insert into duty_offers (id, roster_id, agent_id, date, type, from_minute, to_minute, minutes,
          missing_before, missing_after, too_many_before, too_many_after, offered_at, expires_at)
        values (${id}, ${offer.rosterId}, ${offer.agentId}, ${offer.date}, ${offer.type}, ${offer.from}, ${offer.to},
          ${offer.minutes}, ${before.missing}, ${after.missing}, ${before.tooMany}, ${after.tooMany}, ${at},
          ${offer.expiresAt})
        on conflict (agent_id, date) where state = 'open' do nothing returning id`
      if (written.length === 0) return refused('offer-open')
      made.push(await told(tx, id, 'offer', at, by))
    }
    return done(made)
  })

export interface OfferAnswer {
  id: string
  command: 'accept' | 'decline' | 'withdraw'
  /** whose it must be; a planner withdraws anybody's */
  agentId?: string
  at: number
}

const STATES = { accept: 'accepted', decline: 'declined', withdraw: 'withdrawn' } as const
const ACTS = { accept: 'agree', decline: 'refuse', withdraw: 'withdraw' } as const

export const answerOffer = (sql: Sql, { id, command, agentId, at }: OfferAnswer, by: By): Promise<Outcome<Offer>> =>
  sql.begin(async (tx): Promise<Outcome<Offer>> => {
    const [held] = await tx<{ rosterId: string; agentId: string }[]>`
      select roster_id, agent_id from duty_offers where id = ${id} for update`
    if (!held || (agentId !== undefined && held.agentId !== agentId)) return refused('not-found')
    const [row] = await tx<OfferRow[]>`${head(tx)} where o.id = ${id}`
    if (!row || offerOf(row, at).state !== 'open') return refused('offer-not-open')
    if (command === 'accept') {
      const carried = await carryOut(tx, held.rosterId, offerOf(row, at))
      if (!carried.ok) return carried
    }
    await tx`update duty_offers set state = ${STATES[command]}, decided_at = ${at} where id = ${id}`
    return done(await told(tx, id, ACTS[command], at, by))
  })

/** The duty as it is now, and the rules as they are now. */
async function carryOut(tx: Tx, rosterId: string, offer: Offer): Promise<Outcome<true>> {
  const row = await lockRoster(tx, rosterId)
  if (row?.state !== 'published') return refused('offer-outdated')
  const duties = await readDuties(tx, rosterId)
  const at = duties.findIndex(({ agentId, date }) => agentId === offer.agentId && date === offer.date)
  const duty = duties[at]
  const changed = duty && changedDuty(duty, offer)
  if (!changed) return refused('offer-outdated')
  const world = await worldOf(tx, row, duties)
  if (newFaults(world, duties, changed).length > 0) return refused('offer-outdated')
  await writeDuties(tx, rosterId, [changed])
  await grown(tx, row, consequencesOf(world, duties.with(at, changed)).costs.total)
  return done(true)
}

async function told(tx: Tx, id: string, action: AuditAct, at: number, by: By): Promise<Offer> {
  const [row] = await tx<OfferRow[]>`${head(tx)} where o.id = ${id}`
  if (!row) throw new Error('the offer that was just written is not there')
  const offer = offerOf(row, at)
  const [from, to] = [timeOf(offer.from), timeOf(offer.to)]
  const title = `${offer.name} ${offer.date} ${from} → ${to}`
  await audit(tx, by, { action, kind: 'duty-offers', recordId: id, title, after: { from, to, state: offer.state } })
  return offer
}

/** Accounts of these agents: they are told at once. */
export async function accountsOf(sql: Queries, agentIds: readonly string[]): Promise<string[]> {
  const rows = await sql<{ id: string }[]>`select id from accounts where agent_id = any(${[...agentIds]}::text[])`
  return rows.map(({ id }) => id)
}
