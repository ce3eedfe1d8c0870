// What a parsed message is. Header names are stored in lower case and long form.
import type { SipHeaders } from './api.ts'
import { MAX_LIST_ITEMS } from './limits.ts'
import { type Address, splitAtCommas, type Via } from './syntax.ts'

const LONG: Record<string, string> = {
  a: 'accept-contact',
  b: 'referred-by',
  c: 'content-type',
  e: 'content-encoding',
  f: 'from',
  i: 'call-id',
  k: 'supported',
  l: 'content-length',
  m: 'contact',
  o: 'event',
  r: 'refer-to',
  s: 'subject',
  t: 'to',
  u: 'allow-events',
  v: 'via',
  x: 'session-expires',
}
const LISTS = new Set(
  'via contact route record-route require supported unsupported proxy-require allow accept allow-events'.split(' '),
)

export function longName(name: string): string {
  const lower = name.toLowerCase()
  return LONG[lower] ?? lower
}

export class Headers implements SipHeaders {
  readonly #values = new Map<string, string[]>()

  add(name: string, value: string): void {
    const key = longName(name)
    const items = LISTS.has(key) ? splitAtCommas(value) : [value]
    const known = this.#values.get(key)
    if (!known) this.#values.set(key, items.slice(0, MAX_LIST_ITEMS))
    else if (known.length < MAX_LIST_ITEMS) known.push(...items.slice(0, MAX_LIST_ITEMS - known.length))
  }

  get(name: string): string | undefined {
    return this.#values.get(longName(name))?.[0]
  }

  all(name: string): readonly string[] {
    return this.#values.get(longName(name)) ?? []
  }

  /** Whether a list header (Supported, Require, Allow) names the token. */
  lists(name: string, token: string): boolean {
    return this.all(name).some((item) => item.toLowerCase() === token.toLowerCase())
  }
}

interface Common {
  headers: Headers
  via: Via
  branch: string
  from: Address
  to: Address
  fromTag: string
  toTag: string
  callId: string
  cseq: number
  cseqMethod: string
  contact: Address | undefined
  body: Buffer
}

export interface SipRequest extends Common {
  kind: 'request'
  method: string
  uri: string
}

export interface SipResponse extends Common {
  kind: 'response'
  status: number
  reason: string
}

export type SipMessage = SipRequest | SipResponse
