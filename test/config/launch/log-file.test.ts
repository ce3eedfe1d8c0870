// A part's log: bounded in size and rate, and no reason to end the launcher.
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { PartLog } from '#config/launch/log-file.ts'

const line = (text: string): Buffer => Buffer.from(`${text.padEnd(99, '.')}\n`)

t.test('it is put aside by size while the part runs, and so many are kept', async (t) => {
  const folder = t.testdir({})
  const log = new PartLog(folder, 'edge', { maxBytes: 1000, keep: 2, bytesPerSecond: 0 })
  for (let n = 0; n < 45; n++) log.write(line(`line ${n} `))
  log.end()
  t.same(readdirSync(folder).sort(), ['edge.log', 'edge.log.1', 'edge.log.2'])
  t.match(readFileSync(join(folder, 'edge.log'), 'utf8'), /^line 40 .*\n(.*\n){3}line 44 /)
  t.equal(statSync(join(folder, 'edge.log.1')).size, 1000)
  const again = new PartLog(folder, 'edge', { maxBytes: 1000, keep: 2, bytesPerSecond: 0 })
  again.write(line('of the next start '))
  again.end()
  t.equal(statSync(join(folder, 'edge.log')).size, 600, 'a new start goes on with it')
})

t.test('a part that cannot stop talking is cut, and what is left out is counted', async (t) => {
  const folder = t.testdir({})
  let now = 0
  const log = new PartLog(folder, 'edge', { maxBytes: 1e9, keep: 1, bytesPerSecond: 1000 }, () => now)
  for (let n = 0; n < 60_000; n++) log.write(line('bad message '))
  t.equal(statSync(join(folder, 'edge.log')).size, 8000)
  now += 1000
  log.write(line('afterwards '))
  log.end()
  const text = readFileSync(join(folder, 'edge.log'), 'utf8')
  t.match(text, /5992000 bytes are left out here/)
  t.match(text, /afterwards/)
})

t.test('a log that cannot be written says nothing and goes on when it can', async (t) => {
  const folder = t.testdir({ taken: 'a file where the folder should be' })
  let now = 0
  const log = new PartLog(join(folder, 'taken'), 'edge', { maxBytes: 1000, keep: 1, bytesPerSecond: 0 }, () => now)
  log.write(line('lost '))
  log.write(line('lost too '))
  now += 2000
  t.doesNotThrow(() => log.write(line('and this ')))
  log.end()
})
