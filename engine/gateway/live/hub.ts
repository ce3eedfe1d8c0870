// The WebSocket's clients: who listens to what, one batch per tick, resume or snapshot, slow ones dropped to a snapshot.
import { z } from 'zod'
import type { Right } from '../../protocol/api.ts'
import type { LiveFromPage, LiveToPage, WordAbout } from '../../protocol/live.ts'
import { diff } from '../../protocol/patch.ts'
import { may, type Reach, type Who } from '../../rights/may.ts'
import { type Audience, audienceKey, audienceOf, changesFrame, isEmpty, seenBy, snapshotFrame } from './audience.ts'
import { bucketOf } from './limits.ts'
import type { Changed, LiveViews } from './views.ts'

/** What the hub needs of a socket. */
export interface Line {
  send(text: string): void
  /** bytes not yet taken by the client */
  waiting(): number
  close(): void
}

interface Client {
  line: Line
  who: Who
  /** the session it stands on, to close it with the session */
  sessionKey: string
  accountId: string | undefined
  audience: Audience | undefined
  /** gets a snapshot when it is its turn */
  behind: boolean
  mayTalk(): boolean
  /** its session has not asked for too much yet */
  mayHaveAll(): boolean
}

/** `right`: only who has it over all is told. */
export type Told = { level: 'info' | 'warning' | 'alarm'; zh: string; en: string; right?: Right; agentId?: string }

export interface Word {
  /** accounts */
  to: 'all' | readonly string[]
  about: WordAbout
  data: unknown
}

export interface Hub {
  join(line: Line, who: Who, sessionKey: string, accountId?: string): { hear(text: string): void; leave(): void }
  tick(): void
  notice(notice: Told): void
  /** to people, wherever they are; `all` is no wall screen */
  word(word: Word): void
  /** ends the sockets of a session that is over */
  drop(sessionKey: string): void
  /** the organisation changed: who reaches a part of it comes in again */
  dropLimited(): void
  sessionKeys(): Set<string>
  clients(): number
  closeAll(): void
}

const fromPage = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('subscribe'),
    topics: z.array(z.enum(['me', 'agents', 'queues', 'calls', 'notices'])).max(10),
    since: z.number().optional(),
    patches: z.boolean().optional(),
  }),
  z.object({ type: z.literal('ping'), at: z.number() }),
])

/** A client this far behind gets nothing more until it has drained; then a snapshot. */
const BEHIND_BYTES = 1_000_000
const DRAINED_BYTES = 64_000
/** What one socket may say: whoever says more is hung up on. */
const TALK = { atOnce: 60, perSecond: 5 }
/** How often one session gets all there is. Above it pages wait for their turn: hung up on they would come again at once. */
const SNAPSHOTS = { atOnce: 100, perSecond: 30 }

export function liveHub(views: LiveViews, now: () => number, steady = () => performance.now()): Hub {
  const clients = new Set<Client>()
  /** by session, while it has a socket */
  const snapshots = new Map<string, () => boolean>()
  const speaker = speakerOf(views, now)

  function hear(client: Client, text: string): void {
    const message = client.mayTalk() ? fromPage.safeParse(jsonOr(text)) : undefined
    if (!message?.success) client.line.close()
    else if (message.data.type === 'subscribe') speaker.subscribe(client, message.data as never)
    else say(client, { type: 'pong', at: message.data.at, serverAt: now() })
  }
  return {
    join(line, who, sessionKey, accountId) {
      const mayTalk = bucketOf(TALK.atOnce, TALK.perSecond, steady)
      const mayHaveAll = () => snapshots.get(sessionKey)?.() ?? true
      const of = { line, who, sessionKey, accountId, mayTalk, mayHaveAll }
      const client: Client = { ...of, audience: undefined, behind: false }
      clients.add(client)
      // a kiosk's token is many wallboards
      if (who.role !== 'kiosk' && !snapshots.has(sessionKey))
        snapshots.set(sessionKey, bucketOf(SNAPSHOTS.atOnce, SNAPSHOTS.perSecond, steady))
      return { hear: (text) => hear(client, text), leave: () => void clients.delete(client) }
    },
    tick() {
      const changed = views.tick()
      const made = new Map<string, string>()
      for (const client of clients) {
        if (!client.audience) continue
        const waiting = client.line.waiting()
        if (waiting > BEHIND_BYTES) client.behind = true
        if (client.behind) {
          if (waiting < DRAINED_BYTES && client.mayHaveAll()) speaker.snapshot(client, client.audience)
        } else if (changed) speaker.push(client, client.audience, changed, made)
      }
    },
    notice({ right, agentId, ...notice }) {
      // pages skip frames of a number they have seen, so a notice has one of its own
      const seq = views.number()
      for (const client of clients) {
        if (!client.audience?.topics.has('notices') || client.behind) continue
        if (right !== undefined && !may(client.who, right)) continue
        if (agentId !== undefined && client.who.agentId !== agentId) continue
        say(client, { type: 'notice', seq, at: now(), ...notice })
      }
    },
    word({ to, about, data }) {
      const told = to === 'all' ? undefined : new Set(to)
      for (const client of clients)
        if (client.accountId !== undefined && (told === undefined || told.has(client.accountId)))
          say(client, { type: 'word', at: now(), about, data })
    },
    drop(sessionKey) {
      for (const client of clients) if (client.sessionKey === sessionKey) client.line.close()
    },
    dropLimited() {
      for (const { line, who } of clients)
        if (Object.values(who.reaches ?? {}).some((reach) => reach !== 'all' && !isOwn(reach, who))) line.close()
    },
    sessionKeys() {
      const keys = new Set([...clients].map((client) => client.sessionKey))
      for (const key of snapshots.keys()) if (!keys.has(key)) snapshots.delete(key)
      return keys
    },
    clients: () => clients.size,
    closeAll() {
      for (const client of clients) client.line.close()
    },
  }
}

const isOwn = ({ agentIds, queueIds }: Exclude<Reach, 'all'>, { agentId }: Who): boolean =>
  queueIds.size === 0 && [...agentIds].every((id) => id === agentId)

const say = (client: Client, message: LiveToPage) => client.line.send(JSON.stringify(message))

/** What is said to one client: all at first, what it missed, what changed. */
function speakerOf(views: LiveViews, now: () => number) {
  const meOf = ({ topics, agentId }: Audience) =>
    topics.has('me') && agentId !== undefined ? views.shown(agentId) : undefined

  function snapshot(client: Client, audience: Audience): void {
    client.behind = false
    say(client, snapshotFrame(seenBy(audience, views.all()), views.seq(), now(), meOf(audience)))
  }
  function subscribe(client: Client, message: Extract<LiveFromPage, { type: 'subscribe' }>): void {
    const audience = audienceOf(client.who, message.topics, message.patches)
    client.audience = audience
    const missed = message.since === undefined ? undefined : views.since(message.since)
    if (!missed && client.mayHaveAll()) snapshot(client, audience)
    else if (!missed) client.behind = true
    else say(client, changesFrame(seenBy(audience, missed), views.seq(), now(), { whole: meOf(audience) }))
  }
  function push(client: Client, audience: Audience, changed: Changed, made: Map<string, string>): void {
    const mine = audience.topics.has('me')
      ? changed.agents.find((one) => one.after.agentId === audience.agentId)
      : undefined
    if (mine) {
      const { before, after } = mine
      const me = before && audience.patches ? { patch: diff(before, after) } : { whole: after }
      say(client, changesFrame(seenBy(audience, changed), changed.seq, now(), me))
      return
    }
    const key = audienceKey(audience)
    let text = made.get(key)
    if (text === undefined) {
      const seen = seenBy(audience, changed)
      text = isEmpty(seen) ? '' : JSON.stringify(changesFrame(seen, changed.seq, now()))
      made.set(key, text)
    }
    if (text !== '') client.line.send(text)
  }
  return { snapshot, subscribe, push }
}

function jsonOr(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
