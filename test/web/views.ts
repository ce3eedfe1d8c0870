// Views for the tests of the pages' stores.
import type { AgentView } from '#engine/protocol/agent.ts'
import type { QueueView } from '#engine/protocol/queue.ts'

export function agent(more: Partial<AgentView> = {}): AgentView {
  return {
    agentId: 'agent-1',
    number: '1001',
    name: '王晓燕',
    region: '北京',
    level: 5,
    mode: 'ready',
    available: true,
    signedIn: true,
    signedInAt: 0,
    idleSince: 0,
    answered: 0,
    groupId: 'group-a',
    queueIds: ['queue-1'],
    phone: { type: 'browser' },
    since: 0,
    today: { date: '2026-11-21', answered: 0, missed: 0, outbound: 0, talkMs: 0, wrapUpMs: 0, holdMs: 0 },
    ...more,
  }
}

export function queue(more: Partial<QueueView> = {}): QueueView {
  return {
    queueId: 'queue-1',
    name: '客户服务',
    waiting: [],
    agents: [],
    serviceLevelMs: 20_000,
    serviceLevelPercent: 80,
    today: {
      date: '2026-11-21',
      offered: 0,
      answered: 0,
      answeredInTarget: 0,
      abandoned: 0,
      overflowed: 0,
      waitMsSum: 0,
      longestWaitMs: 0,
    },
    ...more,
  }
}

export const call = (more: Partial<NonNullable<AgentView['call']>> = {}): NonNullable<AgentView['call']> => ({
  callId: 'call-1',
  legId: 'leg-1',
  direction: 'in',
  card: {
    number: '13800138000',
    name: '',
    region: '',
    vip: false,
    accessNumber: '95588',
    queueName: '客户服务',
    collected: {},
    recent: [],
  },
  ringingSince: 0,
  held: false,
  ...more,
})
