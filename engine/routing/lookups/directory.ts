// The company as a directory: whose number this is, which flow answers now, which trunk leads out. Pure.
import { afterCountry, canonical } from '#engine/numbers/phone-number.ts'
import type { CompanySnapshot } from '#engine/ports/company.ts'
import { type AccessNumber, browserUser, type Flow, type TimeRange, type Trunk } from '#engine/protocol/company.ts'
import type { DialledCode, DialledTarget } from '#engine/protocol/lookups.ts'

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

/** Local date, day (1 = Monday) and hh:mm of a moment in a zone. */
export function localTime(at: number, timeZone: string): { date: string; day: number; time: string } {
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

/** The flow of an access number at a moment: holiday, then outside working hours, then the usual one. */
export function flowIdAt(number: AccessNumber, snapshot: CompanySnapshot, at: number): string {
  const { date, day, time } = localTime(at, snapshot.timeZone)
  const offHours = number.offHoursFlowId ?? number.flowId
  const today = markOf(snapshot, date)
  if (today?.type === 'holiday') return number.holidayFlowId ?? offHours
  if (today?.type === 'closed') return offHours
  const before = hoursBefore(snapshot, date, day)
  const ranges = number.hours
  const open = ranges.length === 0 || ranges.some((range) => within(range, today?.weekday ?? day, before, time))
  return open ? number.flowId : offHours
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
  snapshot.flows.find((flow) => flow.id === flowId)

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
  const code = snapshot.codes.find((each) => each.code === number)
  return phone && code && { type: 'code', act: code.act, user, lang: phone.lang, states: snapshot.states }
}

/** Why a number leads nowhere: short ones are meant for somebody inside. */
export const leadsNowhere = (number: string): 'unknown-number' | 'no-trunk' =>
  digits(number).length < 7 ? 'unknown-number' : 'no-trunk'

/** The code for a message, and behind it an agent's number: from any phone of the house, and from a page. */
function mailboxOf(snapshot: CompanySnapshot, number: string): DialledTarget | undefined {
  const code = snapshot.codes.find(({ act }) => act === 'message')?.code
  if (code === undefined || !number.startsWith(code)) return undefined
  const agent = snapshot.agents.find((each) => each.enabled && each.number === number.slice(code.length))
  return agent && { type: 'mailbox', agentId: agent.id }
}

/** Inside first, so that nobody pays a carrier for ringing the next desk. */
export function dialled(snapshot: CompanySnapshot, number: string): DialledTarget | undefined {
  const mailbox = mailboxOf(snapshot, number)
  if (mailbox) return mailbox
  const agent = snapshot.agents.find((each) => each.enabled && each.number === number)
  if (agent) return { type: 'agent', agentId: agent.id }
  const extension = snapshot.extensions.find((each) => each.enabled && each.number === number)
  if (extension) return { type: 'extension', user: extension.number }
  const queue = snapshot.queues.find((each) => each.enabled && each.id === number)
  if (queue) return { type: 'queue', queueId: queue.id }
  const access = accessNumber(snapshot, number)
  if (access) return { type: 'access-number', number: access.number }
  const trunk = trunkFor(snapshot, digits(number))
  if (!trunk) return undefined
  const { id, strictSource, followMoved, prefixes, callerNumber } = trunk
  return {
    type: 'outside',
    number: digits(number),
    trunk: { id, ...(strictSource ? {} : { learnt: true }), ...(followMoved ? { follows: prefixes } : {}) },
    callerNumber,
  }
}

/** The trunk with the longest prefix that fits. */
function trunkFor(snapshot: CompanySnapshot, number: string): Trunk | undefined {
  let best: { trunk: Trunk; length: number } | undefined
  if (number.length < 3) return undefined
  for (const trunk of snapshot.trunks) {
    if (!trunk.enabled) continue
    for (const prefix of trunk.prefixes) {
      if (number.startsWith(prefix) && (best === undefined || prefix.length > best.length)) {
        best = { trunk, length: prefix.length }
      }
    }
  }
  return best?.trunk
}
