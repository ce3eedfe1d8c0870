// A call's journey as one list in time: flow nodes, queues, agents, the end.
import type { CallDetail } from '#engine/protocol/api.ts'
import type { Dictionary } from '../i18n/dictionaries.ts'
import { clockSpan } from '../i18n/format.ts'

export interface Step {
  at: number
  kind: 'edge' | 'flow' | 'queue' | 'agent' | 'missed'
  text: string
  note: string
}

export interface Names {
  queue: (id: string) => string
  agent: (id: string) => string
  outlet: (name: string) => string
}

export function journeyOf(call: CallDetail, words: Dictionary['monitor']['calls'], names: Names): Step[] {
  const steps: Step[] = [
    {
      at: call.arrivedAt,
      kind: 'edge',
      text: words.arrived,
      note: call.direction === 'in' ? call.to : `${call.from} → ${call.to}`,
    },
  ]
  for (const node of call.path) {
    steps.push({
      at: node.at,
      kind: 'flow',
      text: node.nodeName || words.namelessNode,
      note: words.chose(names.outlet(node.outlet)),
    })
  }
  for (const queue of call.queues) {
    const waited = clockSpan(queue.leftAt - queue.joinedAt)
    steps.push({
      at: queue.joinedAt,
      kind: 'queue',
      text: words.inQueue(names.queue(queue.queueId)),
      note: `${words.wait} ${waited} · ${words.left[queue.left]}`,
    })
    for (const agentId of queue.missed) {
      steps.push({ at: queue.joinedAt, kind: 'missed', text: words.missedBy(names.agent(agentId)), note: '' })
    }
  }
  for (const agent of call.agents) {
    const held = agent.holdMs > 0 ? ` · ${words.held(clockSpan(agent.holdMs))}` : ''
    steps.push({
      at: agent.from,
      kind: 'agent',
      text: words.withAgent(names.agent(agent.agentId)),
      note: `${clockSpan(agent.to - agent.from)} · ${words.rang(clockSpan(agent.ringMs))}${held}`,
    })
  }
  steps.push({
    at: call.endedAt,
    kind: 'edge',
    text: words.ended,
    note: `${words.outcomes[call.outcome]} · ${words.hungUpBy} ${words.hungUp[call.hungUpBy]}`,
  })
  return steps.sort((a, b) => a.at - b.at)
}
