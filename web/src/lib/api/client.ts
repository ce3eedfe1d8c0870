// One door to the HTTP API: JSON in, JSON out, every failure an ApiFailure that pages can show.
import type { ApiError } from '#engine/protocol/api.ts'
import type { Label } from '#engine/protocol/fields.ts'
import type { FlowProblem } from '#engine/protocol/flow.ts'

export class ApiFailure extends Error {
  /** 0 = the server was not reached */
  readonly status: number
  readonly refusal: string
  readonly words: Label
  /** for programs; people are told `more` */
  readonly detail: string | undefined
  readonly more: Label | undefined
  readonly fields: { path: string; message: string }[]
  readonly problems: FlowProblem[]

  constructor(status: number, body: ApiError) {
    super(body.refusal)
    this.name = 'ApiFailure'
    this.status = status
    this.refusal = body.refusal
    this.words = body.message
    this.detail = body.detail
    this.more = body.say
    this.fields = body.fields ?? []
    this.problems = body.problems ?? []
  }
}

export type Query = Record<string, string | number | boolean | undefined>

export interface Api {
  get<T>(path: string, query?: Query): Promise<T>
  post<T>(path: string, body?: unknown): Promise<T>
  put<T>(path: string, body?: unknown): Promise<T>
  remove<T>(path: string): Promise<T>
}

export interface Answer {
  status: number
  ok: boolean
  text(): Promise<string>
}
export type Fetch = (
  path: string,
  init: { method: string; headers: Record<string, string>; body?: string; credentials: 'same-origin' },
) => Promise<Answer>

export const OFFLINE: ApiError = {
  refusal: 'offline',
  message: { zh: '连接不上服务器，请检查网络后重试。', en: 'The server cannot be reached.' },
}

export function pathWith(path: string, query: Query = {}): string {
  const pairs = Object.entries(query).filter(([, value]) => value !== undefined && value !== '')
  if (pairs.length === 0) return path
  return `${path}?${pairs.map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(String(value))}`).join('&')}`
}

/** A failed answer's own words, or general ones. */
export function failureOf(status: number, text: string): ApiFailure {
  try {
    const body = JSON.parse(text) as Partial<ApiError>
    if (body.refusal && body.message) return new ApiFailure(status, body as ApiError)
  } catch {
    // a proxy's page or an empty body: fall through to the general words
  }
  return new ApiFailure(status, {
    refusal: 'unexpected',
    message: { zh: `服务器返回了意外的结果（${status}）`, en: `Unexpected answer of the server (${status})` },
  })
}

export function createApi(fetch: Fetch, onSignedOut: () => void): Api {
  async function ask<T>(method: string, path: string, body?: unknown): Promise<T> {
    const headers: Record<string, string> = { accept: 'application/json' }
    const init: Parameters<Fetch>[1] = { method, headers, credentials: 'same-origin' }
    if (body !== undefined) {
      headers['content-type'] = 'application/json'
      init.body = JSON.stringify(body)
    }
    let answer: Answer
    try {
      answer = await fetch(path, init)
    } catch {
      throw new ApiFailure(0, OFFLINE)
    }
    const text = await answer.text()
    if (!answer.ok) {
      const failure = failureOf(answer.status, text)
      if (failure.refusal === 'not-signed-in') onSignedOut()
      throw failure
    }
    return (text === '' ? undefined : JSON.parse(text)) as T
  }
  return {
    get: (path, query) => ask('GET', pathWith(path, query)),
    post: (path, body) => ask('POST', path, body ?? {}),
    put: (path, body) => ask('PUT', path, body ?? {}),
    remove: (path) => ask('DELETE', path),
  }
}
