// Writes answers: JSON, text, files with byte ranges; the security headers stand on every one of them.

import type { HttpResponse } from 'uWebSockets.js'
import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import type { ApiError } from '../../protocol/api.ts'
import { REFUSALS } from '../../protocol/refusals.ts'
import type { Refused } from '../../records/record/outcome.ts'
import type { Reply } from './route.ts'

const REASONS: Record<number, string> = {
  200: 'OK',
  206: 'Partial Content',
  304: 'Not Modified',
  400: 'Bad Request',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
  409: 'Conflict',
  413: 'Content Too Large',
  416: 'Range Not Satisfiable',
  421: 'Misdirected Request',
  422: 'Unprocessable Content',
  423: 'Locked',
  429: 'Too Many Requests',
  500: 'Internal Server Error',
  503: 'Service Unavailable',
}

/** One answer under way. `aborted` once the client has gone: then nothing may be written. */
export interface Exchange {
  res: HttpResponse
  aborted: boolean
  /** security headers of this server */
  always: readonly (readonly [string, string])[]
  /** told once, for the metrics */
  answered(status: number): void
}

export type Headers = readonly (readonly [string, string])[]

export function send(to: Exchange, status: number, headers: Headers, body: string | Buffer): void {
  to.answered(status)
  if (to.aborted) return
  to.res.cork(() => {
    head(to, status, headers)
    to.res.end(body)
  })
}

function head(to: Exchange, status: number, headers: Headers): void {
  to.res.writeStatus(`${status} ${REASONS[status] ?? 'Unknown'}`)
  for (const [name, value] of to.always) to.res.writeHeader(name, value)
  for (const [name, value] of headers) to.res.writeHeader(name, value)
}

export function sendRefusal(to: Exchange, refusal: Refused): void {
  const { status, zh, en } = REFUSALS[refusal.refusal]
  const { ok: _, refusal: name, ...more } = refusal
  const error: ApiError = { refusal: name, message: { zh, en }, ...more }
  send(to, status, [['content-type', 'application/json'], NO_STORE], JSON.stringify(error))
}

const NO_STORE = ['cache-control', 'no-store'] as const

/** RFC 6266 with RFC 8187 for Chinese names. */
const attachment = (fileName: string): readonly [string, string] => [
  'content-disposition',
  `attachment; filename*=UTF-8''${encodeURIComponent(fileName)}`,
]

export async function sendReply(to: Exchange, reply: Reply, range: string): Promise<void> {
  if (reply.type === 'json') {
    const cookie = reply.cookie === undefined ? [] : [['set-cookie', reply.cookie] as const]
    send(to, 200, [['content-type', 'application/json'], NO_STORE, ...cookie], JSON.stringify(reply.value ?? null))
  } else if (reply.type === 'text') {
    const name = reply.fileName === undefined ? [] : [attachment(reply.fileName)]
    send(to, 200, [['content-type', reply.contentType], NO_STORE, ...name], reply.text)
  } else if (reply.type === 'bytes') {
    const name = reply.fileName === undefined ? [] : [attachment(reply.fileName)]
    send(to, 200, [['content-type', reply.contentType], NO_STORE, ...name], reply.bytes)
  } else await sendFile(to, reply, range)
}

/** RFC 9110 section 14: one range `bytes=a-b`, `bytes=a-`, `bytes=-n`; undefined = whole file, null = cannot be met. */
export function rangeOf(header: string, size: number): { from: number; to: number } | undefined | null {
  const found = /^bytes=(\d*)-(\d*)$/.exec(header)
  if (!found || (found[1] === '' && found[2] === '')) return undefined
  const first = found[1] ?? ''
  const last = found[2] ?? ''
  const from = first === '' ? Math.max(0, size - Number(last)) : Number(first)
  const to = first === '' || last === '' ? size - 1 : Math.min(Number(last), size - 1)
  return from > to || from >= size ? null : { from, to }
}

async function sendFile(to: Exchange, reply: Extract<Reply, { type: 'file' }>, rangeHeader: string): Promise<void> {
  const size = await stat(reply.path).then(
    (found) => found.size,
    () => -1,
  )
  if (size < 0) {
    sendRefusal(to, { ok: false, refusal: 'not-found' })
    return
  }
  const range = rangeOf(rangeHeader, size)
  if (range === null) {
    send(to, 416, [['content-range', `bytes */${size}`]], '')
    return
  }
  const { from, to: last } = range ?? { from: 0, to: size - 1 }
  const headers: [string, string][] = [
    ['content-type', reply.contentType],
    ['accept-ranges', 'bytes'],
    ['cache-control', 'private, no-store'],
  ]
  if (range) headers.push(['content-range', `bytes ${from}-${last}/${size}`])
  if (reply.fileName !== undefined) headers.push([...attachment(reply.fileName)])
  to.answered(range ? 206 : 200)
  stream(to, range ? 206 : 200, headers, reply.path, from, last)
}

/** Chunk by chunk, and no chunk is read before the client took the one before. */
function stream(to: Exchange, status: number, headers: Headers, path: string, from: number, last: number): void {
  const { res } = to
  const total = last - from + 1
  if (to.aborted) return
  if (total <= 0) {
    res.cork(() => {
      head(to, status, headers)
      res.end()
    })
    return
  }
  const source = createReadStream(path, { start: from, end: last })
  let started = false
  source.on('data', (data) => {
    if (to.aborted) {
      source.destroy()
      return
    }
    const chunk = Buffer.from(data)
    res.cork(() => {
      if (!started) head(to, status, headers)
      started = true
      const base = res.getWriteOffset()
      const [taken, over] = res.tryEnd(chunk, total)
      if (over || taken) return
      source.pause()
      res.onWritable((offset) => {
        const [ok, finished] = res.tryEnd(chunk.subarray(offset - base), total)
        if (ok && !finished) source.resume()
        return ok
      })
    })
  })
  source.on('error', () => {
    if (!to.aborted) res.close()
  })
}
