// Planning answers as tables: the heads are words that an import reads again.
import type { ForecastAnswer, HistoryAnswer, NeedAnswer } from '../../protocol/planning.ts'
import type { RosterView } from '../../protocol/roster.ts'
import type { Cell } from '../../records/table-files/table.ts'
import { timeText } from './values.ts'
import type { Table } from './write.ts'

type Lang = 'zh' | 'en'
type Column<Row> = [zh: string, en: string, of: (row: Row) => Cell]

const table = <Row>(lang: Lang, columns: readonly Column<Row>[], rows: readonly Row[]): Table => ({
  head: columns.map(([zh, en]) => (lang === 'zh' ? zh : en)),
  rows: rows.map((row) => columns.map(([, , of]) => of(row))),
})

const at = (text: string): string => text.replace('T', ' ')
const seconds = (ms: number | null): number | null => (ms === null ? null : Math.round(ms / 100) / 10)

export const historyTable = ({ points }: Pick<HistoryAnswer, 'points'>, lang: Lang): Table =>
  table(
    lang,
    [
      ['时间', 'At', (point) => at(point.at)],
      ['呼入量', 'Offered', (point) => point.offered],
      ['平均处理时长(秒)', 'AHT (s)', (point) => seconds(point.ahtMs)],
      [
        '来源',
        'Source',
        (point) => (lang === 'zh' ? (point.imported ? '导入' : '本系统') : point.imported ? 'imported' : 'own'),
      ],
    ],
    points,
  )

export const forecastTable = ({ points }: ForecastAnswer, lang: Lang): Table =>
  table(
    lang,
    [
      ['时间', 'At', (point) => at(point.at)],
      ['预测', 'Forecast', (point) => point.mean],
      ['80% 下限', '80 % from', (point) => point.lower80],
      ['80% 上限', '80 % to', (point) => point.upper80],
      ['95% 下限', '95 % from', (point) => point.lower95],
      ['95% 上限', '95 % to', (point) => point.upper95],
      ['平均处理时长(秒)', 'AHT (s)', (point) => seconds(point.ahtMs)],
      ['实际', 'Actual', (point) => point.actual],
      ['上周', 'Last week', (point) => point.lastWeek],
      ['去年', 'Last year', (point) => point.lastYear],
    ],
    points,
  )

export const needTable = ({ points }: NeedAnswer, lang: Lang): Table =>
  table(
    lang,
    [
      ['时间', 'At', (point) => at(point.at)],
      ['预测呼入', 'Expected calls', (point) => point.calls],
      ['平均处理时长(秒)', 'AHT (s)', (point) => seconds(point.ahtMs)],
      ['爱尔兰', 'Erlangs', (point) => point.erlangs],
      ['在线坐席', 'On the phones', (point) => point.agents],
      ['排班需求', 'To roster', (point) => point.toRoster],
      ['已排', 'Scheduled', (point) => point.scheduled],
      ['实到', 'There', (point) => point.actual],
      ['线路', 'Lines', (point) => point.lines],
      ['媒体通道', 'Channels', (point) => point.channels],
      ['服务水平', 'Service level', (point) => point.serviceLevel],
      ['占用率', 'Occupancy', (point) => point.occupancy],
      ['放弃率', 'Abandoned', (point) => point.abandoned],
    ],
    points,
  )

/** A row an agent and date of the roster; a day off is a row too, so that what is missing from a file changes nothing. */
export function rosterTable(view: RosterView, dates: readonly string[], lang: Lang): Table {
  const shifts = new Map(view.shifts.map((shift) => [shift.id, shift.name]))
  const duties = new Map(view.duties.map((duty) => [`${duty.agentId} ${duty.date}`, duty]))
  const rows = view.agents.flatMap((agent) =>
    dates.map((date) => ({ agent, date, duty: duties.get(`${agent.agentId} ${date}`) })),
  )
  return table(
    lang,
    [
      ['工号', 'Agent', ({ agent }) => agent.number],
      ['姓名', 'Name', ({ agent }) => agent.name],
      ['日期', 'Date', ({ date }) => date],
      ['班次', 'Shift', ({ duty }) => (duty ? (shifts.get(duty.shiftId) ?? duty.shiftId) : OFF[lang])],
      ['上班', 'From', ({ duty }) => (duty ? timeText(duty.startsAt) : '')],
      ['下班', 'To', ({ duty }) => (duty ? timeText(duty.endsAt) : '')],
      ['休息', 'Breaks', ({ duty }) => duty?.breaks.map((one) => breakText(one, lang)).join('; ') ?? ''],
    ],
    rows,
  )
}

export const OFF = { zh: '休', en: 'off' } as const
const PAID = { zh: '带薪', en: 'paid' } as const

const breakText = (one: { at: number; minutes: number; paid: boolean }, lang: Lang): string =>
  `${timeText(one.at)}-${timeText(one.at + one.minutes)}${one.paid ? ` ${PAID[lang]}` : ''}`
