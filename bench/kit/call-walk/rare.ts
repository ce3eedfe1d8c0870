// What happens seldom around a call: recordings by hand, a leg that moves, a queue that asks, orders that fail.
import type { CallCommand } from '#engine/protocol/call.ts'

interface World {
  readonly legs: Map<string, { agent?: string; up: boolean }>
  readonly inCall: ReadonlySet<string>
  pick<Item>(items: readonly Item[]): Item
}

const ACTS = ['start', 'stop', 'pause', 'resume'] as const

export function rareThings(world: World): (() => CallCommand)[] {
  const agentId = world.pick(['a1', 'a2', 'a3'])
  return [
    () => ({ type: 'record', agentId, act: world.pick(ACTS) }),
    () => ({ type: 'queue', notice: { type: 'asked', queueId: world.pick(['q1', 'q2']) } }),
    ...moves(world),
    ...failures(world),
  ]
}

/** The page of an agent was loaded anew: its agent rings a second leg, and the first one goes. */
function moves(world: World): (() => CallCommand)[] {
  return [...world.legs].flatMap(([fromLegId, { agent }]) => {
    if (agent === undefined || agent === 's1' || !world.inCall.has(agent)) return []
    return () => {
      const toLegId = `${fromLegId}-moved`
      world.legs.delete(fromLegId)
      world.legs.set(toLegId, { agent, up: true })
      return { type: 'agent-moved', agentId: agent, fromLegId, toLegId }
    }
  })
}

/** The media node could not do it. Of a leg that was to be dialled there is nothing then. */
function failures(world: World): (() => CallCommand)[] {
  return [...world.legs].flatMap(([legId, { agent, up }]) => {
    if (agent !== undefined) return []
    const order = up ? world.pick(['play', 'collect', 'start-recording'] as const) : ('dial' as const)
    return () => {
      if (!up) world.legs.delete(legId)
      return { type: 'news', news: { type: 'order-failed', callId: 'c1', legId, order, detail: 'made-up' } }
    }
  })
}
