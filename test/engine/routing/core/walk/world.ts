// A small world for random walks: real agent and queue machines, callers and a media node made up, mail between them.

import type { AgentCommand } from '#engine/protocol/agent.ts'
import type { CallCommand } from '#engine/protocol/call.ts'
import type { Effect } from '#engine/protocol/machine.ts'
import type { MediaNews, MediaOrder } from '#engine/protocol/media.ts'
import type { QueueCommand, QueueNotice } from '#engine/protocol/queue.ts'
import type { Strategies } from '#engine/routing/core/acd/strategy.ts'
import { agentMachine } from '#engine/routing/core/agent/machine.ts'
import { type AgentFact, type AgentState, CLEAR_WITHIN_MS } from '#engine/routing/core/agent/state.ts'
import { queueMachine } from '#engine/routing/core/queue/machine.ts'
import type { QueueFact, QueueState } from '#engine/routing/core/queue/state.ts'
import type { Random } from './random.ts'
import { Rings } from './rings.ts'
import { Spells } from './spells.ts'

export type Ended = 'answered' | 'abandoned' | 'overflowed' | 'turned-away' | 'lost'

/** A made-up caller: what the call actor would know. */
export interface Caller {
  callId: string
  queueId: string
  stage: 'waiting' | 'talking' | 'ended'
  agentId?: string
  ended?: Ended
}

export interface Leg {
  legId: string
  callId: string
  agentId: string
  /** `closing`: told to hang up, gone when its agent hears so, at the latest at `goneBy` */
  state: 'ringing' | 'up' | 'closing' | 'gone'
  goneBy?: number
}

type Letter =
  | { from: string; to: string; kind: 'agent'; command: AgentCommand }
  | { from: string; to: string; kind: 'queue'; command: QueueCommand }
  | { from: string; to: string; kind: 'call'; command: CallCommand }

export class World {
  now = 1_800_000_000_000
  readonly agents = new Map<string, AgentState>()
  readonly queues = new Map<string, QueueState>()
  readonly callers = new Map<string, Caller>()
  readonly legs = new Map<string, Leg>()
  /** calls that agents have placed, and whose they are */
  readonly placed = new Map<string, string>()
  /** dialled beside another call */
  besides = 0
  readonly facts: { actor: string; at: number; fact: AgentFact | QueueFact }[] = []
  readonly mail: Letter[] = []
  readonly broken: string[] = []
  readonly rings = new Rings()
  readonly spells = new Spells()
  readonly queueMachine
  readonly #random: Random
  /** share of letters from agents to queues that get lost, and of letters that come twice */
  readonly faults: { lost: number; doubled: number }
  #seeds = 0

  constructor(strategies: Strategies, random: Random, faults = { lost: 0, doubled: 0 }) {
    this.queueMachine = queueMachine(strategies)
    this.#random = random
    this.faults = faults
  }

  tellAgent(id: string, command: AgentCommand, from = 'outside'): void {
    this.#post({ from, to: id, kind: 'agent', command })
  }

  tellQueue(id: string, command: QueueCommand, from = 'outside'): void {
    this.#post({ from, to: id, kind: 'queue', command })
  }

  #post(letter: Letter): void {
    if (letter.kind === 'queue' && this.agents.has(letter.from) && this.#random.chance(this.faults.lost)) return
    this.mail.push(letter)
    if (letter.from !== 'outside' && this.#random.chance(this.faults.doubled)) this.mail.push(letter)
  }

  /** Delivers one letter: any, but those from one sender to one receiver in order. */
  deliver(): void {
    const first = this.mail[this.#random.below(this.mail.length)]
    if (!first) return
    const at = this.mail.findIndex((letter) => letter.from === first.from && letter.to === first.to)
    const [letter] = this.mail.splice(at, 1)
    if (letter) this.#receive(letter)
  }

  #receive(letter: Letter): void {
    if (letter.kind === 'agent') this.#agentHears(letter.to, letter.command)
    else if (letter.kind === 'queue') this.#queueDoes(letter.to, letter.command)
    else this.#callerHears(letter.to, letter.command)
  }

  #agentHears(id: string, command: AgentCommand): void {
    if (command.type === 'news' && command.news.type === 'leg-ended') {
      const leg = this.legs.get(command.news.legId)
      if (leg) leg.state = 'gone'
    }
    this.#agentDoes(id, command)
  }

  #agentDoes(id: string, command: AgentCommand): void {
    const state = this.agents.get(id) ?? agentMachine.initial(id)
    const decision = agentMachine.decide(state, command, { at: this.now, seed: `s${this.#seeds++}` })
    if ('refusal' in decision) return
    let next = state
    for (const fact of decision.facts) {
      next = agentMachine.evolve(next, fact, this.now)
      this.facts.push({ actor: id, at: this.now, fact })
    }
    this.agents.set(id, next)
    this.rings.hears(next, decision.facts)
    this.spells.hears(next, decision.facts, this.now)
    for (const effect of decision.effects) this.#carryOut(id, effect)
    this.#wakeIsAhead(id, command.type, agentMachine.wakeAt(next))
  }

  #queueDoes(id: string, command: QueueCommand): void {
    const state = this.queues.get(id) ?? this.queueMachine.initial(id)
    const decision = this.queueMachine.decide(state, command, { at: this.now, seed: `s${this.#seeds++}` })
    if ('refusal' in decision) return
    let next = state
    for (const fact of decision.facts) {
      next = this.queueMachine.evolve(next, fact, this.now)
      this.facts.push({ actor: id, at: this.now, fact })
    }
    this.queues.set(id, next)
    for (const effect of decision.effects) this.#carryOut(id, effect)
    this.#wakeIsAhead(id, command.type, this.queueMachine.wakeAt(next))
  }

  #wakeIsAhead(id: string, type: string, wakeAt: number | undefined): void {
    if (type === 'wake' && wakeAt !== undefined && wakeAt <= this.now)
      this.broken.push(`${id}: a wake was not honoured`)
  }

  #carryOut(from: string, effect: Effect): void {
    if (effect.to === 'media') this.#order(effect.order)
    else if (effect.to === 'actor') {
      const { kind, id } = effect.ref
      this.#post({ from, to: id, kind, command: effect.command } as Letter)
    }
  }

  #order(order: MediaOrder): void {
    if (order.type === 'dial') {
      const agentId = order.owner.id
      const other = [...this.legs.values()].find((leg) => leg.agentId === agentId && leg.state !== 'gone')
      if (other && !order.beside)
        this.broken.push(`${agentId} is rung for ${order.callId} while it has a leg of ${other.callId}`)
      if (order.beside) this.besides++
      this.legs.set(order.legId, { legId: order.legId, callId: order.callId, agentId, state: 'ringing' })
    }
    if (order.type === 'hang-up') this.#hangUp(order)
  }

  /** It takes as long as the news of it: what the agent may believe of its leg is what the phone sees. */
  #hangUp({ callId, legId }: { callId: string; legId: string }): void {
    const leg = this.legs.get(legId)
    if (!leg || leg.state === 'closing') return
    const gone: MediaNews =
      leg.state === 'gone'
        ? { type: 'order-failed', callId, legId, order: 'hang-up', detail: 'unknown-leg' }
        : { type: 'leg-ended', callId, legId, by: 'us', cause: 'normal' }
    if (leg.state !== 'gone') Object.assign(leg, { state: 'closing', goneBy: this.now + CLEAR_WITHIN_MS })
    this.#post({ from: 'media', to: leg.agentId, kind: 'agent', command: { type: 'news', news: gone } })
  }

  /** the media node says something about a leg */
  news(leg: Leg, what: 'answered' | 'no-answer' | 'not-registered' | 'ended'): void {
    const { callId, legId } = leg
    leg.state = what === 'answered' ? 'up' : 'gone'
    const news: MediaNews =
      what === 'answered'
        ? { type: 'leg-answered', callId, legId }
        : what === 'ended'
          ? { type: 'leg-ended', callId, legId, by: 'peer', cause: 'normal' }
          : { type: 'leg-failed', callId, legId, cause: what, sipStatus: 480 }
    this.#post({ from: 'media', to: leg.agentId, kind: 'agent', command: { type: 'news', news } })
  }

  join(caller: Caller, vip: boolean): void {
    this.callers.set(caller.callId, caller)
    const call = {
      callId: caller.callId,
      node: 'm1',
      legId: `${caller.callId}-leg`,
      card: { number: '1', name: '', region: '', vip, accessNumber: '9', queueName: '', collected: {}, recent: [] },
      lang: 'zh' as const,
      vip,
      region: this.#random.pick(['010', '021', '']),
      lastAgentId: `a${this.#random.below(8)}`,
      joinedAt: this.now,
    }
    this.tellQueue(caller.queueId, { type: 'join', call }, caller.callId)
  }

  abandon(caller: Caller): void {
    if (caller.stage === 'waiting') {
      this.tellQueue(caller.queueId, { type: 'leave', callId: caller.callId, reason: 'abandoned' }, caller.callId)
      this.#end(caller, 'abandoned')
    } else if (caller.agentId !== undefined) {
      this.#callOver(caller.agentId, caller.callId)
      this.#end(caller, 'answered')
    }
  }

  #callOver(agentId: string, callId: string): void {
    this.tellAgent(agentId, { type: 'call-over', callId, cause: 'normal' }, callId)
  }

  #end(caller: Caller, ended: Ended): void {
    caller.stage = 'ended'
    caller.ended = ended
  }

  /** The other end of a call that an agent has placed hangs up. */
  hangsUp(callId: string): void {
    const agentId = this.placed.get(callId)
    this.placed.delete(callId)
    if (agentId !== undefined) this.#callOver(agentId, callId)
  }

  /** Of a call that an agent has placed, and of any: hold and back, and two that become one. */
  #placedHears(callId: string, command: CallCommand): void {
    if (command.type === 'begin-outbound') {
      this.placed.set(callId, command.agentId)
      if (this.#random.chance(0.3)) this.hangsUp(callId)
      else this.tellAgent(command.agentId, { type: 'call-connected', callId, at: this.now }, callId)
    }
    const agentId = this.placed.get(callId) ?? this.callers.get(callId)?.agentId
    if (agentId === undefined) return
    if (command.type === 'hold' || command.type === 'resume')
      this.tellAgent(agentId, { type: 'call-held', callId, held: command.type === 'hold' }, callId)
    if (!this.placed.has(callId)) return
    if (command.type === 'hang-up') this.hangsUp(callId)
    if (command.type === 'agent-left') this.placed.delete(callId)
    if (command.type === 'move-to-call') this.hangsUp(callId)
    if (command.type === 'move-to-call' && command.act === 'hand-over') this.#callOver(agentId, command.toCallId)
  }

  #callerHears(callId: string, command: CallCommand): void {
    this.#placedHears(callId, command)
    const caller = this.callers.get(callId)
    if (command.type === 'agent-joined') {
      if (caller?.stage === 'waiting') {
        caller.stage = 'talking'
        caller.agentId = command.agentId
        this.tellAgent(command.agentId, { type: 'call-connected', callId, at: this.now }, callId)
      } else if (caller?.stage !== 'talking' || caller.agentId !== command.agentId) {
        this.#callOver(command.agentId, callId)
      }
    }
    if (!caller) return
    if (command.type === 'queue') this.#noticed(caller, command.notice)
    if (command.type === 'agent-left' && caller.agentId === command.agentId && caller.stage === 'talking') {
      this.#end(caller, 'answered')
    }
    if (command.type === 'hang-up' && caller.stage === 'talking') this.abandon(caller)
  }

  #noticed(caller: Caller, notice: QueueNotice): void {
    if (caller.stage !== 'waiting') return
    if (notice.type === 'queue-left') this.#end(caller, 'overflowed')
    if (notice.type === 'queue-refused') this.#end(caller, 'turned-away')
  }

  /** the earliest wake of anybody */
  nextWake(): number | undefined {
    const wakes = [...this.agents.values()].map((state) => agentMachine.wakeAt(state))
    for (const state of this.queues.values()) wakes.push(this.queueMachine.wakeAt(state))
    return wakes.reduce((first, wake) => (wake !== undefined && (first === undefined || wake < first) ? wake : first))
  }

  /** time goes on; whoever's wake is due is woken, and once more: a doubled wake is harmless */
  pass(ms: number): void {
    this.spells.passes(this.agents.values(), ms)
    this.now += ms
    for (const leg of this.legs.values()) {
      if (leg.state === 'closing' && (leg.goneBy ?? 0) <= this.now) leg.state = 'gone'
    }
    for (const twice of [1, 2]) {
      for (const [id, state] of this.agents) {
        if ((agentMachine.wakeAt(state) ?? Infinity) <= this.now || twice === 2) this.#agentDoes(id, { type: 'wake' })
      }
      for (const [id, state] of this.queues) {
        if ((this.queueMachine.wakeAt(state) ?? Infinity) <= this.now) this.#queueDoes(id, { type: 'wake' })
      }
    }
  }
}
