// A decision being written: what happens is folded at once, so the next line of the same decision sees it.

import type { AgentCommand } from '#engine/protocol/agent.ts'
import type { CallCommand } from '#engine/protocol/call.ts'
import type { Given } from '#engine/protocol/ledger.ts'
import type { Lookup } from '#engine/protocol/lookups.ts'
import { type Decision, type Effect, idFrom } from '#engine/protocol/machine.ts'
import type { MediaOrder } from '#engine/protocol/media.ts'
import type { QueueCommand } from '#engine/protocol/queue.ts'
import type { NodeKinds } from '#engine/routing/core/ivr/node.ts'
import { toAgent, toCall, toLookup, toMedia, toQueue } from '#engine/routing/core/machine/decided.ts'
import { evolveCall } from './evolve.ts'
import type { CallFact } from './facts.ts'
import type { CallState, Journey, Party, Stay } from './state.ts'

type Leave = Extract<QueueCommand, { type: 'leave' }>
type WithoutCall<Order> = Order extends { callId: string } ? Omit<Order, 'callId'> : never

/** Local to one decision; given in, thrown away. The machine stays pure from outside. */
export class Draft {
  state: CallState
  readonly at: number
  readonly kinds: NodeKinds
  readonly facts: CallFact[] = []
  readonly effects: Effect[] = []
  readonly #seed: string
  #ids = 0

  constructor(state: CallState, given: Given, kinds: NodeKinds) {
    this.kinds = kinds
    this.state = state
    this.at = given.at
    this.#seed = given.seed
  }

  get journey(): Journey {
    if (this.state.mode === 'new' || this.state.mode === 'over') throw new Error(`no journey while ${this.state.mode}`)
    return this.state.journey
  }

  /** whom the call is for */
  get served(): Party {
    return this.journey.parties[0]
  }

  id(): string {
    this.#ids += 1
    return idFrom(this.#seed, this.#ids)
  }

  happen(fact: CallFact): undefined {
    this.facts.push(fact)
    this.state = evolveCall(this.state, fact, this.at)
  }

  order(order: WithoutCall<MediaOrder>): undefined {
    const { node, callId } = this.journey
    this.effects.push(toMedia(node, { ...order, callId } as MediaOrder))
  }

  agent(agentId: string, command: AgentCommand): undefined {
    this.effects.push(toAgent(agentId, command))
  }

  call(callId: string, command: CallCommand): undefined {
    this.effects.push(toCall(callId, command))
  }

  queue(queueId: string, command: QueueCommand): undefined {
    this.effects.push(toQueue(queueId, command))
  }

  /** Out of this stay, and of every earlier one in that queue. */
  leave({ queueId, stay }: Pick<Stay, 'queueId' | 'stay'>, how: Omit<Leave, 'type' | 'callId' | 'stay'>): undefined {
    const { callId } = this.state
    this.queue(queueId, { type: 'leave', callId, ...how, ...(stay === undefined ? {} : { stay }) })
  }

  ask(requestId: string, lookup: Lookup, deadlineMs: number): undefined {
    this.effects.push(toLookup(requestId, lookup, deadlineMs))
  }

  decision(): Decision<CallFact> {
    return { facts: this.facts, effects: this.effects, next: this.state }
  }
}

export type Written = Decision<CallFact> | undefined

/** A cell written as what it does to a draft; it may answer a refusal instead. */
export const writer =
  (kinds: NodeKinds) =>
  <State extends CallState, Command>(write: (draft: Draft, state: State, command: Command) => Written) =>
  (state: State, command: Command, given: Given): Decision<CallFact> => {
    const draft = new Draft(state, given, kinds)
    return write(draft, state, command) ?? draft.decision()
  }
