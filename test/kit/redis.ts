// A real Redis of one test file's own: free port, nothing on disk, gone afterwards.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { answersTcp } from '#config/launch/probe.ts'
import { freeTcpPort } from './rtpengine.ts'
import { waitFor } from './wait.ts'

export async function startRedis(): Promise<{ url: string; stop(): Promise<void> }> {
  const port = await freeTcpPort()
  const args = [
    '--bind',
    '127.0.0.1',
    '--port',
    String(port),
    '--requirepass',
    'test',
    '--save',
    '',
    '--appendonly',
    'no',
  ]
  const child = spawn('redis-server', args, { cwd: '/tmp', stdio: 'ignore' })
  await waitFor(() => answersTcp('127.0.0.1', port), { what: 'Redis answers' })
  return {
    url: `test@127.0.0.1:${port}/1`,
    async stop() {
      const gone = once(child, 'exit')
      if (child.kill('SIGKILL')) await gone
    },
  }
}
