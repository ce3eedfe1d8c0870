// The Lookups port: the company's directory and third parties. Never throws, never takes longer than its deadline.
import type { Company, CompanySnapshot } from '#engine/ports/company.ts'
import type { Lookups, Rings, Seats } from '#engine/ports/lookups.ts'
import type { CallerInfo } from '#engine/protocol/company.ts'
import type { DialledTarget, Lookup, LookupAnswer, OutsideTarget } from '#engine/protocol/lookups.ts'
import { accessNumber, agentOfUser, codeOf, dialled, flowOf, hoursHold, leadsNowhere } from './directory.ts'
import { askHttp } from './http.ts'
import { picksUp } from './inside.ts'
import { keptSnapshot } from './kept-snapshot.ts'
import { limitsMet } from './limits.ts'
import { type Doors, doorsOf } from './outside.ts'
import { freePlace, parkedAt } from './parking.ts'
import { type HourCount, hourCount, memoryCount } from './spent.ts'
import { calendarOf, flowIdNow, timeGroup, timeGroupState } from './time-groups.ts'
import { inForce, saysVip, withVip } from './vip.ts'

export interface CompanyLookups extends Lookups {
  changed(): void
}

/** how long what is known of a caller may hold up the answer: past it the caller is a stranger */
const CALLER_SHARE = 0.5

/** how long a lookup waits for what was changed just now; a read takes some 30 ms on a machine with time */
const FRESH_SHARE = 0.5

const NONE: ReadonlySet<string> = new Set()

/** `doors`: where third parties may be asked; left out, outside only */
export function companyLookups(
  company: Company,
  doors: Doors = doorsOf(''),
  seats: Seats = { at: () => undefined },
  down: () => ReadonlySet<string> = () => NONE,
  spent: HourCount = hourCount(memoryCount()),
  rings: Rings = { callAt: async () => undefined, parked: async () => [] },
): CompanyLookups {
  // also while the store is away calls go on with what was read last
  const kept = keptSnapshot(() => company.snapshot())
  return {
    async ask(lookup, deadlineMs) {
      const abort = new AbortController()
      const answer = answerTo(lookup, {
        company,
        snapshot: () => kept.get(deadlineMs * FRESH_SHARE),
        seats,
        down,
        spent,
        rings,
        deadlineMs,
        doors,
        signal: abort.signal,
      })
      const said = await before(answer, deadlineMs, { type: 'timeout' })
      abort.abort()
      return said
    },
    changed: kept.changed,
  }
}

interface Asked {
  company: Company
  snapshot: () => Promise<CompanySnapshot>
  seats: Seats
  /** trunks that do not answer */
  down: () => ReadonlySet<string>
  spent: HourCount
  rings: Rings
  deadlineMs: number
  doors: Doors
  signal: AbortSignal
}

async function answerTo(lookup: Lookup, asked: Asked): Promise<LookupAnswer> {
  try {
    if (lookup.type === 'http') return await askHttp(lookup, asked.signal, asked.doors)
    if (lookup.type === 'access-number') return await aboutNumber(lookup, asked)
    if (lookup.type === 'pin')
      return { type: 'pin', ...(await asked.company.agentByPin(lookup.agentNumber, lookup.pin)) }
    if (lookup.type === 'queue-state') return { type: 'fault', detail: 'asked of the queue itself' }
    const snapshot = await asked.snapshot()
    if (lookup.type === 'flow') {
      const flow = flowOf(snapshot, lookup.flowId)
      return flow ? { type: 'flow', found: true, flow } : { type: 'flow', found: false }
    }
    if (lookup.type === 'time-group') {
      const group = timeGroup(snapshot, lookup.timeGroupId)
      if (!group) return { type: 'fault', detail: `there is no time group ${lookup.timeGroupId}` }
      return { type: 'time-group', state: timeGroupState(group, snapshot, lookup.at) }
    }
    if (lookup.type === 'free-place') return await freePlace(snapshot, asked.rings)
    return await aboutDialled(lookup, snapshot, asked)
  } catch (error) {
    return fault(error)
  }
}

async function aboutDialled(
  lookup: Extract<Lookup, { type: 'dialled' }>,
  snapshot: CompanySnapshot,
  asked: Asked,
): Promise<LookupAnswer> {
  const code = codeOf(snapshot, lookup.number, lookup.user)
  const seat = asked.seats.at(lookup.user)
  if (code) return { type: 'dialled', found: true, target: { ...code, ...(seat ? { agentId: seat.agentId } : {}) } }
  // the next line of a phone whose agent can have no further call is nobody's
  const agentId = agentOfUser(snapshot, lookup.user) ?? (seat?.full ? undefined : seat?.agentId)
  const by = agentId === undefined ? {} : { agentId }
  const dialling = {
    by: diallerOf(snapshot, lookup, agentId),
    at: lookup.at ?? 0,
    down: asked.down(),
    ...calendarOf(snapshot, lookup.at ?? 0),
  }
  const picked = picksUp(snapshot, lookup.number, lookup.user)
  if (picked) return await pickedUp(picked, lookup.user, asked)
  const target = dialled(snapshot, lookup.number, dialling)
  if (!target) return { type: 'dialled', found: false, reason: leadsNowhere(lookup.number), ...by }
  if (isOut(target) && lookup.inside) return { type: 'dialled', found: false, reason: 'unknown-number', ...by }
  if (target === 'blocked-number') return { type: 'dialled', found: false, reason: target, ...by }
  if (target.type === 'outside' && (await knownOf(lookup.number, asked)).blocked)
    return { type: 'dialled', found: false, reason: 'blacklisted', ...by }
  if (target.type === 'outside') {
    const limited = await withinLimits(snapshot, target, { ...dialling, callId: lookup.callId }, asked.spent)
    return limited
      ? { type: 'dialled', found: true, target: limited, ...by }
      : { type: 'dialled', found: false, reason: 'over-limit', ...by }
  }
  if (target.type === 'park')
    return { type: 'dialled', found: true, target: await parkedAt(target, asked.rings), ...by }
  return { type: 'dialled', found: true, target, ...by }
}

/** Beyond the house; a forward of one of its phones is that phone's own call. */
const isOut = (target: DialledTarget | 'blocked-number'): boolean =>
  target === 'blocked-number' || (target.type === 'outside' && target.forwardedBy === undefined)

async function pickedUp(numbers: string[], user: string, { rings }: Asked): Promise<LookupAnswer> {
  const callId = numbers.length === 0 ? undefined : await rings.callAt(numbers)
  if (callId === undefined) return { type: 'dialled', found: false, reason: 'nothing-rings' }
  return { type: 'dialled', found: true, target: { type: 'pick-up', callId, user } }
}

/** The target with what it counts for, or undefined where a limit is reached. */
async function withinLimits(
  snapshot: CompanySnapshot,
  target: OutsideTarget,
  { by, at, callId }: { by: string; at: number; callId: string | undefined },
  spent: HourCount,
): Promise<OutsideTarget | undefined> {
  const met = limitsMet(snapshot, target, target.forwardedBy ?? by, (hours) => hoursHold(hours, snapshot, at))
  for (const { limit, key } of met) {
    if (limit.forbidden) return undefined
    if (limit.perHour > 0 && !(await spent.fits(key, limit.perHour, at, callId))) return undefined
  }
  const atOnce = met.flatMap(({ limit, key }) =>
    limit.atOnce > 0 ? [{ key: `limit:${key}`, most: limit.atOnce }] : [],
  )
  return atOnce.length > 0 ? { ...target, atOnce } : target
}

/** Number of the agent or phone of the house that dials, or that passes the call on; '' = neither. */
function diallerOf(
  { agents, extensions }: CompanySnapshot,
  { by, user }: Extract<Lookup, { type: 'dialled' }>,
  agentId = by,
): string {
  const agent = agents.find(({ id }) => id === agentId)
  if (agent) return agent.number
  return extensions.find(({ number }) => number === (agentId ?? user))?.number ?? ''
}

/** What is known of a number in time: past its share of the deadline it is a stranger's. */
function knownOf(number: string, { company, deadlineMs }: Pick<Asked, 'company' | 'deadlineMs'>): Promise<CallerInfo> {
  const stranger: CallerInfo = { number, name: '', region: '', vip: false, vipQueueIds: [], recent: [] }
  // side by side, and a directory of customers that is away makes nobody wait
  return before(
    company.caller(number).catch(() => stranger),
    deadlineMs * CALLER_SHARE,
    stranger,
  )
}

async function aboutNumber(lookup: Extract<Lookup, { type: 'access-number' }>, asked: Asked): Promise<LookupAnswer> {
  const { snapshot } = asked
  const known = knownOf(lookup.from, asked)
  const now = await snapshot()
  const number = accessNumber(now, lookup.to)
  const flow = number && flowOf(now, flowIdNow(number, now, lookup.at))
  if (!number || !flow) return { type: 'access-number', found: false }
  const outside = vipOutside(now, { caller: lookup.from, called: number.number }, asked)
  const caller = await known
  // as if nobody had the number: who is blacklisted learns nothing
  if (caller.blocked) return { type: 'access-number', found: false }
  return { type: 'access-number', found: true, flow, ...withVip(now.vipSources, { number, caller }, await outside) }
}

/** Of the deadline that is left for it; the rest is for the way back. */
const OUTSIDE_SHARE = 0.75

/** Side by side; the first yes counts, and who says nothing in time has said no. */
async function vipOutside(
  { vipSources }: CompanySnapshot,
  values: Record<'caller' | 'called', string>,
  { doors, signal, deadlineMs }: Asked,
): Promise<boolean> {
  const said = inForce(vipSources, 'http').map(async ({ url, deadlineMs: own }) => {
    const answer = askHttp({ type: 'http', method: 'GET', url, values }, signal, doors)
    const within = Math.min(own, deadlineMs * OUTSIDE_SHARE)
    return saysVip(await before(answer.catch(fault), within, { type: 'timeout' }))
  })
  return (await Promise.all(said)).includes(true)
}

const fault = (error: unknown): LookupAnswer => ({
  type: 'fault',
  detail: error instanceof Error ? error.message : String(error),
})

function before<Value>(work: Promise<Value>, ms: number, otherwise: Value): Promise<Value> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => resolve(otherwise), ms)
    work.then(resolve, reject).finally(() => clearTimeout(timer))
  })
}
