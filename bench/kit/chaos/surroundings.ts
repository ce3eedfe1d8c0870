// What a centre stands in, so that it can be broken: a small disk of its own, and a clock that can be set. Needs root.
import { execFile } from 'node:child_process'
import { mkdtemp, rm, statfs, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import type { Place } from '#test/kit/centre.ts'

const run = promisify(execFile)
/** what `up` asks for, and a little */
const DISK = 2_600 * 2 ** 20
const FAKETIME = '/usr/lib/x86_64-linux-gnu/faketime/libfaketimeMT.so.1'

export interface Surroundings {
  place: Place
  /** Takes all space that is left; answers what gives it back. */
  fillDisk(): Promise<() => Promise<void>>
  /** Somebody sets the clock of every part but NATS, which asks the kernel itself; spans go on. */
  setClock(byMs: number): Promise<void>
}

export async function openSurroundings(undo: (() => unknown)[]): Promise<Surroundings> {
  const disk = await mkdtemp(join(tmpdir(), 'tinglan-disk-'))
  await run('mount', ['-t', 'tmpfs', '-o', `size=${DISK},mode=755`, 'tmpfs', disk])
  undo.push(async () => {
    await run('umount', ['-l', disk])
    await rm(disk, { recursive: true })
  })
  const clock = await mkdtemp(join(tmpdir(), 'tinglan-clock-'))
  undo.push(() => rm(clock, { recursive: true }))
  const file = join(clock, 'offset')
  const setClock = async (byMs: number) => writeFile(file, `${byMs < 0 ? '-' : '+'}${Math.abs(byMs) / 1_000}s\n`)
  await setClock(0)
  const fake = { FAKETIME_DONT_FAKE_MONOTONIC: '1', FAKETIME_NO_CACHE: '1', FAKETIME_TIMESTAMP_FILE: file }
  return {
    place: { under: disk, env: { LD_PRELOAD: FAKETIME, ...fake } },
    setClock,
    async fillDisk() {
      const filler = join(disk, 'filler')
      const { bavail, bsize } = await statfs(disk)
      await run('fallocate', ['-l', String(Math.max(1, bavail - 1) * bsize), filler])
      return () => rm(filler, { force: true })
    },
  }
}
