// One INVITE may come more than once: while a node or its cable is silent the edge tries the next, or the same again, and the
// earlier tries arrive when the silence ends. The edge waits for its last try only; the others are no callers.
import type { Bus } from '#engine/ports/bus.ts'
import { subjects } from '#engine/protocol/actors.ts'
import type { IncomingInvite, SipClock } from '#media/sip/api.ts'

/** longer than TCP goes on sending what nobody acknowledges */
const KEPT_MS = 20 * 60_000
/** other nodes answer within this */
const ASK_MS = 200
/** while the bus is away nobody can be asked; then a caller is taken for one */
const PATIENCE_MS = 10_000

interface Asked {
  request: string
}

export interface TriesParts {
  bus: Pick<Bus, 'askAll' | 'subscribe'>
  clock: SipClock
  /** what comes now may have waited on its way */
  late(): boolean
}

export class Tries {
  readonly #parts: TriesParts
  /** the last try of each INVITE that came here; the oldest first */
  readonly #last = new Map<string, { no: number; at: number }>()

  constructor(parts: TriesParts) {
    this.#parts = parts
  }

  /** Answers the other nodes. */
  open(): ReturnType<Bus['subscribe']> {
    return this.#parts.bus.subscribe(subjects.mediaTries, (value, _subject, answer) => {
      const last = this.#last.get((value as Asked).request)
      if (last) answer?.(last.no)
    })
  }

  /** `overtaken` when the edge has tried again since; `perhaps`: `last` knows. */
  came({ request, no }: IncomingInvite['sent']): 'new' | 'perhaps' | 'overtaken' {
    const at = this.#parts.clock.now()
    this.#forget(at - KEPT_MS)
    if (this.#own(request) > no) return 'overtaken'
    this.#last.delete(request)
    this.#last.set(request, { no, at })
    return this.#parts.late() ? 'perhaps' : 'new'
  }

  /** The edge's last try of this INVITE, wherever it went. */
  async last(request: string): Promise<number> {
    const { clock } = this.#parts
    for (const until = clock.now() + PATIENCE_MS; ; ) {
      const said = await this.#ask(request)
      if (said || clock.now() > until) return Math.max(this.#own(request), ...(said ?? []))
      await new Promise<void>((resolve) => clock.after(ASK_MS, resolve))
    }
  }

  async #ask(request: string): Promise<number[] | undefined> {
    const answers = await this.#parts.bus
      .askAll(subjects.mediaTries, { request } satisfies Asked, ASK_MS)
      .catch(() => undefined)
    return answers?.filter((answer) => typeof answer === 'number')
  }

  #own(request: string): number {
    return this.#last.get(request)?.no ?? 0
  }

  #forget(before: number): void {
    for (const [request, { at }] of this.#last) {
      if (at >= before) return
      this.#last.delete(request)
    }
  }
}
