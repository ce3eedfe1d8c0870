// A TCP proxy between a role and one of its parts: it can cut the connections, or let questions through and lose the answers.
import { connect, createServer, type Socket } from 'node:net'

export interface TestProxy {
  port: number
  /** ends what is connected and refuses the rest */
  cut(): void
  /** what the part answers from now on is lost */
  loseAnswers(): void
  /** bytes pass neither way, the connections stay */
  stall(): void
  /** as at the beginning */
  open(): void
  stop(): Promise<void>
}

type Mode = 'open' | 'cut' | 'losing' | 'stalled'

export async function startProxy(to: number): Promise<TestProxy> {
  let mode: Mode = 'open'
  const sockets = new Set<Socket>()
  const server = createServer((near) => {
    if (mode === 'cut') {
      near.destroy()
      return
    }
    const far = connect(to, '127.0.0.1')
    const pass = (from: Socket, into: Socket, passes: (mode: Mode) => boolean) => {
      sockets.add(from)
      from.on('data', (bytes) => {
        if (passes(mode)) into.write(bytes)
      })
      from.on('error', () => {})
      from.on('close', () => {
        sockets.delete(from)
        into.destroy()
      })
    }
    pass(near, far, (now) => now !== 'stalled')
    pass(far, near, (now) => now === 'open')
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  const end = () => {
    for (const socket of sockets) socket.destroy()
  }
  return {
    port: typeof address === 'object' && address ? address.port : 0,
    cut() {
      mode = 'cut'
      end()
    },
    loseAnswers() {
      mode = 'losing'
    },
    stall() {
      mode = 'stalled'
    },
    open() {
      // a connection that lost bytes is of no use any more
      if (mode !== 'open') end()
      mode = 'open'
    },
    stop() {
      end()
      return new Promise((resolve) => server.close(() => resolve()))
    },
  }
}
