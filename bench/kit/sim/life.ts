// One life of a small centre, from arrival to the last goodbye: IVR, queue, offer, ring, answer, talk, hold, transfer, wrap-up
// and voicemail, driven by what the phones and pages see, so that it goes on whoever runs the centre.
import type { AgentCommand } from '#engine/protocol/agent.ts'
import type { AgentState } from '#engine/routing/core/agent/state.ts'
import type { Centre } from './centre.ts'
import { NUMBERS } from './company.ts'
import { type SimCaller, seenNow } from './watch.ts'

const TICK_MS = 500
/** a talk that nobody else ends is ended by its caller after so many ticks */
const TALK_TICKS = 8
const MAIL_TICKS = 16

export class Life {
  readonly callers: SimCaller[] = []
  readonly wrong = new Set<string>()
  readonly talked: string[] = []
  readonly #centre: Centre
  readonly #ticks = new Map<string, number>()
  readonly #done = new Set<string>()
  readonly #acting = new Set<string>()

  constructor(centre: Centre) {
    this.#centre = centre
  }

  call(name: string, to: keyof typeof NUMBERS): void {
    this.callers.push({
      name,
      caller: this.#centre.media.caller({ number: name, to: NUMBERS[to] }),
      left: false,
      calledAt: this.#centre.clock.steady(),
    })
  }

  async everybodyReady(): Promise<void> {
    for (const { id } of this.#centre.company.agents) {
      await this.#act(id, { type: 'sign-in', phone: { type: 'browser' }, session: 's' })
      await this.#act(id, { type: 'ready' })
    }
  }

  /** One look at phones and pages, and what their people do then. */
  tick(): void {
    for (const each of seenNow(this.#centre.truth())) this.wrong.add(each)
    for (const one of this.callers) {
      if (one.caller.state === 'ended') one.overAt ??= this.#centre.clock.steady()
      if (!one.left) this.#listen(one)
    }
    for (const { id } of this.#centre.company.agents) this.#page(id)
  }

  async run(ms: number, until: () => boolean = () => false): Promise<void> {
    for (let turned = 0; turned < ms && !until(); turned += TICK_MS) {
      await this.#centre.turn(TICK_MS)
      this.tick()
    }
  }

  over(): boolean {
    return this.callers.every(({ left, caller }) => left || caller.state === 'ended')
  }

  hangUp(one: SimCaller): void {
    if (one.caller.state === 'ended') return
    one.left = true
    one.caller.hangUp()
  }

  #listen(one: SimCaller): void {
    const { caller, name } = one
    const talks = caller.state === 'up' && caller.audio.hears && caller.audio.heard
    if (talks && !this.talked.includes(name)) this.talked.push(name)
    const mails = name.startsWith('mail') && caller.state === 'up'
    if (!talks && !mails) return
    const ticks = (this.#ticks.get(name) ?? 0) + 1
    this.#ticks.set(name, ticks)
    const most = mails ? MAIL_TICKS : name === 'moved' ? TALK_TICKS * 2 : TALK_TICKS
    if (ticks >= most) this.hangUp(one)
  }

  /** The caller named `moved` is put on hold once, taken back, and passed on to the second queue. */
  #page(id: string): void {
    const agent = this.#centre.stateOf<AgentState>({ kind: 'agent', id })
    if (agent?.mode !== 'talking' || agent.contact.connectedAt === undefined) return
    if (agent.contact.card.number !== 'moved') return
    if (agent.contact.heldSince !== undefined) void this.#once('resume', id, { type: 'resume' })
    else if (!this.#done.has('hold')) void this.#once('hold', id, { type: 'hold' })
    else if (this.#done.has('resume') && agent.config.queueIds[0] === 'first') {
      void this.#once('transfer', id, { type: 'transfer', target: { type: 'queue', queueId: 'second' } })
    }
  }

  /** Pressed again while nothing came of it. */
  async #once(what: string, id: string, command: AgentCommand): Promise<void> {
    if (this.#acting.has(what)) return
    this.#acting.add(what)
    const answer = await this.#centre.ask({ kind: 'agent', id }, command)
    if (answer.ok) this.#done.add(what)
    this.#acting.delete(what)
  }

  async #act(id: string, command: AgentCommand): Promise<void> {
    const answer = await this.#centre.ask({ kind: 'agent', id }, command)
    if (!answer.ok) throw new Error(`${id} ${command.type}: ${answer.refusal}`)
  }
}
