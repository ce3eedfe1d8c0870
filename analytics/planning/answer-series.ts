// Which series have a history, from which date to which.

import { dateOf, dayOf } from '#analytics/forecast/history.ts'
import type { SeriesId, SeriesInfo } from '#engine/protocol/planning.ts'
import type { Answers } from './desk.ts'

interface Row {
  series: SeriesId
  dates: string[]
}

const KINDS = ['all', 'queue', 'number', 'service'] as const

const kindOf = (series: SeriesId): SeriesInfo['kind'] =>
  KINDS.find((kind) => series === kind || series.startsWith(`${kind}:`)) ?? 'queue'

export const answerSeries: Answers<'series'> = async (_ask, { clickhouse, clock }) => {
  const rows = await clickhouse.rows<Row>(
    `select series, arrayMap(d -> toString(d), arraySort(groupUniqArray(date))) as dates from (
        select distinct concat('queue:', queue) as series, toDate(toTimeZone(start, {zone:String})) as date from tinglan.queue_interval
        union all select distinct series, toDate(toTimeZone(start, {zone:String})) as date from tinglan.call_interval
        union all select distinct series, date from tinglan.imported_interval final where removed = 0
      ) group by series order by series`,
    { zone: clock.zone },
  )
  const dates = new Map(rows.map((row) => [row.series, new Set(row.dates)]))
  const whole = new Set(dates.get('all'))
  for (const [series, of] of dates) if (series.startsWith('queue:')) for (const date of of) whole.add(date)
  dates.set('all', whole)
  return [...dates].map(([id, of]) => {
    const days = [...of].map(dayOf).sort((a, b) => a - b)
    const [first, last] = [days[0], days.at(-1)]
    return {
      id,
      kind: kindOf(id),
      ...(first === undefined || last === undefined ? {} : { from: dateOf(first), to: dateOf(last) }),
      days: days.length,
    }
  })
}
