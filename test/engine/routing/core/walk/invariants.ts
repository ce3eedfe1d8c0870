// What must hold after every single step of a random walk. Answers the broken rules.
import { stackOf } from '#engine/routing/core/acd/stack.ts'
import type { Strategies } from '#engine/routing/core/acd/strategy.ts'
import { MOST_CALLS } from '#engine/routing/core/agent/beside.ts'
import { type AgentState, contactsOf, hasCall } from '#engine/routing/core/agent/state.ts'
import { compareWaiting } from '#engine/routing/core/queue/order.ts'
import { isFree, type RunningQueue, whyNot } from '#engine/routing/core/queue/state.ts'
import { members } from '#engine/routing/core/queue/team.ts'
import type { World } from './world.ts'

export function brokenRules(world: World, strategies: Strategies): string[] {
  const broken = [...world.broken, ...world.rings.broken, ...world.spells.broken]
  for (const [id, queue] of world.queues) {
    if (queue.mode === 'unknown') continue
    broken.push(...ofQueue(id, queue, strategies), ...callersOf(id, queue, world))
  }
  broken.push(...ofAgents(world))
  return broken
}

function ofQueue(id: string, queue: RunningQueue, strategies: Strategies): string[] {
  const broken: string[] = []
  const { today, waiting, team } = queue
  if (today.offered !== today.answered + today.abandoned + today.overflowed + waiting.length) {
    broken.push(`${id}: offered ${JSON.stringify(today)} with ${waiting.length} waiting does not add up`)
  }
  for (let n = 1; n < waiting.length; n++) {
    if (compareWaiting(waiting[n - 1] as never, waiting[n] as never, queue.config) > 0)
      broken.push(`${id}: order not kept at ${n}`)
  }
  const all = [...members(team)]
  const free = all.flatMap(([, member]) => (isFree(member) && member.standing ? member.standing : []))
  free.sort(stackOf(queue.config, strategies).compare)
  if (JSON.stringify(free) !== JSON.stringify(team.free.chunks.flat()))
    broken.push(`${id}: the free list is not the free agents`)
  const tally: Record<string, number> = {}
  for (const [, member] of all) tally[whyNot(member)] = (tally[whyNot(member)] ?? 0) + 1
  for (const key of new Set([...Object.keys(tally), ...Object.keys(team.tally)])) {
    if (tally[key] !== team.tally[key as never]) broken.push(`${id}: tally of ${key} is off`)
  }
  const reserved = waiting.flatMap(({ offer }) => offer?.agentId ?? [])
  if (new Set(reserved).size !== reserved.length) broken.push(`${id}: an agent is reserved twice`)
  return broken
}

/** A caller that believes to wait does wait, or its letter is under way. */
function callersOf(id: string, queue: RunningQueue, world: World): string[] {
  const broken: string[] = []
  const underWay = new Set(world.mail.flatMap(({ from, to }) => [from, to]))
  for (const caller of world.callers.values()) {
    if (caller.queueId !== id || caller.stage !== 'waiting' || underWay.has(caller.callId)) continue
    if (queue.waiting.some(({ call }) => call.callId === caller.callId)) continue
    broken.push(`${caller.callId} waits in ${id}, which has forgotten it`)
  }
  return broken
}

function ofAgents(world: World): string[] {
  const broken: string[] = []
  const underWay = new Set(world.mail.map(({ to }) => to))
  const heardAll = [...world.callers.values()].filter((caller) => !underWay.has(caller.callId))
  const talking = heardAll.filter((caller) => caller.stage === 'talking')
  const busy = talking.map((caller) => caller.agentId)
  if (new Set(busy).size !== busy.length) broken.push('an agent is in two calls')
  for (const [id, agent] of world.agents) {
    const live = [...world.legs.values()].filter((leg) => leg.agentId === id && leg.state !== 'gone')
    const own = hasCall(agent) ? contactsOf(agent).map(({ legId }) => legId) : []
    if (agent.clearing) own.push(agent.clearing.legId)
    for (const { legId, state } of live)
      if (state !== 'closing' && !own.includes(legId)) broken.push(`${id} does not know its leg ${legId}`)
    broken.push(...severalCalls(id, agent))
  }
  return broken
}

/** Of several calls it is at one; each has a leg of its own, and the others are up. */
function severalCalls(id: string, agent: AgentState): string[] {
  if (!hasCall(agent) || !agent.beside) return []
  const all = contactsOf(agent)
  const broken: string[] = []
  if (agent.beside.length === 0) broken.push(`${id} has a list of other calls without one`)
  if (all.length > MOST_CALLS) broken.push(`${id} has ${all.length} calls`)
  for (const key of ['callId', 'legId'] as const)
    if (new Set(all.map((one) => one[key])).size !== all.length) broken.push(`${id}: two of its calls share a ${key}`)
  if (agent.beside.some(({ answeredAt }) => answeredAt === undefined)) broken.push(`${id} has set aside what is not up`)
  if (agent.mode === 'ringing') broken.push(`${id} rings beside another call`)
  return broken
}
