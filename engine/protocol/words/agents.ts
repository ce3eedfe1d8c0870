// Words of agents: states, breaks, phones, why a ring came to nothing.
import type { AgentMode, PhoneChoice } from '../agent.ts'
import type { QueueCommand, RejectedBecause } from '../queue.ts'
import type { Vocabulary } from './word.ts'

export const AGENT_MODES = {
  'signed-out': { zh: '未签入', en: 'Signed out' },
  break: { zh: '小休', en: 'Break' },
  ready: { zh: '就绪', en: 'Ready' },
  ringing: { zh: '振铃', en: 'Ringing' },
  dialling: { zh: '呼出中', en: 'Dialling' },
  talking: { zh: '通话', en: 'Talking' },
  'wrap-up': { zh: '话后处理', en: 'Wrap-up' },
} as const satisfies Vocabulary<AgentMode>

/** What a page shows: a talk on hold, and a break for want of a phone, are states of their own there. */
export const DESK_MODES = {
  ...AGENT_MODES,
  held: { zh: '保持', en: 'On hold' },
  'phone-lost': { zh: '话机断开', en: 'Phone lost' },
} as const satisfies Vocabulary<AgentMode | 'held' | 'phone-lost'>

/** 小休原因: the reasons an agent may give for a break (AGT-36). */
export const CHOSEN_BREAKS = {
  rest: { zh: '小休', en: 'Short rest' },
  meal: { zh: '用餐', en: 'Meal' },
  restroom: { zh: '洗手间', en: 'Restroom' },
  meeting: { zh: '会议', en: 'Meeting' },
  training: { zh: '培训', en: 'Training' },
  other: { zh: '其他', en: 'Other' },
} as const satisfies Vocabulary<string>

/** Breaks the engine puts an agent on. */
export type MadeBreak = 'not-ready' | 'missed-call' | 'phone-unreachable'

export const BREAK_REASONS = {
  ...CHOSEN_BREAKS,
  'not-ready': { zh: '未就绪', en: 'Not ready yet' },
  'missed-call': { zh: '未接来电', en: 'Missed a call' },
  'phone-unreachable': { zh: '话机不通', en: 'Phone unreachable' },
} as const satisfies Vocabulary<MadeBreak | keyof typeof CHOSEN_BREAKS>

export const PHONES = {
  browser: { zh: '内置软电话', en: 'Built-in soft phone' },
  extension: { zh: '外置电话（分机）', en: 'Desk phone (extension)' },
  none: { zh: '不绑定话机（仅监控）', en: 'No phone (monitoring only)' },
} as const satisfies Vocabulary<PhoneChoice['type']>

export type MissReason = Extract<QueueCommand, { type: 'offer-missed' }>['reason']

/** Why an agent's phone rang in vain. */
export const MISS_REASONS = {
  'no-answer': { zh: '无人应答', en: 'No answer' },
  declined: { zh: '拒接', en: 'Declined' },
  'phone-unreachable': { zh: '话机不通', en: 'Phone unreachable' },
  busy: { zh: '忙', en: 'Busy' },
} as const satisfies Vocabulary<MissReason>

/** Why routing did not choose an agent. */
export const REJECTED_BECAUSE = {
  'signed-out': { zh: '未签入', en: 'Signed out' },
  'on-break': { zh: '小休', en: 'On break' },
  busy: { zh: '忙', en: 'Busy' },
  'wrap-up': { zh: '话后处理', en: 'Wrap-up' },
  'no-phone': { zh: '未绑定话机', en: 'No phone' },
  'phone-lost': { zh: '话机不通', en: 'Phone unreachable' },
  'offered-elsewhere': { zh: '正在接其他来电', en: 'Offered another call' },
  'just-missed-this-call': { zh: '刚刚未接此来电', en: 'Just missed this call' },
  'scored-lower': { zh: '排序靠后', en: 'Ranked lower' },
} as const satisfies Vocabulary<RejectedBecause>
