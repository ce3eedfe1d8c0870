// A disk that is full: the journal says so, and once there is room it holds all that was put, also what was put meanwhile.
import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import t from 'tap'
import { Journal } from '#media/node/journal.ts'

const skip = process.getuid?.() === 0 ? false : 'only root may mount a disk'

t.test('what was put while the disk was full is there after it', { skip }, async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'tinglan-journal-'))
  execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=256k', 'tmpfs', folder])
  t.teardown(() => {
    execFileSync('umount', ['--lazy', folder])
    rmSync(folder, { recursive: true })
  })
  const faults: string[] = []
  const journal = await Journal.open(folder, (fault) => faults.push(String(fault)))
  journal.put('before', () => 1)
  await journal.flush()

  const filler = join(folder, 'filler')
  t.throws(() => writeFileSync(filler, Buffer.alloc(1 << 20)), /ENOSPC/)
  for (let n = 0; n < 40; n++) journal.put(`full.${n}`, () => 'x'.repeat(500))
  await journal.flush()
  journal.putNow('now', 'y'.repeat(5_000))
  t.match(faults, [/ENOSPC/])

  rmSync(filler)
  journal.put('after', () => 2)
  await journal.flush()
  const found = (await Journal.open(folder, () => {})).all()
  t.equal(found.size, 43)
  t.match(Object.fromEntries(found), { before: 1, now: 'y'.repeat(5_000), after: 2, 'full.39': 'x'.repeat(500) })
})
