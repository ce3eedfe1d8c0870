// Keys, measures and shares that several reports use: a thing that has a name is counted in one way only.
import type { Label } from '#engine/protocol/fields.ts'
import type { Measure } from './counted.ts'
import type { Key } from './keys.ts'

export const QUEUE: Key = { name: 'queue', label: { zh: '队列', en: 'Queue' }, names: 'queues' }
export const AGENT: Key = { name: 'agent', label: { zh: '坐席', en: 'Agent' }, names: 'agents' }

/** null where there is nothing to divide by. */
export const share = (part: string, whole: string): string => `if((${whole}) = 0, null, (${part}) / (${whole}))`

/** To two places, a half upwards: ClickHouse's own rounding takes halves to the even digit. */
export const hundredths = (value: string): string => `floor((${value}) * 100 + 0.5) / 100`

/** Of calls, by any key: how many there were, what became of them, and how long they took. */
export const CALL_SUMS: Record<string, string> = {
  total: 'count()',
  taken: 'sum(taken)',
  human: 'sum(human)',
  selfServed: "countIf(outcome = 'self-served')",
  abandoned: "countIf(startsWith(outcome, 'abandoned'))",
  inbound: "countIf(direction = 'in')",
  outbound: "countIf(direction = 'out')",
  talkMs: 'sum(talk_ms)',
  waitMs: 'sum(wait_ms)',
  waited: 'countIf(notEmpty(queues))',
  callers: 'uniqExact(caller)',
}

const help = (zh: string, en: string): { help: Label } => ({ help: { zh, en } })

export const TOTAL: Measure = {
  ...{ name: 'total', label: { zh: '通话数', en: 'Calls' }, calls: ['calls'] },
  ...help('在该时段到达的通话，每通计一次。', 'Calls that arrived in the interval, each once.'),
}
export const INBOUND: Measure = {
  ...{ name: 'inbound', label: { zh: '呼入', en: 'Inbound' }, calls: ['calls', "direction = 'in'"] },
  ...help('由外线打入的通话。', 'Calls that came in from outside.'),
}
export const OUTBOUND: Measure = {
  ...{ name: 'outbound', label: { zh: '呼出', en: 'Outbound' }, calls: ['calls', "direction = 'out'"] },
  ...help('坐席或话机打往外线的通话。', 'Calls placed to the outside by agents or phones.'),
}
export const HUMAN: Measure = {
  ...{ name: 'human', label: { zh: '人工接听', en: 'Talked to an agent' }, calls: ['calls', 'human = 1'] },
  ...help('至少与一名坐席通话的通话。', 'Calls in which at least one agent talked.'),
}
export const SELF_SERVED: Measure = {
  ...{ name: 'selfServed', label: { zh: '自助完成', en: 'Self-served' } },
  calls: ['calls', "outcome = 'self-served'"],
  ...help('由流程结束、没有要求人工的通话。', 'Calls that a flow ended and that asked for nobody.'),
}
export const ABANDONED: Measure = {
  ...{ name: 'abandoned', label: { zh: '放弃', en: 'Abandoned' } },
  calls: ['calls', "startsWith(outcome, 'abandoned')"],
  ...help('来电者在导航、排队或振铃中挂机。', 'The caller hung up in the menu, waiting or while it rang.'),
}
export const MEAN_TALK: Measure = {
  ...{ name: 'meanTalkMs', label: { zh: '平均通话', en: 'Mean talk' }, format: 'duration', of: ['human'] },
  sql: share('talkMs', 'human'),
  ...help(
    '坐席通话时长（含保持）之和 ÷ 人工接听数。',
    'Talk of agents, holds included, over the calls they talked in.',
  ),
}
export const MEAN_WAIT: Measure = {
  ...{ name: 'meanWaitMs', label: { zh: '平均等待', en: 'Mean wait' }, format: 'duration' },
  sql: share('waitMs', 'waited'),
  ...help(
    '排队时长之和（含未接通的）÷ 进过队列的通话数。',
    'Time waited in queues, also in vain, over the calls that waited.',
  ),
}
export const CALLERS: Measure = {
  ...{ name: 'callers', label: { zh: '不同主叫', en: 'Callers' } },
  ...help('不同主叫号码的个数。', 'How many different numbers called.'),
}

export const QUEUE_ABANDONED = "left in ('abandoned', 'call-ended')"
export const QUEUE_OVERFLOWED = `left != 'answered' and not (${QUEUE_ABANDONED})`
