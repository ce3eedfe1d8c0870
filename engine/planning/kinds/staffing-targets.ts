// 人力目标: what a queue is staffed for, and how its day is cut. Without a queue it is the default of all others.

import { USUAL_SERVICE_TARGET } from '../../protocol/company.ts'
import { defineKind, type FieldFault, type Row, type Values } from '../../records/record/kind.ts'
import { minutesOf } from '../core/clock.ts'

export default defineKind({
  kind: 'staffing-targets',
  table: 'staffing_targets',
  label: { zh: '人力目标', en: 'Staffing targets' },
  right: 'plan',
  readRight: 'plan-view',
  readScope: 'all',
  title: 'name',
  idPrefix: 'target',
  fields: [
    { name: 'name', type: 'text', label: { zh: '名称', en: 'Name' }, required: true, listed: true, maxLength: 50 },
    {
      name: 'queueId',
      type: 'reference',
      to: 'queues',
      label: { zh: '队列', en: 'Queue' },
      help: { zh: '不选则为其他所有队列、接入号与子业务的默认值', en: 'None = the default of everything else' },
      listed: true,
    },
    percent('serviceLevel', '服务水平 %', 'Service level %', USUAL_SERVICE_TARGET.percent, 1, 99.9),
    {
      ...whole(
        'withinSeconds',
        '目标应答秒数',
        'Answered within (seconds)',
        USUAL_SERVICE_TARGET.withinMs / 1_000,
        0,
        3_600,
      ),
      listed: true,
    },
    {
      ...whole('patienceSeconds', '来电者平均耐心（秒）', 'Mean patience (seconds)', 180, 0, 86_400),
      help: { zh: '0 表示一直等待', en: '0 = callers wait for ever' },
    },
    noLimitAt(percent('maxAbandon', '放弃率上限 %', 'Most abandoned %', 5, 0, 100), 0),
    noLimitAt(percent('maxOccupancy', '占用率上限 %', 'Highest occupancy %', 85, 10, 100), 100),
    {
      ...whole('ahtSeconds', '通常处理时长（秒）', 'Usual handle time (seconds)', 240, 5, 7_200),
      help: { zh: '没有历史时使用', en: 'Used where there is no history' },
    },
    {
      name: 'shrinkage',
      type: 'list',
      label: { zh: '损耗', en: 'Shrinkage' },
      help: { zh: '班次中已排的休息不要再计', en: 'Breaks that the shifts hold are not counted again' },
      of: [
        { name: 'reason', type: 'text', label: { zh: '原因', en: 'Reason' }, required: true, maxLength: 30 },
        percent('share', '占比 %', 'Share %', 5, 0, 90),
      ],
    },
    percent('lineBlocking', '线路呼损 %', 'Calls that find all lines busy %', 0.1, 0.01, 50),
    {
      ...whole('minAgents', '最少坐席', 'Fewest agents', 0, 0, 1_000),
      help: {
        zh: '服务时间内无论话务多少都要在线；0 表示没有来电就不排人',
        en: 'On the phones while open, whatever the calls; 0 = nobody where nobody calls',
      },
    },
    whole('ivrSeconds', '每通 IVR 时长（秒）', 'IVR time a call (seconds)', 30, 0, 3_600),
    {
      name: 'slotMinutes',
      type: 'choice',
      label: { zh: '时段', en: 'Interval' },
      default: '15',
      options: ['5', '15', '30', '60'].map((value) => ({
        value,
        label: { zh: `${value} 分钟`, en: `${value} minutes` },
      })),
    },
    { name: 'opensAt', type: 'time', label: { zh: '开始服务', en: 'Opens' }, listed: true, default: '08:00' },
    {
      name: 'closesAt',
      type: 'time',
      label: { zh: '结束服务', en: 'Closes' },
      help: { zh: '00:00 表示午夜；两者均为 00:00 即全天', en: '00:00 = midnight; both 00:00 = round the clock' },
      listed: true,
      default: '20:00',
    },
  ],
  check: async (values) => gridFaults(values),
  toRow: async (values: Values): Promise<Row> => ({ ...values, slotMinutes: Number(values.slotMinutes) }),
  fromRow: (row: Row): Values => ({ ...row, slotMinutes: String(row.slotMinutes) }),
})

function gridFaults(values: Values): FieldFault[] {
  const slot = Number(values.slotMinutes)
  const opens = minutesOf(String(values.opensAt))
  const closes = minutesOf(String(values.closesAt)) || 1_440
  const faults: FieldFault[] = []
  if (closes <= opens) faults.push({ path: 'closesAt', message: 'a day of service ends at midnight at the latest' })
  if (opens % slot !== 0) faults.push({ path: 'opensAt', message: 'must be the start of an interval' })
  if (closes % slot !== 0) faults.push({ path: 'closesAt', message: 'must be the end of an interval' })
  const left = (values.shrinkage as { share: number }[]).reduce((all, { share }) => all * (1 - share / 100), 1)
  if (left < 0.05) faults.push({ path: 'shrinkage', message: 'it leaves nobody' })
  return faults
}

function whole(name: string, zh: string, en: string, value: number, min: number, max: number) {
  return { name, type: 'number', label: { zh, en }, min, max, integer: true, default: value } as const
}

function percent(name: string, zh: string, en: string, value: number, min: number, max: number) {
  return { name, type: 'number', label: { zh, en }, min, max, integer: false, default: value } as const
}

function noLimitAt(field: ReturnType<typeof percent>, value: number) {
  return { ...field, help: { zh: `${value} 表示不限`, en: `${value} = no limit` } }
}
