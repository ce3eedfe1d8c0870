// Which carriers' lines a call takes, from the seizure to the release: each leg over one, whether it rings or talks.
import type { CallSummary } from '#engine/protocol/call.ts'
import type { CallFact } from './facts.ts'
import { lineOf } from './parties.ts'
import { type CallState, isLive, type Journey, type LineUse, type LiveState } from './state.ts'

type Leg = { legId: string; trunkId: string; up: boolean }

const goalOf = (state: LiveState) =>
  state.mode === 'ringing' ? state.goal : state.mode === 'talking' ? state.reach?.goal : undefined

function legsOver(state: LiveState): Leg[] {
  const goal = goalOf(state)
  const rings = goal?.type === 'leg' ? [{ legId: goal.legId, up: false, ...lineOf(goal) }] : []
  return [...state.journey.parties, ...rings].flatMap(({ legId, up, trunkId }) =>
    trunkId === undefined ? [] : [{ legId, trunkId, up }],
  )
}

/** A leg that was there before goes on; one that is gone has left its line. */
function drawn(uses: readonly LineUse[], legs: readonly Leg[], at: number): LineUse[] {
  const upNow = (use: LineUse): boolean => legs.some(({ legId, up }) => legId === use.legId && up)
  const known = uses.map((use): LineUse => {
    if (!use.open) return use
    if (!legs.some(({ legId }) => legId === use.legId)) return { ...use, to: at, open: false }
    return use.answeredAt === undefined && upNow(use) ? { ...use, answeredAt: at } : use
  })
  const fresh = legs.filter(({ legId }) => !known.some((use) => use.open && use.legId === legId))
  return [
    ...known,
    ...fresh.map(({ legId, trunkId, up }) => ({
      ...{ legId, trunkId, from: at, to: at, open: true },
      ...(up ? { answeredAt: at } : {}),
    })),
  ]
}

type Evolve = (state: CallState, fact: CallFact, at: number) => CallState

/** Folds a fact, and sees which lines were taken and left. */
export const withLineUses =
  (evolve: Evolve): Evolve =>
  (state, fact, at) => {
    const next = evolve(state, fact, at)
    if (!isLive(next) || (isLive(state) && sameLegs(state, next))) return next
    const uses = drawn(next.journey.lineUses ?? [], legsOver(next), isLive(state) ? at : next.journey.arrivedAt)
    return uses.length === 0 ? next : ({ ...next, journey: { ...next.journey, lineUses: uses } } as CallState)
  }

const sameLegs = (before: LiveState, after: LiveState): boolean =>
  before.journey.parties === after.journey.parties && goalOf(before) === goalOf(after)

export const lineUsesOf = ({ lineUses = [] }: Journey, endedAt: number): Pick<CallSummary, 'trunks'> =>
  lineUses.length === 0
    ? {}
    : { trunks: lineUses.map(({ legId: _, open, ...use }) => (open ? { ...use, to: endedAt } : use)) }
