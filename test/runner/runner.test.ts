// The runner of the tests is itself held: no core idles, what hears sound is never two, a killed file is a failure with its name.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { Parser } from 'tap-parser'
import { kindOf } from '../kinds.ts'
import { longestFirst, nextOf, type Task, taskOf } from './order.ts'
import { dearest, subtest } from './tap.ts'

const [sound, kills] = [taskOf('test/media/node/audio.real.test.ts'), taskOf('test/e2e/engine-killed.e2e.test.ts')]
const [maths, records, pages] = [
  taskOf('test/bench/takeover.long.test.ts'),
  taskOf('test/engine/records/spelling.real.test.ts'),
  taskOf('test/web/walk.e2e.test.ts'),
]

t.test('what hears sound or kills parts runs one at a time, and others stand back for it', async (t) => {
  const order: Task[] = [sound, kills, maths, records, pages]
  t.equal(nextOf(order, [], 2), sound)
  t.equal(nextOf([kills, maths], [sound], 2), maths, 'the second core computes meanwhile')
  t.equal(nextOf([kills, records], [sound, maths], 2), records, 'what waits leaves room for a third')
  t.equal(nextOf([kills, pages], [sound, maths, records], 2), undefined)
  t.equal(nextOf([kills], [sound], 2), undefined, 'never two of them')
  t.equal(nextOf([kills, pages], [maths, records], 2), kills)
  t.equal(nextOf([maths], [sound], 1), undefined, 'one core: one file')
  t.equal(sound.nice, 0)
  for (const each of [maths, records, pages]) t.ok(each.nice > 0, each.file)
})

t.test('the longest first, so that the last to end is a short one', async (t) => {
  t.same(longestFirst([maths, records, pages], { [pages.file]: 60, [records.file]: 8 }), [pages, records, maths])
})

const ran = { file: 'test/a.test.ts', tap: '', code: 0, signal: null, wallMs: 5, cpuSeconds: 3 }
const failures = (tap: string): string[] => {
  const found: string[] = []
  const parser = new Parser()
  parser.on('fail', (result) => found.push(result.fullname))
  parser.end(`TAP version 14\n${tap}1..1\n`)
  return found
}

t.test('a file that is killed under way has failed, whatever it had shown until then', async (t) => {
  t.same(failures(subtest(1, { ...ran, tap: 'TAP version 14\nok 1 - fine\n1..1\n' })), [])
  const killed = { ...ran, code: null, signal: 'SIGKILL' as const, tap: 'TAP version 14\nok 1 - fine\n' }
  t.same(failures(subtest(1, killed)), ['test/a.test.ts > runs to its end'])
  t.same(failures(subtest(1, { ...ran, code: 1, tap: '' })), ['test/a.test.ts > runs to its end'])
})

t.test('the dearest are told, those without a figure left out', async (t) => {
  const told = dearest([ran, { ...ran, file: 'test/b.test.ts', cpuSeconds: 8 }, { ...ran, cpuSeconds: undefined }])
  t.same(told.trim().split('\n'), [
    '# cost: 11 CPU-s in all; the dearest files:',
    '# cost: 8 CPU-s, 0 s: test/b.test.ts',
    '# cost: 3 CPU-s, 0 s: test/a.test.ts',
  ])
})

t.test('no plain test bounds the others: they are one process, and its root is of all', async (t) => {
  const root = join(import.meta.dirname, '..')
  const files = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((file) => kindOf(file) === 'unit')
  t.ok(files.length > 200)
  for (const file of files) t.notMatch(readFileSync(join(root, file), 'utf8'), /^t\.setTimeout/m, file)
})
