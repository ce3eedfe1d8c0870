// Who may be heard on a leg: a phone behind NAT once it is known where its sound comes from; until then it could be anybody.
import type { SipClock } from '#media/sip/api.ts'
import type { NgDictionary } from './codec.ts'
import { RtpengineFault } from './fault.ts'
import { type LegSnapshot, NOBODY } from './leg-state.ts'
import { isSure, mayBe, seenAt } from './source.ts'

const LOOK_MS = 50
const LOOK_SELDOM_MS = 500
const TRIES_OFTEN = 40

interface Ways {
  query(): Promise<NgDictionary>
  /** rtpengine is told where the phone is; where that is not known it learns anew */
  tell(): Promise<void>
  block(blocked: boolean): Promise<void>
}

export class Admission {
  readonly #clock: SipClock
  readonly #state: LegSnapshot
  readonly #ways: Ways
  #turn: Promise<void> = Promise.resolve()
  #watching = false
  #closed = false

  constructor(clock: SipClock, state: LegSnapshot, ways: Ways) {
    this.#clock = clock
    this.#state = state
    this.#ways = ways
  }

  get open(): boolean {
    return this.#state.ways.heard && (this.#state.device === 'web' || isSure(this.#state))
  }

  /** One after the other: a look in between would turn the audio back to where it was. */
  inTurn<Answer>(run: () => Promise<Answer>): Promise<Answer> {
    const mine = this.#turn.then(run)
    this.#turn = mine.then(
      () => {},
      () => {},
    )
    return mine
  }

  /**
   * Has its sound come? What was learnt is told at once: in the first seconds a stranger's packet would move rtpengine away
   * again. A stranger who was first is forgotten.
   */
  async look(): Promise<void> {
    const state = this.#state
    if (state.device === 'web' || state.phone === '' || isSure(state)) return
    const seen = seenAt(await this.#ways.query())
    if (!seen) return
    if (mayBe(state, seen)) state.learnt = seen
    await this.#ways.tell().catch((fault: unknown) => {
      state.learnt = undefined
      throw fault
    })
  }

  /** Looks until the phone's sound has come, and lets it be heard then. */
  watch(tries = 0): void {
    const { blocked, ways, at } = this.#state
    if (this.#watching || this.#closed || !blocked.L || !ways.heard || at.port === NOBODY.port) return
    this.#watching = true
    this.#clock.after(tries < TRIES_OFTEN ? LOOK_MS : LOOK_SELDOM_MS, () => {
      this.#watching = false
      if (this.#closed) return
      const looked = this.inTurn(async () => {
        await this.look()
        if (!this.open) return
        await this.#ways.block(false)
        // what an offer says is all that rtpengine writes down: started anew it would hold the sound back
        await this.#ways.tell()
      })
      const goOn = () => this.watch(tries + 1)
      looked.then(goOn, (fault: unknown) => {
        // an rtpengine that is away at the moment is asked again; one that knows no such call, or a closed door, is not
        if (fault instanceof RtpengineFault && fault.again) goOn()
      })
    })
  }

  close(): void {
    this.#closed = true
  }
}
