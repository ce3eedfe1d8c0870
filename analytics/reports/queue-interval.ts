// Queue interval report: what was offered in each interval and what became of it, with handle time and service level.
import { countReport } from '../reporting/count.ts'
import { QUEUE, QUEUE_ABANDONED, QUEUE_OVERFLOWED, share } from '../reporting/words.ts'

/** calls of which it is known what became of them */
const DECIDED = ['answered', 'abandoned', 'overflowed']
const decided = DECIDED.join(' + ')

export default countReport({
  name: 'queue-interval',
  label: { zh: '队列时段报表', en: 'Queue intervals' },
  group: 'queues',
  help: { zh: '每个时段进队多少、结果如何。', en: 'How many came to each queue, and what became of them.' },
  step: 30,
  keys: [QUEUE],
  cuts: ['queues'],
  counted: [
    {
      from: 'queue_interval',
      sums: {
        offered: 'sum(queue_interval.offered)',
        answered: 'sum(queue_interval.answered)',
        abandoned: 'sum(queue_interval.abandoned)',
        overflowed: 'sum(queue_interval.overflowed)',
        inTarget: 'sum(answered_in_target)',
        waitMs: 'sum(wait_ms)',
        longest: 'max(longest_wait_ms)',
        handled: 'sum(queue_interval.handled)',
        handleMs: 'sum(talk_ms) + sum(hold_ms) + sum(wrap_up_ms)',
      },
      greatest: ['longest'],
    },
  ],
  measures: [
    {
      ...{ name: 'offered', label: { zh: '呼入', en: 'Offered' } },
      help: {
        zh: '进入队列的来电，计入其进队的时段。',
        en: 'Callers who came to the queue, in the interval in which they came.',
      },
    },
    {
      ...{ name: 'answered', label: { zh: '接听', en: 'Answered' }, calls: ['stays', "left = 'answered'"] },
      help: { zh: '由坐席接听的来电。', en: 'Callers whom an agent answered.' },
    },
    {
      ...{ name: 'abandoned', label: { zh: '放弃', en: 'Abandoned' }, calls: ['stays', QUEUE_ABANDONED] },
      help: { zh: '等待中挂机的来电，不论等了多久。', en: 'Callers who hung up while waiting, however short.' },
    },
    {
      ...{ name: 'overflowed', label: { zh: '溢出', en: 'Overflowed' }, calls: ['stays', QUEUE_OVERFLOWED] },
      help: {
        zh: '等待超时、无人签入、队列已满或停用，以及转走和转留言。',
        en: 'Waited too long, nobody signed in, queue full or disabled, transferred, or sent to voicemail.',
      },
    },
    {
      ...{ name: 'serviceLevel', label: { zh: '服务水平', en: 'Service level' }, format: 'percent' },
      ...{ target: 'serviceTarget', of: DECIDED, sql: share('inTarget', decided) },
      help: {
        zh: '在目标时间内接听 ÷（接听＋放弃＋溢出）。',
        en: 'Answered in the target time over answered, abandoned and overflowed.',
      },
    },
    {
      ...{
        name: 'serviceTarget',
        label: { zh: '服务水平目标', en: 'Target' },
        format: 'percent',
        of: DECIDED,
        sql: 'null',
      },
      help: { zh: '队列现在的设置。', en: 'As the queue is set now.' },
    },
    {
      ...{ name: 'meanWaitMs', label: { zh: '平均等待', en: 'Mean wait' }, format: 'duration', of: DECIDED },
      sql: share('waitMs', decided),
      help: { zh: '等待时长之和 ÷（接听＋放弃＋溢出）。', en: 'All waits over answered, abandoned and overflowed.' },
    },
    {
      ...{ name: 'longestWaitMs', label: { zh: '最长等待', en: 'Longest wait' }, format: 'duration', sql: 'longest' },
      help: { zh: '最久的一次等待，不论结果。', en: 'The longest wait, whatever came of it.' },
    },
    {
      ...{ name: 'meanHandleMs', label: { zh: '平均处理时长', en: 'Mean handle time' }, format: 'duration' },
      sql: share('handleMs', 'handled'),
      help: {
        zh: '（通话＋保持＋话后处理）÷ 处理完的通话，计入通话结束的时段。',
        en: 'Talk, hold and wrap-up over the calls handled, in the interval in which the talk ended.',
      },
    },
  ],
  chart: { x: 'start', series: ['offered', 'answered', 'abandoned', 'overflowed', 'serviceLevel'] },
  targets: { serviceTarget: 'queue' },
})
