// The real engine role as a process of its own, on a NATS and a PostgreSQL that are handed in.
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ownProgram } from '#config/code/place.ts'
import { freePort } from '#test/kit/nats.ts'

const MAIN = new URL('../../engine/routing/main.ts', import.meta.url)

export interface EngineProcess {
  child: ChildProcess
  /** kill -9, wherever it stands */
  end(): Promise<void>
}

export async function startEngineProcess(
  node: string,
  at: { natsPort: number; token: string; postgresUrl: string },
): Promise<EngineProcess> {
  const dataDir = await mkdtemp(join(tmpdir(), 'tinglan-engine-'))
  const names = [
    'natsToken',
    'sipSecret',
    'sessionSecret',
    'postgresPassword',
    'edgePassword',
    'clickhousePassword',
    'redisPassword',
  ]
  const secrets = Object.fromEntries([...names, 'kiosk'].map((name) => [name, at.token]))
  await writeFile(join(dataDir, 'secrets.json'), JSON.stringify(secrets))
  const { file, args } = ownProgram(MAIN)
  const child = spawn(file, args, {
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    env: {
      TINGLAN_DATA_DIR: dataDir,
      TINGLAN_ROLES: 'engine',
      TINGLAN_ENGINE_NODE: node,
      TINGLAN_NATS_URL: `127.0.0.1:${at.natsPort}`,
      TINGLAN_POSTGRES_URL: at.postgresUrl,
      TINGLAN_METRICS_ENGINE: String(await freePort()),
    },
  })
  const ended = once(child, 'exit')
  await Promise.race([once(child, 'message'), ended])
  if (child.exitCode !== null) throw new Error(`${node} did not start`)
  return {
    child,
    async end() {
      child.kill('SIGKILL')
      await ended
      await rm(dataDir, { recursive: true, force: true })
    },
  }
}
