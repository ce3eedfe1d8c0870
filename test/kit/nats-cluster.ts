// Three real nats-servers with JetStream that are one cluster, for one test.
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { freePort } from './nats.ts'

export interface TestCluster {
  /** of all servers */
  urls: string[]
  token: string
  /** kill -9 of one */
  kill(server: number): Promise<void>
  /** again, on the same port and store */
  start(server: number): void
  stop(): Promise<void>
}

export async function startCluster(): Promise<TestCluster> {
  const folder = await mkdtemp(join(tmpdir(), 'tinglan-cluster-'))
  const token = 'test-token'
  const numbers = [0, 1, 2]
  const ports = await Promise.all(numbers.map(() => freePort()))
  const routes = await Promise.all(numbers.map(() => freePort()))
  const children: (ChildProcess | undefined)[] = []
  for (const n of numbers) {
    await writeFile(
      join(folder, `${n}.conf`),
      `listen: "127.0.0.1:${ports[n]}"
server_name: "n${n}"
authorization { token: "${token}" }
jetstream { store_dir: "${join(folder, `store-${n}`)}" }
cluster { name: "test", listen: "127.0.0.1:${routes[n]}", routes: [${routes.map((port) => `"nats://127.0.0.1:${port}"`)}] }
`,
    )
  }
  const start = (n: number) => {
    children[n] = spawn('nats-server', ['-c', join(folder, `${n}.conf`)], { stdio: 'ignore' })
  }
  const kill = async (n: number) => {
    const child = children[n]
    children[n] = undefined
    if (!child || child.exitCode !== null || child.signalCode !== null) return
    child.kill('SIGKILL')
    await once(child, 'exit')
  }
  for (const n of numbers) start(n)
  return {
    urls: ports.map((port) => `127.0.0.1:${port}`),
    token,
    kill,
    start,
    async stop() {
      for (const n of numbers) await kill(n)
      await rm(folder, { recursive: true, force: true, maxRetries: 5 })
    },
  }
}
