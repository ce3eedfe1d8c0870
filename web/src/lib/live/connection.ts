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

export function createLiveConnection(parts: ConnectionParts): LiveConnection {
  let socket: Socket | undefined
  let wanted = false
  let everUp = false
  let tries = 0
  let lastSeq: number | undefined
  let heardAt = 0
  let cancelTimer: (() => void) | undefined

  const say = (message: LiveFromPage): void => socket?.send(JSON.stringify(message))
  const arm = (ms: number, run: () => void): void => {
    cancelTimer?.()
    cancelTimer = parts.later(ms, run)
  }

  function connect(): void {
    if (!wanted || socket) return
    if (!everUp) parts.onState('connecting')
    const mine = parts.open()
    socket = mine
    // a connect that never answers is given up like a silent line
    arm(SILENT_MS, () => mine === socket && dropped())
    mine.onopen = () => {
      if (mine !== socket) return
      heardAt = parts.now()
      say({ type: 'subscribe', topics: parts.topics, ...(lastSeq === undefined ? {} : { since: lastSeq }) })
      arm(PING_MS, tick)
    }
    mine.onmessage = (event) => mine === socket && hear(String(event.data))
    mine.onclose = () => mine === socket && dropped()
    mine.onerror = () => mine === socket && dropped()
  }

  function hear(text: string): void {
    heardAt = parts.now()
    const frame = JSON.parse(text) as LiveToPage
    if (frame.type === 'pong') {
      parts.onFrame(frame)
      return
    }
    if (frame.type !== 'notice') up()
    // a doubled frame after a resume changes nothing
    if (frame.type !== 'snapshot' && lastSeq !== undefined && frame.seq <= lastSeq) return
    lastSeq = frame.seq
    parts.onFrame(frame)
  }

  function up(): void {
    if (tries === 0 && everUp) return
    tries = 0
    everUp = true
    parts.onState('live')
  }

  function tick(): void {
    if (parts.now() - heardAt > SILENT_MS) {
      dropped()
      return
    }
    say({ type: 'ping', at: parts.now() })
    arm(PING_MS, tick)
  }

  function dropped(): void {
    const old = socket
    socket = undefined
    if (old) {
      old.onopen = old.onmessage = old.onclose = old.onerror = null
      old.close()
    }
    if (!wanted) return
    parts.onState(everUp ? 'lost' : 'connecting')
    const wait = RETRY_MS[Math.min(tries, RETRY_MS.length - 1)] ?? 4_000
    tries += 1
    arm(wait, connect)
  }

  return {
    start() {
      if (wanted) return
      wanted = true
      connect()
    },
    stop() {
      wanted = false
      cancelTimer?.()
      dropped()
      lastSeq = undefined
      everUp = false
      tries = 0
      parts.onState('off')
    },
    nudge() {
      if (!wanted || socket) return
      cancelTimer?.()
      connect()
    },
  }
}
