// Serves the built SvelteKit app: fingerprinted files for ever, the page itself always fresh, every other path the app.

import type { HttpRequest } from 'uWebSockets.js'
import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { extname, join, relative } from 'node:path'
import { brotliCompressSync, constants, gzipSync } from 'node:zlib'
import { type Exchange, type Headers, send, sendRefusal } from './answer.ts'
import { hasNul, nulRefused } from './storable.ts'

const TYPES: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.wav': 'audio/wav',
  '.mp3': 'audio/mpeg',
  '.txt': 'text/plain; charset=utf-8',
  '.webmanifest': 'application/manifest+json',
}
const SQUEEZED = new Set(['.html', '.js', '.css', '.json', '.svg', '.txt', '.webmanifest'])

interface File {
  type: string
  cache: string
  etag: string
  plain: Buffer
  br?: Buffer
  gzip?: Buffer
}

export interface Pages {
  serve(to: Exchange, req: HttpRequest): void
  /** CSP sources of the inline scripts that start the app */
  scripts: string[]
}

/** The whole build is read into memory: a few MB, and no path of a request ever touches the disk. */
export async function loadPages(folder: string): Promise<Pages> {
  const files = new Map<string, File>()
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => [])) {
    if (!entry.isFile()) continue
    const path = join(entry.parentPath, entry.name)
    files.set(`/${relative(folder, path)}`, fileOf(`/${relative(folder, path)}`, await readFile(path)))
  }
  const app = files.get('/200.html') ?? files.get('/index.html')
  return {
    scripts: app ? inlineScripts(app.plain.toString('utf8')) : [],
    serve(to, req) {
      const url = req.getUrl()
      const file = files.get(url) ?? files.get(`${url}.html`) ?? (isForPeople(url, req) ? app : undefined)
      const accepts = req.getHeader('accept-encoding')
      const known = req.getHeader('if-none-match')
      if (hasNul(url + req.getQuery())) sendRefusal(to, nulRefused())
      else if (!file) send(to, 404, [['content-type', 'text/plain; charset=utf-8']], app ? 'not found' : NOT_BUILT)
      else if (known === file.etag) send(to, 304, [['etag', file.etag]], '')
      else write(to, file, accepts)
    },
  }
}

/** A browser that opens an address gets the app, which says that it is not there; a missing file of the app is a 404. */
const isForPeople = (url: string, req: HttpRequest): boolean =>
  extname(url) === '' || (!url.startsWith('/_app/') && req.getHeader('accept').includes('text/html'))

/** SvelteKit starts itself with one inline script: let in by its hash, so that no other inline script runs. */
export function inlineScripts(html: string): string[] {
  return [...html.matchAll(/<script(?![^>]*\ssrc=)[^>]*>([\s\S]*?)<\/script>/g)].map(
    (match) =>
      `'sha256-${createHash('sha256')
        .update(match[1] ?? '')
        .digest('base64')}'`,
  )
}

const NOT_BUILT = 'The pages are not built: run ./tinglan, or npm run build -w web. The API is at /api/openapi.json.\n'

function fileOf(url: string, plain: Buffer): File {
  const extension = extname(url)
  const base = {
    type: TYPES[extension] ?? 'application/octet-stream',
    cache: url.startsWith('/_app/immutable/') ? 'public, max-age=31536000, immutable' : 'no-cache',
    etag: `"${createHash('sha256').update(plain).digest('base64url').slice(0, 22)}"`,
    plain,
  }
  if (!SQUEEZED.has(extension) || plain.length < 1_000) return base
  return {
    ...base,
    br: brotliCompressSync(plain, { params: { [constants.BROTLI_PARAM_QUALITY]: 5 } }),
    gzip: gzipSync(plain),
  }
}

function write(to: Exchange, file: File, accepts: string): void {
  const headers: [string, string][] = [
    ['content-type', file.type],
    ['cache-control', file.cache],
    ['etag', file.etag],
  ]
  const squeezed = file.br && /\bbr\b/.test(accepts) ? 'br' : file.gzip && /\bgzip\b/.test(accepts) ? 'gzip' : undefined
  if (file.br) headers.push(['vary', 'accept-encoding'])
  if (squeezed) headers.push(['content-encoding', squeezed])
  send(to, 200, headers, (squeezed ? file[squeezed] : undefined) ?? file.plain)
}

/** On every answer. The app is ours alone, so nothing may be loaded from elsewhere; SIP goes to the edge. */
export function securityHeaders(sipServers: readonly string[], scripts: readonly string[], secure: boolean): Headers {
  const policy = [
    "default-src 'self'",
    ['script-src', "'self'", ...scripts].join(' '),
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "media-src 'self' blob: data:",
    "worker-src 'self' blob:",
    `connect-src 'self' ${sipServers.join(' ')}`.trim(),
    // pages of other systems as tabs: which, the company configures
    'frame-src https: http:',
    "object-src 'none'",
    "base-uri 'self'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ]
  return [
    ['content-security-policy', policy.join('; ')],
    ['permissions-policy', 'microphone=(self), camera=(), geolocation=(), autoplay=(self)'],
    ['x-content-type-options', 'nosniff'],
    ['referrer-policy', 'same-origin'],
    ['x-frame-options', 'DENY'],
    ['cross-origin-opener-policy', 'same-origin'],
    ...(secure ? ([['strict-transport-security', 'max-age=31536000']] as const) : []),
  ]
}

/** The soft phone's page may stand in pages of our own and of those that were named; everything else stays as it is. */
export const inFrameOf = (always: Headers, origins: readonly string[]): Headers =>
  always
    .filter(([name]) => name !== 'x-frame-options')
    .map(([name, value]) => [
      name,
      value.replace("frame-ancestors 'none'", `frame-ancestors ${["'self'", ...origins].join(' ')}`),
    ])

export const originsIn = (text: string): string[] =>
  text
    .split(',')
    .map((one) => one.trim())
    .filter((one) => one !== '')

/** Pages speak SIP to this server; by name it may be reached as localhost too. */
export function sipSources(sipServer: string): string[] {
  const url = new URL(sipServer)
  const local = ['127.0.0.1', 'localhost'].includes(url.hostname)
  return local ? ['127.0.0.1', 'localhost'].map((host) => `${url.protocol}//${host}:${url.port}`) : [url.origin]
}
