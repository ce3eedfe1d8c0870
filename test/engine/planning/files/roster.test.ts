// A roster's file: what is written out is read back as no change, and each change and fault is found by its row.
import t from 'tap'
import { readBook } from '#engine/planning/files/book.ts'
import { readRoster } from '#engine/planning/files/roster.ts'

import { rosterTable } from '#engine/planning/files/tables.ts'
import { fileOf } from '#engine/planning/files/write.ts'
import type { RosterView } from '#engine/protocol/roster.ts'

const DATES = ['2026-11-30', '2026-12-01']
const pause = { at: 600, minutes: 15, paid: true }
const meal = { at: 720, minutes: 60, paid: false }
const early = { id: 'early', name: '早班', color: '', startsAt: 480, endsAt: 1020 }
const night = { id: 'night', name: 'Night', color: '', startsAt: 1320, endsAt: 1800 }
const duty = { startsAt: 480, endsAt: 1020, breaks: [pause, meal], pinned: false }
const view = {
  agents: [
    { agentId: 'a1', number: '1001', name: '张三' },
    { agentId: 'a2', number: '1002', name: '李四' },
  ],
  shifts: [early, night],
  duties: [
    { agentId: 'a1', date: DATES[0], shiftId: 'early', ...duty },
    {
      agentId: 'a2',
      date: DATES[1],
      shiftId: 'night',
      startsAt: 1320,
      endsAt: 1800,
      breaks: [{ at: 1560, minutes: 30, paid: false }],
      pinned: true,
    },
  ],
} as unknown as RosterView

const read = (bytes: Buffer | string) => {
  const book = readBook(Buffer.from(bytes))
  if (!book.ok) throw new Error(book.say?.en)
  const file = readRoster(book.value, view, DATES)
  if (!file.ok) throw new Error(file.say?.en)
  return file.value
}

for (const lang of ['zh', 'en'] as const)
  for (const format of ['csv', 'xlsx'] as const)
    t.test(`a roster written as ${format} in ${lang} and read again changes nothing`, async (t) => {
      const file = read(await fileOf(rosterTable(view, DATES, lang), format))
      t.same(file.problems, [])
      t.equal(file.accepted.length, 4)
      t.same(file.changes, [])
    })

t.test('another shift, other breaks and a day off are changes', (t) => {
  const file = read(
    [
      '工号,日期,班次,休息',
      '1001,2026-11-30,早班,10:00-10:15 带薪; 13:00-14:00',
      '1001,2026-12-01,Night,02:00-02:30',
      '1002,2026-11-30,早班,',
      '1002,2026-12-01,休,',
    ].join('\n'),
  )
  t.same(file.problems, [])
  t.same(file.changes, [
    { agentId: 'a1', date: DATES[0], shiftId: 'early', breaks: [pause, { at: 780, minutes: 60, paid: false }] },
    { agentId: 'a1', date: DATES[1], shiftId: 'night', breaks: [{ at: 1560, minutes: 30, paid: false }] },
    { agentId: 'a2', date: DATES[0], shiftId: 'early' },
    { agentId: 'a2', date: DATES[1], shiftId: null },
  ])
  t.end()
})

t.test('rows that cannot be taken are told one by one', (t) => {
  const { problems, changes } = read(
    [
      'agent,date,shift,breaks',
      '9999,2026-11-30,早班,',
      '1001,2026-12-24,早班,',
      '1001,2026-12-01,Evening,',
      '1001,2026-12-01,,',
      '1001,2026-12-01,Night,at noon',
      '1001,2026-11-30,早班,',
      '1001,2026-11-30,休,',
    ].join('\n'),
  )
  t.same(
    problems.map(({ row, column }) => [row, column]),
    [
      [2, 'agent'],
      [3, 'date'],
      [4, 'shift'],
      [5, 'shift'],
      [6, 'breaks'],
      [8, 'date'],
    ],
  )
  t.same(changes, [])
  t.end()
})
