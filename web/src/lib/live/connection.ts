// The one owner of the WebSocket: keeps it up, resumes by sequence number, tells frames and state. No browser needed.
import type { LiveFromPage, LiveToPage, LiveTopic } from '#engine/protocol/live.ts'

export interface Socket {
  send(text: string): void
  close(): void
  onopen: (() => void) | null
  onmessage: ((event: { data: unknown }) => void) | null
  onclose: (() => void) | null
  onerror: (() => void) | null
}

export type ConnectionState = 'off' | 'connecting' | 'live' | 'lost'

export interface ConnectionParts {
  open: () => Socket
  topics: LiveTopic[]
  onFrame: (frame: LiveToPage) => void
  onState: (state: ConnectionState) => void
  now: () => number
  /** returns a function that cancels */
  later: (ms: number, run: () => void) => () => void
}

const PING_MS = 5_000
/** nothing heard for this long: the line is dead even if the socket does not know */
const SILENT_MS = 12_000
const RETRY_MS = [250, 500, 1_000, 2_000, 4_000]

export interface LiveConnection {
  start(): void
  stop(): void
  /** try at once: the browser says it is online or the tab is shown again */
  nudge(): void
}

/** What is known of the stream, over all its sockets. */
interface Standing {
  socket: Socket | undefined
  wanted: boolean
  everUp: boolean
  tries: number
  lastSeq: number | undefined
  heardAt: number
  cancelTimer: (() => void) | undefined
}

const nothingKnown = (): Standing => ({
  socket: undefined,
  wanted: false,
  everUp: false,
  tries: 0,
  lastSeq: undefined,
  heardAt: 0,
  cancelTimer: undefined,
})

export function createLiveConnection(parts: ConnectionParts): LiveConnection {
  const line = nothingKnown()
  const keeper = keeperOf(line, parts)
  return {
    start() {
      if (line.wanted) return
      line.wanted = true
      keeper.connect()
    },
    stop() {
      line.wanted = false
      line.cancelTimer?.()
      keeper.drop()
      Object.assign(line, nothingKnown())
      parts.onState('off')
    },
    nudge() {
      if (!line.wanted || line.socket) return
      line.cancelTimer?.()
      keeper.connect()
    },
  }
}

/** Opens sockets one after the other, pings, and gives up the one that is silent. */
function keeperOf(line: Standing, parts: ConnectionParts): { connect(): void; drop(): void } {
  const say = (message: LiveFromPage): void => line.socket?.send(JSON.stringify(message))
  const arm = (ms: number, run: () => void): void => {
    line.cancelTimer?.()
    line.cancelTimer = parts.later(ms, run)
  }

  function connect(): void {
    if (!line.wanted || line.socket) return
    if (!line.everUp) parts.onState('connecting')
    const mine = parts.open()
    const ifMine = (run: () => void) => (): void => void (mine === line.socket && run())
    line.socket = mine
    // a connect that never answers is given up like a silent line
    arm(SILENT_MS, ifMine(drop))
    mine.onopen = ifMine(subscribe)
    mine.onmessage = (event) => mine === line.socket && hear(String(event.data), line, parts)
    mine.onclose = ifMine(drop)
    mine.onerror = ifMine(drop)
  }

  function subscribe(): void {
    line.heardAt = parts.now()
    const since = line.lastSeq === undefined ? {} : { since: line.lastSeq }
    say({ type: 'subscribe', topics: parts.topics, patches: true, ...since })
    arm(PING_MS, tick)
  }

  function tick(): void {
    if (parts.now() - line.heardAt > SILENT_MS) {
      drop()
      return
    }
    say({ type: 'ping', at: parts.now() })
    arm(PING_MS, tick)
  }

  function drop(): void {
    letGo(line)
    if (!line.wanted) return
    parts.onState(line.everUp ? 'lost' : 'connecting')
    const wait = RETRY_MS[Math.min(line.tries, RETRY_MS.length - 1)] ?? 4_000
    line.tries += 1
    arm(wait, connect)
  }

  return { connect, drop }
}

function letGo(line: Standing): void {
  const old = line.socket
  line.socket = undefined
  if (!old) return
  old.onopen = old.onmessage = old.onclose = old.onerror = null
  old.close()
}

function hear(text: string, line: Standing, { now, onFrame, onState }: ConnectionParts): void {
  line.heardAt = now()
  const frame = JSON.parse(text) as LiveToPage
  if (frame.type === 'pong' || frame.type === 'word') {
    onFrame(frame)
    return
  }
  if (frame.type !== 'notice' && (line.tries > 0 || !line.everUp)) {
    line.tries = 0
    line.everUp = true
    onState('live')
  }
  // a doubled frame after a resume changes nothing
  if (frame.type !== 'snapshot' && line.lastSeq !== undefined && frame.seq <= line.lastSeq) return
  line.lastSeq = frame.seq
  onFrame(frame)
}
