// Attendance by what was: first sign-in, last sign-out, how long and how often, by day.
import { countReport } from '../reporting/count.ts'
import { AGENT } from '../reporting/words.ts'

const END = 'toUnixTimestamp64Milli(finish)'
/** sums have only a greatest: the first is what is furthest from this */
const FOREVER = 10_000_000_000_000

export default countReport({
  name: 'agent-attendance',
  label: { zh: '签入记录报表', en: 'Sign-ins' },
  group: 'agents',
  help: {
    zh: '每名坐席当天首次签入、末次签出与在岗时长；与班表的比较见“考勤”。',
    en: 'First sign-in, last sign-out and time there, by day; the page Attendance compares it with the roster.',
  },
  step: 1440,
  keys: [AGENT],
  cuts: ['agents'],
  counted: [
    { from: 'agent_time', sums: { spentMs: 'sum(spent_ms)', breakMs: "sumIf(spent_ms, mode = 'break')" } },
    {
      from: 'spells',
      // the few spells that say something here: a year holds many others
      where: "mode in ('signed-out', 'break') or next = 'signed-out'",
      time: 'finish',
      sums: {
        signIns: "countIf(mode = 'signed-out')",
        firstIn: `maxIf(${FOREVER} - ${END}, mode = 'signed-out')`,
        lastOut: `maxIf(${END}, next = 'signed-out')`,
        breaks: "countIf(mode = 'break')",
      },
      greatest: ['firstIn', 'lastOut'],
    },
  ],
  measures: [
    {
      ...{
        name: 'firstInAt',
        label: { zh: '首次签入', en: 'First sign-in' },
        format: 'time',
        sql: `if(signIns = 0, null, ${FOREVER} - firstIn)`,
      },
      help: { zh: '该时段内第一次签入的时刻。', en: 'When the agent first signed in, in the interval.' },
    },
    {
      ...{
        name: 'lastOutAt',
        label: { zh: '末次签出', en: 'Last sign-out' },
        format: 'time',
        sql: 'if(lastOut = 0, null, lastOut)',
      },
      help: { zh: '该时段内最后一次签出的时刻。', en: 'When the agent last signed out, in the interval.' },
    },
    {
      ...{ name: 'signIns', label: { zh: '签入次数', en: 'Sign-ins' } },
      help: { zh: '签入的次数。', en: 'How often the agent signed in.' },
    },
    {
      ...{ name: 'spentMs', label: { zh: '签入时长', en: 'Signed in' }, format: 'duration' },
      help: { zh: '签入后各状态的时长之和。', en: 'All states while signed in.' },
    },
    {
      ...{ name: 'breaks', label: { zh: '小休次数', en: 'Breaks' } },
      help: { zh: '结束了的小休的次数。', en: 'How many breaks ended.' },
    },
    {
      ...{ name: 'breakMs', label: { zh: '小休时长', en: 'Break time' }, format: 'duration' },
      help: { zh: '小休的时长之和。', en: 'All time on breaks.' },
    },
  ],
})
