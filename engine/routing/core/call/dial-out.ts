// A phone of the house or an outside number is dialled; where that fails the call goes on to what the target names: the next
// trunk of its route, the next phone of its group, a forward, a message.
import type { ActFailure } from '#engine/protocol/failures.ts'
import type { InsideTarget, OutsideTarget } from '#engine/protocol/lookups.ts'
import type { DialTarget } from '#engine/protocol/media.ts'
import type { Draft } from './draft.ts'
import { goesOn } from './goes-on.ts'
import { PRIVATE_MAIL, takeMessage } from './mail.ts'
import { find, reachFailed, ringBack } from './reach.ts'
import { type Dial, type Goal, LIMITS, type Purpose } from './state.ts'
import type { News } from './words.ts'

type Target = InsideTarget | OutsideTarget
interface Rings {
  goal: Goal
  purpose: Purpose
  ringing: boolean
}

export function dialTarget(draft: Draft, target: Target, purpose: Purpose): undefined {
  if (target.type === 'extension' && target.quiet) {
    if (!insteadOf(draft, target, purpose, 'busy')) reachFailed(draft, purpose, 'busy')
    return
  }
  dialOut(draft, target, purpose)
  if (purpose.for !== 'outbound') ringBack(draft, purpose)
}

/** What the waiting party hears goes on as it is. */
export function dialOut(draft: Draft, target: Target, purpose: Purpose): undefined {
  const legId = draft.id()
  const outside = target.type === 'outside'
  const ringMs = (outside ? undefined : target.ringMs) ?? LIMITS.outsideRingMs
  const dial: Dial = {
    ...{ type: 'dial', legId, owner: { kind: 'call', id: draft.journey.callId }, ringMs },
    ...(outside ? throughTrunk(target) : toPhones(draft, target)),
  }
  const next = outside ? behindFirst(target) : inTurnAfter(target)
  const goal: Goal = {
    ...{ type: 'leg', legId, number: outside ? target.number : target.user, role: 'outside', since: draft.at, dial },
    ...(next ? { next } : {}),
    ...(outside ? {} : { inside: target }),
  }
  draft.happen({ type: 'ring-begun', purpose, goal, until: draft.at + ringMs + LIMITS.graceMs })
  draft.order(dial)
}

type How = Pick<Dial, 'target' | 'from' | 'autoAnswer' | 'tags' | 'atOnce'>

function toPhones({ journey }: Draft, { user, phones = [user], inTurn, intercom }: InsideTarget): How {
  const [first = user, ...others] = phones
  const also = inTurn ? [] : others
  return {
    target: { type: 'user', user: first, ...(also.length > 0 ? { also } : {}) },
    from: { number: journey.from, name: journey.card.name },
    autoAnswer: intercom === true,
    tags: {},
  }
}

const throughTrunk = (target: OutsideTarget): How => ({
  target: trunkOf(target),
  from: { number: target.callerNumber, name: '' },
  autoAnswer: false,
  ...counting(target),
})

const trunkOf = ({ number, written, trunk }: OutsideTarget): DialTarget => ({
  ...{ type: 'trunk', trunkId: trunk.id, number: written ?? number },
  ...(trunk.learnt ? { learnt: true } : {}),
  ...(trunk.secure ? { secure: true } : {}),
  ...(trunk.follows ? { follows: trunk.follows } : {}),
})

/** What the leg counts for, also where it is only counted: tags outlive the media node's process. */
function counting({ trunk, atOnce = [] }: OutsideTarget): Pick<Dial, 'tags' | 'atOnce'> {
  const all = [...(trunk.channels ? [{ key: `trunk:${trunk.id}`, most: trunk.channels }] : []), ...atOnce]
  const tags = { counts: [`trunk:${trunk.id}`, ...atOnce.map(({ key }) => key)].join(' ') }
  return { tags, ...(all.length > 0 ? { atOnce: all } : {}) }
}

/** The target as it stands behind its first trunk. */
function behindFirst({ others = [], ...target }: OutsideTarget): OutsideTarget | undefined {
  const [next, ...rest] = others
  return next && { ...target, ...next, ...(rest.length > 0 ? { others: rest } : {}) }
}

function inTurnAfter(target: InsideTarget): InsideTarget | undefined {
  const [, ...phones] = target.phones ?? []
  return target.inTurn && phones.length > 0 ? { ...target, phones } : undefined
}

/** Answers false where nothing is named instead, or what came is the called side's own word. */
export function goesElsewhere(draft: Draft, { goal, purpose, ringing }: Rings, how: Failed): boolean {
  if (goal.type !== 'leg') return false
  const { next, inside } = goal
  if (next?.type === 'extension' || (next && 'news' in how && goesOn(next.goesOn ?? [], how.news, ringing))) {
    dialOut(draft, next, purpose)
    return true
  }
  return inside !== undefined && insteadOf(draft, inside, purpose, how.reason)
}

/** By news of the leg, or because it rang too long. */
export type Failed =
  | { reason: ActFailure; news: Pick<News<'leg-failed'>, 'cause' | 'sipStatus'> }
  | { reason: ActFailure }

const BUSY: ReadonlySet<ActFailure> = new Set(['busy', 'declined'])

function insteadOf(draft: Draft, inside: InsideTarget, purpose: Purpose, reason: ActFailure): boolean {
  const { user, busy, noAnswer, mailboxAgentId } = inside
  const number = BUSY.has(reason) ? busy : noAnswer
  if (number !== undefined && draft.journey.jumps < LIMITS.jumps) {
    draft.happen({ type: 'forwarded', extension: user, to: number })
    find(draft, number, '', purpose, user)
    return true
  }
  if (mailboxAgentId === undefined || purpose.for === 'join') return false
  leaveMessageFor(draft, mailboxAgentId)
  return true
}

/** The words, the tone and the keys are of the call: until it is over the dialler's leg is the call's. */
export function leaveMessageFor(draft: Draft, agentId: string, by = draft.served.agentId): undefined {
  const { served } = draft
  if (served.agentId !== undefined)
    draft.order({ type: 'own', legId: served.legId, owner: { kind: 'call', id: draft.state.callId } })
  takeMessage(draft, { ...PRIVATE_MAIL, agentId, ...(by === undefined ? {} : { by }) })
}
