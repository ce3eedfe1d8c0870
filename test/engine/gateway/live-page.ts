// A page on /live of a started gateway: its frames, and what a page makes of them.
import t from 'tap'
import WebSocket from 'ws'
import type { LiveToPage } from '#engine/protocol/live.ts'
import { waitFor } from '#test/kit/wait.ts'
import { createLiveStore, type LiveStore } from '#web/src/lib/live/store.ts'
import type { Client, Started } from './started.ts'

export interface Page {
  frames: LiveToPage[]
  /** what a page makes of them */
  store: LiveStore
  socket: WebSocket
  closed: number | undefined
  next(what: string, fits: (frame: LiveToPage) => boolean): Promise<LiveToPage>
}

export function livePages(started: Pick<Started, 'base'>) {
  function open(client: Client | undefined, query = '', headers: Record<string, string> = {}): Page {
    const url = `${started.base.replace('http', 'ws')}/live${query}`
    const socket = new WebSocket(url, { headers: { ...(client ? { cookie: client.cookie } : {}), ...headers } })
    const page: Page = {
      frames: [],
      store: createLiveStore({ now: Date.now, soon: (run) => run() }),
      socket,
      closed: undefined,
      next: (what, fits) => waitFor(() => page.frames.find(fits), { what }),
    }
    socket.on('message', (text) => {
      page.frames.push(JSON.parse(String(text)))
      page.store.apply(JSON.parse(String(text)))
    })
    socket.on('error', () => {})
    socket.on('close', (code) => {
      page.closed = code
    })
    t.teardown(() => socket.terminate())
    return page
  }

  async function subscribed(page: Page, topics: string[], since?: number): Promise<Page> {
    await waitFor(() => page.socket.readyState === WebSocket.OPEN, { what: 'the socket is open' })
    page.socket.send(JSON.stringify({ type: 'subscribe', topics, since, patches: true }))
    await page.next('the first frame', (frame) => frame.type === 'snapshot' || frame.type === 'changes')
    return page
  }

  return { open, subscribed }
}
