// The demo's way in: the same HTTP API that people use, with a session of its own.
export interface Answer {
  status: number
  value: unknown
}

export class Gateway {
  readonly #base: string
  #cookie = ''

  /** `base` is http://host:port */
  constructor(base: string) {
    this.#base = base
  }

  signIn(account: string, password: string): Promise<Answer> {
    return this.call('POST', '/session', { account, password })
  }

  /** `body` goes as JSON, or as it is when it is text. */
  async call(method: string, path: string, body?: unknown): Promise<Answer> {
    const file = typeof body === 'string'
    const response = await fetch(`${this.#base}/api${path}`, {
      method,
      headers: {
        'content-type': file ? 'application/octet-stream' : 'application/json',
        cookie: this.#cookie,
        origin: this.#base,
      },
      ...(body === undefined ? {} : { body: file ? body : JSON.stringify(body) }),
    })
    const cookie = response.headers.get('set-cookie')
    if (cookie) this.#cookie = cookie.split(';')[0] ?? ''
    return { status: response.status, value: await response.json().catch(() => undefined) }
  }
}
