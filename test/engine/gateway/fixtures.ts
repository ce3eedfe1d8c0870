// Views and call facts as an engine would tell them, for tests of the gateway.
import type { AgentView } from '#engine/protocol/agent.ts'
import type { CallSummary, CallView } from '#engine/protocol/call.ts'
import type { CallReportFact } from '#engine/protocol/facts.ts'
import type { DecisionRecord } from '#engine/protocol/ledger.ts'
import type { QueueView } from '#engine/protocol/queue.ts'
import { agent, queue } from '../../web/views.ts'

export const card = {
  number: '13800000001',
  name: '周先生',
  region: '北京',
  vip: false,
  accessNumber: '95588',
  queueName: '查询',
  collected: {},
  recent: [],
}

export const agentView = (agentId: string, mode: AgentView['mode'], more: Partial<AgentView> = {}): AgentView =>
  agent({
    ...{ agentId, name: '张三', region: '', groupId: 'group-1', queueIds: [] },
    ...{ mode, available: mode === 'ready', signedIn: mode !== 'signed-out' },
    ...more,
  })

export const talking = (agentId: string): AgentView =>
  agentView(agentId, 'talking', {
    call: { callId: 'c1', legId: 'l1', direction: 'in', card, ringingSince: 0, held: false },
  })

export const queueView = (queueId: string, waiting: number): QueueView =>
  queue({
    queueId,
    name: '查询',
    waiting: Array.from({ length: waiting }, (_, n) => ({
      callId: `w${n}`,
      number: `1390000000${n}`,
      vip: false,
      joinedAt: 0,
      missed: 0,
    })),
  })

export const callView = (callId: string): CallView => ({
  callId,
  node: 'engine-1',
  direction: 'in',
  from: card.number,
  to: '95588',
  lang: 'zh',
  stage: 'talking',
  arrivedAt: 0,
  stageSince: 0,
  card,
})

export const AT = Date.parse('2026-11-21T02:00:00Z')

/** 10 s in the flow, 20 s in the queue, 60 s of talk of which 15 s on hold. */
export const summary = (callId: string, more: Partial<CallSummary> = {}): CallSummary => ({
  callId,
  direction: 'in',
  from: card.number,
  to: '95588',
  accessNumber: '95588',
  arrivedAt: AT,
  answeredAt: AT + 100,
  talkStartedAt: AT + 30_000,
  endedAt: AT + 90_000,
  queues: [{ queueId: 'queue-1', joinedAt: AT + 10_000, leftAt: AT + 30_000, left: 'answered', missed: [] }],
  agents: [
    {
      agentId: 'agent-1',
      agentNumber: '1001',
      legId: 'l1',
      ringMs: 3_000,
      from: AT + 30_000,
      to: AT + 90_000,
      holdMs: 15_000,
    },
  ],
  path: [{ at: AT, flowId: 'flow-1', nodeId: 'n1', nodeName: '菜单', outlet: 'key-1' }],
  collected: { order: '4096' },
  outcome: 'answered',
  hungUpBy: 'caller',
  region: '北京',
  vip: false,
  ...more,
})

let seq = 0
export const record = (callId: string, facts: CallReportFact[]): DecisionRecord => {
  seq += 1
  return {
    v: 1,
    id: `d${seq}`,
    at: AT + 90_000,
    kind: 'call',
    actor: callId,
    seq,
    epoch: 1,
    cause: 'test',
    command: { type: 'news' },
    facts,
  }
}
