// What calls were about, as their agents said: per interval, queue and disposition.

import { bucket, parseRange, RANGE_FIELDS } from '../reporting/range.ts'
import { defineReport } from '../reporting/report.ts'

export default defineReport({
  name: 'dispositions',
  label: { zh: '通话小结报表', en: 'Dispositions' },
  parameters: RANGE_FIELDS,
  columns: [
    { name: 'start', label: { zh: '时段', en: 'Interval' }, format: 'time' },
    { name: 'queue', label: { zh: '队列', en: 'Queue' }, format: 'text' },
    { name: 'disposition', label: { zh: '小结', en: 'Disposition' }, format: 'text' },
    { name: 'calls', label: { zh: '通话数', en: 'Calls' }, format: 'number' },
  ],
  names: { queue: 'queues', disposition: 'dispositions' },
  query(given, timeZone) {
    const range = parseRange(given)
    const ofQueues = range.queues.length > 0 ? 'where has({queues:Array(String)}, queue)' : ''
    return {
      sql: `select toInt64(toUnixTimestamp(${bucket(range.stepMinutes)})) * 1000 as start, queue, disposition,
          count() as calls
        from (select min(facts.at) as start, argMax(JSONExtractString(body, 'queueId'), sequence) as queue,
            argMax(JSONExtractString(body, 'dispositionId'), sequence) as disposition
          from tinglan.facts where kind = 'agent' and type = 'call-disposed'
            and facts.at >= fromUnixTimestamp64Milli({from:Int64}) and facts.at < fromUnixTimestamp64Milli({to:Int64})
          group by actor, JSONExtractString(body, 'callId'))
        ${ofQueues} group by start, queue, disposition order by start, queue, disposition`,
      parameters: { from: range.from, to: range.to, zone: timeZone, queues: range.queues },
    }
  },
})
