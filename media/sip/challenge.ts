// A carrier asks for a password (RFC 3261 22, RFC 8760). It stays at the edge: the node sends the request again, counted
// up, with all of the answer but user, URI and response, and the edge (config/kamailio/trunks.cfg) works these out.
import { randomBytes } from 'node:crypto'
import type { HeaderLines } from './build.ts'
import type { SipResponse } from './message.ts'

const PARAM = /([A-Za-z-]+)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s,"]+))/g
/** What the edge can count, the better one first. */
const HASHES = ['SHA-256', 'MD5']
/** More than an honest challenge has. */
const MAX_BYTES = 2_000

export const TRUNK_HEADER = 'X-Tinglan-Trunk'

/** Headers for the edge to the same request again; undefined when this was no challenge, or none that can be met. */
export function answerFor(response: SipResponse, trunk: string): HeaderLines | undefined {
  const { status, headers } = response
  if (trunk === '' || (status !== 401 && status !== 407)) return undefined
  const challenge = best(headers.all(status === 401 ? 'www-authenticate' : 'proxy-authenticate'))
  if (!challenge) return undefined
  const { realm, nonce, hash, qop, opaque } = challenge
  const cnonce = randomBytes(8).toString('hex')
  const said = [`realm="${realm}"`, `nonce="${nonce}"`, `algorithm=${hash}`]
  if (qop) said.push('qop=auth', 'nc=00000001', `cnonce="${cnonce}"`)
  if (opaque !== undefined) said.push(`opaque="${opaque}"`)
  return [
    [TRUNK_HEADER, trunk],
    ['X-Tinglan-Answer', status === 401 ? 'Authorization' : 'Proxy-Authorization'],
    ['X-Tinglan-Digest', said.join(', ')],
    ['X-Tinglan-Hash', hash],
    // what the response is counted over, between user and password and method and URI
    ['X-Tinglan-Realm', realm],
    ['X-Tinglan-Nonce', qop ? `${nonce}:00000001:${cnonce}:auth` : nonce],
  ]
}

/** Told that the nonce of our answer has grown old, and not that the password was wrong. */
export const isStale = (response: SipResponse): boolean =>
  [...response.headers.all('www-authenticate'), ...response.headers.all('proxy-authenticate')].some((value) =>
    /\bstale\s*=\s*"?true/i.test(value),
  )

interface Challenge {
  realm: string
  nonce: string
  hash: string
  qop: boolean
  opaque: string | undefined
}

function best(values: readonly string[]): Challenge | undefined {
  const all = values.flatMap((value) => parse(value) ?? [])
  return all.toSorted((a, b) => HASHES.indexOf(a.hash) - HASHES.indexOf(b.hash))[0]
}

function parse(value: string): Challenge | undefined {
  if (value.length > MAX_BYTES || !/^digest\s/i.test(value)) return undefined
  const params = new Map<string, string>()
  for (const [, name = '', quoted, bare] of value.matchAll(PARAM)) params.set(name.toLowerCase(), quoted ?? bare ?? '')
  const hash = (params.get('algorithm') ?? 'MD5').toUpperCase()
  const [realm, nonce] = [params.get('realm'), params.get('nonce')]
  const offered = params
    .get('qop')
    ?.split(',')
    .map((each) => each.trim().toLowerCase())
  if (realm === undefined || !nonce || !HASHES.includes(hash)) return undefined
  // auth-int alone would need the body as the edge sends it
  if (offered && !offered.includes('auth')) return undefined
  return { realm, nonce, hash, qop: offered !== undefined, opaque: params.get('opaque') }
}
