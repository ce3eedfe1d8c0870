// A question to a third party over HTTP. Bounded in time, size and place; what comes back is data, never a throw.
import { type IncomingMessage, request as overHttp } from 'node:http'
import { request as overHttps } from 'node:https'
import { isIP } from 'node:net'
import type { Lookup, LookupAnswer } from '#engine/protocol/lookups.ts'
import { ClosedDoor, type Doors, lookupThrough } from './outside.ts'

type HttpLookup = Extract<Lookup, { type: 'http' }>

/** the rest of a longer answer is not read */
const MOST_BYTES = 64 * 1024
const TEXT = 1_000
const MOST_FIELDS = 100

export async function askHttp(lookup: HttpLookup, signal: AbortSignal, doors: Doors): Promise<LookupAnswer> {
  const url = new URL(lookup.url)
  const closed = closedTo(url, doors)
  if (closed !== undefined) return { type: 'fault', detail: closed }
  if (lookup.method === 'GET')
    for (const [name, value] of Object.entries(lookup.values)) url.searchParams.set(name, value)
  const response = await send(url, lookup, signal, lookupThrough(doors, portOf(url)))
  const body = await bounded(response)
  return { type: 'http', status: response.statusCode ?? 0, fields: fieldsOf(body), text: body.slice(0, TEXT) }
}

const portOf = (url: URL): number => Number(url.port) || (url.protocol === 'https:' ? 443 : 80)

/** Why this place may not be asked, as far as it is known before its name is resolved. */
function closedTo(url: URL, doors: Doors): string | undefined {
  if (url.protocol !== 'http:' && url.protocol !== 'https:') return `not http: ${url.protocol}`
  const host = url.hostname.replace(/^\[|\]$/g, '')
  // an address is resolved by nobody
  return isIP(host) ? doors.refusal(host, portOf(url), host) : undefined
}

/** A message of ours through the same doors; answers the status. Throws `ClosedDoor` or what the connection died of. */
export const postThrough =
  (doors: Doors) =>
  async (address: string, headers: Record<string, string>, body: string, signal: AbortSignal): Promise<number> => {
    const url = new URL(address)
    const closed = closedTo(url, doors)
    if (closed !== undefined) throw new ClosedDoor(closed)
    const how = { method: 'POST', headers: { ...headers, 'content-length': String(Buffer.byteLength(body)) }, body }
    const response = await ask(url, how, signal, lookupThrough(doors, portOf(url)))
    response.destroy()
    return response.statusCode ?? 0
  }

/** Both for other rooms, which know nothing of doors. */
export const outsideThrough = (doors: Doors) => ({
  post: postThrough(doors),
  ask: (lookup: HttpLookup, signal: AbortSignal): Promise<LookupAnswer> => askHttp(lookup, signal, doors),
})

/** Redirects are not followed: they could lead anywhere, and the flow names the place itself. No connection is kept. */
function send(
  url: URL,
  { method, values }: HttpLookup,
  signal: AbortSignal,
  lookup: ReturnType<typeof lookupThrough>,
): Promise<IncomingMessage> {
  const post = method === 'POST' ? JSON.stringify(values) : undefined
  const headers = {
    accept: 'application/json, text/plain',
    ...(post === undefined
      ? {}
      : { 'content-type': 'application/json', 'content-length': String(Buffer.byteLength(post)) }),
  }
  return ask(url, { method, headers, body: post }, signal, lookup)
}

function ask(
  url: URL,
  { method, headers, body }: { method: string; headers: Record<string, string>; body: string | undefined },
  signal: AbortSignal,
  lookup: ReturnType<typeof lookupThrough>,
): Promise<IncomingMessage> {
  const over = url.protocol === 'https:' ? overHttps : overHttp
  return new Promise((resolve, reject) => {
    const sent = { ...headers, 'user-agent': 'tinglan' }
    const asked = over(url, { method, headers: sent, signal, lookup, agent: false }, resolve)
    asked.on('error', reject)
    asked.end(body)
  })
}

async function bounded(response: IncomingMessage): Promise<string> {
  const decoder = new TextDecoder()
  let text = ''
  let bytes = 0
  for await (const chunk of response as AsyncIterable<Uint8Array>) {
    bytes += chunk.length
    text += decoder.decode(chunk, { stream: true })
    if (bytes >= MOST_BYTES) break
  }
  response.destroy()
  return text
}

/** Top-level strings, numbers and yes/no of a JSON object, as text. */
function fieldsOf(body: string): Record<string, string> {
  const fields: Record<string, string> = {}
  let value: unknown
  try {
    value = JSON.parse(body)
  } catch {
    // plain text is an answer too
    return fields
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return fields
  for (const [name, each] of Object.entries(value).slice(0, MOST_FIELDS)) {
    if (typeof each === 'string') fields[name] = each
    else if (typeof each === 'number' || typeof each === 'boolean') fields[name] = String(each)
  }
  return fields
}
