// Tells agents and queues their configuration when it changed. Queues first: agents report to them.
import type { CompanySnapshot } from '#engine/ports/company.ts'
import type { ActorRef } from '#engine/protocol/actors.ts'
import type { AgentConfig, QueueConfig } from '#engine/protocol/company.ts'
import type { TalkKeys } from '#engine/protocol/phone-wish.ts'
import { TALK_ACTS } from '#engine/protocol/words/agents.ts'

type Configure = { type: 'configure'; timeZoneOffsetMs: number } & (
  | { config: AgentConfig; keys: TalkKeys }
  | { config: QueueConfig; agentIds: string[] }
)
export interface Told {
  ref: ActorRef
  command: { type: string }
}

/** What an actor of this node was last told. */
export type LastTold = (ref: ActorRef) => { type: string } | undefined

/** The commands that bring the actors of these shards up to the snapshot. */
export function configureCommands(
  snapshot: CompanySnapshot,
  at: number,
  runs: (ref: ActorRef) => boolean,
  lastTold: LastTold,
  present: Iterable<ActorRef>,
): Told[] {
  const timeZoneOffsetMs = zoneOffsetMs(snapshot.timeZone, at)
  const keys = talkKeys(snapshot)
  const wanted = new Map<string, { ref: ActorRef; command: Configure }>()
  const want = (ref: ActorRef, command: Configure) => {
    wanted.set(`${ref.kind}.${ref.id}`, { ref, command })
  }
  for (const config of snapshot.queues) {
    const agentIds = snapshot.agents.filter((agent) => agent.queueIds.includes(config.id)).map((agent) => agent.id)
    want({ kind: 'queue', id: config.id }, { type: 'configure', config, agentIds, timeZoneOffsetMs })
  }
  for (const config of snapshot.agents) {
    want({ kind: 'agent', id: config.id }, { type: 'configure', config, timeZoneOffsetMs, keys })
  }
  const changed = [...wanted.values()].filter(({ ref, command }) => !same(lastTold(ref), command))
  // one that is here and does not run yet, because its shard is being taken over, is told later
  return [...changed, ...removed(present, wanted, lastTold)].filter(({ ref }) => runs(ref))
}

const talkKeys = ({ codes }: CompanySnapshot): TalkKeys =>
  Object.fromEntries(codes.filter(({ act }) => Object.hasOwn(TALK_ACTS, act)).map(({ act, code }) => [act, code]))

/** Actors whose configuration is no more: told once that they are disabled. */
function removed(present: Iterable<ActorRef>, wanted: ReadonlyMap<string, unknown>, lastTold: LastTold): Told[] {
  const told: Told[] = []
  for (const ref of present) {
    const last = lastTold(ref) as Configure | undefined
    if (ref.kind === 'call' || !last || wanted.has(`${ref.kind}.${ref.id}`) || !last.config.enabled) continue
    told.push({ ref, command: { ...last, config: { ...last.config, enabled: false } } as Configure })
  }
  return told
}

const same = (a: unknown, b: unknown): boolean => a !== undefined && JSON.stringify(a) === JSON.stringify(b)

/** Local time minus UTC in a zone at a moment, in ms. */
export function zoneOffsetMs(timeZone: string, at: number): number {
  const parts = new Intl.DateTimeFormat('en-US', { timeZone, timeZoneName: 'longOffset' }).formatToParts(at)
  const name = parts.find((part) => part.type === 'timeZoneName')?.value ?? ''
  const match = /GMT([+-])(\d\d):(\d\d)/.exec(name)
  if (!match) return 0
  const minutes = Number(match[2]) * 60 + Number(match[3])
  return (match[1] === '-' ? -minutes : minutes) * 60_000
}
