// Who may see what of the live views: the same topics and rights make one audience, whose frame is made once.

import type { AgentView } from '../../protocol/agent.ts'
import type { CallView } from '../../protocol/call.ts'
import type { AgentSeen, CallSeen, LiveToPage, LiveTopic, QueueSeen, Screen, ViewPatches } from '../../protocol/live.ts'
import { diff, type Patch } from '../../protocol/patch.ts'
import type { QueueView } from '../../protocol/queue.ts'
import { may, type Reach, reachOf, type Target, type Who, within } from '../../rights/may.ts'
import type { Changed, Step, View } from './views.ts'

export interface Audience {
  topics: ReadonlySet<LiveTopic>
  /** whose callers' numbers and names it sees */
  reach: Reach | undefined
  /** beyond that: colleagues' states, for transfers */
  desk: boolean
  /** own view comes as `me` */
  agentId?: string
  /** of a wall screen: which queues, and whether numbers */
  screen?: Screen
  /** it puts patches into what it has; others get each changed view whole */
  patches: boolean
}

/** Topics asked for, cut down to those allowed: a page never gets an error for asking. */
export function audienceOf(who: Who, asked: readonly LiveTopic[], patches = false): Audience {
  const { screen } = who
  if (screen) {
    const shown = asked.filter((topic) => topic === 'agents' || topic === 'queues')
    return { topics: new Set(shown), reach: 'all', desk: false, screen, patches }
  }
  const reach = reachOf(who, 'monitor')
  const desk = may(who, 'desk')
  const allowed = asked.filter((topic) => {
    if (topic === 'me') return desk
    if (topic === 'agents' || topic === 'queues') return reach !== undefined || desk
    if (topic === 'calls') return reach !== undefined || desk
    return may(who, 'monitor')
  })
  const me = who.agentId === undefined ? {} : { agentId: who.agentId }
  return { topics: new Set(allowed), reach, desk, ...me, patches }
}

/** Equal keys get equal frames, `me` apart. */
export const audienceKey = ({ reach, desk, topics, screen, patches }: Audience): string =>
  `${desk} ${patches} ${keyOf(reach)} ${[...topics].sort().join(' ')} ${screen ? `${screen.numbers} ${screen.queueIds.join(' ')}` : ''}`

const keyOf = (reach: Reach | undefined): string =>
  typeof reach === 'object' ? [...reach.agentIds, '', ...reach.queueIds].join(',') : String(reach)

/** The part of a change one audience sees: views whole or, where it has them already, what changed in them. */
export interface Seen {
  agents: AgentSeen[]
  queues: QueueSeen[]
  calls: CallSeen[]
  patches: ViewPatches
  gone: string[]
}

const TOPIC_OF = { agent: 'agents', queue: 'queues', call: 'calls' } as const

/** Without `me`, which differs from agent to agent. */
export function seenBy(audience: Audience, all: Changed): Seen {
  const { topics, reach, desk, screen, patches: asPatches } = audience
  const shows = screen && screen.queueIds.length > 0 ? onScreen(all, screen.queueIds) : all
  const changed = reach === 'all' ? shows : inReach(shows, reach, desk)
  const numberless = screen?.numbers === false
  const agents = parted(
    topics.has('agents') ? changed.agents : [],
    (one) => (!numberless && within(reach, agentTarget(one)) ? listed(one) : withoutCall(one)),
    (one) => one.agentId,
    asPatches,
  )
  const queues = parted(
    topics.has('queues') ? changed.queues : [],
    (one) => (!numberless && within(reach, queueTarget(one)) ? served(one) : withoutNumbers(one)),
    (one) => one.queueId,
    asPatches,
  )
  const calls = parted(topics.has('calls') ? changed.calls : [], withoutCard, (one) => one.callId, asPatches)
  return {
    agents: agents.whole,
    queues: queues.whole,
    calls: calls.whole,
    patches: {
      ...(agents.patches && { agents: agents.patches }),
      ...(queues.patches && { queues: queues.patches }),
      ...(calls.patches && { calls: calls.patches }),
    },
    gone: changed.gone.filter((each) => topics.has(TOPIC_OF[each.kind])).map((each) => each.id),
  }
}

const agentTarget = ({ agentId, queueIds }: AgentView): Target => ({ agentIds: [agentId], queueIds })
const queueTarget = ({ queueId, agents }: QueueView): Target => ({
  agentIds: agents.map(({ agentId }) => agentId),
  queueIds: [queueId],
})
const callTarget = ({ agentId, queueId }: CallView): Target => ({
  agentIds: agentId === undefined ? [] : [agentId],
  queueIds: queueId === undefined ? [] : [queueId],
})

/** What somebody reaches; whoever has a desk sees every colleague, queue and parked call besides. What is left behind is gone. */
function inReach(all: Changed, reach: Reach | undefined, desk: boolean): Changed {
  const seesAgent = (one: AgentView) => desk || within(reach, agentTarget(one))
  const seesQueue = (one: QueueView) => desk || within(reach, queueTarget(one))
  const seesCall = (one: CallView) => (desk && one.parked !== undefined) || within(reach, callTarget(one))
  return {
    ...all,
    agents: inside(all.agents, seesAgent),
    queues: inside(all.queues, seesQueue),
    calls: inside(all.calls, seesCall),
    gone: [
      ...all.gone,
      ...left(all.agents, seesAgent).map(({ agentId: id }) => ({ kind: 'agent' as const, id })),
      ...left(all.queues, seesQueue).map(({ queueId: id }) => ({ kind: 'queue' as const, id })),
      ...left(all.calls, seesCall).map(({ callId: id }) => ({ kind: 'call' as const, id })),
    ],
  }
}

/** Seen before, or perhaps, and seen no more. */
const left = <Of extends View>(steps: readonly Step<Of>[], is: (view: Of) => boolean): Of[] =>
  steps.filter(({ before, after }) => !is(after) && (before === undefined || is(before))).map(({ after }) => after)

/** Its queues and who serves them; who serves them no more is gone. */
function onScreen(all: Changed, queueIds: readonly string[]): Changed {
  const serves = (agent: AgentView) => agent.queueIds.some((id) => queueIds.includes(id))
  const shows = (queue: QueueView) => queueIds.includes(queue.queueId)
  const left = all.agents.filter(({ after }) => !serves(after)).map(({ after }) => after.agentId)
  return {
    ...all,
    agents: inside(all.agents, serves),
    queues: inside(all.queues, shows),
    gone: [...all.gone, ...left.map((id) => ({ kind: 'agent' as const, id }))],
  }
}

/** Who comes in is sent whole. */
const inside = <Of extends View>(steps: readonly Step<Of>[], is: (view: Of) => boolean): Step<Of>[] =>
  steps
    .filter(({ after }) => is(after))
    .map((step) => (step.before === undefined || is(step.before) ? step : { after: step.after }))

function parted<Of extends View, Shown>(
  steps: readonly Step<Of>[],
  look: (view: Of) => Shown,
  idOf: (view: Of) => string,
  asPatches: boolean,
): { whole: Shown[]; patches?: Record<string, Patch> } {
  const whole: Shown[] = []
  const patches: Record<string, Patch> = {}
  for (const { before, after } of steps) {
    if (before === undefined) {
      whole.push(look(after))
      continue
    }
    const patch = diff(look(before), look(after))
    if (patch === undefined) continue
    if (asPatches) patches[idOf(after)] = patch
    else whole.push(look(after))
  }
  return Object.keys(patches).length === 0 ? { whole } : { whole, patches }
}

/** What lists show of another's call. */
function listed({ call, ...rest }: AgentView): AgentSeen {
  if (!call) return rest
  const { card, legId: _legId, clockFrom: _clock, ...more } = call
  const { number, name, vip } = card
  return { ...rest, call: { ...more, card: { number, name, vip } } }
}

/** A colleague's caller is not this agent's business, nor what a supervisor says to the colleague. */
function withoutCall(view: AgentView): AgentSeen {
  const { call: _, told: _told, barred: _barred, ...rest } = view
  return rest
}

function served(view: QueueView): QueueSeen {
  const { agents: _agents, agentsByMode: _byMode, ...rest } = view
  return rest
}

const withoutNumbers = (view: QueueView): QueueSeen => ({
  ...served(view),
  waiting: view.waiting.map((call) => ({ ...call, number: '' })),
})

function withoutCard(view: CallView): CallSeen {
  const { card: _card, node: _node, lang: _lang, missedBy: _missed, ...rest } = view
  return rest
}

export const snapshotFrame = (seen: Seen, seq: number, at: number, me: AgentView | undefined): LiveToPage => {
  const { agents, queues, calls } = seen
  return { type: 'snapshot', seq, at, agents, queues, calls, ...(me && { me }) }
}

/** `me` whole, or as a patch of what this page has of itself; nothing empty is sent. */
export function changesFrame(
  seen: Seen,
  seq: number,
  at: number,
  me: { whole?: AgentView | undefined; patch?: Patch | undefined } = {},
): LiveToPage {
  const { agents, queues, calls, gone } = seen
  const patches: ViewPatches = { ...seen.patches, ...(me.patch !== undefined && { me: me.patch }) }
  return {
    ...{ type: 'changes', seq, at },
    ...(agents.length > 0 && { agents }),
    ...(queues.length > 0 && { queues }),
    ...(calls.length > 0 && { calls }),
    ...(me.whole && { me: me.whole }),
    ...(Object.keys(patches).length > 0 && { patches }),
    ...(gone.length > 0 && { gone }),
  }
}

/** Nothing in it for this audience. */
export const isEmpty = ({ agents, queues, calls, patches, gone }: Seen): boolean =>
  agents.length + queues.length + calls.length + gone.length + Object.keys(patches).length === 0
