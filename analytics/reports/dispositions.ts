// What calls were about, as their agents said: per interval, queue and disposition.

import { bucket, parseRange, RANGE_FIELDS } from '../reporting/range.ts'
import { defineReport } from '../reporting/report.ts'

export default defineReport({
  name: 'dispositions',
  label: { zh: '通话小结报表', en: 'Dispositions' },
  group: 'quality',
  help: { zh: '坐席给通话的小结。', en: 'What agents said calls were about.' },
  parameters: RANGE_FIELDS,
  columns: [
    { key: true, name: 'start', label: { zh: '时段', en: 'Interval' }, format: 'time' },
    { key: true, name: 'queue', label: { zh: '队列', en: 'Queue' }, format: 'text' },
    { key: true, name: 'disposition', label: { zh: '小结', en: 'Disposition' }, format: 'text' },
    {
      ...{ name: 'calls', label: { zh: '通话数', en: 'Calls' }, format: 'number' },
      help: {
        zh: '最后一次小结为此的通话，按坐席与通话各计一次。',
        en: 'Calls last said to be about it, once for each agent and call.',
      },
    },
  ],
  names: { queue: 'queues', disposition: 'dispositions' },
  query(given, timeZone, reach) {
    const range = parseRange(given)
    const ofQueues = range.queues.length > 0 ? 'and has({queues:Array(String)}, queue)' : ''
    const mine = 'and (has({mineQueues:Array(String)}, queue) or has({mineAgents:Array(String)}, agent))'
    return {
      sql: `select toInt64(toUnixTimestamp(${bucket(range.stepMinutes)})) * 1000 as start, queue, disposition,
          count() as calls
        from (select actor as agent, min(facts.at) as start, argMax(JSONExtractString(body, 'queueId'), sequence) as queue,
            argMax(JSONExtractString(body, 'dispositionId'), sequence) as disposition
          from tinglan.facts where kind = 'agent' and type = 'call-disposed'
            and facts.at >= fromUnixTimestamp64Milli({from:Int64}) and facts.at < fromUnixTimestamp64Milli({to:Int64})
          group by actor, JSONExtractString(body, 'callId'))
        where true ${ofQueues} ${reach ? mine : ''} group by start, queue, disposition order by start, queue, disposition`,
      parameters: {
        ...{ from: range.from, to: range.to, zone: timeZone, queues: range.queues },
        ...{ mineQueues: reach?.queueIds ?? [], mineAgents: reach?.agentIds ?? [] },
      },
    }
  },
})
