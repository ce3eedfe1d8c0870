// Rosters of schedulingbenchmarks.org, checked by a checker written from the format alone; best published in published.csv.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { readWard, type Ward, writeWard } from '#analytics/roster/nrp.ts'
import { searchWard } from '#analytics/roster/ward-search.ts'
import { solveWard } from '#analytics/roster/ward-solve.ts'
import { checkNrp } from '#test/kit/rosters/nrp-checker.ts'

const textOf = (instance: number): string =>
  readFileSync(join(import.meta.dirname, `../../../bench/data/wfm/nrp/Instance${instance}.txt`), 'utf8')

/** a clock that moves when it is looked at: the same roster on any machine */
const solve = (ward: Ward, looks: number) => {
  let looked = 0
  return searchWard(ward, { seed: 1, budgetMs: looks, now: () => looked++ })
}

t.test('the smallest ward is solved as well as anybody has', async (t) => {
  const text = textOf(1)
  const ward = readWard(text)
  const found = solve(ward, 250)
  const checked = checkNrp(text, writeWard(ward, found.symbols))
  t.same(checked.broken, [])
  t.equal(checked.cost, found.cost)
  t.equal(found.cost, 607)
})

t.test('wards with nights, limits and several weeks keep every rule from the first roster on', async (t) => {
  for (const instance of [3, 4, 7, 9]) {
    const text = textOf(instance)
    const ward = readWard(text)
    const found = solve(ward, 3)
    const checked = checkNrp(text, writeWard(ward, found.symbols))
    t.same(checked.broken, [], `instance ${instance}`)
    t.equal(checked.cost, found.cost)
  }
})

t.test('a ward is solved within 1 % of the best published, and its bound is not above it', async (t) => {
  const text = textOf(4)
  const ward = readWard(text)
  let looked = 0
  const found = await solveWard(ward, { seed: 1, budgetMs: 1_500, now: () => looked++ })
  const checked = checkNrp(text, writeWard(ward, found.symbols))
  t.same(checked.broken, [])
  t.equal(checked.cost, found.cost)
  t.ok(found.cost <= 1_716 * 1.01, `cost ${found.cost}`)
  t.ok(found.bound !== null && found.bound > 1_700 && found.bound <= 1_716, `bound ${found.bound}`)
})

t.test('a ward that is stopped answers the best so far', async (t) => {
  const text = textOf(7)
  const ward = readWard(text)
  let looked = 0
  const found = await solveWard(ward, { seed: 1, budgetMs: 1e9, now: () => (looked += 50), goOn: () => looked < 1_000 })
  t.equal(found.stopped, true)
  t.same(checkNrp(text, writeWard(ward, found.symbols)), { cost: found.cost, broken: [] })
})

t.test('the checker sees each broken rule', async (t) => {
  const text = [
    'SECTION_HORIZON\n14\nSECTION_SHIFTS\nD,480,\nN,600,D\nSECTION_STAFF\na,D=14|N=1,2400,960,3,2,2,0',
    'SECTION_DAYS_OFF\na,9\nSECTION_SHIFT_ON_REQUESTS\na,1,D,7\nSECTION_SHIFT_OFF_REQUESTS\na,2,D,5',
    'SECTION_COVER\n2,D,0,100,3\n3,D,2,100,1\n',
  ].join('\n')
  const check = (...worked: [day: number, shift: string][]) =>
    checkNrp(
      text,
      worked.map(([day, shift]) => ({ staff: 'a', day, shift })),
    )
  t.same(check([2, 'D'], [3, 'D']), { cost: 7 + 5 + 3 + 100, broken: [] })
  const cases: [RegExp, [number, string][]][] = [
    [
      /D after N/,
      [
        [2, 'N'],
        [3, 'D'],
      ],
    ],
    [
      /2 times N/,
      [
        [1, 'N'],
        [2, 'N'],
      ],
    ],
    [
      /4 days in a row/,
      [
        [0, 'D'],
        [1, 'D'],
        [2, 'D'],
        [3, 'D'],
      ],
    ],
    [
      /only 1 days in a row/,
      [
        [1, 'D'],
        [4, 'D'],
        [7, 'D'],
      ],
    ],
    [
      /only 1 days off/,
      [
        [0, 'D'],
        [1, 'D'],
        [3, 'D'],
        [4, 'D'],
      ],
    ],
    [
      /1 weekends/,
      [
        [6, 'D'],
        [7, 'D'],
      ],
    ],
    [
      /not a day off/,
      [
        [8, 'D'],
        [9, 'D'],
      ],
    ],
    [/480 minutes, at least/, [[13, 'D']]],
    [
      /2880 minutes, at most/,
      [
        [0, 'D'],
        [1, 'D'],
        [2, 'D'],
        [7, 'D'],
        [8, 'D'],
        [10, 'D'],
      ],
    ],
    [
      /two shifts/,
      [
        [2, 'D'],
        [2, 'D'],
        [3, 'D'],
      ],
    ],
    [
      /not known/,
      [
        [2, 'X'],
        [3, 'D'],
      ],
    ],
  ]
  for (const [fault, worked] of cases)
    t.ok(
      check(...worked).broken.some((each) => fault.test(each)),
      String(fault),
    )
})

t.test('a text that is no instance is refused with what is wrong', async (t) => {
  t.throws(() => readWard('hello'), /horizon/)
  t.throws(() => readWard(textOf(1).replace('A,D=14', 'A,X=14')), /called X/)
  t.throws(() => readWard(textOf(1).replace('\n14\n', '\n15\n')), /whole weeks/)
})
