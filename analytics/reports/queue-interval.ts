// Queue interval report: what was offered in each interval and what became of it, with handle time and service level.

import { bucket, parseRange, RANGE_FIELDS } from '../reporting/range.ts'
import { defineReport } from '../reporting/report.ts'

/** calls of which it is known what became of them */
const DECIDED = ['answered', 'abandoned', 'overflowed']

export default defineReport({
  name: 'queue-interval',
  label: { zh: '队列时段报表', en: 'Queue interval report' },
  parameters: RANGE_FIELDS,
  columns: [
    { name: 'start', label: { zh: '时段', en: 'Interval' }, format: 'time' },
    { name: 'queue', label: { zh: '队列', en: 'Queue' }, format: 'text' },
    { name: 'offered', label: { zh: '呼入', en: 'Offered' }, format: 'number' },
    { name: 'answered', label: { zh: '接听', en: 'Answered' }, format: 'number' },
    { name: 'abandoned', label: { zh: '放弃', en: 'Abandoned' }, format: 'number' },
    { name: 'overflowed', label: { zh: '溢出', en: 'Overflowed' }, format: 'number' },
    {
      ...{ name: 'serviceLevel', label: { zh: '服务水平', en: 'Service level' }, format: 'percent' },
      ...{ target: 'serviceTarget', of: DECIDED },
    },
    { name: 'serviceTarget', label: { zh: '服务水平目标', en: 'Target' }, format: 'percent', of: DECIDED },
    { name: 'meanWaitMs', label: { zh: '平均等待', en: 'Mean wait' }, format: 'duration', of: DECIDED },
    { name: 'longestWaitMs', label: { zh: '最长等待', en: 'Longest wait' }, format: 'duration' },
    { name: 'meanHandleMs', label: { zh: '平均处理时长', en: 'Mean handle time' }, format: 'duration' },
  ],
  chart: { x: 'start', series: ['offered', 'answered', 'abandoned', 'overflowed', 'serviceLevel'] },
  names: { queue: 'queues' },
  targets: { serviceTarget: 'queue' },
  query(given, timeZone) {
    const range = parseRange(given)
    return {
      sql: `select toInt64(toUnixTimestamp(${bucket(range.stepMinutes)})) * 1000 as start, queue,
          sum(queue_interval.offered) as offered, sum(queue_interval.answered) as answered,
          sum(queue_interval.abandoned) as abandoned, sum(queue_interval.overflowed) as overflowed,
          if(answered + abandoned + overflowed = 0, null, sum(answered_in_target) / (answered + abandoned + overflowed)) as serviceLevel,
          if(answered + abandoned + overflowed = 0, null, sum(wait_ms) / (answered + abandoned + overflowed)) as meanWaitMs,
          max(longest_wait_ms) as longestWaitMs,
          if(sum(handled) = 0, null, (sum(talk_ms) + sum(hold_ms) + sum(wrap_up_ms)) / sum(handled)) as meanHandleMs
        from tinglan.queue_interval
        where queue_interval.start >= fromUnixTimestamp64Milli({from:Int64}) and queue_interval.start < fromUnixTimestamp64Milli({to:Int64})
          and (length({queues:Array(String)}) = 0 or has({queues:Array(String)}, queue))
        group by start, queue order by start, queue`,
      parameters: { from: range.from, to: range.to, queues: range.queues, zone: timeZone },
    }
  },
})
