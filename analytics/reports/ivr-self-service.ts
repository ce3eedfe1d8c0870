// Self-service (REP-09): calls taken by the menu and not, served by it, sent to people, and given up.
import { countReport } from '../reporting/count.ts'
import { share } from '../reporting/words.ts'

const IN = "direction = 'in' and flow != ''"
const DONE = `${IN} and outcome = 'self-served'`
const GIVEN_UP = `${IN} and outcome = 'abandoned-in-flow'`
const TO_PEOPLE = `${IN} and (notEmpty(queues) or human = 1)`
const REST = `${IN} and outcome not in ('self-served', 'abandoned-in-flow') and empty(queues) and human = 0`

export default countReport({
  name: 'ivr-self-service',
  label: { zh: 'IVR 自助统计', en: 'Self-service' },
  group: 'self-service',
  help: {
    zh: '流程接待的来电：自助完成、转人工、放弃。',
    en: 'Calls that flows took: served, sent to people, given up.',
  },
  step: 1440,
  keys: [{ name: 'flow', label: { zh: '流程', en: 'Flow' }, names: 'flows' }],
  cuts: ['flows', 'numbers'],
  counted: [
    {
      from: 'calls',
      where: IN,
      sums: {
        calls: 'count()',
        done: `countIf(${DONE})`,
        people: `countIf(${TO_PEOPLE})`,
        givenUp: `countIf(${GIVEN_UP} and empty(queues) and human = 0)`,
        rest: `countIf(${REST})`,
        menuMs: 'sum(menu_ms)',
      },
    },
  ],
  measures: [
    {
      ...{ name: 'calls', label: { zh: '来电', en: 'Calls' }, calls: ['calls', IN] },
      help: { zh: '进入流程的来电，按首个流程。', en: 'Calls that came to a flow, by the first of them.' },
    },
    {
      ...{ name: 'done', label: { zh: '自助成功', en: 'Served' }, calls: ['calls', DONE] },
      help: { zh: '由流程结束、没有要求人工。', en: 'The flow ended it, and nobody was asked for.' },
    },
    {
      ...{ name: 'people', label: { zh: '转人工', en: 'Sent to people' }, calls: ['calls', TO_PEOPLE] },
      help: { zh: '进过队列或与坐席通话。', en: 'Came to a queue or talked to an agent.' },
    },
    {
      ...{
        name: 'givenUp',
        label: { zh: '流程中放弃', en: 'Given up' },
        calls: ['calls', `${GIVEN_UP} and empty(queues) and human = 0`],
      },
      help: { zh: '来电者在流程中挂机。', en: 'The caller hung up in the flow.' },
    },
    {
      ...{ name: 'rest', label: { zh: '其他', en: 'Other' }, calls: ['calls', REST] },
      help: { zh: '留言、被拒、失败等。', en: 'Voicemail, rejected, failed and the like.' },
    },
    {
      ...{
        name: 'doneShare',
        label: { zh: '自助率', en: 'Served' },
        format: 'percent',
        of: ['calls'],
        sql: share('done', 'calls'),
      },
      help: { zh: '自助成功 ÷ 来电。', en: 'Served, of all calls.' },
    },
    {
      ...{
        name: 'meanMenuMs',
        label: { zh: '平均流程时长', en: 'Mean time in flows' },
        format: 'duration',
        of: ['calls'],
        sql: share('menuMs', 'calls'),
      },
      help: { zh: '流程中的时长 ÷ 来电。', en: 'Time in flows over calls.' },
    },
  ],
  chart: { x: 'start', series: ['done', 'people', 'givenUp', 'rest', 'doneShare'] },
})
