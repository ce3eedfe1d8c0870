// Service quality (ANA-02): answer rate, use of carriers' lines, waits, talks, self-service and satisfaction in one row.
import { countReport } from '../reporting/count.ts'
import { hundredths, share } from '../reporting/words.ts'

const IN = "direction = 'in'"
const GOOD = 4

export default countReport({
  name: 'service-quality',
  label: { zh: '服务质量分析', en: 'Service quality' },
  group: 'quality',
  help: {
    zh: '接通率、中继占用、等待、通话、自助与满意度。',
    en: 'Answer rate, lines, waits, talks, self-service, satisfaction.',
  },
  step: 1440,
  keys: [],
  counted: [
    {
      from: 'calls',
      where: IN,
      sums: {
        calls: 'count()',
        taken: 'sum(taken)',
        wanted: 'countIf(notEmpty(queues) or human = 1)',
        human: 'sum(human)',
        waitMs: 'sum(wait_ms)',
        waited: 'countIf(notEmpty(queues))',
        talkMs: 'sum(talk_ms)',
        rated: 'countIf(rating > 0)',
        points: 'sum(rating)',
        good: `countIf(rating >= ${GOOD})`,
      },
    },
    { from: 'line_uses', sums: { lineMs: 'sum(busy_ms)' } },
  ],
  measures: [
    {
      ...{ name: 'calls', label: { zh: '来电', en: 'Calls in' }, calls: ['calls', IN] },
      help: { zh: '该时段到达的来电。', en: 'Calls that came in.' },
    },
    {
      ...{
        name: 'answerRate',
        label: { zh: '接通率', en: 'Answer rate' },
        format: 'percent',
        of: ['wanted'],
        sql: share('human', 'wanted'),
      },
      help: { zh: '与坐席通话 ÷ 要求人工的来电。', en: 'Talked to an agent, of those who wanted one.' },
    },
    {
      ...{
        name: 'wanted',
        label: { zh: '要求人工', en: 'Wanted an agent' },
        calls: ['calls', `${IN} and (notEmpty(queues) or human = 1)`],
      },
      help: { zh: '进过队列或与坐席通话的来电。', en: 'Came to a queue or talked to an agent.' },
    },
    {
      ...{
        name: 'takenCalls',
        label: { zh: '应答成功', en: 'Taken' },
        calls: ['calls', `${IN} and taken = 1`],
        sql: 'taken',
      },
      help: { zh: '由系统应答的来电。', en: 'Calls that the centre answered.' },
    },
    {
      ...{
        name: 'notTaken',
        label: { zh: '应答失败', en: 'Not taken' },
        calls: ['calls', `${IN} and taken = 0`],
        sql: 'calls - taken',
      },
      help: { zh: '应答之前就结束的来电。', en: 'Calls that ended before the centre answered.' },
    },
    {
      ...{
        name: 'meanWaitMs',
        label: { zh: '平均等待', en: 'Mean wait' },
        format: 'duration',
        sql: share('waitMs', 'waited'),
      },
      help: { zh: '排队时长之和 ÷ 进过队列的来电。', en: 'Time in queues over the calls that came to one.' },
    },
    {
      ...{
        name: 'meanTalkMs',
        label: { zh: '平均通话', en: 'Mean talk' },
        format: 'duration',
        sql: share('talkMs', 'human'),
      },
      help: { zh: '坐席通话时长 ÷ 与坐席通话的来电。', en: 'Talk of agents over the calls they talked in.' },
    },
    {
      ...{
        name: 'lineErlangs',
        label: { zh: '中继占用（爱尔兰）', en: 'Lines in use (erlangs)' },
        sql: 'round(lineMs / {length}, 3)',
      },
      help: {
        zh: '中继占用时长 ÷ 时段长度：平均同时占用的线路数。',
        en: 'Time of lines in use over the interval: how many were in use on average.',
      },
    },
    {
      ...{ name: 'rated', label: { zh: '评价数', en: 'Ratings' }, calls: ['calls', `${IN} and rating > 0`] },
      help: { zh: '来电者给出评价的通话。', en: 'Calls whose caller rated.' },
    },
    {
      ...{
        name: 'satisfied',
        label: { zh: '满意度', en: 'Satisfied' },
        format: 'percent',
        of: ['rated'],
        sql: share('good', 'rated'),
      },
      help: { zh: '评 4 分或 5 分 ÷ 评价数。', en: 'Rated 4 or 5, of all ratings.' },
    },
    {
      ...{
        name: 'meanRating',
        label: { zh: '平均分', en: 'Mean rating' },
        of: ['rated'],
        sql: hundredths(share('points', 'rated')),
      },
      help: { zh: '评分之和 ÷ 评价数。', en: 'Points over ratings.' },
    },
  ],
  chart: { x: 'start', series: ['calls', 'wanted', 'answerRate', 'satisfied'] },
})
