// Tables of the analytics database: every fact once, and roll-ups per five minutes kept by materialised views.
import type { ClickHouse } from './client.ts'
import { DETAILS, type Detail, oldViewOf, PASSING, viewOf, viewSelect } from './details.ts'

/** Roll-ups are kept at this grain; coarser intervals are sums of it. */
export const GRAIN_MINUTES = 5

// Why (2026-11-21): a call belongs to the interval in which it ARRIVED at the queue (at - waitedMs), so in each interval
// offered = answered + abandoned + overflowed once its calls are done, which is what planners forecast from.
const grain = (time: string): string =>
  `toDateTime(toStartOfInterval(${time}, interval ${GRAIN_MINUTES} minute), 'UTC')`
const whole = (name: string): string => `toUInt64(greatest(0, JSONExtractInt(body, '${name}')))`
const text = (name: string): string => `JSONExtractString(body, '${name}')`

const QUEUE_SUMS = `create materialized view if not exists tinglan.queue_from_queue to tinglan.queue_interval as select
    actor as queue, ${grain(`at - toIntervalMillisecond(JSONExtractInt(body, 'waitedMs'))`)} as start,
    toUInt64(type = 'call-queued') as offered, toUInt64(type = 'call-answered') as answered,
    toUInt64(type = 'call-answered' and JSONExtractBool(body, 'inTarget')) as answered_in_target,
    toUInt64(type = 'call-left' and ${text('reason')} in ('abandoned', 'call-ended')) as abandoned,
    toUInt64(type = 'call-overflowed' or (type = 'call-left' and ${text('reason')} in ('voicemail', 'transferred', 'callback'))) as overflowed,
    ${whole('waitedMs')} as wait_ms, ${whole('waitedMs')} as longest_wait_ms,
    toUInt64(0) as handled, toUInt64(0) as talk_ms, toUInt64(0) as hold_ms, toUInt64(0) as wrap_up_ms
  from tinglan.facts where kind = 'queue' and type in ('call-queued', 'call-answered', 'call-left', 'call-overflowed')`

const QUEUE_HANDLING = `create materialized view if not exists tinglan.queue_from_agents to tinglan.queue_interval as select
    ${text('queueId')} as queue, ${grain('at')} as start,
    toUInt64(0) as offered, toUInt64(0) as answered, toUInt64(0) as answered_in_target, toUInt64(0) as abandoned,
    toUInt64(0) as overflowed, toUInt64(0) as wait_ms, toUInt64(0) as longest_wait_ms,
    toUInt64(type = 'talk-ended') as handled, if(type = 'talk-ended', ${whole('talkMs')}, 0) as talk_ms,
    if(type = 'talk-ended', ${whole('holdMs')}, 0) as hold_ms, if(type = 'mode-changed', ${whole('spentMs')}, 0) as wrap_up_ms
  from tinglan.facts where kind = 'agent' and ${text('queueId')} != ''
    and (type = 'talk-ended' or (type = 'mode-changed' and ${text('from')} = 'wrap-up'))`

const GRAIN_MS = GRAIN_MINUTES * 60_000
// A break that was tried is told late, with the time when it began: there the mode before it ended.
const END_MS = `if(JSONHas(body, 'startedAt'), JSONExtractInt(body, 'startedAt'), toUnixTimestamp64Milli(at))`

// Time in a mode is spread over the intervals it lasted in, not put where it ended.
const AGENT_TIME = `create materialized view if not exists tinglan.agent_from_modes to tinglan.agent_time as select
    agent, toDateTime(intDiv(n * ${GRAIN_MS}, 1000), 'UTC') as start, mode,
    toUInt64(least(finish, (n + 1) * ${GRAIN_MS}) - greatest(begin, n * ${GRAIN_MS})) as spent_ms
  from (
    select actor as agent, ${text('from')} as mode,
      toInt64(${END_MS}) as finish, finish - toInt64(${whole('spentMs')}) as begin,
      arrayJoin(range(toUInt64(intDiv(begin, ${GRAIN_MS})), toUInt64(intDiv(greatest(begin, finish - 1), ${GRAIN_MS}) + 1))) as n
    from tinglan.facts where kind = 'agent' and type = 'mode-changed' and ${text('from')} != 'signed-out'
      and JSONExtractInt(body, 'spentMs') between 1 and ${31 * 86_400_000}
  )`

// A call counts for the number it dialled and for every flow it passed, in the interval in which it arrived; its handle
// time is the talk with agents. It is told when it ends.
const CALL_SERIES = `arrayConcat(
    if(JSONExtractString(body, 'summary', 'accessNumber') = '', [], [concat('number:', JSONExtractString(body, 'summary', 'accessNumber'))]),
    arrayMap(flow -> concat('service:', flow), arrayDistinct(arrayFilter(flow -> flow != '',
      arrayMap(step -> JSONExtractString(step, 'flowId'), JSONExtractArrayRaw(body, 'summary', 'path'))))))`
const CALL_SUMS = `select arrayJoin(${CALL_SERIES}) as series,
    ${grain(`fromUnixTimestamp64Milli(JSONExtractInt(body, 'summary', 'arrivedAt'), 'UTC')`)} as start,
    toUInt64(1) as offered, toUInt64(JSONExtractRaw(body, 'summary', 'talkStartedAt') != '') as handled,
    toUInt64(greatest(0, arraySum(arrayMap(stay -> JSONExtractInt(stay, 'to') - JSONExtractInt(stay, 'from'),
      JSONExtractArrayRaw(body, 'summary', 'agents'))))) as handle_ms
  from tinglan.facts
  where kind = 'call' and type = 'call-ended' and JSONExtractString(body, 'summary', 'direction') = 'in'`
const CALL_INTERVAL = `create table if not exists tinglan.call_interval (
    series String, start DateTime('UTC'), offered UInt64, handled UInt64, handle_ms UInt64
  ) engine = SummingMergeTree partition by toYYYYMM(start) order by (series, start)`
const CALL_VIEW = `create materialized view if not exists tinglan.call_from_calls to tinglan.call_interval as ${CALL_SUMS}`

// History of an old system, in local time as its file told it. Not made from the ledger, so never dropped with the rest.
const IMPORTED = `create table if not exists tinglan.imported_interval (
    series String, date Date32, minute UInt16, slot_minutes UInt8, offered Float64, aht_ms Nullable(Float64),
    version UInt64, removed UInt8
  ) engine = ReplacingMergeTree(version) order by (series, date, minute)`

// What an import replaced, so that it can be taken back. A row with minute NO_MINUTE says that the date was touched.
const BEFORE_IMPORT = `create table if not exists tinglan.before_import (
    id String, series String, date Date32, minute UInt16, slot_minutes UInt8, offered Float64, aht_ms Nullable(Float64),
    kept_at DateTime('UTC') default now()
  ) engine = MergeTree order by (id, date, minute) ttl kept_at + interval 90 day`
export const NO_MINUTE = 65_535

const STATEMENTS = [
  `create table if not exists tinglan.facts (
    sequence UInt64, id String, at DateTime64(3, 'UTC'), kind LowCardinality(String), actor String,
    type LowCardinality(String), epoch UInt64, cause String, body String, seq UInt32
  ) engine = MergeTree partition by toYYYYMM(at) order by (kind, type, at, id)`,
  `create table if not exists tinglan.queue_interval (
    queue String, start DateTime('UTC'),
    offered SimpleAggregateFunction(sum, UInt64), answered SimpleAggregateFunction(sum, UInt64),
    answered_in_target SimpleAggregateFunction(sum, UInt64), abandoned SimpleAggregateFunction(sum, UInt64),
    overflowed SimpleAggregateFunction(sum, UInt64), wait_ms SimpleAggregateFunction(sum, UInt64),
    longest_wait_ms SimpleAggregateFunction(max, UInt64), handled SimpleAggregateFunction(sum, UInt64),
    talk_ms SimpleAggregateFunction(sum, UInt64), hold_ms SimpleAggregateFunction(sum, UInt64),
    wrap_up_ms SimpleAggregateFunction(sum, UInt64)
  ) engine = AggregatingMergeTree partition by toYYYYMM(start) order by (queue, start)`,
  `create table if not exists tinglan.agent_time (
    agent String, start DateTime('UTC'), mode LowCardinality(String), spent_ms UInt64
  ) engine = SummingMergeTree partition by toYYYYMM(start) order by (agent, start, mode)`,
  // how far the ledger has been collected: the batch under way, or the last
  `create table if not exists tinglan.collected (
    one UInt8, n UInt64, after UInt64, through UInt64
  ) engine = ReplacingMergeTree(n) order by one`,
  // what reports count, summed up by whole days (reporting/roll-up.ts): `sums` by `dims`, and until when all days are there
  `create table if not exists tinglan.rolled (
    part LowCardinality(String), start DateTime('UTC'), dims Array(LowCardinality(String)), sums Array(Int64)
  ) engine = MergeTree partition by toYYYYMM(start) order by (part, start)`,
  `create table if not exists tinglan.rolled_through (
    part String, through Int64, n UInt64
  ) engine = ReplacingMergeTree(n) order by part`,
  // made anew, so that an older database counts as this version does
  'drop view if exists tinglan.queue_from_queue',
  QUEUE_SUMS,
  QUEUE_HANDLING,
  AGENT_TIME,
  IMPORTED,
  BEFORE_IMPORT,
]

const FILLED = ['facts', 'queue_interval', 'agent_time', 'call_interval', ...DETAILS.map(({ table }) => table)]
/** batches remembered, so that one that is inserted again counts once, in the roll-ups too */
const REMEMBERED = 1_000
const CHANGES = [
  // what ended in some days is looked for, and rows stand by their begin
  'alter table tinglan.spells add index if not exists finished finish type minmax granularity 1',
  'alter table tinglan.facts add column if not exists seq UInt32',
  ...FILLED.map(
    (table) => `alter table tinglan.${table} modify setting non_replicated_deduplication_window = ${REMEMBERED}`,
  ),
]

/** Of rows that are selected anew: since ClickHouse 26 a second select into a table passes for a double of the first. */
export const EVERY_ROW = "insert_deduplicate = 0, deduplicate_insert_select = 'disable'"

/** The roll-ups: their table, and the rows that facts give. */
export const ROLL_UPS = [
  ['queue_interval', rowsOfView(QUEUE_SUMS)],
  ['queue_interval', rowsOfView(QUEUE_HANDLING)],
  ['agent_time', rowsOfView(AGENT_TIME)],
  ['call_interval', CALL_SUMS],
] as const

function rowsOfView(view: string): string {
  return view.slice(view.search(/ as select\b/) + ' as '.length)
}

/** Makes what is missing; safe at every start, while nobody inserts facts. */
export async function createSchema(clickhouse: ClickHouse): Promise<void> {
  for (const sql of STATEMENTS) await clickhouse.run(sql)
  await createCallRollUp(clickhouse)
  await clickhouse.run(`create table if not exists tinglan.${PASSING.table} (${PASSING.columns}) engine = Null`)
  await clickhouse.run(
    `create materialized view if not exists tinglan.${PASSING.view} to tinglan.${PASSING.table} as ${PASSING.select}`,
  )
  for (const detail of DETAILS) await createDetail(clickhouse, detail)
  for (const sql of CHANGES) await clickhouse.run(sql)
}

const isThere = async (clickhouse: ClickHouse, view: string): Promise<boolean> => {
  const [found] = await clickhouse.rows<Record<string, number>>(`exists table tinglan.${view}`)
  return Object.values(found ?? {}).some((one) => Number(one) === 1)
}

async function createDetail(clickhouse: ClickHouse, detail: Detail): Promise<void> {
  const { table, columns, order, select, later = [] } = detail
  const [view, old] = [viewOf(detail), oldViewOf(detail)]
  if (await isThere(clickhouse, view)) {
    for (const column of later) await clickhouse.run(`alter table tinglan.${table} add column if not exists ${column}`)
    if (later.length > 0) await clickhouse.run(`alter table tinglan.${view} modify query ${viewSelect(detail)}`)
    return
  }
  const make = () =>
    clickhouse.run(
      `create materialized view if not exists tinglan.${view} to tinglan.${table} as ${viewSelect(detail)}`,
    )
  if (old !== view && (await isThere(clickhouse, old))) {
    // filled already: only the way to it is another
    await clickhouse.run(`drop view tinglan.${old}`)
    return make()
  }
  await clickhouse.run(`create table if not exists tinglan.${table} (${columns})
    engine = MergeTree partition by toYYYYMM(start) order by ${order}`)
  await clickhouse.run(`truncate table tinglan.${table}`)
  await clickhouse.run(`insert into tinglan.${table} ${select} settings ${EVERY_ROW}`)
  await make()
}

async function createCallRollUp(clickhouse: ClickHouse): Promise<void> {
  if (await isThere(clickhouse, 'call_from_calls')) return
  // a database from before this roll-up: the facts it holds are rolled up once
  await clickhouse.run(CALL_INTERVAL)
  await clickhouse.run('truncate table tinglan.call_interval')
  await clickhouse.run(`insert into tinglan.call_interval ${CALL_SUMS}`)
  await clickhouse.run(CALL_VIEW)
}

/** Drops what the ledger fills, so that following it from its start rebuilds it; imported history stays. */
export async function dropSchema(clickhouse: ClickHouse): Promise<void> {
  const rollUps = ['queue_from_queue', 'queue_from_agents', 'agent_from_modes', 'call_from_calls']
  const views = [...rollUps, ...DETAILS.flatMap((detail) => [viewOf(detail), oldViewOf(detail)]), PASSING.view]
  for (const view of views) await clickhouse.run(`drop view if exists tinglan.${view}`)
  for (const table of [...FILLED, PASSING.table, 'collected', 'rolled', 'rolled_through'])
    await clickhouse.run(`drop table if exists tinglan.${table}`)
}
