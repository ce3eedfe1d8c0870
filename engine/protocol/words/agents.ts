// Words of agents: states, breaks, phones, why a ring came to nothing.
import type { AgentMode, PhoneChoice } from '../agent.ts'
import type { PhoneAct, TalkAct } from '../company.ts'
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
  'phone-lost': { zh: '话机掉线', en: 'Phone lost' },
  'outbound-only': { zh: '仅呼出', en: 'Outbound only' },
} as const satisfies Vocabulary<AgentMode | 'held' | 'phone-lost' | 'outbound-only'>

/** Colours a company gives its states; what they look like is the web's. */
export const COLOURS = {
  grey: { zh: '灰', en: 'Grey' },
  green: { zh: '绿', en: 'Green' },
  amber: { zh: '橙', en: 'Amber' },
  red: { zh: '红', en: 'Red' },
  blue: { zh: '蓝', en: 'Blue' },
  purple: { zh: '紫', en: 'Purple' },
  sea: { zh: '青', en: 'Teal' },
} as const satisfies Vocabulary<string>
export type Colour = keyof typeof COLOURS

/** Breaks the engine puts an agent on. Those that agents choose are records of the company (agent-states). */
export type MadeBreak = 'not-ready' | 'missed-call' | 'phone-unreachable'

export const BREAK_REASONS = {
  'not-ready': { zh: '未就绪', en: 'Not ready yet' },
  'missed-call': { zh: '未接来电', en: 'Missed a call' },
  'phone-unreachable': { zh: '话机不通', en: 'Phone unreachable' },
} as const satisfies Vocabulary<MadeBreak>

/** What a phone without a page dials. */
export const PHONE_ACTS = {
  'sign-in': { zh: '签入（工号与密码）', en: 'Sign in (agent number and PIN)' },
  ready: { zh: '就绪', en: 'Ready' },
  break: { zh: '小休（按键选原因）', en: 'Break (a key chooses the reason)' },
  'end-wrap-up': { zh: '结束话后处理', en: 'End wrap-up' },
  'sign-out': { zh: '签出', en: 'Sign out' },
  message: { zh: '给同事留言（后接工号）', en: 'Message to a colleague (followed by the number)' },
  intercom: {
    zh: '对讲：对方话机自动接听（后接分机号）',
    en: 'Intercom: the phone answers by itself (followed by the extension)',
  },
  'pick-up': {
    zh: '代接（后接分机号；不接号码为同代接组）',
    en: 'Pick up (followed by the extension; alone = own pickup group)',
  },
} as const satisfies Vocabulary<Exclude<PhoneAct, TalkAct>>

/** What it keys during a talk. */
export const TALK_ACTS = {
  consult: { zh: '通话中：咨询', en: 'In a talk: consult' },
  swap: { zh: '通话中：切换', en: 'In a talk: swap' },
  'take-back': { zh: '通话中：取回', en: 'In a talk: take back' },
  merge: { zh: '通话中：三方', en: 'In a talk: merge' },
  flag: { zh: '通话中：标记', en: 'In a talk: flag' },
} as const satisfies Vocabulary<TalkAct>

export const PHONES = {
  browser: { zh: '内置软电话', en: 'Built-in soft phone' },
  extension: { zh: '外置电话（分机）', en: 'Desk phone (extension)' },
  none: { zh: '不绑定话机（仅监控）', en: 'Monitoring only' },
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
  paused: { zh: '未接后暂停分配', en: 'Paused after a ring' },
  'offered-elsewhere': { zh: '正在接其他来电', en: 'Offered another call' },
  'just-missed-this-call': { zh: '刚刚未接此来电', en: 'Just missed this call' },
  'skill-not-yet': { zh: '技能尚未达到要求', en: 'Skill not yet enough' },
  'scored-lower': { zh: '排序靠后', en: 'Ranked lower' },
} as const satisfies Vocabulary<RejectedBecause>
