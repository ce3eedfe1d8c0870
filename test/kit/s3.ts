// An S3 server for one test (npm s3rver): a process with a folder of its own. It knows keys, not V4 signatures.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { S3Settings } from '#engine/storage/s3.ts'
import { freePort } from './nats.ts'
import { waitFor } from './wait.ts'

const SERVER = new URL('../../node_modules/s3rver/bin/s3rver.js', import.meta.url).pathname

export interface TestS3 {
  /** as a machine of its own would have them */
  settings(): S3Settings
  /** kill -9; what it keeps is still there at the next start */
  kill(): Promise<void>
  stop(): Promise<void>
}

export async function startS3(): Promise<TestS3> {
  const folder = await mkdtemp(join(tmpdir(), 'tinglan-s3-'))
  const port = await freePort()
  const endpoint = `http://127.0.0.1:${port}`
  const args = [SERVER, '-d', join(folder, 'kept'), '-a', '127.0.0.1', '-p', String(port)]
  const child = spawn(process.execPath, [...args, '--configure-bucket', 'tinglan'], { stdio: 'ignore' })
  const answers = () =>
    fetch(endpoint).then(
      () => true,
      () => false,
    )
  await waitFor(answers, { what: 'the S3 server answers' })
  let machines = 0
  const kill = async () => {
    if (child.exitCode !== null || child.signalCode !== null) return
    child.kill('SIGKILL')
    await once(child, 'exit')
  }
  return {
    settings: () => ({
      ...{ endpoint, bucket: 'tinglan', region: 'us-east-1', accessKeyId: 'S3RVER', secretAccessKey: 'S3RVER' },
      cache: join(folder, `cache-${machines++}`),
    }),
    kill,
    async stop() {
      await kill()
      await rm(folder, { recursive: true, force: true })
    },
  }
}
