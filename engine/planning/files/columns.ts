// Which column is which: head names in Chinese and English, spelled with or without units and spaces.
import type { Label } from '../../protocol/fields.ts'

export type ColumnName =
  | 'at'
  | 'date'
  | 'time'
  | 'offered'
  | 'aht'
  | 'agents'
  | 'agent'
  | 'name'
  | 'shift'
  | 'breaks'
  | 'queue'

/** The words of the page first: a refusal names a column by them. */
const NAMES: Record<ColumnName, { zh: string[]; en: string[] }> = {
  at: {
    zh: ['时间', '时段', '开始时间', '日期时间'],
    en: ['At', 'datetime', 'timestamp', 'interval', 'start', 'starttime', 'intervalstart'],
  },
  date: { zh: ['日期', '天'], en: ['Date', 'day'] },
  time: { zh: ['时刻', '时间段', '半小时', '时点'], en: ['Time', 'slot'] },
  offered: {
    zh: ['来电量', '呼入', '呼入量', '话务量', '来电', '进线量', '呼叫量'],
    en: ['Calls', 'offered', 'volume', 'count', 'callsoffered'],
  },
  aht: {
    zh: ['平均处理时长', '处理时长', '平均通话时长', '平均处理时间'],
    en: ['AHT', 'ahtms', 'handletime', 'meanhandletime', 'averagehandletime'],
  },
  agents: {
    zh: ['排班需求', '所需坐席', '需求', '人数', '坐席数', '所需人数'],
    en: ['Agents', 'need', 'toroster', 'required', 'staff', 'agentsneeded'],
  },
  agent: { zh: ['工号', '坐席工号'], en: ['Agent', 'agentid', 'number', 'agentnumber', 'employee'] },
  name: { zh: ['姓名'], en: ['Name', 'agentname'] },
  shift: { zh: ['班次', '班'], en: ['Shift', 'shiftname'] },
  breaks: { zh: ['休息', '小休'], en: ['Breaks', 'break'] },
  queue: { zh: ['队列', '队列名称', '技能组', '业务队列'], en: ['Queue', 'queuename', 'skill', 'skillgroup'] },
}

const plain = (head: string): string =>
  head
    .toLowerCase()
    .replace(/[(（[【].*?[)）\]】]/g, '')
    .replace(/[\s_\-./:：]/g, '')

const BY_WORD = new Map<string, ColumnName>(
  (Object.keys(NAMES) as ColumnName[]).flatMap((name) =>
    [...NAMES[name].zh, ...NAMES[name].en].map((word) => [plain(word), name] as const),
  ),
)

export const columnWord = (name: ColumnName): Label => ({
  zh: NAMES[name].zh[0] ?? name,
  en: NAMES[name].en[0] ?? name,
})

export type Places = ReadonlyMap<ColumnName, number>

/** Columns of a head row by their place. */
export function placesIn(head: readonly string[]): Places {
  const places = new Map<ColumnName, number>()
  head.forEach((cell, place) => {
    const found = BY_WORD.get(plain(cell))
    if (found && !places.has(found)) places.set(found, place)
  })
  return places
}
