// Who can be rung at this node's edge: its registrations, less phones that have stopped answering its pings. Told to the
// engine every few seconds, and at once when the edge says that somebody registered or is gone.
import type { LiveContact } from '#config/kamailio/rpc.ts'
import { registrationSubject } from '#config/kamailio/settings.ts'
import type { Bus } from '#engine/ports/bus.ts'
import { subjects } from '#engine/protocol/actors.ts'
import type { PhonesHeard } from '#engine/protocol/media.ts'
import type { SipClock } from './sip/api.ts'

export interface PhoneWatchParts {
  node: string
  edge: { allContacts(): Promise<LiveContact[]> }
  bus: Pick<Bus, 'publish' | 'subscribe'>
  clock: SipClock
  failed(fault: unknown): void
}

interface Seen {
  registered: number
  answered: number
  /** by our steady clock: when the phone last said anything */
  confirmedAt: number
  /** it has answered a ping once: its silence means something */
  answers: boolean
}

/** with the two pings that a phone may miss below: one that was pulled out is noticed within 10 s */
const EVERY_MS = 1_000
/** asking takes at most so much of the time: an edge with ten thousand phones is asked less often */
const SHARE = 20
/** several who register together are one question */
const GATHER_MS = 50
/** two pings (natping_interval) without an answer */
export const PING_SILENT_MS = 4_500

export async function watchPhones({ node, edge, bus, clock, failed }: PhoneWatchParts) {
  let seen: Map<string, Seen> | undefined
  let cancel = () => {}
  let failing = false
  let asking = false
  let again = false
  const left = new Set<string>()
  let stopped = false

  async function look(): Promise<void> {
    if (asking) {
      again = true
      return
    }
    asking = true
    cancel()
    const began = clock.now()
    try {
      const contacts = await edge.allContacts()
      seen = remember(seen, contacts, clock.now())
      failing = false
      const heard: PhonesHeard = { node, users: whoRings(seen, contacts, clock.now()), left: [...left] }
      left.clear()
      if (!stopped) bus.publish(subjects.phones(node), heard)
    } catch (fault) {
      // what cannot be asked is not said: the engine takes nobody's phone for gone
      if (!failing) failed(fault)
      failing = true
    }
    asking = false
    if (stopped) return
    const soon = again ? GATHER_MS : Math.max(EVERY_MS, SHARE * (clock.now() - began))
    again = false
    cancel = clock.after(soon, () => void look())
  }

  const told = await bus.subscribe(registrationSubject, (value) => {
    const { user, change } = value as { user: string; change: string }
    if (change === 'unregistered') left.add(user)
    again = asking
    if (asking) return
    cancel()
    cancel = clock.after(GATHER_MS, () => void look())
  })
  void look()
  return {
    async stop(): Promise<void> {
      stopped = true
      cancel()
      await told.stop()
    },
  }
}

/** What was there at our own start may be as old as it likes. */
function remember(before: Map<string, Seen> | undefined, contacts: LiveContact[], now: number): Map<string, Seen> {
  const after = new Map<string, Seen>()
  for (const { id, registered, answered } of contacts) {
    const old = before?.get(id)
    const confirmedAt = before ? now : Number.NEGATIVE_INFINITY
    const first = { registered, answered, confirmedAt, answers: false }
    after.set(id, old ? goOn(old, { registered, answered }, now) : first)
  }
  return after
}

function goOn(old: Seen, { registered, answered }: Pick<Seen, 'registered' | 'answered'>, now: number): Seen {
  const again = registered !== old.registered
  const pong = !again && answered !== old.answered
  return {
    registered,
    answered,
    confirmedAt: again || pong ? now : old.confirmedAt,
    answers: old.answers || pong,
  }
}

function whoRings(seen: Map<string, Seen>, contacts: LiveContact[], now: number): PhonesHeard['users'] {
  const users: PhonesHeard['users'] = {}
  for (const { user, id } of contacts) {
    const at = seen.get(id)
    if (!at || (at.answers && now - at.confirmedAt > PING_SILENT_MS)) continue
    const agoMs = Math.min(now - at.confirmedAt, LONG_AGO_MS)
    users[user] = Math.min(users[user] ?? LONG_AGO_MS, agoMs)
  }
  return users
}

const LONG_AGO_MS = 86_400_000
