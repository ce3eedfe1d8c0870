// Data of one user: folders 0700, files 0600, no core files, whatever the mask the launcher was started with.
import { execFileSync, spawnSync } from 'node:child_process'
import { chmodSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { keepPrivate } from '#config/launch/private.ts'
import { underParent } from '#config/launch/processes.ts'

t.test(
  'folders and files of the data folder are closed to others, but those that another user must reach',
  async (t) => {
    const all = t.testdir({ data: { 'secrets.json': '{}', logs: { 'engine.log': '' }, postgres: {} }, open: {} })
    const [dir, outside] = [join(all, 'data'), all]
    for (const name of ['logs', 'postgres']) chmodSync(join(dir, name), 0o755)
    chmodSync(join(dir, 'secrets.json'), 0o644)
    chmodSync(join(outside, 'open'), 0o755)
    symlinkSync(join(outside, 'open'), join(dir, 'link'))
    writeFileSync(join(dir, 'tool'), '', { mode: 0o700 })
    const mode = (name: string) => (statSync(join(dir, name)).mode & 0o777).toString(8)
    for (let twice = 0; twice < 2; twice++) {
      keepPrivate(dir, [join(dir, 'postgres')])
      t.same(['secrets.json', 'logs', 'postgres', 'link', 'tool'].map(mode), ['600', '700', '755', '755', '700'])
    }
  },
)

t.test('a part writes for its owner alone and leaves no core file', async (t) => {
  const [file, args] = underParent({ file: 'sh', args: ['-c', 'umask; ulimit -c; ulimit -Hc'] }, 'SIGTERM')
  t.same(execFileSync(file, args, { encoding: 'utf8' }).trim().split('\n'), ['0077', '0', '0'])
  const [none, given] = underParent({ file: 'no-such-program', args: [] }, 'SIGTERM')
  t.equal(spawnSync(none, given).status, 127)
})

t.test('an urgent part goes before the others, where root starts it', { skip: process.getuid?.() !== 0 }, async (t) => {
  const niceness = (urgent: boolean) => {
    const [file, args] = underParent({ file: 'nice', args: [], user: 'daemon', urgent }, 'SIGTERM')
    return Number(execFileSync(file, args, { encoding: 'utf8' }))
  }
  t.equal(niceness(true), niceness(false) - 10)
})
