// The small grammars inside header values: lists, parameters, URIs, addresses, Via (RFC 3261 section 25).
// Every function answers undefined for text it does not understand; none throws.

export type Params = ReadonlyMap<string, string>

export interface SipUri {
  scheme: 'sip' | 'sips'
  user: string
  host: string
  port: number | undefined
  params: Params
  /** What follows '?': headers to put into a request made of this URI. */
  headers: string
}

export interface Address {
  /** Display name without its quotes. */
  name: string
  uri: string
  params: Params
}

export interface Via {
  transport: string
  host: string
  port: number | undefined
  params: Params
}

export const TOKEN = /^[A-Za-z0-9\-.!%*_+`'~]+$/
const ABSOLUTE_URI = /^[A-Za-z][A-Za-z0-9+.-]*:[^\s<>]+$/
const SIP_URI =
  /^(sips?):(?:([^@:]*)(?::([^@]*))?@)?(\[[0-9a-fA-F:.]+\]|[A-Za-z0-9._-]+)(?::(\d{1,5}))?((?:;[^?]*)?)(?:\?(.*))?$/i
const VIA = /^SIP\s*\/\s*\d\.\d\s*\/\s*([A-Za-z0-9-]+)\s+(\[[^\]]+\]|[^\s;:,]+)(?:\s*:\s*(\d{1,5}))?\s*(;.*)?$/i
const PARAM = /;\s*([^=;\s]+)\s*(?:=\s*("(?:[^"\\]|\\.)*"|[^;]*))?/g
const NO_PARAMS: Params = new Map()

/** Splits a header list at commas that stand outside quotes and angle brackets. */
export function splitAtCommas(text: string): string[] {
  if (!text.includes(',')) return [text.trim()]
  const items: string[] = []
  let quoted = false
  let depth = 0
  let start = 0
  for (let i = 0; i < text.length; i++) {
    const c = text[i]
    if (quoted) {
      if (c === '\\') i++
      else if (c === '"') quoted = false
    } else if (c === '"') quoted = true
    else if (c === '<') depth++
    else if (c === '>') depth--
    else if (c === ',' && depth <= 0) {
      items.push(text.slice(start, i).trim())
      start = i + 1
    }
  }
  items.push(text.slice(start).trim())
  return items
}

/** `;a=b;c;d="e f"` → names in lower case; a parameter without value has ''. */
export function parseParams(text: string): Params {
  if (text.length < 2) return NO_PARAMS
  const params = new Map<string, string>()
  for (const match of text.matchAll(PARAM)) params.set(match[1]!.toLowerCase(), (match[2] ?? '').trim())
  return params
}

export function isAbsoluteUri(text: string): boolean {
  return ABSOLUTE_URI.test(text)
}

export function parseUri(text: string): SipUri | undefined {
  const match = SIP_URI.exec(text.trim())
  if (!match) return undefined
  const port = match[5] === undefined ? undefined : Number(match[5])
  if (port !== undefined && port > 65_535) return undefined
  return {
    scheme: match[1]!.toLowerCase() as 'sip' | 'sips',
    user: unescapeUser(match[2] ?? ''),
    host: match[4]!,
    port,
    params: parseParams(match[6] ?? ''),
    headers: match[7] ?? '',
  }
}

/** %-escapes of a user part; text that is not valid UTF-8 stays as it stands. */
export function unescapeUser(text: string): string {
  if (!text.includes('%')) return text
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

/** Index of the '<' that opens the URI, -1 without one, undefined when a quote stays open. */
function openingBracket(text: string): number | undefined {
  let quoted = false
  for (let i = 0; i < text.length; i++) {
    const c = text[i]
    if (quoted && c === '\\') i++
    else if (c === '"') quoted = !quoted
    else if (c === '<' && !quoted) return i
  }
  return quoted ? undefined : -1
}

/** name-addr or addr-spec, as in From, To, Contact, Route, Refer-To. */
export function parseAddress(text: string): Address | undefined {
  const open = openingBracket(text)
  if (open === undefined) return undefined
  if (open < 0) {
    const end = text.indexOf(';')
    const uri = (end < 0 ? text : text.slice(0, end)).trim()
    // RFC 3261 20.10: a bare URI may hold neither comma nor question mark
    if (!isAbsoluteUri(uri) || /[,?"]/.test(uri)) return undefined
    return { name: '', uri, params: end < 0 ? NO_PARAMS : parseParams(text.slice(end)) }
  }
  const close = text.indexOf('>', open)
  if (close < 0) return undefined
  const rest = text.slice(close + 1).trim()
  const uri = text.slice(open + 1, close)
  if ((rest && rest[0] !== ';') || !isAbsoluteUri(uri)) return undefined
  const name = displayName(text.slice(0, open).trim())
  return name === undefined ? undefined : { name, uri, params: parseParams(rest) }
}

function displayName(text: string): string | undefined {
  if (text === '') return ''
  if (text[0] === '"')
    return text.length > 1 && text.endsWith('"') ? text.slice(1, -1).replace(/\\(.)/g, '$1') : undefined
  // unquoted: tokens and spaces; letters of any script are let through because many phones send them so
  return /[",;:@<>()[\]]/.test(text) ? undefined : text
}

export function parseVia(text: string): Via | undefined {
  const match = VIA.exec(text)
  if (!match) return undefined
  const port = match[3] === undefined ? undefined : Number(match[3])
  if (port !== undefined && (port > 65_535 || port === 0)) return undefined
  return { transport: match[1]!.toUpperCase(), host: match[2]!, port, params: parseParams(match[4] ?? '') }
}

/** Quotes a display name for the wire; control characters are cut. */
export function quoteName(name: string): string {
  const clean = cleanValue(name).slice(0, 128)
  return clean === '' ? '' : `"${clean.replace(/(["\\])/g, '\\$1')}" `
}

/** A header value that cannot start a new line. */
export function cleanValue(value: string): string {
  return value
    .replace(/\p{Cc}+/gu, ' ')
    .trim()
    .slice(0, 8_000)
}
