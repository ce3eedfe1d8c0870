// Tells agents whether their phones can be rung, by what the media nodes hear of their edges. Looks at what is, not at what
// changed: a message lost, a node restarted or a phone that moved puts itself right with the next word.
import type { Clock, Timer } from '#engine/ports/clock.ts'
import type { AgentView } from '#engine/protocol/agent.ts'
import { browserUser } from '#engine/protocol/company.ts'
import type { PhonesHeard } from '#engine/protocol/media.ts'
import type { Actor } from '#engine/routing/actors/actor.ts'
import type { Shell } from '#engine/routing/actors/shell.ts'

export interface PhoneKeeperParts {
  clock: Clock
  shell: Pick<Shell, 'actors' | 'deliver'>
  seeds: () => string
}

interface Edge {
  /** by user, when the phone last confirmed it, by our steady clock */
  users: Map<string, number>
  heardAt: number
}

/** a browser that lost its connection is back within this, as a rule */
const GRACE_MS = 2_500
const LOOK_MS = 1_000
/** what a silent media node said last proves nobody's absence, only presence */
const SILENT_MS = 10_000
/** a node that is gone for good holds nobody's state */
const FORGOTTEN_MS = 300_000

export class PhoneKeeper {
  readonly #parts: PhoneKeeperParts
  readonly #edges = new Map<string, Edge>()
  readonly #absentSince = new Map<string, number>()
  #timer: Timer | undefined

  constructor(parts: PhoneKeeperParts) {
    this.#parts = parts
  }

  start(): void {
    this.#timer = this.#parts.clock.after(LOOK_MS, () => {
      this.#look()
      this.start()
    })
  }

  stop(): void {
    this.#timer?.cancel()
  }

  heard({ node, users, left = [] }: PhonesHeard): void {
    const now = this.#parts.clock.steady()
    for (const user of left) this.#absentSince.set(user, Number.NEGATIVE_INFINITY)
    const confirmed = Object.entries(users).map(([user, agoMs]) => [user, now - agoMs] as const)
    this.#edges.set(node, { users: new Map(confirmed), heardAt: now })
    this.#look()
  }

  #look(): void {
    const now = this.#parts.clock.steady()
    for (const [node, { heardAt }] of this.#edges) if (now - heardAt > FORGOTTEN_MS) this.#edges.delete(node)
    if (this.#edges.size === 0) return
    const sure = [...this.#edges.values()].every(({ heardAt }) => now - heardAt <= SILENT_MS)
    for (const actor of this.#parts.shell.actors()) {
      if (actor.ref.kind === 'agent') this.#judge(actor, sure, now)
    }
  }

  #judge(actor: Actor, sure: boolean, now: number): void {
    const view = actor.machine.view(actor.state) as AgentView | undefined
    const user = view && userOf(view)
    if (!view || user === undefined) return
    const confirmedAt = this.#confirmedAt(user)
    if (confirmedAt !== undefined) {
      this.#absentSince.delete(user)
      if (view.phoneLost && isBack(view.phoneLost, this.#parts.clock.now() - (now - confirmedAt))) {
        this.#tell(actor, user, true)
      }
    } else if (sure) {
      const since = this.#absentSince.get(user) ?? now
      this.#absentSince.set(user, since)
      if (!view.phoneLost && now - since >= GRACE_MS) this.#tell(actor, user, false)
    }
  }

  #confirmedAt(user: string): number | undefined {
    let last: number | undefined
    for (const { users } of this.#edges.values()) {
      const at = users.get(user)
      if (at !== undefined && (last === undefined || at > last)) last = at
    }
    return last
  }

  #tell({ ref }: Actor, user: string, reachable: boolean): void {
    const command = { type: 'phone-heard', user, reachable }
    this.#parts.shell.deliver(ref, { id: `phone-${this.#parts.seeds()}`, cause: 'phones', command })
  }
}

/** One that no edge knew is back when one knows it; one that did not answer, when it has said something since. */
const isBack = ({ at, unregistered }: NonNullable<AgentView['phoneLost']>, confirmedAt: number): boolean =>
  unregistered || confirmedAt > at

function userOf({ mode, phone, number }: AgentView): string | undefined {
  if (mode === 'signed-out' || phone.type === 'none') return undefined
  return phone.type === 'browser' ? browserUser(number) : phone.user
}
