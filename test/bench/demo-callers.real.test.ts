// Simulated callers by real sipp: they come one after the other also after sipp stood still.
import { execFileSync } from 'node:child_process'
import { createSocket } from 'node:dgram'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import t from 'tap'
import { startCallers } from '#bench/demo/callers.ts'
import { waitFor } from '#test/kit/wait.ts'

const PER_MINUTE = 240
const dir = mkdtempSync(join(tmpdir(), 'tinglan-callers-'))
const edge = createSocket('udp4')
/** Call-ID → when its first INVITE came, ms */
const calls = new Map<string, number>()
edge.on('message', (packet) => {
  const id = /^Call-ID: (\S+)/m.exec(packet.toString('latin1'))?.[1]
  if (id !== undefined && !calls.has(id)) calls.set(id, Date.now())
})

t.test('a sipp that stood still does not make up for it all at once', async (t) => {
  await new Promise<void>((bound) => edge.bind(0, '127.0.0.1', bound))
  const place = { edgeHost: '127.0.0.1', edgePort: edge.address().port, address: '127.0.0.7', number: '95588' }
  const callers = await startCallers({ dir, ...place, firstPort: 38_000 }, (text) => t.fail(text))
  t.teardown(async () => {
    await callers.stop()
    edge.close()
    rmSync(dir, { recursive: true })
  })
  await callers.rate(PER_MINUTE)
  await waitFor(() => calls.size >= 5, { what: 'calls come' })
  const sipp = Number(execFileSync('pgrep', ['-P', String(process.pid), 'sipp'], { encoding: 'utf8' }).trim())
  process.kill(sipp, 'SIGSTOP')
  const stoodAt = Date.now()
  await waitFor(() => Date.now() - stoodAt > 5_000, { what: 'twenty calls could have come' })
  const before = calls.size
  process.kill(sipp, 'SIGCONT')
  const wentAt = Date.now()
  await waitFor(() => calls.size >= before + 6, { what: 'calls go on' })
  const within = [...calls.values()].filter((at) => at >= wentAt && at < wentAt + 1_000).length
  const tookMs = Date.now() - wentAt
  t.ok(tookMs > 500, `six calls at ${PER_MINUTE} a minute take more than ${tookMs} ms`)
  t.ok(within <= 7, `${within} calls in the second after 5 s of standing still`)
})
