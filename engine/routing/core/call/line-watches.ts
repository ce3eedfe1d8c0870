// Who was in a call without being one of its talkers: a supervisor who listened, whispered or barged in, and for how long.
import type { CallSummary } from '#engine/protocol/call.ts'
import type { CallFact } from './facts.ts'
import { isWatching } from './parties.ts'
import { type CallState, isLive, type Journey, type Party, type WatchUse } from './state.ts'

type Watcher = Pick<Party, 'legId'> & Pick<WatchUse, 'as' | 'agentId'>

const watchersOf = ({ parties }: Journey): Watcher[] =>
  parties.filter(isWatching).map(({ legId, role, agentId = '' }) => ({ legId, as: role as WatchUse['as'], agentId }))

/** Another part in the same call begins a span of its own. */
function drawn(watches: readonly WatchUse[], now: readonly Watcher[], at: number): WatchUse[] {
  const goesOn = (use: WatchUse): boolean => now.some(({ legId, as }) => legId === use.legId && as === use.as)
  const known = watches.map((use) => (use.open && !goesOn(use) ? { ...use, to: at, open: false } : use))
  const fresh = now.filter(({ legId, as }) => !known.some((use) => use.open && use.legId === legId && use.as === as))
  return [...known, ...fresh.map((watcher) => ({ ...watcher, from: at, to: at, open: true }))]
}

type Evolve = (state: CallState, fact: CallFact, at: number) => CallState

/** Folds a fact, and sees which supervisors came, changed their part, and left. */
export const withWatches =
  (evolve: Evolve): Evolve =>
  (state, fact, at) => {
    const next = evolve(state, fact, at)
    if (!isLive(next) || (isLive(state) && state.journey.parties === next.journey.parties)) return next
    const watches = drawn(next.journey.watches ?? [], watchersOf(next.journey), at)
    return watches.length === 0 ? next : ({ ...next, journey: { ...next.journey, watches } } as CallState)
  }

export const watchesOf = ({ watches = [] }: Journey, endedAt: number): Pick<CallSummary, 'watches'> =>
  watches.length === 0
    ? {}
    : { watches: watches.map(({ legId: _, open, ...use }) => (open ? { ...use, to: endedAt } : use)) }
