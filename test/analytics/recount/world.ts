// The ledger's facts as plain lists, and time by the centre's clock: what the recount counts. Nothing of it is shared with
// the program that it checks.
import type { CallSummary } from '#engine/protocol/call.ts'
import type { Fact, FactBody } from '#engine/protocol/ledger.ts'

export interface Given {
  from: number
  to: number
  step: number
  zone: string
  part?: { agentIds: string[]; queueIds: string[] }
  within?: number
  short?: number
}

export interface Stay {
  call: string
  queue: string
  agent: string
  left: string
  wayOut: string
  at: number
  waitMs: number
  promised?: { halfMs: number; mostMs: number }
}
export interface Talk {
  call: CallSummary
  agent: string
  queue: string
  at: number
  ringMs: number
  talkMs: number
  holdMs: number
  placed: boolean
  last: boolean
}
export interface Spell {
  agent: string
  from: number
  to: number
  mode: string
  next: string
  reason: string
}

export interface Callback {
  queue: string
  at: number
  by: string
  tries: number
  reachedAfter?: number
  over?: string
}

type Body = FactBody & Record<string, unknown>

export class World {
  readonly calls: CallSummary[] = []
  readonly stays: Stay[] = []
  readonly talks: Talk[] = []
  readonly spells: Spell[] = []
  readonly missed: { call: string; agent: string; queue: string; reason: string; at: number; ringMs: number }[] = []
  readonly offered: { queue: string; at: number }[] = []
  readonly handled: { queue: string; at: number; talks: number; ms: number }[] = []
  readonly messages: { call: string; queue: string; at: number }[] = []
  readonly disposed = new Map<string, { agent: string; call: string; queue: string; what: string; at: number }>()
  readonly callbacks = new Map<string, Callback>()
  readonly #reasons = new Map<string, string>()

  constructor(facts: readonly Fact[]) {
    for (const { at, kind, actor, body } of facts) this.#take(at, kind, actor, body as Body)
  }

  #take(at: number, kind: string, actor: string, body: Body): void {
    if (kind === 'call' && body.type === 'call-ended') this.#call(body.summary as CallSummary)
    if (kind === 'call' && body.type === 'message-left')
      this.messages.push({ call: actor, queue: String(body.queueId ?? ''), at })
    if (kind === 'queue') this.#queue(at, actor, body)
    if (kind === 'queue' && body.type.startsWith('callback-')) this.#callback(at, actor, body)
    if (kind === 'agent') this.#agent(at, actor, body)
  }

  #call(call: CallSummary): void {
    this.calls.push(call)
    call.agents.forEach(({ agentId, ringMs, from, to, holdMs }, n) => {
      const queue = call.queues.at(-1)?.queueId ?? ''
      const placed = call.placedBy?.agentId === agentId
      const last = n === call.agents.length - 1
      this.talks.push({ call, agent: agentId, queue, at: from, ringMs, talkMs: to - from, holdMs, placed, last })
    })
  }

  #queue(at: number, queue: string, body: Body): void {
    if (body.type === 'call-queued') this.offered.push({ queue, at })
    const left =
      body.type === 'call-answered'
        ? 'answered'
        : body.type === 'call-overflowed' || (body.type === 'call-left' && body.reason !== 'answered')
          ? String(body.reason)
          : undefined
    if (left === undefined) return
    const waitMs = Number(body.waitedMs)
    const { callId, agentId = '', wayOut = '' } = body
    const promised = body.promised as Stay['promised']
    this.stays.push({
      ...(promised ? { promised } : {}),
      ...{ call: String(callId), queue, agent: String(agentId), left, wayOut: String(wayOut), at: at - waitMs, waitMs },
    })
  }

  #callback(at: number, queue: string, body: Body): void {
    const id = String(body.callId).split('_')[0] ?? ''
    if (body.type === 'callback-asked') {
      const { callback } = body.call as { callback: { by: string } }
      this.callbacks.set(id, { queue, at, by: callback.by, tries: 0 })
    }
    const known = this.callbacks.get(id)
    if (!known) return
    if (body.type === 'callback-tried') known.tries += 1
    if (body.type === 'callback-reached') known.reachedAfter = Number(body.waitedMs)
    if (body.type === 'callback-over') known.over = String(body.reason)
  }

  #agent(at: number, agent: string, body: Body): void {
    const queue = String(body.queueId ?? '')
    const call = String(body.callId ?? '')
    if (body.type === 'ring-missed')
      this.missed.push({ call, agent, queue, reason: String(body.reason), at, ringMs: Number(body.ringMs) })
    if (body.type === 'talk-ended' && queue)
      this.handled.push({ queue, at, talks: 1, ms: Number(body.talkMs) + Number(body.holdMs) })
    if (body.type === 'call-disposed') {
      const before = this.disposed.get(`${agent} ${call}`)
      const what = String(body.dispositionId)
      this.disposed.set(`${agent} ${call}`, { agent, call, queue, what, at: before?.at ?? at })
    }
    if (body.type === 'mode-changed') this.#mode(at, agent, body)
  }

  #mode(at: number, agent: string, body: Body): void {
    const to = Number(body.startedAt ?? at)
    const spent = Number(body.spentMs)
    const reason = body.from === 'break' ? (this.#reasons.get(agent) ?? '') : ''
    this.spells.push({ agent, from: to - spent, to, mode: String(body.from), next: String(body.to), reason })
    this.#reasons.set(agent, String(body.breakReason ?? ''))
    if (body.from === 'wrap-up' && body.queueId)
      this.handled.push({ queue: String(body.queueId), at, talks: 0, ms: spent })
  }
}

const formats = new Map<string, Intl.DateTimeFormat>()
const parts = new Map<string, Record<string, number>>()

/** Nothing asked of them changes within a quarter of an hour. */
function partsAt(zone: string, at: number): Record<string, number> {
  const quarter = Math.floor(at / 900_000) * 900_000
  const name = `${zone} ${quarter}`
  const known = parts.get(name) ?? newParts(zone, quarter)
  parts.set(name, known)
  return known
}

function newParts(zone: string, at: number): Record<string, number> {
  let format = formats.get(zone)
  if (!format) {
    const two = '2-digit' as const
    const wanted = { year: 'numeric', month: two, day: two, hour: two, minute: two, second: two } as const
    format = new Intl.DateTimeFormat('en-GB', { timeZone: zone, hourCycle: 'h23', ...wanted })
    formats.set(zone, format)
  }
  return Object.fromEntries(format.formatToParts(at).map(({ type, value }) => [type, Number(value)]))
}

export const hourOf = (zone: string, at: number): number => partsAt(zone, at).hour ?? 0

const midnights = new Map<string, number>()
/** Ms of the local midnight of a date. */
function midnight(zone: string, year: number, month: number, day: number): number {
  const name = `${zone} ${year} ${month} ${day}`
  const at = midnights.get(name) ?? newMidnight(zone, year, month, day)
  midnights.set(name, at)
  return at
}

function newMidnight(zone: string, year: number, month: number, day: number): number {
  const naive = Date.UTC(year, month, day)
  for (const hours of [0, -14, 14, ...Array.from({ length: 27 }, (_, n) => n - 13)]) {
    const at = naive - hours * 3_600_000
    const there = partsAt(zone, at)
    const same = new Date(naive)
    if (
      there.hour === 0 &&
      there.minute === 0 &&
      there.day === same.getUTCDate() &&
      there.month === same.getUTCMonth() + 1
    )
      return at
  }
  throw new Error(`no midnight in ${zone}`)
}

/** Where the interval begins that a moment lies in. */
export function beginOf({ step, zone, from }: Given, moment: number): number {
  const at = Math.floor(moment / 1000) * 1000
  if (step === 0) return from
  if (step < 1440) return Math.floor(at / (step * 60_000)) * step * 60_000
  const { year = 0, month = 0, day = 0 } = partsAt(zone, at)
  if (step === 43_200) return midnight(zone, year, month - 1, 1)
  const weekday = (new Date(Date.UTC(year, month - 1, day)).getUTCDay() + 6) % 7
  return midnight(zone, year, month - 1, step === 10_080 ? day - weekday : day)
}

/** Where the one after it begins. */
export function endOf(given: Given, begin: number): number {
  const { step, zone, to } = given
  if (step === 0) return to
  if (step < 1440) return begin + step * 60_000
  const { year = 0, month = 0, day = 0 } = partsAt(zone, begin)
  if (step === 43_200) return midnight(zone, year, month, 1)
  return midnight(zone, year, month - 1, day + (step === 10_080 ? 7 : 1))
}
