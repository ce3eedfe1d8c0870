// Reports sent by e-mail at set times: what a person sets, and how each sending went.
import type { Field, Label } from './fields.ts'

export const SEND_EVERY = {
  day: { zh: '每天', en: 'Every day' },
  workday: { zh: '周一至周五', en: 'Monday to Friday' },
  week: { zh: '每周', en: 'Every week' },
  month: { zh: '每月', en: 'Every month' },
} satisfies Record<string, Label>
export type SendEvery = keyof typeof SEND_EVERY

/** Whole days of the centre; the day of sending is in none but `today`. */
export const SEND_SPANS = {
  yesterday: { zh: '前一天', en: 'The day before' },
  today: { zh: '当天到发送时', en: 'The day so far' },
  'last-7-days': { zh: '最近 7 天', en: 'The last 7 days' },
  'last-week': { zh: '上周（周一至周日）', en: 'Last week, Monday to Sunday' },
  'month-to-date': { zh: '本月到前一天', en: 'This month up to the day before' },
  'last-month': { zh: '上月', en: 'Last month' },
} satisfies Record<string, Label>
export type SendSpan = keyof typeof SEND_SPANS

export const SEND_STATES = {
  waiting: { zh: '稍后再试', en: 'To be tried again' },
  sending: { zh: '发送中', en: 'Being sent' },
  sent: { zh: '已发送', en: 'Sent' },
  failed: { zh: '未发送', en: 'Not sent' },
} satisfies Record<string, Label>
export type SendState = keyof typeof SEND_STATES

export interface SendWhen {
  every: SendEvery
  /** 1 is Monday */
  weekday: number
  /** past the end of a month: its last day */
  monthDay: number
  /** `HH:MM` of the centre */
  sendTime: string
}

export interface ReportScheduleValues extends SendWhen {
  name: string
  report: string
  /** the report's parameters without its days, and what it is put beside */
  query: Record<string, string>
  span: SendSpan
  format: 'xlsx' | 'csv' | 'pdf'
  recipients: string[]
  enabled: boolean
}

export interface ReportSend {
  id: number
  dueAt: number
  byHand: boolean
  state: SendState
  tries: number
  /** of one that waits: when it is tried again */
  nextAt: number
  endedAt?: number
  rows?: number
  fault: Label
}

export interface ReportSchedule extends ReportScheduleValues {
  id: string
  owner: string
  mine: boolean
  /** absent while it is off */
  nextAt?: number
  last?: ReportSend
}

export interface ReportSchedules {
  /** no mail server is set: nothing can be sent */
  mailOn: boolean
  schedules: ReportSchedule[]
}

const optionsOf = (words: Record<string, Label>) => Object.entries(words).map(([value, label]) => ({ value, label }))
const WEEKDAYS = [
  ...[
    { zh: '周一', en: 'Monday' },
    { zh: '周二', en: 'Tuesday' },
    { zh: '周三', en: 'Wednesday' },
  ],
  ...[
    { zh: '周四', en: 'Thursday' },
    { zh: '周五', en: 'Friday' },
    { zh: '周六', en: 'Saturday' },
  ],
  { zh: '周日', en: 'Sunday' },
]

/** The form. Values as it holds them: the day of the week and the addresses are texts. */
export const SCHEDULE_FIELDS: Field[] = [
  { name: 'name', type: 'text', label: { zh: '名称', en: 'Name' }, required: true, maxLength: 60 },
  {
    ...{
      name: 'recipients',
      type: 'text',
      label: { zh: '收件人', en: 'Recipients' },
      required: true,
      maxLength: 1_000,
    },
    help: { zh: '邮箱地址，多个用逗号分隔', en: 'E-mail addresses, with commas between them' },
  },
  {
    ...{ name: 'every', type: 'choice', label: { zh: '发送', en: 'Send' }, required: true, default: 'day' },
    options: optionsOf(SEND_EVERY),
  },
  {
    ...{ name: 'sendTime', type: 'time', label: { zh: '时间', en: 'At' }, required: true, default: '08:00' },
    help: { zh: '中心时区', en: 'In the centre’s time zone' },
  },
  {
    ...{ name: 'weekday', type: 'choice', label: { zh: '星期', en: 'On' }, default: '1' },
    ...{ options: WEEKDAYS.map((label, n) => ({ value: String(n + 1), label })), when: { field: 'every', is: 'week' } },
  },
  {
    ...{ name: 'monthDay', type: 'number', label: { zh: '每月几日', en: 'On day' }, default: 1 },
    ...{ min: 1, max: 31, integer: true, when: { field: 'every', is: 'month' } },
    help: { zh: '当月没有这一天时，为当月最后一天', en: 'Where a month has no such day: its last' },
  },
  {
    ...{ name: 'span', type: 'choice', label: { zh: '统计范围', en: 'Days it counts' }, required: true },
    ...{ default: 'yesterday', options: optionsOf(SEND_SPANS) },
  },
  {
    ...{ name: 'format', type: 'choice', label: { zh: '附件', en: 'As' }, required: true, default: 'xlsx' },
    options: [
      { value: 'xlsx', label: { zh: 'Excel', en: 'Excel' } },
      { value: 'csv', label: { zh: 'CSV', en: 'CSV' } },
      { value: 'pdf', label: { zh: 'PDF', en: 'PDF' } },
    ],
  },
  { name: 'enabled', type: 'switch', label: { zh: '启用', en: 'On' }, default: true },
]
