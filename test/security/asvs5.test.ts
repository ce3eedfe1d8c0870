// The table of ASVS 5 is whole: every item of levels 1 and 2 once, every test it names is there, most of what applies is held by one.
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { ASVS, TESTS } from './asvs5.ts'

/** Items of levels 1 and 2 in each section of ASVS 5.0.0: they are numbered from 1. */
const SECTIONS = `1.1:2 1.2:9 1.3:11 1.4:3 1.5:2 2.1:3 2.2:3 2.3:4 2.4:1 3.2:2 3.3:4 3.4:6 3.5:5 3.7:2 4.1:3 4.2:1 4.3:2 4.4:4
  5.1:1 5.2:3 5.3:2 5.4:3 6.1:3 6.2:12 6.3:4 6.4:4 6.5:5 6.6:3 6.8:4 7.1:3 7.2:4 7.3:2 7.4:5 7.5:2 7.6:2 8.1:2 8.2:3 8.3:1
  8.4:1 9.1:3 9.2:4 10.1:2 10.2:2 10.3:4 10.4:11 10.5:5 10.6:2 10.7:3 11.1:2 11.2:3 11.3:3 11.4:4 11.5:1 11.6:1 12.1:3 12.2:2
  12.3:4 13.1:1 13.2:5 13.3:2 13.4:5 14.1:2 14.2:4 14.3:3 15.1:3 15.2:3 15.3:7 16.1:1 16.2:5 16.3:4 16.4:3 16.5:3 17.1:1
  17.2:4 17.3:2`
const WANTED = 0.7

const items = SECTIONS.trim()
  .split(/\s+/)
  .flatMap((each) => {
    const [section, count] = each.split(':')
    return Array.from({ length: Number(count) }, (_, n) => `${section}.${n + 1}`)
  })
const told = ASVS.flatMap(([ids, held]) => ids.split(' ').map((id) => ({ id, held })))

t.test('every item of levels 1 and 2 is answered once', async (t) => {
  t.equal(items.length, 253)
  t.same(told.map(({ id }) => id).sort(), items.toSorted())
})

t.test('every test that is named is there, and none is named for nothing', async (t) => {
  for (const path of Object.values(TESTS)) t.ok(existsSync(join(import.meta.dirname, '..', `${path}.test.ts`)), path)
  const used = new Set(told.map(({ held }) => held))
  t.same(
    Object.keys(TESTS).filter((name) => !used.has(name as keyof typeof TESTS)),
    [],
  )
})

t.test('most of what applies to us is held by a test', async (t) => {
  const applies = told.filter(({ held }) => !held.startsWith('n:'))
  const tested = applies.filter(({ held }) => !held.startsWith('o:'))
  t.comment(`${told.length} items: ${applies.length} apply, ${tested.length} are tested`)
  t.ok(tested.length / applies.length >= WANTED, `${tested.length} of ${applies.length}`)
})
