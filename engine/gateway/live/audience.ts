// Who may see what of the live views: the same topics and rights make one audience, whose frame is made once.

import type { AgentView } from '../../protocol/agent.ts'
import type { LiveToPage, LiveTopic } from '../../protocol/live.ts'
import type { QueueView } from '../../protocol/queue.ts'
import { may, type Who } from '../../rights/may.ts'
import type { Changed } from './views.ts'

export interface Audience {
  topics: ReadonlySet<LiveTopic>
  /** sees callers' numbers and names; without it only colleagues' states, for transfers */
  full: boolean
  /** own view comes as `me` */
  agentId?: string
}

/** Topics asked for, cut down to those allowed: a page never gets an error for asking. */
export function audienceOf(who: Who, asked: readonly LiveTopic[]): Audience {
  const full = may(who, 'monitor')
  const desk = may(who, 'desk')
  const allowed = asked.filter((topic) => {
    if (topic === 'me') return desk
    if (topic === 'agents' || topic === 'queues') return full || desk
    return full
  })
  return { topics: new Set(allowed), full, ...(who.agentId === undefined ? {} : { agentId: who.agentId }) }
}

/** Equal keys get equal frames, `me` apart. */
export const audienceKey = (audience: Audience): string => `${audience.full} ${[...audience.topics].sort().join(' ')}`

/** The part of a change one audience sees. */
export interface Seen extends Pick<Changed, 'agents' | 'queues' | 'calls'> {
  gone: string[]
}

const TOPIC_OF = { agent: 'agents', queue: 'queues', call: 'calls' } as const

/** Without `me`, which differs from agent to agent. */
export function seenBy(audience: Audience, changed: Changed): Seen {
  const { topics, full } = audience
  return {
    agents: topics.has('agents') ? changed.agents.map((view) => (full ? view : withoutCall(view))) : [],
    queues: topics.has('queues') ? changed.queues.map((view) => (full ? view : withoutNumbers(view))) : [],
    calls: topics.has('calls') ? changed.calls : [],
    gone: changed.gone.filter((each) => topics.has(TOPIC_OF[each.kind])).map((each) => each.id),
  }
}

/** A colleague's caller is not this agent's business. */
function withoutCall(view: AgentView): AgentView {
  const { call: _, ...rest } = view
  return rest
}

const withoutNumbers = (view: QueueView): QueueView => ({
  ...view,
  waiting: view.waiting.map((call) => ({ ...call, number: '' })),
})

export function frame(
  type: 'snapshot' | 'changes',
  seen: Seen,
  seq: number,
  at: number,
  me: AgentView | undefined,
): LiveToPage {
  const { gone, ...views } = seen
  const mine = me === undefined ? {} : { me }
  return type === 'snapshot' ? { type, seq, at, ...views, ...mine } : { type, seq, at, ...views, gone, ...mine }
}

/** Nothing in it for this audience. */
export const isEmpty = (seen: Seen): boolean =>
  seen.agents.length + seen.queues.length + seen.calls.length + seen.gone.length === 0
