// Words of calls: direction, stage, outcome, who hung up, and how a queue was left.
import type { CallOutcome, CallSummary, CallView, HungUpBy } from '../call.ts'
import type { WayOut } from '../company.ts'
import type { HangUpCause, MediaNews } from '../media.ts'
import type { Vocabulary } from './word.ts'

export const DIRECTIONS = {
  in: { zh: '呼入', en: 'Inbound' },
  out: { zh: '呼出', en: 'Outbound' },
  internal: { zh: '内部', en: 'Internal' },
} as const satisfies Vocabulary<CallSummary['direction']>

export const STAGES = {
  arriving: { zh: '进线', en: 'Arriving' },
  flow: { zh: '语音导航', en: 'Voice menu' },
  queue: { zh: '排队', en: 'Waiting' },
  connecting: { zh: '接续', en: 'Connecting' },
  talking: { zh: '通话', en: 'Talking' },
  held: { zh: '保持', en: 'On hold' },
  parked: { zh: '驻留', en: 'Parked' },
  voicemail: { zh: '留言', en: 'Voicemail' },
  ending: { zh: '结束', en: 'Ending' },
} as const satisfies Vocabulary<CallView['stage']>

export const OUTCOMES = {
  answered: { zh: '已接听', en: 'Answered' },
  'abandoned-in-flow': { zh: '导航中放弃', en: 'Abandoned in menu' },
  'abandoned-in-queue': { zh: '排队中放弃', en: 'Abandoned in queue' },
  'abandoned-ringing': { zh: '振铃中放弃', en: 'Abandoned ringing' },
  'self-served': { zh: '自助完成', en: 'Self-served' },
  voicemail: { zh: '留言', en: 'Voicemail' },
  callback: { zh: '已约回呼', en: 'Callback asked' },
  overflowed: { zh: '溢出', en: 'Overflowed' },
  rejected: { zh: '被拒', en: 'Rejected' },
  'not-answered': { zh: '无人接听', en: 'Not answered' },
  failed: { zh: '失败', en: 'Failed' },
} as const satisfies Vocabulary<CallOutcome>

export const HUNG_UP_BY = {
  caller: { zh: '主叫', en: 'Caller' },
  agent: { zh: '坐席', en: 'Agent' },
  flow: { zh: '流程', en: 'Flow' },
  queue: { zh: '队列', en: 'Queue' },
  supervisor: { zh: '班长', en: 'Supervisor' },
  system: { zh: '系统', en: 'System' },
  outside: { zh: '外线', en: 'Outside party' },
} as const satisfies Vocabulary<HungUpBy>

export const LEFT_QUEUE = {
  answered: { zh: '接听', en: 'answered' },
  abandoned: { zh: '放弃', en: 'abandoned' },
  'max-wait': { zh: '等待超时', en: 'waited too long' },
  nobody: { zh: '无人签入', en: 'nobody signed in' },
  full: { zh: '队列已满', en: 'queue full' },
  voicemail: { zh: '转留言', en: 'to voicemail' },
  transferred: { zh: '转走', en: 'transferred' },
  closed: { zh: '队列停用', en: 'queue disabled' },
  callback: { zh: '约定回呼', en: 'to be called back' },
} as const satisfies Vocabulary<CallSummary['queues'][number]['left']>

/** Why a leg ended, or was never answered. */
export const HANG_UP_CAUSES = {
  normal: { zh: '正常挂机', en: 'Hung up' },
  cancelled: { zh: '已取消', en: 'Cancelled' },
  'no-answer': { zh: '无人应答', en: 'No answer' },
  busy: { zh: '对方忙', en: 'Busy' },
  fault: { zh: '线路故障', en: 'Line fault' },
  declined: { zh: '对方拒接', en: 'Declined' },
  'not-registered': { zh: '话机未注册', en: 'Phone not registered' },
  unreachable: { zh: '无法接通', en: 'Could not be reached' },
  'vacant-number': { zh: '空号', en: 'No such number' },
  'switched-off': { zh: '关机', en: 'Switched off' },
  'line-full': { zh: '线路占满', en: 'All lines in use' },
  'over-limit': { zh: '超出呼出限制', en: 'Over the limit of calls out' },
} as const satisfies Vocabulary<HangUpCause | Extract<MediaNews, { type: 'leg-failed' }>['cause']>

export const WAYS_OUT = {
  voicemail: { zh: '留言', en: 'Voicemail' },
  flow: { zh: '转 IVR 流程', en: 'To an IVR flow' },
  queue: { zh: '转队列', en: 'To a queue' },
  'hang-up': { zh: '挂断', en: 'Hang up' },
  outside: { zh: '转外线号码', en: 'To an outside number' },
} as const satisfies Vocabulary<WayOut['type']>
