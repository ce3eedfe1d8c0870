// Answers that keep nothing: to what cannot be parsed, to a CANCEL, and when there are too many transactions (RFC 3261 8.2.7).
import { buildResponse } from './build.ts'
import type { Counters } from './env.ts'
import type { SipRequest } from './message.ts'
import type { Refused } from './parse.ts'
import { replyPeer } from './server-transaction.ts'
import { parseVia } from './syntax.ts'
import type { Peer } from './transport.ts'

interface Out {
  readonly counters: Counters
  token(): string
  send(text: string, to: Peer): void
}

const received = (from: Peer): Peer | undefined => (from.proto === 'UDP' ? from : undefined)

export function answerStateless(
  out: Out,
  m: SipRequest,
  from: Peer,
  { status, toTag = out.token() }: { status: number; toTag?: string | undefined },
): void {
  out.send(buildResponse(m.headers, { status, toTag }, received(from)), replyPeer(m, from))
}

export function refuseMalformed(out: Out, { status, reason, headers }: Refused, from: Peer): void {
  out.counters.refused++
  const via = parseVia(headers.get('via') ?? '')
  if (!via) return
  const text = buildResponse(headers, { status, reason, toTag: out.token() }, received(from))
  const port = via.params.has('rport') ? from.port : (via.port ?? 5060)
  out.send(text, from.proto === 'UDP' ? { ...from, port } : from)
}
