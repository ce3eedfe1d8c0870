// A small world around one call for the random walk: it obeys orders and keeps what may happen next.
import type { CallCommand } from '#engine/protocol/call.ts'
import type { WayOut } from '#engine/protocol/company.ts'
import type { LookupAnswer } from '#engine/protocol/lookups.ts'
import { type Effect, randomFrom } from '#engine/protocol/machine.ts'
import type { MediaNews } from '#engine/protocol/media.ts'
import { flow, known, outside } from './company.ts'
import { rareThings } from './rare.ts'

const WAYS: WayOut[] = [
  { type: 'voicemail' },
  { type: 'flow', flowId: 'f1' },
  { type: 'queue', queueId: 'q2' },
  { type: 'hang-up' },
  { type: 'outside', number: '13900000009' },
]
const DIALLED: LookupAnswer[] = [
  outside(),
  { type: 'dialled', found: true, target: { type: 'agent', agentId: 'a2' }, agentId: 'a1' },
  { type: 'dialled', found: true, target: { type: 'queue', queueId: 'q1' } },
  { type: 'dialled', found: true, target: { type: 'extension', user: '8001' } },
  { type: 'dialled', found: true, target: { type: 'access-number', number: '4001' } },
  { type: 'dialled', found: false },
  { type: 'timeout' },
]

const SUPERVISOR = 's1'

interface Told {
  type: string
  requestId?: string
  call?: { stay?: number }
}

export class World {
  /** legs that are up or ringing; `agent`: its news go to the agent, who tells the call */
  readonly legs = new Map<string, { agent?: string; up: boolean }>()
  readonly rungAgents = new Map<string, string>()
  /** queue → the stay it was told of */
  readonly waitsIn = new Map<string, number>()
  readonly inCall = new Set<string>()
  readonly recordings = new Set<string>()
  /** orders about legs that are gone: a machine that remembers its legs sends none but hang-ups */
  readonly strayOrders: string[] = []
  /** who hears whom by the last order, as `listener<speaker` */
  heard: string[] = []
  #plays: string[] = []
  #collects: string[] = []
  readonly #askedAgents = new Map<string, string>()
  #lookups: { id: string; type: string }[] = []
  readonly #seed: string
  readonly #past: CallCommand[] = []
  #drawn = 0

  constructor(seed: string) {
    this.#seed = seed
  }

  chance(): number {
    this.#drawn += 1
    return randomFrom(this.#seed, this.#drawn)
  }

  pick<Item>(items: readonly Item[]): Item {
    return items[Math.floor(this.chance() * items.length)] as Item
  }

  obey(effects: readonly Effect[]): void {
    for (const effect of effects) {
      if (effect.to === 'lookup') this.#lookups.push({ id: effect.requestId, type: effect.lookup.type })
      else if (effect.to === 'media') this.#order(effect.order)
      else this.#tell(effect.ref.id, effect.command as Told)
    }
  }

  #order(order: Extract<Effect, { to: 'media' }>['order']): void {
    if (order.type === 'dial') this.legs.set(order.legId, { up: false })
    else if ('legId' in order && !this.legs.has(order.legId) && order.type !== 'hang-up') {
      this.strayOrders.push(`${order.type} ${order.legId}`)
    }
    if (order.type === 'hang-up' || order.type === 'reject') this.legs.delete(order.legId)
    if (order.type === 'play') this.#plays.push(order.playId)
    if (order.type === 'collect') this.#collects.push(order.collectId)
    if (order.type === 'start-recording') this.recordings.add(order.recordingId)
    if (order.type === 'hear') {
      this.heard = order.pairs.map(({ listener, speaker }) => `${listener}<${speaker}`)
      for (const { listener, speaker } of order.pairs) {
        for (const legId of [listener, speaker]) if (!this.legs.has(legId)) this.strayOrders.push(`hear ${legId}`)
      }
    }
  }

  #tell(id: string, command: Told): void {
    if (command.type === 'ring-direct') this.rungAgents.set(id, command.requestId ?? '')
    if (command.type === 'may-ring') this.#askedAgents.set(id, command.requestId ?? '')
    if (command.type === 'withdraw-direct') this.rungAgents.delete(id)
    if (command.type === 'join') this.waitsIn.set(id, command.call?.stay ?? 0)
    if (command.type === 'leave') this.waitsIn.delete(id)
    if (command.type === 'call-connected') this.inCall.add(id)
    if (command.type === 'call-over') {
      this.inCall.delete(id)
      this.rungAgents.delete(id)
      // of a call that is over the supervisor's own actor ends the leg
      for (const [legId, leg] of this.legs) if (id === SUPERVISOR && leg.agent === id) this.legs.delete(legId)
    }
    if (command.type === 'adopt-leg') this.legs.set('L1', { agent: id, up: true })
  }

  /** One thing that may happen now. */
  next(): CallCommand {
    // news come at least once, and late: now and then an old one comes again
    const again = this.#past.length > 0 && this.chance() < 0.15 ? this.pick(this.#past) : undefined
    if (again) return again
    const command = this.pick(this.#possible())()
    if (command.type === 'queue' || command.type === 'looked-up' || command.type === 'news') this.#past.push(command)
    return command
  }

  /** What ends a call is rare, or few calls would come far. */
  #rarely<Item>(items: Item[], chance = 0.12): Item[] {
    return this.chance() < chance ? items : []
  }

  #possible(): (() => CallCommand)[] {
    const able: (() => CallCommand)[] = []
    const callId = 'c1'
    const say = (news: MediaNews): CallCommand => ({ type: 'news', news })
    for (const playId of this.#plays.slice(-3)) {
      able.push(() =>
        say({ type: 'play-ended', callId, legId: 'L1', playId, reason: this.pick(['finished', 'stopped', 'failed']) }),
      )
    }
    for (const collectId of this.#collects.slice(-2)) {
      const keys = () => this.pick(['1', '2', '3', '9', '', '#'])
      able.push(() => say({ type: 'digits-collected', callId, legId: 'L1', collectId, digits: keys(), ended: 'max' }))
    }
    for (const lookup of this.#lookups.slice(-2))
      able.push(() => ({ type: 'looked-up', requestId: lookup.id, answer: this.#answer(lookup.type) }))
    for (const [agentId, requestId] of this.rungAgents) {
      able.push(() => this.#joins(agentId, { requestId }))
      able.push(() => {
        this.rungAgents.delete(agentId)
        return { type: 'agent-missed', agentId, requestId, reason: this.pick(['no-answer', 'busy', 'agent-busy']) }
      })
    }
    for (const [agentId, requestId] of this.#askedAgents) {
      const told = { type: 'may-ring-told', agentId, requestId } as const
      able.push(() => (this.chance() < 0.7 ? told : { ...told, reason: this.pick(['busy', 'on-break']) }))
    }
    for (const [queueId, stay] of this.waitsIn) able.push(...this.#queue(queueId, stay))
    for (const [legId, leg] of this.legs) able.push(...this.#leg(legId, leg, say))
    for (const recordingId of this.recordings) {
      able.push(() => {
        this.recordings.delete(recordingId)
        return say(
          this.chance() < 0.8
            ? { type: 'recording-ready', callId, recordingId, files: [], durationMs: 5 }
            : { type: 'recording-failed', callId, recordingId, detail: 'disk' },
        )
      })
      able.push(() => say({ type: 'silence-reached', callId, legId: 'L1', recordingId }))
    }
    able.push(...this.#people())
    return able
  }

  #answer(type: string): LookupAnswer {
    if (this.chance() < 0.1) return { type: 'timeout' }
    if (type === 'access-number') return this.chance() < 0.8 ? known() : { type: 'access-number', found: false }
    if (type === 'flow')
      return this.chance() < 0.8 ? { type: 'flow', found: true, flow } : { type: 'flow', found: false }
    return this.pick(DIALLED)
  }

  #joins(agentId: string, extra: { requestId?: string; offerId?: string }): CallCommand {
    this.rungAgents.delete(agentId)
    const legId = `leg-${agentId}-${this.#drawn}`
    this.legs.set(legId, { agent: agentId, up: true })
    return { type: 'agent-joined', agentId, agentNumber: '1001', legId, ...extra }
  }

  #queue(queueId: string, stay: number): (() => CallCommand)[] {
    const told = (notice: Extract<CallCommand, { type: 'queue' }>['notice']): CallCommand => ({
      type: 'queue',
      notice: { ...notice, stay },
    })
    const offer = { queueId, offerId: 'o1', agentId: 'a1' }
    return [
      () =>
        told({
          type: 'queued',
          queueId,
          position: 1,
          record: this.chance() < 0.5,
          sayAgentNumber: this.chance() < 0.5,
        }),
      () => told({ type: 'announce', queueId, position: 2, offerVoicemail: this.chance() < 0.5 }),
      ...this.#rarely([(): CallCommand => ({ type: 'redirect', number: '13900000009' })]),
      () => told({ type: 'agent-reserved', ...offer }),
      () => told({ type: 'agent-lost', ...offer }),
      () => {
        this.waitsIn.delete(queueId)
        return this.#joins('a1', { offerId: 'o1' })
      },
      () => {
        this.waitsIn.delete(queueId)
        const wayOut = this.pick(WAYS)
        return told(
          this.chance() < 0.5
            ? { type: 'queue-refused', queueId, reason: this.pick(['full', 'closed', 'unknown']), wayOut }
            : { type: 'queue-left', queueId, reason: this.pick(['max-wait', 'nobody']), wayOut },
        )
      },
    ]
  }

  #leg(
    legId: string,
    leg: { agent?: string; up: boolean },
    say: (news: MediaNews) => CallCommand,
  ): (() => CallCommand)[] {
    const callId = 'c1'
    const { agent } = leg
    if (agent !== undefined) {
      return this.#rarely([
        () => {
          this.legs.delete(legId)
          this.inCall.delete(agent)
          return { type: 'agent-left', agentId: agent, legId, by: this.pick(['agent', 'system']) }
        },
      ])
    }
    const ends = () => {
      this.legs.delete(legId)
      return say({ type: 'leg-ended', callId, legId, by: this.pick(['peer', 'us', 'fault']), cause: 'normal' })
    }
    if (leg.up) return this.#rarely([ends])
    return [
      () => say({ type: 'leg-ringing', callId, legId }),
      () => {
        this.legs.set(legId, { up: true })
        return say({ type: 'leg-answered', callId, legId })
      },
      () => {
        this.legs.delete(legId)
        return say({
          type: 'leg-failed',
          callId,
          legId,
          cause: this.pick(['busy', 'no-answer', 'unreachable']),
          sipStatus: 486,
        })
      },
    ]
  }

  /** A supervisor comes with a leg of its own, or wants another part in the call. */
  #watches(): (() => CallCommand)[] {
    const as = () => this.pick(['listener', 'whisperer', 'barger', 'agent'] as const)
    const own = [...this.legs].find(([, leg]) => leg.agent === SUPERVISOR)?.[0]
    const watch = (legId: string): CallCommand => {
      this.legs.set(legId, { agent: SUPERVISOR, up: true })
      return { type: 'watch', agentId: SUPERVISOR, agentNumber: '9001', legId, as: as() }
    }
    return this.#rarely([() => watch(own ?? `watch-${this.#drawn}`)], own ? 0.4 : 0.2)
  }

  /** Agents, supervisors and the restart of an engine. */
  #people(): (() => CallCommand)[] {
    const agentId = this.pick(['a1', 'a2', 'a3'])
    const target = () =>
      this.pick([
        { type: 'agent', agentId: this.pick(['a1', 'a2', 'a3']) },
        { type: 'queue', queueId: 'q1' },
        { type: 'outside', number: '13900000009' },
        { type: 'flow', flowId: 'f1' },
        { type: 'answer', promptId: 'about-us' },
      ] as const)
    return [
      () => ({ type: 'hold', agentId }),
      () => ({ type: 'resume', agentId }),
      () => ({ type: 'transfer', agentId, target: target() }),
      () => ({ type: 'consult', agentId, target: target() }),
      () => ({ type: 'invite', agentId, target: target() }),
      () => ({ type: this.pick(['swap', 'merge', 'take-back', 'hand-over'] as const), agentId }),
      () => ({ type: this.pick(['swap', 'merge'] as const), agentId }),
      ...this.#rarely([() => ({ type: 'drop' as const, agentId, legId: this.pick(['', ...this.legs.keys()]) })]),
      () => ({ type: 'send-digits', agentId, digits: '12' }),
      () =>
        this.chance() < 0.2
          ? { type: 'hang-up', by: this.pick(['agent', 'supervisor', 'system'] as const), who: agentId }
          : { type: 'wake' },
      ...this.#watches(),
      ...this.#rarely(rareThings(this), 0.3),
      ...this.#rarely([() => ({ type: 'reconcile' as const, legIds: [...this.legs.keys()] })], 0.3),
      () => ({ type: 'wake' }),
    ]
  }
}
