// Where a request goes: the first route, else its target; by name only through the edge, which can resolve names.
import { isIP } from 'node:net'
import { parseAddress, parseUri } from './syntax.ts'
import type { Peer } from './transport.ts'

export interface Edge {
  /** As a Route header value. */
  route: string
  peer: Peer
}

export function parseEdge(uri: string): Edge {
  const peer = peerOf(uri)
  if (!peer) throw new Error(`edge must be a SIP URI with an IP address: ${uri}`)
  return { route: `<${uri}${parseUri(uri)?.params.has('lr') ? '' : ';lr'}>`, peer }
}

export function nextHop(spec: { uri: string; routes: readonly string[] }, edge: Edge): Peer {
  const [first] = spec.routes
  if (first === edge.route) return edge.peer
  return peerOf(first === undefined ? spec.uri : (parseAddress(first)?.uri ?? '')) ?? edge.peer
}

function peerOf(text: string): Peer | undefined {
  const uri = parseUri(text)
  const host = uri?.host.replace(/^\[|\]$/g, '') ?? ''
  if (!uri || !isIP(host)) return undefined
  const proto = uri.params.get('transport')?.toLowerCase() === 'tcp' ? 'TCP' : 'UDP'
  return { proto, host, port: uri.port ?? 5060 }
}
