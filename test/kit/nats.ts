// A real nats-server with JetStream for one test: free port, own store, token. It can be killed and started again.
import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { connect, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { waitFor } from './wait.ts'

export interface TestNats {
  url: string
  port: number
  token: string
  /** kill -9 */
  kill(): Promise<void>
  /** again on the same port and store */
  start(): Promise<void>
  /** ends the server and removes its store */
  stop(): Promise<void>
}

export async function startNats(): Promise<TestNats> {
  const folder = await mkdtemp(join(tmpdir(), 'tinglan-nats-'))
  const port = await freePort()
  const token = 'test-token'
  const config = join(folder, 'nats.conf')
  await writeFile(
    config,
    `listen: "127.0.0.1:${port}"
authorization { token: "${token}" }
jetstream { store_dir: "${join(folder, 'store')}" }
`,
  )
  let child: ChildProcess | undefined
  const start = async () => {
    child = spawn('nats-server', ['-c', config], { stdio: 'ignore' })
    await waitFor(() => answers(port), { what: 'nats-server accepts connections' })
  }
  const end = async (signal: NodeJS.Signals) => {
    const ending = child
    if (!ending || ending.exitCode !== null || ending.signalCode !== null) return
    const gone = new Promise((resolve) => ending.once('exit', resolve))
    ending.kill(signal)
    await gone
  }
  await start()
  return {
    url: `127.0.0.1:${port}`,
    port,
    token,
    kill: () => end('SIGKILL'),
    start,
    async stop() {
      await end('SIGKILL')
      await rm(folder, { recursive: true, force: true, maxRetries: 5 })
    },
  }
}

export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      const port = typeof address === 'object' && address ? address.port : 0
      server.close(() => resolve(port))
    })
  })
}

function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1')
    socket.once('connect', () => {
      socket.destroy()
      resolve(true)
    })
    socket.once('error', () => resolve(false))
  })
}
