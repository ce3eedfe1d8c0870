// Use of carriers' lines: seizures, answers, ASR, ACD and erlangs.
import { countReport } from '../reporting/count.ts'
import { share } from '../reporting/words.ts'

export default countReport({
  name: 'trunk-traffic',
  label: { zh: '中继话务报表', en: 'Trunk traffic' },
  group: 'lines',
  help: { zh: '每条中继的占用、接通与话务量。', en: 'Seizures, answers and traffic of each trunk.' },
  step: 60,
  keys: [{ name: 'trunk', label: { zh: '中继', en: 'Trunk' }, names: 'trunks' }],
  cuts: ['trunks'],
  counted: [
    {
      from: 'line_uses',
      sums: {
        seized: 'count()',
        inbound: "countIf(direction = 'in')",
        outbound: "countIf(direction = 'out')",
        taken: 'sum(taken)',
        busyMs: 'sum(busy_ms)',
        talkMs: 'sum(talk_ms)',
      },
    },
  ],
  measures: [
    {
      ...{ name: 'seized', label: { zh: '占用次数', en: 'Seizures' }, calls: ['line_uses'] },
      help: { zh: '线路被占用的次数，进出都计。', en: 'How often a line was taken, in and out.' },
    },
    {
      ...{ name: 'inbound', label: { zh: '呼入', en: 'In' }, calls: ['line_uses', "direction = 'in'"] },
      help: { zh: '由运营商打入。', en: 'From the carrier.' },
    },
    {
      ...{ name: 'outbound', label: { zh: '呼出', en: 'Out' }, calls: ['line_uses', "direction = 'out'"] },
      help: { zh: '打往运营商。', en: 'To the carrier.' },
    },
    {
      ...{ name: 'taken', label: { zh: '应答', en: 'Answered' }, calls: ['line_uses', 'taken = 1'] },
      help: { zh: '被应答的占用。', en: 'Seizures that were answered.' },
    },
    {
      ...{
        name: 'asr',
        label: { zh: '应答率 ASR', en: 'ASR' },
        format: 'percent',
        of: ['seized'],
        sql: share('taken', 'seized'),
      },
      help: { zh: '应答 ÷ 占用次数。', en: 'Answered over seizures.' },
    },
    {
      ...{
        name: 'acdMs',
        label: { zh: '平均通话 ACD', en: 'ACD' },
        format: 'duration',
        of: ['taken'],
        sql: share('talkMs', 'taken'),
      },
      help: { zh: '应答后的时长 ÷ 应答。', en: 'Time after the answer, over answered.' },
    },
    {
      ...{ name: 'busyMs', label: { zh: '占用时长', en: 'Time in use' }, format: 'duration' },
      help: {
        zh: '从占用到释放，计入占用开始的时段。',
        en: 'From seizure to release, in the interval in which it began.',
      },
    },
    {
      ...{ name: 'erlangs', label: { zh: '话务量（爱尔兰）', en: 'Erlangs' }, sql: 'round(busyMs / {length}, 3)' },
      help: { zh: '占用时长 ÷ 时段长度。', en: 'Time in use over the interval.' },
    },
  ],
  chart: { x: 'start', series: ['inbound', 'outbound', 'asr'] },
})
