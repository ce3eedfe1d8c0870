// The data folder on a small disk of its own that runs full: the launcher and its parts live, and all comes back by itself.
import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, statfsSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import t from 'tap'
import { recordOf } from '#test/contract/ledger.ts'
import { startCentre } from '#test/kit/centre.ts'
import { waitFor } from '#test/kit/wait.ts'

const skip = process.getuid?.() === 0 ? false : 'only root may mount a disk'
const SIZE = 2200 * 2 ** 20

t.test('a disk that is full and then not: the ledger takes facts again', { skip, timeout: 240_000 }, async (t) => {
  const disk = mkdtempSync(join(tmpdir(), 'tinglan-small-disk-'))
  execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${SIZE},mode=755`, 'tmpfs', disk])
  t.teardown(() => {
    execFileSync('umount', ['-l', disk])
    rmSync(disk, { recursive: true })
  })
  const before = process.env.TMPDIR
  process.env.TMPDIR = disk
  const centre = await startCentre({}, ['nats']).finally(() => {
    if (before === undefined) delete process.env.TMPDIR
    else process.env.TMPDIR = before
  })
  t.teardown(() => centre.stop())
  const { bus, ledger: open } = await centre.connect()
  t.teardown(() => bus.close())
  const ledger = await open()
  let calls = 0
  const taken = async (): Promise<boolean> => {
    const ref = { kind: 'call', id: `c${++calls}` } as const
    const records = [{ ...recordOf(ref, 1), pad: 'x'.repeat(100_000) }]
    return ledger.append(ref, { records }, 0).then(
      ({ ok }) => ok,
      () => false,
    )
  }
  t.ok(await taken(), 'it takes facts')
  const launcher = await centre.pidOf('nats')
  const { bavail, bsize } = statfsSync(disk)
  execFileSync('fallocate', ['-l', String(bavail * bsize - bsize), join(disk, 'filler')])
  await waitFor(async () => !(await taken()), { what: 'it takes no more', timeoutMs: 60_000 })
  t.match(centre.log(), /the disk of .* is full/)
  process.kill(launcher, 0)
  rmSync(join(disk, 'filler'))
  await waitFor(taken, { what: 'it takes facts again', timeoutMs: 90_000 })
  t.match(centre.log(), /there is space again in .*nats is started anew/)
})
