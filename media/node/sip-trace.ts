// What was said by SIP of the calls of late, for the ladder on a call's page: in memory, bounded, and without what must not
// be kept: bodies (keys of encrypted sound are in them) and whatever proves who somebody is.
import type { Bus } from '#engine/ports/bus.ts'
import { subjects } from '#engine/protocol/actors.ts'
import type { TraceAsk, TracedLeg, TracedMessage } from '#engine/protocol/sip-trace.ts'

const MOST_MESSAGES = 100
const MOST_LENGTH = 4_000
const MOST_BYTES = 32 << 20

const SECRET = /^(authorization|proxy-authorization|www-authenticate|proxy-authenticate|x-tinglan-key)(\s*:).*$/i
const CALL_ID = /\r\n(?:call-id|i)[ \t]*:[ \t]*([^\r\n]+)/i

/** As it may be kept. */
export function masked(text: string): string {
  const [head = '', ...body] = text.split('\r\n\r\n')
  const lines = head.split('\r\n').map((line) => line.replace(SECRET, '$1$2 …'))
  const bytes = Buffer.byteLength(body.join('\r\n\r\n'))
  const said = `${lines.join('\r\n')}\r\n\r\n`.slice(0, MOST_LENGTH)
  return bytes > 0 ? `${said}[${bytes} bytes]` : said
}

interface Kept {
  messages: TracedMessage[]
  bytes: number
  leg?: Omit<TracedLeg, 'messages' | 'node'> & { callId: string }
}

export interface TraceParts {
  node: string
  /** host:port at which the edge reaches it */
  own: string
  /** legs kept */
  legs: number
  now(): number
}

export class SipTrace {
  readonly #parts: TraceParts
  /** by SIP Call-ID, the one that began first in front */
  readonly #kept = new Map<string, Kept>()
  #bytes = 0

  constructor(parts: TraceParts) {
    this.#parts = parts
  }

  /** Called from the stack for each message; nothing waits here. */
  heard(direction: 'in' | 'out', peer: string, text: string): void {
    const id = text.startsWith('OPTIONS ') ? undefined : CALL_ID.exec(text)?.[1]?.trim()
    if (id === undefined) return
    const kept = this.#kept.get(id) ?? this.#begin(id)
    if (kept.messages.length >= MOST_MESSAGES) return
    const { now, own } = this.#parts
    const message = { at: now(), direction, peer, own, text: masked(text) }
    kept.messages.push(message)
    kept.bytes += message.text.length
    this.#bytes += message.text.length
    while (this.#kept.size > this.#parts.legs || this.#bytes > MOST_BYTES) this.#dropFirst()
  }

  belongs(leg: NonNullable<Kept['leg']>, sipCallId: string): void {
    const kept = this.#kept.get(sipCallId)
    if (kept) kept.leg = leg
  }

  of(callId: string): TracedLeg[] {
    return [...this.#kept.values()].flatMap(({ leg, messages }) => {
      if (leg?.callId !== callId) return []
      const { callId: _, ...shown } = leg
      return [{ ...shown, node: this.#parts.node, messages }]
    })
  }

  /** Answers whoever asks for a call's. */
  open(bus: Pick<Bus, 'subscribe'>): ReturnType<Bus['subscribe']> {
    return bus.subscribe(subjects.sipTrace, (value, _subject, answer) => {
      const legs = this.of((value as TraceAsk).callId)
      if (legs.length > 0) answer?.(legs)
    })
  }

  #begin(id: string): Kept {
    const kept: Kept = { messages: [], bytes: 0 }
    this.#kept.set(id, kept)
    return kept
  }

  #dropFirst(): void {
    const [first] = this.#kept
    if (!first) return
    this.#kept.delete(first[0])
    this.#bytes -= first[1].bytes
  }
}
