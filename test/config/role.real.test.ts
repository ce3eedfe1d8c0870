// A role ends also when the launcher, which reads its log, was killed with words of it unread.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import t from 'tap'
import { waitFor } from '../kit/wait.ts'

const ROLE = `
  import { end, makeLog } from './config/role.ts'
  const log = makeLog('engine', 'info')
  process.on('disconnect', () => end(0))
  process.send({ pid: process.pid })
  // more than a reader that does not read can be given
  for (let n = 0; n < 40; n++) log.info('x'.repeat(20_000))
  setInterval(() => {}, 1_000)
`
const LAUNCHER = `
  import { spawn } from 'node:child_process'
  const role = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', ${JSON.stringify(ROLE)}], {
    stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
  })
  role.on('message', ({ pid }) => process.send({ pid }))
`
const alive = (pid: number): boolean => {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}

t.test('nobody waits for a reader that is dead', async (t) => {
  const launcher = spawn(process.execPath, ['--input-type=module', '-e', LAUNCHER], {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  })
  const [{ pid }] = (await once(launcher, 'message')) as [{ pid: number }]
  t.teardown(() => alive(pid) && process.kill(pid, 'SIGKILL'))
  t.ok(alive(pid))
  launcher.kill('SIGKILL')
  await waitFor(() => !alive(pid), { timeoutMs: 15_000, what: 'the role has ended' })
})
