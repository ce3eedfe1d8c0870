// The media node's journal: what a process that was killed had kept is found by the next one, whatever the file looks like.
import { appendFileSync, readdirSync, readFileSync, statSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t, { type Test } from 'tap'
import { JOURNAL_SHAPE } from '#engine/protocol/shapes.ts'
import { Journal } from '#media/node/journal.ts'

const FILE = 'journal.jsonl'

async function opened(folder: string) {
  const faults: string[] = []
  const journal = await Journal.open(folder, (fault) => faults.push(String(fault)))
  return { journal, faults, found: Object.fromEntries(journal.all()) }
}

/** What a new process finds; the old one was not told of its end. */
const foundIn = async (folder: string) => (await opened(folder)).found

async function kept(t: Test, values: Record<string, unknown>) {
  const folder = t.testdir()
  const { journal } = await opened(folder)
  for (const [key, value] of Object.entries(values)) journal.put(key, () => value)
  await journal.flush()
  return { folder, journal, file: join(folder, FILE) }
}

t.test('the last value of each key is found; what was removed is not', async (t) => {
  const { folder, journal } = await kept(t, { a: 1, b: { deep: ['x'] }, c: 3 })
  journal.put('a', () => 2)
  await journal.flush()
  journal.put('a', () => 3)
  journal.put('c', () => undefined)
  await journal.flush()
  t.strictSame(await foundIn(folder), { a: 3, b: { deep: ['x'] } })
  t.strictSame(await foundIn(folder), { a: 3, b: { deep: ['x'] } }, 'and found again')
})

t.test('what is put now is there when it returns, and an older value under way does not come after it', async (t) => {
  const { folder, journal } = await kept(t, {})
  journal.put('a', () => 'old')
  journal.putNow('a', 'new')
  journal.putNow('b', 'now')
  t.strictSame(await foundIn(folder), { a: 'new', b: 'now' })

  const other = await kept(t, {})
  other.journal.put('a', () => 'old')
  // the write of the old value has begun
  await new Promise(setImmediate)
  other.journal.putNow('a', 'new')
  await other.journal.flush()
  t.strictSame(await foundIn(other.folder), { a: 'new' })
})

t.test('nothing is written once it is frozen, but what was put before is', async (t) => {
  const { folder, journal } = await kept(t, {})
  journal.put('before', () => 1)
  journal.freeze()
  journal.put('after', () => 1)
  journal.putNow('now', 1)
  await journal.flush()
  t.strictSame(await foundIn(folder), { before: 1 })
})

t.test('a value is asked for when it is written: once for three puts in one turn', async (t) => {
  const { folder, journal } = await kept(t, {})
  const leg = { state: 'ringing' }
  let asked = 0
  for (const state of ['up', 'held', 'up again']) {
    leg.state = state
    journal.put('leg', () => ({ ...leg, asked: ++asked }))
  }
  await journal.flush()
  t.strictSame(await foundIn(folder), { leg: { state: 'up again', asked: 1 } })
})

t.test('what stands in it is counted by how its keys begin', async (t) => {
  const { journal } = await kept(t, { 'leg.1': 1 })
  for (const n of [1, 2, 3]) journal.putNow(`recording.${n}`, n)
  t.equal(journal.count('recording.'), 3)
  journal.put('recording.2', () => undefined)
  await journal.flush()
  t.equal(journal.count('recording.'), 2)
  t.equal(journal.count('leg.'), 1)
})

t.test('what was put before it is frozen is written as it stood then', async (t) => {
  const { folder, journal } = await kept(t, {})
  const leg = { state: { mode: 'up' } }
  journal.put('leg', () => leg)
  journal.freeze()
  leg.state.mode = 'ended, because the process stops'
  await journal.flush()
  t.strictSame(await foundIn(folder), { leg: { state: { mode: 'up' } } })
})

t.test('a torn line loses its own value only; what comes after it is found', async (t) => {
  const { folder, journal, file } = await kept(t, { a: 1, b: 2 })
  journal.put('b', () => 3)
  await journal.flush()
  truncateSync(file, statSync(file).size - 4)
  t.strictSame(await foundIn(folder), { a: 1, b: 2 })
  appendFileSync(file, '{"shape":1,"n":99,"key":"c","va')
  const next = await opened(folder)
  t.strictSame(next.found, { a: 1, b: 2 })
  next.journal.putNow('d', 4)
  t.strictSame(await foundIn(folder), { a: 1, b: 2, d: 4 })
})

t.test('the file stays in proportion to what counts in it', async (t) => {
  const { folder, journal, file } = await kept(t, { still: 'here' })
  const big = 'x'.repeat(50_000)
  let longest = 0
  for (let n = 0; n < 200; n++) {
    journal.put('leg', () => ({ n, big }))
    await journal.flush()
    longest = Math.max(longest, statSync(file).size)
  }
  t.ok(longest < 1_300_000, `10 MB were put, the file was never over ${longest} bytes`)
  t.match(await foundIn(folder), { still: 'here', leg: { n: 199 } })
})

t.test('a line of a newer version is refused in words and stays for it', async (t) => {
  const { folder, file } = await kept(t, { a: 1 })
  appendFileSync(file, `${JSON.stringify({ shape: JOURNAL_SHAPE + 1, n: 50, key: 'leg.x', value: 'whatever' })}\n`)
  const { journal, faults, found } = await opened(folder)
  t.strictSame(found, { a: 1 })
  t.match(faults, [/journal leg\.x has shape \d+.*start the newer version/])
  journal.put('a', () => 2)
  await journal.flush()
  t.match(readFileSync(file, 'utf8'), '"whatever"')
})

t.test('a folder of an earlier version, a file a key, becomes one file', async (t) => {
  const folder = t.testdir({
    'leg.a.json': JSON.stringify({ shape: 1, value: { leg: 'a' } }),
    'leg.b.json': JSON.stringify('of before there were numbers'),
    'leg.c.json': '{"shape":1,"val',
    'leg.d.json.new': 'left over',
  })
  writeFileSync(join(folder, 'leg.e.json'), JSON.stringify({ shape: JOURNAL_SHAPE + 1, value: 1 }))
  const wanted = { 'leg.a': { leg: 'a' }, 'leg.b': 'of before there were numbers' }
  t.strictSame(await foundIn(folder), wanted)
  t.strictSame(readdirSync(folder).sort(), [FILE, 'leg.e.json'], 'the one of a newer version is left for it')
  t.strictSame(await foundIn(folder), wanted)
})
