// What a company puts on its wall screens: boards of tiles, each a measure of some queues or agents, a formula or words.
import type { Field, Label } from './fields.ts'
import { readFormula } from './formula.ts'

/** What a figure is read as; thresholds are in seconds and per cent. */
type Unit = 'count' | 'span' | 'share' | 'none'

interface MeasureInfo extends Label {
  unit: Unit
  /** few of it is bad, where only one threshold says so */
  fewIsBad?: true
}

export const MEASURES = {
  waiting: { zh: '等待人数', en: 'Waiting', unit: 'count' },
  longestWait: { zh: '最长等待', en: 'Longest wait', unit: 'span' },
  expectedWait: { zh: '预计等待（九成）', en: 'Expected wait (nine in ten)', unit: 'span' },
  averageWait: { zh: '平均等待', en: 'Mean wait', unit: 'span' },
  serviceLevel: { zh: '服务水平', en: 'Service level', unit: 'share', fewIsBad: true },
  answerRate: { zh: '接通率', en: 'Answered share', unit: 'share', fewIsBad: true },
  abandonRate: { zh: '放弃率', en: 'Abandoned share', unit: 'share' },
  offered: { zh: '今日呼入', en: 'Offered today', unit: 'count' },
  answered: { zh: '今日接听', en: 'Answered today', unit: 'count' },
  abandoned: { zh: '今日放弃', en: 'Abandoned today', unit: 'count' },
  overflowed: { zh: '今日溢出', en: 'Overflowed today', unit: 'count' },
  callbacks: { zh: '待回呼', en: 'Callbacks waiting', unit: 'count' },
  signedIn: { zh: '签入坐席', en: 'Agents signed in', unit: 'count', fewIsBad: true },
  ready: { zh: '空闲坐席', en: 'Agents ready', unit: 'count', fewIsBad: true },
  talking: { zh: '通话中坐席', en: 'Agents talking', unit: 'count' },
  wrapUp: { zh: '话后处理坐席', en: 'Agents in wrap-up', unit: 'count' },
  onBreak: { zh: '小休坐席', en: 'Agents on break', unit: 'count' },
  occupancy: { zh: '占用率', en: 'Occupancy', unit: 'share' },
} as const satisfies Record<string, MeasureInfo>
export type Measure = keyof typeof MEASURES
export const measureInfo = (measure: Measure): MeasureInfo => MEASURES[measure]

export const MEASURE_NAMES: ReadonlySet<string> = new Set(Object.keys(MEASURES))

export interface Tile {
  /** a measure, or what is none */
  show: Measure | 'formula' | 'text' | 'clock'
  title: string
  /** none: all */
  queueIds: string[]
  /** agents of this group only */
  groupId: string
  formula: string
  text: string
  width: '1' | '2' | '4'
  warnAt?: number
  badAt?: number
  /** a sound when it becomes bad */
  sound: boolean
}

export interface Board {
  id: string
  name: string
  /** it is shown so long before the next */
  seconds: number
  tiles: Tile[]
}

const SHOWN: Record<string, Label> = {
  ...MEASURES,
  formula: { zh: '公式', en: 'A formula' },
  text: { zh: '文字', en: 'Words' },
  clock: { zh: '时钟', en: 'The time' },
}

export const TILE_FIELDS: Field[] = [
  {
    ...{ name: 'show', type: 'choice', label: { zh: '显示', en: 'Shows' }, required: true, default: 'waiting' },
    options: Object.entries(SHOWN).map(([value, { zh, en }]) => ({ value, label: { zh, en } })),
  },
  {
    ...{ name: 'title', type: 'text', label: { zh: '标题', en: 'Title' }, maxLength: 40, default: '' },
    help: { zh: '不填则用指标名', en: 'Empty: the name of what it shows' },
  },
  {
    ...{ name: 'formula', type: 'text', label: { zh: '公式', en: 'Formula' }, maxLength: 200, default: '' },
    help: {
      zh: `用 + - * / ( ) 连接这些名称：${[...MEASURE_NAMES].join('、')}；比率为 0–1，时长为秒`,
      en: `+ - * / ( ) over these names: ${[...MEASURE_NAMES].join(', ')}; shares are 0 to 1, spans are seconds`,
    },
    when: { field: 'show', is: 'formula' },
  },
  {
    ...{ name: 'text', type: 'text', label: { zh: '文字', en: 'Words' }, maxLength: 300, multiline: true, default: '' },
    when: { field: 'show', is: 'text' },
  },
  {
    ...{ name: 'queueIds', type: 'reference', to: 'queues', many: true, label: { zh: '队列', en: 'Queues' } },
    help: { zh: '不选则为全部', en: 'None chosen = all' },
  },
  {
    ...{ name: 'groupId', type: 'reference', to: 'groups', label: { zh: '坐席组', en: 'Agent group' } },
    help: {
      zh: '坐席类指标只计此组；不选则计所选队列的坐席',
      en: 'Counts of agents: only of this group; empty: of the queues',
    },
  },
  {
    ...{ name: 'width', type: 'choice', label: { zh: '宽度', en: 'Width' }, default: '1' },
    options: [
      { value: '1', label: { zh: '四分之一', en: 'A quarter' } },
      { value: '2', label: { zh: '一半', en: 'Half' } },
      { value: '4', label: { zh: '整行', en: 'The whole line' } },
    ],
  },
  {
    ...{ name: 'warnAt', type: 'number', label: { zh: '黄色阈值', en: 'Yellow from' } },
    help: { zh: '时长填秒，比率填百分数', en: 'Spans in seconds, shares in per cent' },
  },
  {
    ...{ name: 'badAt', type: 'number', label: { zh: '红色阈值', en: 'Red from' } },
    help: {
      zh: '小于黄色阈值时，表示越低越差',
      en: 'Below the yellow one: the lower, the worse',
    },
  },
  {
    ...{ name: 'sound', type: 'switch', label: { zh: '变红时响铃', en: 'Sound when it turns red' }, default: false },
  },
]

/** What is wrong with a tile: the field, and why. */
export function tileFault({ show, formula }: Pick<Tile, 'show' | 'formula'>): 'formula' | undefined {
  return show === 'formula' && !readFormula(formula, MEASURE_NAMES) ? 'formula' : undefined
}
