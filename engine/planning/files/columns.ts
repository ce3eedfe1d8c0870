// Which column is which: head names in Chinese and English, spelled with or without units and spaces.
import { done, type Outcome, refused } from '../../records/record/outcome.ts'
import type { Sheet, SheetRow } from './sheet.ts'

export type ColumnName = 'at' | 'date' | 'time' | 'offered' | 'aht' | 'agents' | 'agent' | 'name' | 'shift' | 'breaks'

const NAMES: Record<ColumnName, string[]> = {
  at: [
    'at',
    'datetime',
    'timestamp',
    'interval',
    'start',
    'starttime',
    'intervalstart',
    '时间',
    '时段',
    '开始时间',
    '日期时间',
  ],
  date: ['date', 'day', '日期', '天'],
  time: ['time', 'slot', '时刻', '时间段', '半小时', '时点'],
  offered: [
    'offered',
    'calls',
    'volume',
    'count',
    'callsoffered',
    '呼入',
    '呼入量',
    '话务量',
    '来电',
    '来电量',
    '进线量',
    '呼叫量',
  ],
  aht: [
    'aht',
    'ahtms',
    'handletime',
    'meanhandletime',
    'averagehandletime',
    '平均处理时长',
    '处理时长',
    '平均通话时长',
    '平均处理时间',
  ],
  agents: [
    'agents',
    'need',
    'toroster',
    'required',
    'staff',
    'agentsneeded',
    '所需坐席',
    '需求',
    '人数',
    '坐席数',
    '所需人数',
    '排班需求',
  ],
  agent: ['agent', 'agentid', 'number', 'agentnumber', 'employee', '工号', '坐席工号'],
  name: ['name', 'agentname', '姓名'],
  shift: ['shift', 'shiftname', '班次', '班'],
  breaks: ['breaks', 'break', '休息', '小休'],
}

const plain = (head: string): string =>
  head
    .toLowerCase()
    .replace(/[(（[【].*?[)）\]】]/g, '')
    .replace(/[\s_\-./:：]/g, '')

export interface Columns {
  has(name: ColumnName): boolean
  /** as the file spells it */
  head(name: ColumnName): string
  of(row: SheetRow, name: ColumnName): string
}

/** Refused with the names that would do when one that is needed is missing. */
export function columnsOf({ head }: Sheet, needed: readonly ColumnName[][]): Outcome<Columns> {
  const places = new Map<ColumnName, number>()
  head.forEach((cell, place) => {
    const found = (Object.keys(NAMES) as ColumnName[]).find((name) => NAMES[name].includes(plain(cell)))
    if (found && !places.has(found)) places.set(found, place)
  })
  const has = (name: ColumnName): boolean => places.has(name)
  const missing = needed.filter((any) => !any.every(has))
  // `needed` is a list of ways; one complete way is enough
  if (needed.length > 0 && missing.length === needed.length) {
    const ways = needed.map((way) =>
      way.map((name) => NAMES[name].slice(0, 1).concat(zhName(name)).join(' / ')).join(' + '),
    )
    return refused('bad-input', { detail: `columns are missing; needed: ${ways.join(' | ')}` })
  }
  return done({
    has,
    head: (name) => head[places.get(name) ?? -1] ?? '',
    of: (row, name) => row.cells[places.get(name) ?? -1] ?? '',
  })
}

const zhName = (name: ColumnName): string => NAMES[name].find((word) => /\p{Script=Han}/u.test(word)) ?? name
