// Editing a roster without a pixel: cells, steps back and forth, moves, and the server's consequences over them.
import t from 'tap'
import type { RosterFault } from '#engine/protocol/roster.ts'
import { dayOff, move, setShift, togglePins } from '#web/src/lib/roster/acts.ts'
import { byCell, keyOf, saved, withChanges, withConsequences } from '#web/src/lib/roster/cells.ts'
import { changesOf, edit, NO_EDITS, redo, undo } from '#web/src/lib/roster/edits.ts'
import { consequences, duty, MONDAY, roster } from './stands.ts'

const TUESDAY = '2026-11-24'
const fault = (agentId: string, date: string): RosterFault => ({
  agentId,
  date,
  rule: 'rest-too-short',
  text: { zh: '', en: '' },
})

t.test('a duty moved onto a day off leaves the old day free', async (t) => {
  const duties = byCell([duty('a', MONDAY, 'early')])
  const changes = move(duties, { agentId: 'a', date: MONDAY }, { agentId: 'b', date: TUESDAY })
  const after = withChanges(duties, changes, roster([]).shifts)
  t.same([...after.keys()], [`b ${TUESDAY}`])
  t.match(after.get(`b ${TUESDAY}`), { shiftId: 'early', pinned: true, breaks: [{ at: 720 }] })
})

t.test('a duty moved onto another changes places with it', async (t) => {
  const duties = byCell([duty('a', MONDAY, 'early'), duty('b', MONDAY, 'late')])
  const changes = move(duties, { agentId: 'a', date: MONDAY }, { agentId: 'b', date: MONDAY })
  const after = withChanges(duties, changes, roster([]).shifts)
  t.equal(after.get(`a ${MONDAY}`)?.shiftId, 'late')
  t.equal(after.get(`b ${MONDAY}`)?.shiftId, 'early')
  t.equal(after.get(`b ${MONDAY}`)?.startsAt, 480)
})

t.test('nothing is moved from a day off, nor onto itself', async (t) => {
  const duties = byCell([duty('a', MONDAY, 'early')])
  t.same(move(duties, { agentId: 'b', date: MONDAY }, { agentId: 'a', date: MONDAY }), [])
  t.same(move(duties, { agentId: 'a', date: MONDAY }, { agentId: 'a', date: MONDAY }), [])
})

t.test('several cells are pinned together, and freed only when all were pinned', async (t) => {
  const cells = [
    { agentId: 'a', date: MONDAY },
    { agentId: 'b', date: MONDAY },
    { agentId: 'c', date: MONDAY },
  ]
  const half = byCell([duty('a', MONDAY, 'early', { pinned: true }), duty('b', MONDAY, 'late')])
  t.same(
    togglePins(half, cells).map(({ agentId, pinned }) => [agentId, pinned]),
    [['b', true]],
  )
  const both = byCell([duty('a', MONDAY, 'early', { pinned: true }), duty('b', MONDAY, 'late', { pinned: true })])
  t.same(
    togglePins(both, cells).map(({ agentId, pinned }) => [agentId, pinned]),
    [
      ['a', false],
      ['b', false],
    ],
  )
})

t.test('steps are undone and redone one by one; a new step forgets what was undone', async (t) => {
  const duties = byCell([duty('a', MONDAY, 'early')])
  const cell = { agentId: 'a', date: MONDAY }
  const [late, off] = [setShift([cell], 'late'), dayOff(duties, [cell])]
  const twice = edit(edit(NO_EDITS, late), off)
  const shiftOf = (edits: typeof twice) => changesOf(edits, duties).map((change) => change.shiftId)
  t.same(shiftOf(twice), [null])
  t.same(shiftOf(undo(twice)), ['late'])
  t.same(shiftOf(undo(undo(twice))), [])
  t.same(shiftOf(redo(undo(twice))), [null])
  t.same(edit(undo(twice), late).undone, [])
  t.equal(edit(twice, []), twice, 'a step without changes is none')
})

t.test('back to what the server has is no change', async (t) => {
  const duties = byCell([duty('a', MONDAY, 'early', { pinned: true })])
  const cell = { agentId: 'a', date: MONDAY }
  const there = edit(NO_EDITS, setShift([cell], 'late'))
  t.equal(changesOf(there, duties).length, 1)
  t.same(changesOf(edit(there, setShift([cell], 'early')), duties), [])
  t.same(changesOf(edit(NO_EDITS, setShift([{ agentId: 'b', date: MONDAY }], null)), duties), [])
  const free = byCell([duty('a', MONDAY, 'early')])
  t.equal(changesOf(edit(NO_EDITS, setShift([cell], 'early')), free).length, 1, 'set by hand is pinned')
})

t.test('five hundred steps and more keep every change', async (t) => {
  let edits = NO_EDITS
  for (let n = 0; n < 600; n++) edits = edit(edits, setShift([{ agentId: `agent-${n}`, date: MONDAY }], 'early'))
  t.equal(changesOf(edits, new Map()).length, 600)
  t.ok(edits.done.length <= 500)
})

t.test('consequences hold whether the server answers the whole roster or only what changed', async (t) => {
  const view = roster([duty('a', MONDAY, 'early'), duty('b', TUESDAY, 'late')], {
    faults: [fault('b', TUESDAY), fault('a', MONDAY)],
  })
  const changes = setShift([{ agentId: 'a', date: MONDAY }], 'late')
  const now = duty('a', MONDAY, 'late', { pinned: true })
  const monday = { date: MONDAY, need: [1, 1], cover: [1, 1] }
  const costs = { under: 1, over: 2, total: 6, wishes: 0 }
  const news = [fault('a', TUESDAY)]
  const part = consequences(view, { duties: [now], coverage: [monday], faults: news, costs })
  const whole = consequences(view, {
    duties: [now, duty('b', TUESDAY, 'late')],
    coverage: [monday, ...view.coverage.slice(1)],
    faults: [...news, fault('b', TUESDAY)],
    costs,
  })
  for (const answer of [part, whole]) {
    const drawn = withConsequences(view, changes, answer)
    t.same([...drawn.duties.keys()].sort(), [`a ${MONDAY}`, `b ${TUESDAY}`])
    t.equal(drawn.duties.get(`a ${MONDAY}`)?.shiftId, 'late')
    t.same(drawn.coverage[0], monday)
    t.equal(drawn.coverage.length, 7)
    t.same(drawn.faults.map(keyOf), [`b ${TUESDAY}`, `a ${TUESDAY}`])
    t.equal(drawn.costs.total, 6)
  }
})

t.test('what was kept is the new ground: version, cost and the day off', async (t) => {
  const view = roster([duty('a', MONDAY, 'early')])
  const changes = dayOff(byCell(view.duties), [{ agentId: 'a', date: MONDAY }])
  const after = saved(
    view,
    changes,
    consequences(view, { version: 2, duties: [], costs: { under: 3, over: 0, total: 12, wishes: 0 } }),
  )
  t.match(after, { version: 2, cost: 12, duties: [] })
})
