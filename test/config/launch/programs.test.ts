// Which of several nats-servers is taken.
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t, { type Test } from 'tap'
import { nats } from '#config/launch/parts/nats.ts'
import { isBelow, newest, versionIn } from '#config/launch/programs.ts'

/** PATH of folders that hold one program each, in this version. */
function pathOf(t: Test, versions: string[]): { path: string; file(n: number): string } {
  const root = t.testdir()
  const folder = (n: number): string => join(root, String(n))
  for (const [n, version] of versions.entries()) {
    mkdirSync(folder(n))
    writeFileSync(join(folder(n), 'server'), `#!/bin/sh\necho server: v${version}\n`)
    chmodSync(join(folder(n), 'server'), 0o755)
  }
  return { path: versions.map((_, n) => folder(n)).join(':'), file: (n) => join(folder(n), 'server') }
}

t.test('the newest of several is taken, wherever it lies in PATH', async (t) => {
  const { path, file } = pathOf(t, ['2.9.10', '2.10.27', '2.10.3'])
  t.equal(newest('server', path), file(1))
})

t.test('the first is called by its name when it is the newest, the only one or not there', async (t) => {
  const { path } = pathOf(t, ['2.15.1', '2.9.10', '2.15.1'])
  t.equal(newest('server', path), 'server')
  t.equal(newest('server', path.split(':')[1]), 'server')
  t.equal(newest('nobody', path), 'nobody')
})

t.test('versions are compared by their numbers', async (t) => {
  t.same(versionIn('nats-server: v2.10.27'), [2, 10, 27])
  t.same(versionIn('none'), [0, 0, 0])
  t.ok(isBelow([2, 9, 10], [2, 10, 0]))
  t.notOk(isBelow([2, 10, 0], [2, 10, 0]))
  t.notOk(isBelow([3, 0, 0], [2, 10, 0]))
})

t.test('doctor has a word to say about a nats-server below 2.10 only', async (t) => {
  t.match(nats.note?.('nats-server: v2.9.10'), /2\.10 or newer into PATH/)
  t.equal(nats.note?.('nats-server: v2.10.27'), '')
})
