// A question to a third party over HTTP. Bounded in time and size; what comes back is data, never a throw.
import type { Lookup, LookupAnswer } from '#engine/protocol/lookups.ts'

type HttpLookup = Extract<Lookup, { type: 'http' }>

/** the rest of a longer answer is not read */
const MOST_BYTES = 64 * 1024
const TEXT = 1_000
const MOST_FIELDS = 100

export async function askHttp(lookup: HttpLookup, signal: AbortSignal): Promise<LookupAnswer> {
  const url = new URL(lookup.url)
  if (url.protocol !== 'http:' && url.protocol !== 'https:')
    return { type: 'fault', detail: `not http: ${url.protocol}` }
  const post = lookup.method === 'POST'
  if (!post) for (const [name, value] of Object.entries(lookup.values)) url.searchParams.set(name, value)
  const response = await fetch(url, {
    method: lookup.method,
    signal,
    // a redirect could lead anywhere: the flow names the place itself
    redirect: 'manual',
    headers: { accept: 'application/json, text/plain', ...(post ? { 'content-type': 'application/json' } : {}) },
    ...(post ? { body: JSON.stringify(lookup.values) } : {}),
  })
  const body = await bounded(response)
  return { type: 'http', status: response.status, fields: fieldsOf(body), text: body.slice(0, TEXT) }
}

async function bounded(response: Response): Promise<string> {
  const decoder = new TextDecoder()
  let text = ''
  let bytes = 0
  if (!response.body) return text
  for await (const chunk of response.body as AsyncIterable<Uint8Array>) {
    bytes += chunk.length
    text += decoder.decode(chunk, { stream: true })
    if (bytes >= MOST_BYTES) break
  }
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
