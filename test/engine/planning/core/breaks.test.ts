// When the breaks of a shift may be.
import t from 'tap'
import { alternativesOf, areBreaksWrong, usualBreaks } from '#engine/planning/core/breaks.ts'
import { duty, EARLY, shift } from './world.ts'

const at = (from: number, to: number, minutes = 15) => ({ earliest: from, latest: to, minutes, paid: true })

t.test('every combination of starts, a quarter of an hour apart', async (t) => {
  const two = shift('two', 8, 17, { breaks: [at(600, 615), at(900, 930, 30)] })
  t.same(
    alternativesOf(two).map((breaks) => breaks.map((one) => one.at)),
    [
      [600, 900],
      [600, 915],
      [600, 930],
      [615, 900],
      [615, 915],
      [615, 930],
    ],
  )
  t.same(alternativesOf(shift('none', 8, 17, { breaks: [] })), [[]])
})

t.test('where that were too many, the starts stand further apart', async (t) => {
  const wide = shift('wide', 8, 20, { breaks: [at(500, 740), at(760, 940), at(960, 1_140)] })
  const found = alternativesOf(wide)
  t.ok(found.length > 50 && found.length <= 400, `${found.length}`)
  t.same(
    found[0]?.map((one) => one.at),
    [500, 760, 960],
  )
})

t.test('breaks outside the shift, over each other or of no length are wrong, in any order', async (t) => {
  const isWrong = (...breaks: [number, number][]) =>
    areBreaksWrong({
      ...duty('a', '2026-12-07', EARLY),
      breaks: breaks.map(([at, minutes]) => ({ at, minutes, paid: true })),
    })
  t.notOk(isWrong([600, 15], [700, 60]))
  t.notOk(isWrong([700, 60], [600, 100]))
  t.ok(isWrong([700, 60], [690, 15]))
  t.ok(isWrong([470, 15]))
  t.ok(isWrong([1_010, 15]))
  t.ok(isWrong([600, 0]))
  t.notOk(areBreaksWrong({ ...EARLY, breaks: usualBreaks(EARLY) }))
})
