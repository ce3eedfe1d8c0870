// Sample words for tests of agents and queues.
import type { AgentStanding, CallerCard, Offer } from '#engine/protocol/agent.ts'
import type { AgentConfig, QueueConfig } from '#engine/protocol/company.ts'
import type { WaitingCall } from '#engine/protocol/queue.ts'

export const agentConfig = (more: Partial<AgentConfig> = {}): AgentConfig => ({
  id: 'a1',
  number: '1001',
  name: '王芳',
  region: '010',
  level: 5,
  groupId: 'g1',
  queueIds: ['q1'],
  wrapUpMs: 10_000,
  autoAnswer: false,
  minimumBusyMs: 0,
  enabled: true,
  ...more,
})

export const card = (more: Partial<CallerCard> = {}): CallerCard => ({
  number: '13800000001',
  name: '',
  region: '010',
  vip: false,
  accessNumber: '4001',
  queueName: 'Sales',
  collected: {},
  recent: [],
  ...more,
})

export const offerOf = (more: Partial<Offer> = {}): Offer => ({
  offerId: 'o1',
  queueId: 'q1',
  queueName: 'Sales',
  callId: 'c1',
  node: 'm1',
  caller: card(),
  ringMs: 20_000,
  lang: 'zh',
  sayAgentNumber: true,
  waitedMs: 0,
  ...more,
})

export const queueConfig = (more: Partial<QueueConfig> = {}): QueueConfig => ({
  id: 'q1',
  name: 'Sales',
  lang: 'zh',
  strategy: 'longest-idle',
  preferences: [],
  ringMs: 20_000,
  missedAgent: 'stays-ready',
  maxWaitMs: 300_000,
  onMaxWait: { type: 'hang-up' },
  nobodyWaitMs: 60_000,
  onNobody: { type: 'voicemail' },
  maxWaiting: 100,
  onFull: { type: 'queue', queueId: 'q2' },
  music: 'default',
  musicFirstMs: 0,
  announcePosition: false,
  announceEveryMs: 30_000,
  offerVoicemail: false,
  sayAgentNumber: true,
  serviceLevelMs: 20_000,
  serviceLevelPercent: 80,
  record: true,
  enabled: true,
  ...more,
})

export const standing = (agentId: string, more: Partial<AgentStanding> = {}): AgentStanding => ({
  agentId,
  number: agentId,
  name: agentId,
  region: '010',
  level: 5,
  mode: 'ready',
  available: true,
  signedIn: true,
  signedInAt: 0,
  idleSince: 0,
  answered: 0,
  ...more,
})

export const waitingCall = (callId: string, more: Partial<WaitingCall> = {}): WaitingCall => ({
  callId,
  node: 'm1',
  legId: `${callId}-leg`,
  card: card({ number: callId }),
  lang: 'zh',
  vip: false,
  region: '010',
  joinedAt: 0,
  ...more,
})
