// Traffic (ANA-03): all inbound calls, those served by people, those served by machine alone, and what fell between.
import { countReport } from '../reporting/count.ts'

const IN = "direction = 'in'"
const PEOPLE = `${IN} and human = 1`
const MACHINE = `${IN} and human = 0 and empty(queues)`
const LOST = `${IN} and human = 0 and notEmpty(queues)`

export default countReport({
  name: 'traffic',
  label: { zh: '话务量分析', en: 'Traffic' },
  group: 'calls',
  help: { zh: '总话务、人工话务与自动话务。', en: 'All traffic, by people and by machine.' },
  step: 60,
  keys: [],
  cuts: ['numbers'],
  counted: [
    {
      from: 'calls',
      where: IN,
      sums: {
        total: 'count()',
        people: `countIf(${PEOPLE})`,
        machine: `countIf(${MACHINE})`,
        lost: `countIf(${LOST})`,
        totalMs: 'sum(total_ms)',
        talkMs: 'sum(talk_ms)',
        menuMs: 'sum(menu_ms)',
      },
    },
  ],
  measures: [
    {
      ...{ name: 'total', label: { zh: '总话务', en: 'All' }, calls: ['calls', IN] },
      help: { zh: '该时段到达的全部来电；等于后三列之和。', en: 'All that came in; the sum of the next three.' },
    },
    {
      ...{ name: 'people', label: { zh: '人工', en: 'By people' }, calls: ['calls', PEOPLE] },
      help: { zh: '与坐席通话的来电。', en: 'Callers who talked to an agent.' },
    },
    {
      ...{ name: 'machine', label: { zh: '自动', en: 'By machine' }, calls: ['calls', MACHINE] },
      help: { zh: '只经过流程、从未进队也未通话的来电。', en: 'Only in flows: never in a queue, never with an agent.' },
    },
    {
      ...{ name: 'lost', label: { zh: '求人工未果', en: 'Wanted people in vain' }, calls: ['calls', LOST] },
      help: { zh: '进过队列而没有与坐席通话的来电。', en: 'Came to a queue and did not get to talk.' },
    },
    {
      ...{ name: 'erlangs', label: { zh: '总话务量（爱尔兰）', en: 'Erlangs' }, sql: 'round(totalMs / {length}, 3)' },
      help: {
        zh: '来电总时长 ÷ 时段长度，计入到达的时段。',
        en: 'Length of all calls over the interval, where they arrived.',
      },
    },
    {
      ...{
        name: 'talkErlangs',
        label: { zh: '人工话务量（爱尔兰）', en: 'Erlangs of talk' },
        sql: 'round(talkMs / {length}, 3)',
      },
      help: { zh: '坐席通话时长 ÷ 时段长度。', en: 'Talk with agents over the interval.' },
    },
    {
      ...{
        name: 'menuErlangs',
        label: { zh: '自动话务量（爱尔兰）', en: 'Erlangs of menus' },
        sql: 'round(menuMs / {length}, 3)',
      },
      help: { zh: '流程中的时长 ÷ 时段长度。', en: 'Time in flows over the interval.' },
    },
  ],
  chart: { x: 'start', series: ['people', 'machine', 'lost'] },
})
