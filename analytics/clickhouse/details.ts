// Tables with one row a call, queue stay, talk, missed ring, passed node, state, message and use of a carrier's line: what
// reports count, and by which the calls behind a number are found. Filled by materialised views from the facts.

/** One table, and the rows that facts give. `fact` tells rows apart whose fact is taken back. */
export interface Detail {
  table: string
  columns: string
  order: string
  /** a filter on facts that finds it fast */
  select: string
  /** columns that came later: rows of before have nothing in them, and the facts they are of neither */
  later?: readonly string[]
}

const FACT = 'cityHash64(id) as fact'
const UTC_OF = (ms: string): string => `toDateTime(intDiv(toInt64(${ms}), 1000), 'UTC')`
/** a span that is never below zero and fits 32 bits: 49 days */
const SPAN = (ms: string): string => `toUInt32(least(greatest(toInt64(${ms}), 0), 4294967295))`
const text = (name: string): string => `JSONExtractString(body, '${name}')`
const whole = (name: string): string => `JSONExtractInt(body, '${name}')`
const promise = (name: string): string => `JSONExtractInt(body, 'promised', '${name}')`

const STAY = 'queueId String, joinedAt Int64, leftAt Int64, left String'
const TALK = 'agentId String, ringMs Int64, from Int64, to Int64, holdMs Int64'
const STEP = 'at Int64, flowId String, nodeId String, nodeName String, outlet String, business String'
const SPELL = 'from Int64, to Int64, what String'
const LINE_USE = 'trunkId String, from Int64, to Int64, answeredAt Int64'
const SUMMARY = `Tuple(callId String, direction String, from String, to String,
  accessNumber String, arrivedAt Int64, answeredAt Int64, talkStartedAt Int64, endedAt Int64, outcome String,
  hungUpBy String, region String, failure String, placedBy Tuple(agentId String), queues Array(Tuple(${STAY})),
  agents Array(Tuple(${TALK})), path Array(Tuple(${STEP})), line Array(Tuple(${SPELL})),
  trunks Array(Tuple(${LINE_USE})), collected Tuple(rating String))`
const PARSED = `JSONExtract(body, 'summary', '${SUMMARY}')`
const ENDED = `tinglan.facts where kind = 'call' and type = 'call-ended'`
/** ended calls, read once for all details that are made of them */
const ENDED_CALLS = `(select id, ${PARSED} as s from ${ENDED})`
const SHARED = "fact UInt64, call String, start DateTime('UTC')"

const calls: Detail = {
  table: 'calls',
  columns: `${SHARED}, direction LowCardinality(String), number LowCardinality(String),
    region LowCardinality(String), outcome LowCardinality(String), hung_up_by LowCardinality(String),
    failure LowCardinality(String), placed_by LowCardinality(String), caller UInt64, taken UInt8, human UInt8, flow LowCardinality(String),
    total_ms UInt32, menu_ms UInt32, wait_ms UInt32, ring_ms UInt32, talk_ms UInt32, hold_ms UInt32, talks UInt8, rating UInt8,
    queues Array(LowCardinality(String)), agents Array(LowCardinality(String)), businesses Array(LowCardinality(String))`,
  order: '(start, call)',
  select: `select ${FACT}, s.callId as call, ${UTC_OF('s.arrivedAt')} as start, s.direction as direction,
      if(s.direction = 'in', s.accessNumber, if(s.accessNumber = '', s.from, s.accessNumber)) as number, s.region as region,
      s.outcome as outcome, s.hungUpBy as hung_up_by, s.failure as failure, tupleElement(s.placedBy, 'agentId') as placed_by,
      cityHash64(s.from) as caller, toUInt8(s.answeredAt > 0) as taken, toUInt8(s.talkStartedAt > 0) as human,
      if(empty(s.path), '', s.path[1].flowId) as flow,
      ${SPAN('s.endedAt - s.arrivedAt')} as total_ms,
      ${SPAN("arraySum(arrayMap(one -> if(one.what = 'menu', one.to - one.from, 0), s.line))")} as menu_ms,
      ${SPAN('arraySum(arrayMap(one -> greatest(one.leftAt - one.joinedAt, 0), s.queues))')} as wait_ms,
      ${SPAN('arraySum(arrayMap(one -> one.ringMs, s.agents))')} as ring_ms,
      ${SPAN('arraySum(arrayMap(one -> greatest(one.to - one.from, 0), s.agents))')} as talk_ms,
      ${SPAN('arraySum(arrayMap(one -> one.holdMs, s.agents))')} as hold_ms,
      toUInt8(least(length(s.agents), 255)) as talks, toUInt8OrZero(tupleElement(s.collected, 'rating')) as rating,
      arrayDistinct(arrayMap(one -> one.queueId, s.queues)) as queues,
      arrayDistinct(arrayFilter(one -> one != '', arrayConcat(arrayMap(one -> one.agentId, s.agents), [placed_by]))) as agents,
      arrayDistinct(arrayFilter(one -> one != '', arrayMap(one -> one.business, s.path))) as businesses
    from ${ENDED_CALLS}`,
}

/** What became of a caller in a queue, as the queue itself told it: the same facts as the interval report's. */
const stays: Detail = {
  table: 'stays',
  columns: `${SHARED}, queue LowCardinality(String), agent LowCardinality(String), left LowCardinality(String),
    way_out LowCardinality(String), wait_ms UInt32, in_target UInt8, promised UInt8, half_ms UInt32, most_ms UInt32`,
  later: ['promised UInt8', 'half_ms UInt32', 'most_ms UInt32'],
  order: '(start, queue, call)',
  select: `select ${FACT}, ${text('callId')} as call,
      ${UTC_OF(`toUnixTimestamp64Milli(at) - greatest(${whole('waitedMs')}, 0)`)} as start, actor as queue,
      ${text('agentId')} as agent, if(type = 'call-answered', 'answered', ${text('reason')}) as left,
      ${text('wayOut')} as way_out, ${SPAN(whole('waitedMs'))} as wait_ms,
      toUInt8(type = 'call-answered' and JSONExtractBool(body, 'inTarget')) as in_target,
      toUInt8(JSONHas(body, 'promised')) as promised, ${SPAN(promise('halfMs'))} as half_ms,
      ${SPAN(promise('mostMs'))} as most_ms
    from tinglan.facts where kind = 'queue' and (type in ('call-answered', 'call-overflowed')
      or (type = 'call-left' and ${text('reason')} != 'answered'))`,
}

const talks: Detail = {
  table: 'talks',
  columns: `${SHARED}, agent LowCardinality(String), queue LowCardinality(String), direction LowCardinality(String),
    placed UInt8, first UInt8, last UInt8, ring_ms UInt32, talk_ms UInt32, hold_ms UInt32, rating UInt8`,
  order: '(start, agent, call)',
  select: `select ${FACT}, s.callId as call, ${UTC_OF('talk.from')} as start, talk.agentId as agent,
      if(empty(s.queues), '', s.queues[-1].queueId) as queue, s.direction as direction,
      toUInt8(tupleElement(s.placedBy, 'agentId') = talk.agentId) as placed, toUInt8(n = 1) as first,
      toUInt8(n = length(s.agents)) as last, ${SPAN('talk.ringMs')} as ring_ms, ${SPAN('talk.to - talk.from')} as talk_ms,
      ${SPAN('talk.holdMs')} as hold_ms, if(last = 1, toUInt8OrZero(tupleElement(s.collected, 'rating')), 0) as rating
    from ${ENDED_CALLS} array join s.agents as talk, arrayEnumerate(s.agents) as n`,
}

const missed: Detail = {
  table: 'missed',
  columns: `${SHARED}, agent LowCardinality(String), queue LowCardinality(String), reason LowCardinality(String), ring_ms UInt32`,
  order: '(start, agent)',
  select: `select ${FACT}, ${text('callId')} as call, toDateTime(at, 'UTC') as start, actor as agent, ${text('queueId')} as queue,
      ${text('reason')} as reason, ${SPAN(whole('ringMs'))} as ring_ms
    from tinglan.facts where kind = 'agent' and type = 'ring-missed'`,
}

const steps: Detail = {
  table: 'steps',
  columns: `${SHARED}, flow LowCardinality(String), node LowCardinality(String), node_name LowCardinality(String),
    outlet LowCardinality(String), business LowCardinality(String), nth UInt16, last UInt8, outcome LowCardinality(String)`,
  order: '(flow, start, node)',
  select: `select ${FACT}, s.callId as call, ${UTC_OF('step.at')} as start, step.flowId as flow, step.nodeId as node,
      step.nodeName as node_name, step.outlet as outlet, step.business as business, toUInt16(n) as nth,
      toUInt8(n = length(s.path)) as last, s.outcome as outcome
    from ${ENDED_CALLS} array join s.path as step, arrayEnumerate(s.path) as n`,
}

// A break that was tried is told late, with the time when it began: there the mode before it ended.
const END_MS = `if(JSONHas(body, 'startedAt'), ${whole('startedAt')}, toUnixTimestamp64Milli(at))`

/** Every spell of an agent in a state; the reason of a break is told when it begins, so by `next_reason` of the row before. */
const spells: Detail = {
  table: 'spells',
  columns: `fact UInt64, sequence UInt64, agent LowCardinality(String), start DateTime64(3, 'UTC'), finish DateTime64(3, 'UTC'),
    mode LowCardinality(String), next LowCardinality(String), next_reason LowCardinality(String), spent_ms UInt32`,
  order: '(start, agent)',
  select: `select ${FACT}, sequence, actor as agent,
      fromUnixTimestamp64Milli(toInt64(${END_MS}) - greatest(${whole('spentMs')}, 0), 'UTC') as start,
      fromUnixTimestamp64Milli(toInt64(${END_MS}), 'UTC') as finish, ${text('from')} as mode, ${text('to')} as next,
      ${text('breakReason')} as next_reason, ${SPAN(whole('spentMs'))} as spent_ms
    from tinglan.facts where kind = 'agent' and type = 'mode-changed'`,
}

const messages: Detail = {
  table: 'messages',
  columns: `${SHARED}, queue LowCardinality(String), recording String`,
  order: '(start, call)',
  select: `select ${FACT}, actor as call, toDateTime(at, 'UTC') as start, ${text('queueId')} as queue,
      ${text('recordingId')} as recording
    from tinglan.facts where kind = 'call' and type = 'message-left'`,
}

const sounds: Detail = {
  table: 'sounds',
  columns: `${SHARED}, recording String, duration_ms UInt32`,
  order: 'recording',
  select: `select ${FACT}, actor as call, toDateTime(at, 'UTC') as start, ${text('recordingId')} as recording,
      ${SPAN(whole('durationMs'))} as duration_ms
    from tinglan.facts where kind = 'call' and type = 'recording-stored'`,
}

const lineUses: Detail = {
  table: 'line_uses',
  columns: `${SHARED}, trunk LowCardinality(String), direction LowCardinality(String), taken UInt8, busy_ms UInt32, talk_ms UInt32`,
  order: '(start, trunk)',
  select: `select ${FACT}, s.callId as call, ${UTC_OF('use.from')} as start, use.trunkId as trunk,
      if(n = 1 and s.direction = 'in', 'in', 'out') as direction, toUInt8(use.answeredAt > 0) as taken,
      ${SPAN('use.to - use.from')} as busy_ms, if(use.answeredAt > 0, ${SPAN('use.to - use.answeredAt')}, 0) as talk_ms
    from ${ENDED_CALLS} array join s.trunks as use, arrayEnumerate(s.trunks) as n`,
}

export const DETAILS: readonly Detail[] = [calls, stays, talks, missed, steps, spells, messages, sounds, lineUses]

/**
 * Ended calls pass through here to the views that are made of them, and are not kept.
 * Why (2026-11-30): each of four views read the whole summary anew: of 209 CPU-ms an insert of 60 facts cost, 84 were theirs.
 */
export const PASSING = {
  table: 'ended_calls',
  columns: `id String, s ${SUMMARY}`,
  view: 'ended_calls_of_facts',
  select: `select id, ${PARSED} as s from ${ENDED}`,
} as const

const isOfEnded = ({ select }: Detail): boolean => select.includes(ENDED_CALLS)
export const viewOf = (detail: Detail): string => `${detail.table}_of_${isOfEnded(detail) ? 'ended' : 'facts'}`
/** as an older version made it, straight from the facts */
export const oldViewOf = ({ table }: Detail): string => `${table}_of_facts`
export const viewSelect = ({ select }: Detail): string => select.replace(ENDED_CALLS, `tinglan.${PASSING.table}`)
