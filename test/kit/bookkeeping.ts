// What became of many calls, read where users and auditors read it: the call log, the facts in ClickHouse.
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { openClickHouse } from '#analytics/clickhouse/client.ts'
import type { CallDetail, CallRow, Page } from '#engine/protocol/api.ts'
import type { Api } from './centre.ts'

export interface Tally {
  offered: number
  answered: number
  abandoned: number
  overflowed: number
}

export const newTally = (): Tally => ({ offered: 0, answered: 0, abandoned: 0, overflowed: 0 })

export async function allCalls(api: Api): Promise<CallRow[]> {
  const rows: CallRow[] = []
  for (let page = 1; ; page++) {
    const got = await api.call<Page<CallRow>>('GET', `/calls?page=${page}&pageSize=100`)
    rows.push(...got.rows)
    if (rows.length >= got.total || got.rows.length === 0) return rows
  }
}

export const details = (api: Api, rows: CallRow[]): Promise<CallDetail[]> =>
  Promise.all(rows.map((row) => api.call<CallDetail>('GET', `/calls/${row.callId}`)))

/** The queue journeys of the call log, counted by queue. */
export function tallyOf(calls: CallDetail[]): Map<string, Tally> {
  const tallies = new Map<string, Tally>()
  for (const { queueId, left } of calls.flatMap((call) => call.queues)) {
    const tally = tallies.get(queueId) ?? newTally()
    tallies.set(queueId, tally)
    tally.offered++
    if (left === 'answered') tally.answered++
    else if (left === 'abandoned') tally.abandoned++
    else tally.overflowed++
  }
  return tallies
}

export interface FactRow {
  /** absolute ms */
  at: number
  actor: string
  type: string
  body: Record<string, unknown>
}

/** ClickHouse's port here, or host:port */
export type At = number | string

async function asked<Row extends object>(
  dataDir: string,
  at: At,
  sql: string,
  values: Record<string, unknown> = {},
): Promise<Row[]> {
  const secrets = JSON.parse(await readFile(join(dataDir, 'secrets.json'), 'utf8')) as { clickhousePassword: string }
  const clickhouse = openClickHouse({
    url: `http://${typeof at === 'number' ? `127.0.0.1:${at}` : at}`,
    password: secrets.clickhousePassword,
  })
  try {
    return await clickhouse.rows<Row>(sql, values)
  } finally {
    await clickhouse.close()
  }
}

/** Facts of these types, roughly in the order of the ledger. */
export async function factsOf(dataDir: string, at: At, types: string[]): Promise<FactRow[]> {
  const rows = await asked<{ at: number; actor: string; type: string; body: string }>(
    dataDir,
    at,
    'select toUnixTimestamp64Milli(at) as at, actor, type, body from tinglan.facts where has({types:Array(String)}, type) order by sequence',
    { types },
  )
  return rows.map((row) => ({ ...row, body: JSON.parse(row.body) as Record<string, unknown> }))
}

/** All facts in ClickHouse, and how many of them are different ones. */
export async function factCounts(dataDir: string, at: At): Promise<{ rows: number; ids: number }> {
  const [counted] = await asked<{ rows: number; ids: number }>(
    dataDir,
    at,
    'select toUInt32(count()) as rows, toUInt32(uniqExact(id)) as ids from tinglan.facts',
  )
  return counted ?? { rows: 0, ids: 0 }
}

const ENDS_BUSY = ['ring-missed', 'ring-withdrawn', 'talk-ended']

interface Span {
  what: string
  from: number
  to: number
}

/**
 * The n-th beginning and the n-th end of the same thing are one span. By times only: facts that were appended together
 * stand in the table in no order, and those of different actors may be appended in another order than they happened.
 */
function spans(
  begins: FactRow[],
  ends: FactRow[],
  same: (fact: FactRow) => string,
  what: (fact: FactRow) => string,
): Span[] {
  const endings = new Map<string, number[]>()
  const byTime = (a: FactRow, b: FactRow): number => a.at - b.at
  for (const end of ends.toSorted(byTime)) endings.set(same(end), [...(endings.get(same(end)) ?? []), end.at])
  return begins.toSorted(byTime).map((begin) => ({
    what: what(begin),
    from: begin.at,
    to: endings.get(same(begin))?.shift() ?? Number.POSITIVE_INFINITY,
  }))
}

function overlaps(of: string, all: Span[]): string[] {
  const inOrder = all.toSorted((a, b) => a.from - b.from || a.to - b.to)
  return inOrder.slice(1).flatMap((next, n) => {
    const before = inOrder[n]!
    return next.from < before.to ? [`${of}: ${next.what} at ${next.from}, while ${before.what} until ${before.to}`] : []
  })
}

const grouped = (facts: FactRow[], by: (fact: FactRow) => string): Map<string, FactRow[]> => {
  const groups = new Map<string, FactRow[]>()
  for (const fact of facts) groups.set(by(fact), [...(groups.get(by(fact)) ?? []), fact])
  return groups
}

/** Sentences on agents who rang or talked twice at once, and calls that were offered to two agents at once. */
export function doubled(facts: FactRow[]): string[] {
  const wrong: string[] = []
  const call = (fact: FactRow): string => String(fact.body.callId)
  const agents = facts.filter(({ type }) => type === 'ring-started' || ENDS_BUSY.includes(type))
  for (const [agent, own] of grouped(agents, (fact) => fact.actor)) {
    const rings = own.filter((fact) => fact.type === 'ring-started')
    const ends = own.filter((fact) => fact.type !== 'ring-started')
    wrong.push(...overlaps(`agent ${agent}`, spans(rings, ends, call, call)))
  }
  const offers = facts.filter(({ type }) => type === 'offer-made' || type === 'offer-ended')
  for (const [callId, own] of grouped(offers, call)) {
    const made = own.filter((fact) => fact.type === 'offer-made')
    const ended = own.filter((fact) => fact.type === 'offer-ended')
    const offer = (fact: FactRow): string => String(fact.body.offerId)
    wrong.push(
      ...overlaps(
        `call ${callId}`,
        spans(made, ended, offer, (fact) => `offered to ${fact.body.agentId} by ${fact.actor}`),
      ),
    )
  }
  return wrong
}
