// What may be offered to agents for the rest of a day, the best first, and what each change does to its cover. Pure.
import type { Lack, OfferedChange } from '../../protocol/offers.ts'
import type { Grid, PlanDate } from '../../protocol/planning.ts'
import type { Duty } from '../../protocol/roster.ts'
import { areBreaksWrong } from './breaks.ts'
import { fineGrid, OVER_COST, UNDER_COST } from './consequences.ts'
import { type Away, coverOf, workedSpans } from './cover.ts'
import type { PlanShift } from './rules.ts'

export interface OfferWorld {
  grid: Grid
  date: PlanDate
  /** minutes after midnight of the date */
  now: number
  /** agents on the phones, by slot of the grid */
  need: readonly number[]
  /** of the date and the night before, of those who are counted */
  duties: readonly Duty[]
  away: readonly Away[]
  shifts: readonly PlanShift[]
  /** agents who are not asked: they were already */
  asked: ReadonlySet<string>
  /** whether the rules let this duty stand where the other stood */
  isAllowed(duty: Duty): boolean
}

export interface Proposal extends OfferedChange {
  before: Lack
  after: Lack
}

export interface Proposed {
  /** by slot of the grid */
  cover: number[]
  lack: Lack
  lackWithAll: Lack
  proposals: Proposal[]
}

/** Nobody is asked to do otherwise sooner than this. */
const LEAD_MINUTES = 15
const STEP_MINUTES = 15
/** by how much a duty grows or shrinks */
const SPANS = [30, 60, 90, 120]
const MOST = 20
/** points, as rosters cost: what saves less disturbs somebody for nothing */
const LEAST_GAIN = 1

/** One change of a duty; undefined where the duty is no longer as it was, or cannot be so. */
export function changedDuty(duty: Duty, { type, from, to, minutes }: OfferedChange): Duty | undefined {
  if (type !== 'move-break') {
    if (duty.endsAt !== from || to <= duty.startsAt) return undefined
    const changed = { ...duty, endsAt: to, pinned: true }
    return areBreaksWrong(changed) ? undefined : changed
  }
  const at = duty.breaks.findIndex((one) => one.at === from && one.minutes === minutes)
  if (at < 0) return undefined
  const breaks = duty.breaks.map((one, index) => (index === at ? { ...one, at: to } : one))
  const changed = { ...duty, breaks: breaks.sort((a, b) => a.at - b.at), pinned: true }
  return areBreaksWrong(changed) ? undefined : changed
}

/** The moment from which a change can no longer be made. */
export const lastMoment = ({ from, to }: OfferedChange): number => Math.min(from, to)

function changesOf(duty: Duty, { now, shifts }: OfferWorld): OfferedChange[] {
  const soonest = now + LEAD_MINUTES
  const shift = shifts.find((each) => each.id === duty.shiftId)
  const of = { agentId: duty.agentId, date: duty.date }
  const moves = duty.breaks.flatMap(({ at, minutes }): OfferedChange[] => {
    const window = shift?.breaks.find((one) => one.minutes === minutes && at >= one.earliest && at <= one.latest)
    if (!window || at < soonest) return []
    const starts: number[] = []
    for (let to = window.earliest; to <= window.latest; to += STEP_MINUTES) if (to >= soonest) starts.push(to)
    return starts.filter((to) => to !== at).map((to) => ({ ...of, type: 'move-break', from: at, to, minutes }))
  })
  if (duty.endsAt < soonest) return moves
  const ends = SPANS.flatMap((minutes): OfferedChange[] => [
    { ...of, type: 'stay-longer', from: duty.endsAt, to: duty.endsAt + minutes, minutes },
    { ...of, type: 'leave-early', from: duty.endsAt, to: duty.endsAt - minutes, minutes },
  ])
  return [...moves, ...ends.filter(({ to }) => to >= soonest)]
}

/** The day's cover on a grid as fine as its duties, of which a change costs only the slots that it touches. */
class Cover {
  readonly #world: OfferWorld
  readonly #fine: Grid
  readonly #have: number[]

  constructor(world: OfferWorld) {
    this.#world = world
    this.#fine = { ...fineGrid(world.grid, [...world.shifts, ...world.duties]) }
    this.#have = coverOf(this.#fine, [world.date], world.duties, world.away).get(world.date) ?? []
  }

  #need(slot: number): number {
    return this.#world.need[Math.floor((slot * this.#fine.slotMinutes) / this.#world.grid.slotMinutes)] ?? 0
  }

  /** in agent-slots of the fine grid */
  #lackOf(slot: number, have: number): Lack {
    const short = this.#need(slot) - have
    return { missing: Math.max(0, short), tooMany: Math.max(0, -short) }
  }

  /** what of a slot is still to come, 0…1 */
  #left(slot: number): number {
    const end = this.#fine.opensAt + (slot + 1) * this.#fine.slotMinutes
    return Math.min(1, Math.max(0, (end - this.#world.now) / this.#fine.slotMinutes))
  }

  #sum(slots: Iterable<[slot: number, have: number]>): Lack {
    let [missing, tooMany] = [0, 0]
    for (const [slot, have] of slots) {
      const lack = this.#lackOf(slot, have)
      missing += lack.missing * this.#left(slot)
      tooMany += lack.tooMany * this.#left(slot)
    }
    const hours = this.#fine.slotMinutes / 60
    return { missing: missing * hours, tooMany: tooMany * hours }
  }

  lack(): Lack {
    return this.#sum(this.#have.entries())
  }

  /** how cover changes by slot */
  #difference(before: Duty, after: Duty): Map<number, number> {
    const away = this.#world.away
      .filter(({ agentId, date }) => agentId === before.agentId && date === before.date)
      .map(({ from, to }) => [from, to] as const)
    const { opensAt, slotMinutes } = this.#fine
    const by = new Map<number, number>()
    for (const [duty, sign] of [[before, -1] as const, [after, 1] as const])
      for (const [from, to] of workedSpans(duty, away))
        for (let at = from; at < to; at += slotMinutes) {
          const slot = Math.floor((at - opensAt) / slotMinutes)
          if (slot in this.#have) by.set(slot, (by.get(slot) ?? 0) + sign * Math.min(1, (to - at) / slotMinutes))
        }
    for (const [slot, change] of by) if (change === 0) by.delete(slot)
    return by
  }

  /** what is missing and too many more, or less, with the changed duty */
  change(before: Duty, after: Duty): Lack {
    const by = this.#difference(before, after)
    const now = this.#sum([...by.keys()].map((slot) => [slot, this.#have[slot] ?? 0]))
    const then = this.#sum([...by].map(([slot, change]) => [slot, (this.#have[slot] ?? 0) + change]))
    return { missing: then.missing - now.missing, tooMany: then.tooMany - now.tooMany }
  }

  take(before: Duty, after: Duty): void {
    for (const [slot, change] of this.#difference(before, after)) this.#have[slot] = (this.#have[slot] ?? 0) + change
  }
}

const gainOf = ({ missing, tooMany }: Lack): number => -(UNDER_COST * missing + OVER_COST * tooMany)
const rounded = ({ missing, tooMany }: Lack): Lack => ({
  missing: Math.round(missing * 100) / 100,
  tooMany: Math.round(tooMany * 100) / 100,
})
const plus = (one: Lack, other: Lack): Lack =>
  rounded({ missing: one.missing + other.missing, tooMany: one.tooMany + other.tooMany })

interface Candidate {
  change: OfferedChange
  before: Duty
  after: Duty
}

/** Nobody leaves early where that leaves a hole, and nobody stays where one too many sits already. */
const isSilly = ({ change }: Candidate, lack: Lack): boolean =>
  change.type === 'leave-early' ? lack.missing > 1e-9 : change.type === 'stay-longer' && lack.missing > -1e-9

/** One proposal an agent at most; each is chosen with those before it taken, so that two do not fill the same hole. */
export function proposalsOf(world: OfferWorld): Proposed {
  const start = new Cover(world)
  const taken = new Cover(world)
  const lack = start.lack()
  let left = world.duties
    .filter((duty) => duty.date === world.date && !world.asked.has(duty.agentId))
    .flatMap((before): Candidate[] =>
      changesOf(before, world).flatMap((change) => {
        const after = changedDuty(before, change)
        return after ? [{ change, before, after }] : []
      }),
    )
  const proposals: Proposal[] = []
  while (proposals.length < MOST) {
    const best = bestOf(left, taken, world)
    if (!best) break
    taken.take(best.before, best.after)
    const after = plus(lack, start.change(best.before, best.after))
    proposals.push({ ...best.change, before: rounded(lack), after })
    left = left.filter(({ before }) => before !== best.before)
  }
  return {
    cover: coverOf(world.grid, [world.date], world.duties, world.away).get(world.date) ?? [],
    ...{ lack: rounded(lack), lackWithAll: rounded(taken.lack()), proposals },
  }
}

/** The rules are asked last: they cost the most to ask. */
function bestOf(candidates: readonly Candidate[], cover: Cover, world: OfferWorld): Candidate | undefined {
  const ranked = candidates
    .map((candidate) => ({ candidate, lack: cover.change(candidate.before, candidate.after) }))
    .filter(({ candidate, lack }) => gainOf(lack) >= LEAST_GAIN && !isSilly(candidate, lack))
    .sort((a, b) => gainOf(b.lack) - gainOf(a.lack) || a.candidate.change.minutes - b.candidate.change.minutes)
  return ranked.find(({ candidate }) => world.isAllowed(candidate.after))?.candidate
}

/** What one change does to the day as it stands. */
export function effectOf(world: OfferWorld, before: Duty, after: Duty): { before: Lack; after: Lack } {
  const cover = new Cover(world)
  const lack = cover.lack()
  return { before: rounded(lack), after: plus(lack, cover.change(before, after)) }
}
