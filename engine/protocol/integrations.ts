// What other systems are told and may ask.
import type { Right } from './api.ts'
import type { Label } from './fields.ts'

/** Rights that a key may have: those over oneself belong to people. */
export const KEY_RIGHTS: readonly Right[] = [
  ...(['calls-all', 'recordings', 'reports', 'export', 'monitor', 'supervise'] as const),
  ...(['customers', 'tickets', 'orders', 'surveys', 'knowledge'] as const),
  ...(['business-manage', 'business-export', 'personal-data'] as const),
  ...(['configure', 'accounts', 'sign-in-log', 'plan', 'plan-view'] as const),
]

export const WEBHOOK_EVENTS = {
  'call.queued': { zh: '来电进入队列', en: 'A call joined a queue' },
  'call.left-queue': { zh: '来电离开队列', en: 'A call left a queue' },
  'call.ringing': { zh: '坐席振铃', en: 'An agent rings' },
  'call.missed': { zh: '坐席未接', en: 'An agent did not answer' },
  'call.answered': { zh: '坐席接通', en: 'An agent answered' },
  'call.talk-ended': { zh: '坐席通话结束', en: 'An agent’s talk ended' },
  'call.disposed': { zh: '填写小结', en: 'A call was disposed of' },
  'call.ended': { zh: '通话结束（含摘要）', en: 'A call ended, with its summary' },
  'recording.stored': { zh: '录音可用', en: 'A recording is there' },
  'message.left': { zh: '收到留言', en: 'A message was left' },
  'letter.asked': { zh: '请求发送短信或邮件', en: 'A message is to be sent' },
  'agent.state': { zh: '坐席状态变化', en: 'An agent’s state changed' },
  ping: { zh: '测试', en: 'Test' },
} as const satisfies Record<string, Label>
export type WebhookEvent = keyof typeof WEBHOOK_EVENTS

export const DELIVERY_STATES = {
  waiting: { zh: '等待发送', en: 'Waiting' },
  done: { zh: '已送达', en: 'Delivered' },
  failed: { zh: '已放弃', en: 'Given up' },
} as const satisfies Record<string, Label>
export type DeliveryState = keyof typeof DELIVERY_STATES

/** Why another system gave no answer at all. */
export const DELIVERY_FAULTS = {
  late: { zh: '10 秒内没有应答', en: 'No answer within 10 s' },
  inside: { zh: '内网地址，设置中未放行', en: 'An address of the inside, not allowed by the settings' },
  'no-such-name': { zh: '找不到这个域名', en: 'No such name' },
  refused: { zh: '对方拒绝连接', en: 'Connection refused' },
  unreachable: { zh: '网络不通', en: 'Not reachable' },
  'cut-off': { zh: '连接中断', en: 'Connection cut off' },
  certificate: { zh: '对方证书不可信', en: 'Its certificate cannot be trusted' },
  other: { zh: '发送失败，原因见日志', en: 'Could not be sent; the log says why' },
} as const satisfies Record<string, Label>
export type DeliveryFault = keyof typeof DELIVERY_FAULTS

/** The body of a call of ours. */
export interface WebhookMessage {
  event: WebhookEvent
  /** the fact's own id: the same again when it is sent again or replayed */
  id: string
  /** when it happened, absolute ms */
  at: number
  callId?: string
  agentId?: string
  queueId?: string
  data: Record<string, unknown>
}

export interface ApiKeyInfo {
  id: string
  name: string
  rights: Right[]
  perMinute: number
  hint: string
  enabled: boolean
  createdAt: number
  createdBy: string
  lastUsedAt?: number
  /** the key of before still opens until then */
  oldUntil?: number
}

export interface WebhookInfo {
  id: string
  name: string
  url: string
  secret: string
  events: WebhookEvent[]
  enabled: boolean
  createdAt: number
  createdBy: string
  waiting: number
  failed: number
}

export interface DeliveryRow {
  id: number
  event: WebhookEvent
  lane: string
  state: DeliveryState
  tries: number
  nextAt: number
  status?: number
  /** when there was no answer at all */
  fault?: DeliveryFault
  replayed: boolean
  createdAt: number
  endedAt?: number
  body: WebhookMessage
}
