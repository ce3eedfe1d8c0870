// The grid's plain parts: keys, selection, what is in sight, dragging, shifts, cover, rows.
import t from 'tap'
import type { RosterFault } from '#engine/protocol/roster.ts'
import { agentHours, hourMarks, outlineOf, sumsOf } from '#web/src/lib/roster/coverage.ts'
import { createDrag, type Drag } from '#web/src/lib/roster/drag.ts'
import { actOf } from '#web/src/lib/roster/keys.ts'
import { faultsInOrder, NO_FILTER, rowsOf, ruleCounts } from '#web/src/lib/roster/rows.ts'
import { at, isChosen, type Spot, spotsOf, stepped } from '#web/src/lib/roster/selection.ts'
import { keyedShifts, shiftLook, shiftOfKey, shortName } from '#web/src/lib/roster/shifts.ts'
import { columnWidth, HEAD_HEIGHT, inSight, NAME_WIDTH, ROW_HEIGHT, scrolledTo } from '#web/src/lib/roster/sight.ts'
import { MONDAY, roster } from './stands.ts'

const SIZE = { rows: 200, columns: 14, page: 10 }
const view = roster([])
const press = (key: string, held: { ctrl?: boolean; shift?: boolean; alt?: boolean } = {}) =>
  actOf({ key, ctrl: false, shift: false, alt: false, ...held }, at(5, 3), SIZE, view.shifts)

t.test('arrows move the focus and stop at the edges', async (t) => {
  const go = (key: string, from: Spot, far = false) =>
    stepped({ focus: from, anchor: from }, key, SIZE, { far, extend: false })?.focus
  t.same(go('ArrowDown', { row: 5, column: 3 }), { row: 6, column: 3 })
  t.same(go('ArrowUp', { row: 0, column: 3 }), { row: 0, column: 3 })
  t.same(go('ArrowRight', { row: 5, column: 13 }), { row: 5, column: 13 })
  t.same(go('PageDown', { row: 195, column: 3 }), { row: 199, column: 3 })
  t.same(go('End', { row: 5, column: 3 }), { row: 5, column: 13 })
  t.same(go('Home', { row: 5, column: 3 }, true), { row: 0, column: 0 })
  t.same(go('ArrowDown', { row: 5, column: 3 }, true), { row: 199, column: 3 })
  t.equal(stepped(at(0, 0), 'ArrowDown', { ...SIZE, rows: 0 }, { far: false, extend: false }), undefined)
})

t.test('Shift keeps the anchor: the cells between are chosen', async (t) => {
  const one = stepped(at(5, 3), 'ArrowDown', SIZE, { far: false, extend: true })!
  const two = stepped(one, 'ArrowLeft', SIZE, { far: false, extend: true })!
  t.equal(spotsOf(two).length, 4)
  t.ok(isChosen(two, { row: 6, column: 3 }))
  t.notOk(isChosen(two, { row: 7, column: 3 }))
})

t.test('what each key does', async (t) => {
  t.same(press('Enter'), { type: 'pick' })
  t.same(press('Delete'), { type: 'off' })
  t.same(press('p'), { type: 'pin' })
  t.same(press(' '), { type: 'lift' })
  t.same(press('Escape'), { type: 'cancel' })
  t.same(press('z', { ctrl: true }), { type: 'undo' })
  t.same(press('Z', { ctrl: true, shift: true }), { type: 'redo' })
  t.same(press('s', { ctrl: true }), { type: 'save' })
  t.same(press('1'), { type: 'set', shiftId: 'early' }, 'keys go by the start of the shift')
  t.same(press('2'), { type: 'set', shiftId: 'late' })
  t.equal(press('9'), undefined, 'no such shift')
  t.equal(press('1', { ctrl: true }), undefined, 'the browser’s own')
  t.equal(press('1', { alt: true }), undefined)
  t.equal(press('Tab'), undefined, 'Tab leaves the grid')
})

t.test('no shift gets the key that pins, and one past the last key gets none', async (t) => {
  const many = Array.from({ length: 40 }, (_, n) => ({
    id: `s${n}`,
    name: `班${n}`,
    color: '',
    startsAt: n * 10,
    endsAt: 600 + n * 10,
  }))
  const keys = keyedShifts(many).map((one) => one.key)
  t.notOk(keys.includes('p'))
  t.equal(new Set(keys.filter((key) => key !== undefined)).size, 34)
  t.equal(keys.at(-1), undefined)
  t.equal(shiftOfKey(many, 'A')?.id, 's9', 'letters work with Shift too')
})

t.test('a name fits its cell and any colour may be given', async (t) => {
  t.equal(shortName('早班'), '早班')
  t.equal(shortName('周末早班'), '周末')
  t.equal(shortName('Early morning'), 'Early')
  t.match(shiftLook('#3B6FC9'), '#3B6FC9')
  t.notMatch(shiftLook('red; background: url(x)'), 'url')
})

t.test('a thousand agents cost as much as thirty, and the last row can be seen', async (t) => {
  const height = HEAD_HEIGHT + 12 * ROW_HEIGHT
  const top = inSight({ top: 0, height }, 1_000)
  t.ok(top.firstRow === 0 && top.lastRow < 30)
  const end = inSight({ top: 988 * ROW_HEIGHT, height }, 1_000)
  t.equal(end.lastRow, 1_000)
  t.ok(end.firstRow < 988 && end.firstRow > 970)
  t.equal(inSight({ top: 5_000, height }, 20).lastRow, 20, 'a filter left fewer rows than were scrolled')
  t.same(inSight({ top: 0, height }, 0).lastRow, 0)
})

t.test('a cell behind the head, the names or an edge is scrolled to, one in sight is left', async (t) => {
  const seen = { top: 400, left: 200, width: NAME_WIDTH + 700, height: HEAD_HEIGHT + 400 }
  t.same(scrolledTo({ row: 12, column: 4 }, seen, 100), { top: 400, left: 200 })
  t.same(scrolledTo({ row: 3, column: 1 }, seen, 100), { top: 120, left: 100 })
  t.same(scrolledTo({ row: 30, column: 13 }, seen, 100), { top: 31 * ROW_HEIGHT - 400, left: 700 })
  t.equal(columnWidth(NAME_WIDTH + 1_400, 7), 200)
  t.equal(columnWidth(400, 28), 72)
})

t.test('a drag begins after a few pixels and drops on the cell below the pointer', async (t) => {
  const drags: (Drag | undefined)[] = []
  const drops: [Spot, Spot][] = []
  const scrolled: number[] = []
  const drag = createDrag({
    under: (x, y) => (x < 1_000 ? { row: Math.floor(y / 40), column: Math.floor(x / 100) } : undefined),
    mayDrag: ({ row }) => row !== 9,
    onDrag: (now) => drags.push(now),
    onDrop: (from, to) => drops.push([from, to]),
    scroll: (x, y) => scrolled.push(x, y),
  })
  const edges = { left: 0, right: 900, top: 0, bottom: 400 }
  const pointer = (clientX: number, clientY: number) => ({ clientX, clientY })
  drag.down({ row: 2, column: 2 }, pointer(250, 100), edges)
  drag.move(pointer(252, 101))
  t.same(drags, [], 'a click is no drag')
  drag.move(pointer(450, 210))
  t.match(drags.at(-1), { from: { row: 2, column: 2 }, over: { row: 5, column: 4 } })
  drag.up()
  t.same(drops, [
    [
      { row: 2, column: 2 },
      { row: 5, column: 4 },
    ],
  ])
  t.same(scrolled, [])

  drag.down({ row: 2, column: 2 }, pointer(250, 100), edges)
  drag.move(pointer(450, 390))
  t.same(scrolled, [0, 18], 'at the lower edge it scrolls down')
  drag.move(pointer(255, 110))
  drag.up()
  t.equal(drops.length, 1, 'back where it came from nothing is dropped')

  drag.down({ row: 2, column: 2 }, pointer(250, 100), edges)
  drag.move(pointer(450, 210))
  drag.cancel()
  drag.up()
  t.equal(drops.length, 1, 'cancelled')

  drag.down({ row: 9, column: 2 }, pointer(250, 370), edges)
  drag.move(pointer(450, 210))
  drag.up()
  t.equal(drops.length, 1, 'a day off cannot be dragged')
})

t.test('what is missing and what is too much are counted apart', async (t) => {
  const day = { date: MONDAY, need: [3, 3, 0], cover: [1, 4, 2] }
  t.same(sumsOf(day), { under: 2, over: 3, need: 6, cover: 7 })
  const outline = outlineOf(day, 40)
  t.equal(outline.top, 4)
  t.same(outline.under, [{ x: 0, y: 10, height: 20 }])
  t.same(outline.met[0], { x: 0, y: 30, height: 10 })
  t.equal(outline.over.length, 2)
  const quarter = { slotMinutes: 15 as const, opensAt: 450, closesAt: 1_320 }
  t.equal(agentHours(6, quarter), '1.5')
  t.equal(agentHours(101, quarter), '25')
  t.same(
    hourMarks(quarter, 58).map((mark) => mark.minutes % 60),
    hourMarks(quarter, 58).map(() => 0),
  )
  t.ok(hourMarks({ ...quarter, opensAt: 0, closesAt: 1_440 }, 96).length <= 12)
})

t.test('agents are found by number, name or rule, and by what is broken', async (t) => {
  const fault = (agentId: string, date: string, rule: RosterFault['rule']): RosterFault => ({
    agentId,
    date,
    rule,
    text: { zh: '', en: '' },
  })
  const faults = [
    fault('b', '2026-11-25', 'on-leave'),
    fault('c', MONDAY, 'on-leave'),
    fault('a', MONDAY, 'too-late'),
    fault('c', MONDAY, 'rest-too-short'),
  ]
  const found = (filter: Partial<typeof NO_FILTER>) =>
    rowsOf(view.agents, faults, { ...NO_FILTER, ...filter })
      .map((agent) => agent.agentId)
      .join('')
  t.equal(found({}), 'abc')
  t.equal(found({ text: ' zhang' }), 'c')
  t.equal(found({ text: '1002' }), 'b')
  t.equal(found({ rule: 'any' }), 'abc')
  t.equal(found({ rule: 'on-leave' }), 'bc')
  t.equal(found({ rule: 'no-rule' }), '')
  t.same(
    faultsInOrder(faults, view.agents).map((one) => `${one.agentId} ${one.rule}`),
    ['a too-late', 'c on-leave', 'c rest-too-short', 'b on-leave'],
  )
  t.same(ruleCounts(faults)[0], { rule: 'on-leave', count: 2 })
})
