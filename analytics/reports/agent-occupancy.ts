// Occupancy: of the time an agent was there to work, how much was work with callers.
import { countReport } from '../reporting/count.ts'
import { AGENT, share } from '../reporting/words.ts'

const ms = (...modes: string[]): string => `sumIf(spent_ms, mode in (${modes.map((mode) => `'${mode}'`).join(', ')}))`

export default countReport({
  name: 'agent-occupancy',
  label: { zh: '坐席占用率报表', en: 'Occupancy' },
  group: 'agents',
  help: { zh: '可服务的时间里有多少在服务。', en: 'How much of the time there to serve was spent serving.' },
  step: 1440,
  keys: [AGENT],
  cuts: ['agents'],
  counted: [
    {
      from: 'agent_time',
      sums: {
        busyMs: ms('talking', 'wrap-up', 'ringing', 'dialling'),
        idleMs: ms('ready'),
        breakMs: ms('break'),
      },
    },
  ],
  measures: [
    {
      ...{
        name: 'signedInMs',
        label: { zh: '签入时长', en: 'Signed in' },
        format: 'duration',
        sql: 'busyMs + idleMs + breakMs',
      },
      help: { zh: '签入后的全部时间。', en: 'All time signed in.' },
    },
    {
      ...{ name: 'busyMs', label: { zh: '忙', en: 'Busy' }, format: 'duration' },
      help: { zh: '振铃、呼出、通话与话后处理。', en: 'Ringing, dialling, talking and wrap-up.' },
    },
    {
      ...{ name: 'idleMs', label: { zh: '闲', en: 'Idle' }, format: 'duration' },
      help: { zh: '就绪而没有来电。', en: 'Ready, and no call.' },
    },
    {
      ...{ name: 'breakMs', label: { zh: '小休', en: 'Breaks' }, format: 'duration' },
      help: { zh: '小休及本公司自定的状态。', en: "Breaks and the company's own states." },
    },
    {
      ...{
        name: 'occupancy',
        label: { zh: '占用率', en: 'Occupancy' },
        format: 'percent',
        sql: share('busyMs', 'busyMs + idleMs'),
      },
      of: ['busyMs', 'idleMs'],
      help: { zh: '忙 ÷（忙＋闲），不计小休。', en: 'Busy over busy and idle; breaks do not count.' },
    },
    {
      ...{ name: 'utilisation', label: { zh: '工时利用率', en: 'Utilisation' }, format: 'percent' },
      sql: share('busyMs', 'busyMs + idleMs + breakMs'),
      of: ['signedInMs'],
      help: { zh: '忙 ÷ 签入时长。', en: 'Busy over all time signed in.' },
    },
  ],
  chart: { x: 'start', series: ['busyMs', 'idleMs', 'breakMs'] },
})
