// The company as a directory: whose number this is, which flow answers now, which trunk leads out. Pure.
import { afterCountry, canonical } from '#engine/numbers/phone-number.ts'
import type { CompanySnapshot } from '#engine/ports/company.ts'
import { type AccessNumber, browserUser, type Flow, type TimeRange } from '#engine/protocol/company.ts'
import type { DialledCode, DialledTarget, OutsideLine } from '#engine/protocol/lookups.ts'
import { afterCode, directFlow, directFlowId, insideTarget } from './inside.ts'
import { type OutboundAnswer, type WayOut, wayOut } from './outbound.ts'

const DAYS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun']

/** making one costs more than all else of a call's arrival */
const formats = new Map<string, Intl.DateTimeFormat>()

function formatOf(timeZone: string): Intl.DateTimeFormat {
  const known = formats.get(timeZone)
  if (known) return known
  const format = new Intl.DateTimeFormat('en-CA', {
    timeZone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
    weekday: 'short',
  })
  formats.set(timeZone, format)
  return format
}

interface LocalTime {
  date: string
  day: number
  time: string
}

/** Local date, day (1 = Monday) and hh:mm of a moment in a zone. */
export function localTime(at: number, timeZone: string): LocalTime {
  const format = formatOf(timeZone)
  const parts = Object.fromEntries(format.formatToParts(at).map((part) => [part.type, part.value]))
  return {
    date: `${parts.year}-${parts.month}-${parts.day}`,
    day: DAYS.indexOf(parts.weekday ?? '') + 1,
    time: `${parts.hour}:${parts.minute}`,
  }
}

/** `to` is the first minute outside; a range that ends before it begins lasts past midnight. */
function within(range: TimeRange, day: number, dayBefore: number | undefined, time: string): boolean {
  if (range.from <= range.to) return range.days.includes(day) && range.from <= time && time < range.to
  const sinceYesterday = dayBefore !== undefined && range.days.includes(dayBefore) && time < range.to
  return (range.days.includes(day) && range.from <= time) || sinceYesterday
}

/** While it is open. */
export const usualFlowId = ({ directTo, flowId = '' }: AccessNumber): string =>
  directTo === undefined ? flowId : directFlowId(directTo)

/** The flow of an access number at a moment: holiday, then outside working hours, then the usual one. */
export function flowIdAt(number: AccessNumber, snapshot: CompanySnapshot, at: number): string {
  const { date, day, time } = localTime(at, snapshot.timeZone)
  const usual = usualFlowId(number)
  const offHours = number.offHoursFlowId ?? usual
  const today = markOf(snapshot, date)
  if (today?.type === 'holiday') return number.holidayFlowId ?? offHours
  if (today?.type === 'closed') return offHours
  return inHours(number.hours, snapshot, { date, day, time }) ? usual : offHours
}

/** On a day that is not a holiday or closed. */
function inHours(ranges: TimeRange[], snapshot: CompanySnapshot, { date, day, time }: LocalTime): boolean {
  if (ranges.length === 0) return true
  const before = hoursBefore(snapshot, date, day)
  const weekday = markOf(snapshot, date)?.weekday ?? day
  return ranges.some((range) => within(range, weekday, before, time))
}

/** Whether a route's hours hold: none = at any time; of others the calendar knows which days are off. */
export function hoursHold(ranges: TimeRange[], snapshot: CompanySnapshot, at: number): boolean {
  if (ranges.length === 0) return true
  const now = localTime(at, snapshot.timeZone)
  const type = markOf(snapshot, now.date)?.type
  return type !== 'holiday' && type !== 'closed' && inHours(ranges, snapshot, now)
}

const markOf = ({ calendar }: CompanySnapshot, date: string) => calendar.find((each) => each.date === date)

/** The weekday whose hours yesterday kept; undefined when it kept none. */
function hoursBefore(snapshot: CompanySnapshot, date: string, day: number): number | undefined {
  const yesterday = new Date(Date.parse(`${date}T00:00:00Z`) - 86_400_000).toISOString().slice(0, 10)
  const mark = markOf(snapshot, yesterday)
  if (mark && mark.type !== 'as-weekday') return undefined
  return mark?.weekday ?? (day === 1 ? 7 : day - 1)
}

const digits = (number: string): string => number.replace(/[^\d*#]/g, '')

export function accessNumber(snapshot: CompanySnapshot, to: string): AccessNumber | undefined {
  const enabled = snapshot.numbers.filter((each) => each.enabled)
  const { home } = snapshot
  const wanted = canonical(to, home)
  const is = (number: string | undefined) => (each: AccessNumber) =>
    number !== undefined && number !== '' && canonical(each.number, home) === number
  return (
    enabled.find((each) => each.number === to) ??
    enabled.find(is(wanted)) ??
    // service numbers of eight digits and others that no plan knows
    enabled.find(is(afterCountry(wanted, home)))
  )
}

export const flowOf = (snapshot: CompanySnapshot, flowId: string): Flow | undefined =>
  directFlow(flowId) ?? snapshot.flows.find((flow) => flow.id === flowId)

/** The agent behind a SIP user, where the user says so: an agent's own browser. */
export const agentOfUser = (snapshot: CompanySnapshot, user: string): string | undefined =>
  snapshot.agents.find((agent) => browserUser(agent.number) === user)?.id

/** Only at a phone of the house: a page has buttons. */
export function codeOf(
  snapshot: CompanySnapshot,
  number: string,
  user: string,
): Omit<DialledCode, 'agentId'> | undefined {
  const phone = snapshot.extensions.find((each) => each.enabled && each.number === user)
  const code = snapshot.codes.find((each) => each.code === number && each.act !== 'pick-up')
  return phone && code && { type: 'code', act: code.act, user, lang: phone.lang, states: snapshot.states }
}

/** Why a number leads nowhere: short ones are meant for somebody inside. */
export const leadsNowhere = (number: string): 'unknown-number' | 'no-trunk' =>
  digits(number).length < 7 ? 'unknown-number' : 'no-trunk'

/** By whom and when a number is dialled, for the routes to the outside; `down`: trunks that do not answer. */
export interface Dialling {
  by: string
  at: number
  down: ReadonlySet<string>
  /** whether a time group is open at that moment */
  isOpen(timeGroupId: string): boolean
  /** forwards followed so far */
  hops?: number
}

/** a ring of forwards ends */
const HOPS = 5

/** To the limits it is a call of the extension that forwards; nobody is rung where its forward leads nowhere. */
function forwardedTo(
  snapshot: CompanySnapshot,
  { goOn, by }: { goOn: string; by: string },
  { hops = 0, ...dialling }: Dialling,
): DialledTarget | 'blocked-number' | undefined {
  if (hops >= HOPS) return undefined
  const target = dialled(snapshot, goOn, { ...dialling, by, hops: hops + 1 })
  return target !== undefined && target !== 'blocked-number' && target.type === 'outside'
    ? { ...target, forwardedBy: target.forwardedBy ?? by }
    : target
}

/** Inside first, so that nobody pays a carrier for ringing the next desk. */
export function dialled(
  snapshot: CompanySnapshot,
  number: string,
  dialling: Dialling,
): DialledTarget | 'blocked-number' | undefined {
  const coded = afterCode(snapshot, number)
  if (coded) return coded
  const agent = snapshot.agents.find((each) => each.enabled && each.number === number)
  if (agent) return { type: 'agent', agentId: agent.id }
  const inside = insideTarget(snapshot, number, {
    time: localTime(dialling.at, snapshot.timeZone).time,
    isOpen: dialling.isOpen,
  })
  if (inside && 'goOn' in inside) return forwardedTo(snapshot, inside, dialling)
  if (inside) return inside
  const place = snapshot.parkPlaces.find((each) => each.enabled && each.number === number)
  if (place) return { type: 'park', number, recallMs: place.recallMs }
  const queue = snapshot.queues.find((each) => each.enabled && each.id === number)
  if (queue) return { type: 'queue', queueId: queue.id }
  const access = accessNumber(snapshot, number)
  if (access) return { type: 'access-number', number: access.number }
  return outside(snapshot, digits(number), dialling)
}

/** Which way it leaves, and how that was found: for the page that tries a number too. */
export const wayOf = (
  snapshot: CompanySnapshot,
  number: string,
  { by, at, down }: Pick<Dialling, 'by' | 'at' | 'down'>,
): OutboundAnswer =>
  wayOut(snapshot, { number: digits(number), by, down, isOpen: (hours) => hoursHold(hours, snapshot, at) })

function outside(
  snapshot: CompanySnapshot,
  number: string,
  dialling: Dialling,
): DialledTarget | 'blocked-number' | undefined {
  const { way } = wayOf(snapshot, number, dialling)
  if (!way) return undefined
  const { route, written } = way
  if (route.use === 'blocked') return 'blocked-number'
  const [first, ...others] = way.trunks.map(lineOver)
  return (
    first && {
      ...{ type: 'outside', number, ...first },
      ...(written === number ? {} : { written }),
      ...(route.id === '' ? {} : { routeId: route.id, goesOn: route.goesOn }),
      ...(others.length > 0 ? { others } : {}),
    }
  )
}

function lineOver({ trunk, callerNumber }: WayOut['trunks'][number]): OutsideLine {
  const { id, strictSource, followMoved, prefixes, channels, srtp } = trunk
  return {
    trunk: {
      ...{ id, ...(strictSource ? {} : { learnt: true }), ...(srtp ? { secure: true } : {}) },
      ...(followMoved ? { follows: prefixes } : {}),
      ...(channels ? { channels } : {}),
    },
    callerNumber,
  }
}
