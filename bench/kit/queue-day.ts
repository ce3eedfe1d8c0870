// One queue through a simulated day, by its own machine alone: callers come, agents ring, talk and wrap up, some lose patience.
import type { AgentStanding, Offer } from '#engine/protocol/agent.ts'
import type { QueueConfig } from '#engine/protocol/company.ts'
import { randomFrom } from '#engine/protocol/machine.ts'
import type { QueueCommand, WaitingCall } from '#engine/protocol/queue.ts'
import type { Strategies } from '#engine/routing/core/acd/strategy.ts'
import { queueMachine } from '#engine/routing/core/queue/machine.ts'
import type { QueueState } from '#engine/routing/core/queue/state.ts'

export interface Day {
  seed: string
  agents: number
  /** callers an hour, by hour of the day from its beginning */
  perHour: readonly number[]
  /** mean of talk and wrap-up together */
  handleMs: number
  /** mean patience; absent: all wait for ever */
  patienceMs?: number
  /** so many of those who wait hang up to be called back, by share; absent as none */
  callBack?: number
  config: QueueConfig
}

export interface Served {
  callId: string
  came: number
  /** when his agent answered, or, of one who gave up, when it would have been his turn; absent: the day ended before */
  turn?: number
  gaveUp?: number
  /** undefined: nobody was there to be waited for */
  mostMs?: number
  halfMs?: number
}

const START = Date.parse('2026-11-23T00:00:00Z')
const HOUR_MS = 3_600_000

interface Event {
  at: number
  does: () => void
}

export class QueueDay {
  readonly served = new Map<string, Served>()
  /** the order in which callers were first offered */
  readonly offered: string[] = []
  /** the place in line that a call, or who is called back, has */
  readonly came = new Map<string, number>()
  now = START
  readonly #machine
  readonly #day: Day
  readonly #events: Event[] = []
  #state: QueueState
  #draws = 0
  #answered = new Set<string>()

  constructor(day: Day, strategies: Strategies) {
    this.#day = day
    this.#machine = queueMachine(strategies)
    this.#state = this.#machine.initial(day.config.id)
    const agentIds = Array.from({ length: day.agents }, (_, n) => `a${n}`)
    this.does({ type: 'configure', config: day.config, agentIds })
    for (const agentId of agentIds) this.#free(agentId)
    this.#arrivals()
  }

  get state(): QueueState {
    return this.#state
  }

  draw(): number {
    this.#draws += 1
    return randomFrom(this.#day.seed, this.#draws)
  }

  later(afterMs: number, does: () => void): void {
    const event = { at: this.now + Math.max(0, Math.round(afterMs)), does }
    const events = this.#events
    let low = 0
    let high = events.length
    while (low < high) {
      const middle = (low + high) >>> 1
      if ((events[middle] as Event).at > event.at) low = middle + 1
      else high = middle
    }
    events.splice(low, 0, event)
  }

  run(): void {
    const end = START + this.#day.perHour.length * HOUR_MS
    for (;;) {
      const due = this.#machine.wakeAt(this.#state) ?? Number.POSITIVE_INFINITY
      const next = this.#events.at(-1)
      const at = Math.min(due, next?.at ?? Number.POSITIVE_INFINITY)
      if (at > end) return
      this.now = Math.max(this.now, at)
      if (next && next.at <= due) {
        this.#events.pop()
        next.does()
      } else this.does({ type: 'wake' })
    }
  }

  does(command: QueueCommand): void {
    const decision = this.#machine.decide(this.#state, command, {
      at: this.now,
      seed: `${this.#day.seed}-${this.#draws++}`,
    })
    if ('refusal' in decision) throw new Error(decision.refusal)
    for (const fact of decision.facts) {
      this.#state = this.#machine.evolve(this.#state, fact, this.now)
      if (fact.type === 'call-answered') this.#turnOf(fact.callId)
      if (fact.type === 'callback-asked') this.came.set(fact.callId, this.came.get(fact.replaces ?? '') ?? this.now)
    }
    for (const effect of decision.effects) {
      if (effect.to !== 'actor' || effect.command.type !== 'offer') continue
      this.#rings(effect.ref.id, (effect.command as unknown as { offer: Offer }).offer)
    }
  }

  join(call: WaitingCall): void {
    this.came.set(call.callId, this.came.size)
    this.served.set(call.callId, { callId: call.callId, came: this.now })
    this.does({ type: 'join', call })
    const one = this.#waiting(call.callId)
    const served = this.served.get(call.callId)
    if (one?.told && served) Object.assign(served, { halfMs: one.told.halfMs, mostMs: one.told.mostMs })
  }

  #waiting(callId: string) {
    return this.#state.mode === 'unknown' ? undefined : this.#state.waiting.find(({ call }) => call.callId === callId)
  }

  #arrivals(): void {
    this.#day.perHour.forEach((perHour, hour) => {
      let at = hour * HOUR_MS
      for (;;) {
        at += -Math.log(1 - this.draw()) * (HOUR_MS / perHour)
        if (at >= (hour + 1) * HOUR_MS) break
        this.later(at, () => this.#comes())
      }
    })
  }

  #comes(): void {
    const callId = `c${this.served.size}`
    const number = String(13_800_000_000 + this.served.size)
    this.join(callOf(callId, number, this.now))
    const { patienceMs, callBack = 0 } = this.#day
    if (this.draw() < callBack) this.later(20_000 + this.draw() * 60_000, () => this.#hangsUpFor(callId, number))
    if (patienceMs !== undefined) this.later(-Math.log(1 - this.draw()) * patienceMs, () => this.#givesUp(callId))
  }

  #hangsUpFor(callId: string, number: string): void {
    const one = this.#waiting(callId)
    if (one && !one.offer) this.does({ type: 'leave', callId, reason: 'callback', callback: number })
  }

  #givesUp(callId: string): void {
    const served = this.served.get(callId)
    if (!served || this.#answered.has(callId) || !this.#waiting(callId)) return
    served.gaveUp = this.now
    this.does({ type: 'leave', callId, reason: 'abandoned' })
  }

  /** With him it would have been the turn of all who gave up before him in the line. */
  #turnOf(callId: string): void {
    this.#answered.add(callId)
    const one = this.served.get(callId)
    if (!one) return
    one.turn = this.now
    for (const other of this.served.values()) {
      if (other.came > one.came) break
      if (other.gaveUp !== undefined && other.turn === undefined) other.turn = this.now
    }
  }

  #rings(agentId: string, { offerId, callId }: Offer): void {
    if (!this.offered.includes(callId)) this.offered.push(callId)
    this.does({ type: 'offer-accepted', offerId, agentId })
    this.#stands(agentId, 'ringing')
    this.later(3_000 + this.draw() * 9_000, () => this.#answers(agentId, offerId, callId))
  }

  #answers(agentId: string, offerId: string, callId: string): void {
    if (!this.#waiting(callId)) {
      this.#free(agentId)
      return
    }
    this.does({ type: 'offer-answered', offerId, agentId })
    this.#stands(agentId, 'talking')
    if (this.#waiting(callId))
      this.later(5_000, () => this.does({ type: 'leave', callId, reason: 'answered', agentId }))
    // log-normal, as talks are: two in three between half the mean and one and a half times it
    const normal = Math.sqrt(-2 * Math.log(1 - this.draw())) * Math.cos(2 * Math.PI * this.draw())
    this.later(this.#day.handleMs * Math.exp(0.6 * normal - 0.18), () => this.#free(agentId))
  }

  #free(agentId: string): void {
    this.#stands(agentId, 'ready')
  }

  #stands(agentId: string, mode: AgentStanding['mode']): void {
    const standing = { agentId, number: agentId, name: agentId, region: '', level: 5, mode }
    const more = { available: mode === 'ready', signedIn: true, signedInAt: START, idleSince: this.now, answered: 0 }
    this.does({ type: 'agent-changed', agent: { ...standing, ...more } })
  }
}

export const callOf = (callId: string, number: string, joinedAt: number): WaitingCall => ({
  ...{ callId, node: 'm1', legId: `${callId}-leg`, lang: 'zh', vip: false, region: '', joinedAt },
  card: { number, name: '', region: '', vip: false, accessNumber: '', queueName: '', collected: {}, recent: [] },
})

const HANG_UP = { type: 'hang-up' } as const

/** A queue as it is when nothing is set; nobody is sent on. */
export const plainQueue = (more: Partial<QueueConfig> = {}): QueueConfig => ({
  ...{ id: 'q1', name: 'Sales', lang: 'zh', strategy: 'longest-idle', preferences: [], ringMs: 20_000 },
  ...{
    missedAgent: 'stays-ready',
    maxWaitMs: 24 * HOUR_MS,
    onMaxWait: HANG_UP,
    nobodyWaitMs: 60_000,
    onNobody: HANG_UP,
  },
  ...{ maxWaiting: 10_000, onFull: HANG_UP, music: 'default', musicFirstMs: 0, announcePosition: false },
  ...{ announceEveryMs: 0, offerVoicemail: false, sayAgentNumber: false, serviceLevelMs: 20_000 },
  ...{ serviceLevelPercent: 80, record: false, enabled: true },
  ...more,
})
