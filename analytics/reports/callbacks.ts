// Callbacks: who wanted to be called instead of waiting, and what came of it, in the interval in which it was asked for.
import { bucket, parseRange, RANGE_FIELDS } from '../reporting/range.ts'
import { defineReport, type Part, type Query } from '../reporting/report.ts'
import { share } from '../reporting/words.ts'

/** A callback is kept for a day; what came of it is known after two. */
const KNOWN_AFTER_MS = 2 * 86_400_000
const SUMS = [
  'asked',
  'byCaller',
  'byWeb',
  'byStaff',
  'reached',
  'notReached',
  'calledAgain',
  'withdrawn',
  'expired',
] as const

const LABELS: Record<(typeof SUMS)[number], [zh: string, en: string, helpZh: string, helpEn: string]> = {
  asked: [
    '约定回呼',
    'Asked for',
    '约定的回呼，计入约定的时段。',
    'Callbacks asked for, in the interval in which they were.',
  ],
  byCaller: ['来电者按键', 'By callers', '来电者在等待中按键约定。', 'Callers who pressed a key while they waited.'],
  byWeb: ['网页', 'On the web', '访客在网页上约定。', 'Visitors of the web page.'],
  byStaff: ['员工', 'By staff', '员工或其他系统代为约定。', 'Staff, or another system.'],
  reached: ['已接通', 'Reached', '客户接听了回呼。', 'The customer answered.'],
  notReached: ['未接通', 'Not reached', '按设定次数呼叫后仍未接通。', 'Not reached in as many tries as are set.'],
  calledAgain: ['客户先来电', 'Called first', '客户自己先打了进来。', 'The customer called before.'],
  withdrawn: ['已取消', 'Withdrawn', '由员工取消。', 'Taken back by staff.'],
  expired: ['过期', 'Expired', '一天内没有轮到。', 'Its turn did not come within a day.'],
}

function sqlOf(given: Record<string, unknown>, zone: string, reach: Part | undefined, keys: string[]): Query {
  const range = parseRange(given)
  const ended = (reason: string): string => `countIf(outcome = '${reason}')`
  const group = keys.length > 0 ? `group by ${keys.join(', ')} order by ${keys.join(', ')}` : ''
  const shown = keys.map((key) =>
    key === 'start' ? `toInt64(toUnixTimestamp(${bucket(range.stepMinutes, 'asked_at')})) * 1000 as start` : key,
  )
  const sql = `select ${[...shown, 'count() as asked'].join(', ')},
      countIf(by = 'caller') as byCaller, countIf(by = 'web') as byWeb, countIf(by = 'staff') as byStaff,
      countIf(is_reached) as reached, ${ended('not-reached')} as notReached, ${ended('called-again')} as calledAgain,
      ${ended('cancelled')} as withdrawn, ${ended('expired')} as expired,
      ${share('reached', 'asked')} as reachedShare, sum(tries) as tries,
      if(reached = 0, null, sumIf(waited, is_reached) / reached) as meanWaitMs
    from (
      select actor as queue, replaceRegexpOne(JSONExtractString(body, 'callId'), '_[0-9]+$', '') as id,
        toDateTime(minIf(facts.at, type = 'callback-asked'), 'UTC') as asked_at, countIf(type = 'callback-asked') > 0 as is_asked,
        anyIf(JSONExtractString(body, 'call', 'callback', 'by'), type = 'callback-asked') as by,
        countIf(type = 'callback-tried') as tries, countIf(type = 'callback-reached') > 0 as is_reached,
        maxIf(JSONExtractInt(body, 'waitedMs'), type = 'callback-reached') as waited,
        anyIf(JSONExtractString(body, 'reason'), type = 'callback-over') as outcome
      from tinglan.facts where kind = 'queue'
        and type in ('callback-asked', 'callback-tried', 'callback-reached', 'callback-over')
        and facts.at >= fromUnixTimestamp64Milli({from:Int64}) and facts.at < fromUnixTimestamp64Milli({until:Int64})
        and (empty({queues:Array(String)}) or actor in {queues:Array(String)})
        ${reach ? 'and actor in {mineQueues:Array(String)}' : ''}
      group by queue, id
      having is_asked and asked_at < fromUnixTimestamp64Milli({to:Int64})
    ) ${group}`
  const until = range.to + KNOWN_AFTER_MS
  const bound = { from: range.from, to: range.to, until, zone, queues: range.queues }
  return { sql, parameters: { ...bound, mineQueues: reach?.queueIds ?? [] } }
}

export default defineReport({
  name: 'callbacks',
  label: { zh: '回呼报表', en: 'Callbacks' },
  group: 'queues',
  help: { zh: '约定回呼的来电者，以及每个回呼的结果。', en: 'Who asked to be called back, and what came of it.' },
  parameters: RANGE_FIELDS.map((field) => (field.name === 'step' ? { ...field, default: '1440' } : field)),
  columns: [
    { key: true, name: 'start', label: { zh: '时段', en: 'Interval' }, format: 'time' },
    { key: true, name: 'queue', label: { zh: '队列', en: 'Queue' }, format: 'text' },
    ...SUMS.map((name) => {
      const [zh, en, helpZh, helpEn] = LABELS[name]
      return { name, label: { zh, en }, format: 'number' as const, help: { zh: helpZh, en: helpEn } }
    }),
    {
      ...{ name: 'reachedShare', label: { zh: '接通率', en: 'Reached' }, format: 'percent', of: ['asked'] },
      help: { zh: '已接通 ÷ 约定回呼。', en: 'Reached over asked for.' },
    },
    {
      ...{ name: 'tries', label: { zh: '呼叫次数', en: 'Calls made' }, format: 'number' },
      help: { zh: '为这些回呼呼叫客户的次数。', en: 'How often the customers were called.' },
    },
    {
      ...{
        name: 'meanWaitMs',
        label: { zh: '平均到接通', en: 'Mean time to reach' },
        format: 'duration',
        of: ['reached'],
      },
      help: {
        zh: '从进入队列到接通的时长，只计已接通的。',
        en: 'From joining the queue to the answer, of those reached.',
      },
    },
  ],
  chart: { x: 'start', series: ['asked', 'reached', 'notReached'] },
  names: { queue: 'queues' },
  query: (given, zone, reach) => sqlOf(given, zone, reach, ['start', 'queue']),
  total: (given, zone, reach) => sqlOf({ ...given, step: 0 }, zone, reach, []),
})
