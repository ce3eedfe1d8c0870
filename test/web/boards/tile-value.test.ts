// What tiles show of the live views: of chosen queues and groups, by thresholds either way.
import t from 'tap'
import type { Tile } from '#engine/protocol/boards.ts'
import { measuresOf, tileShown, toneOf } from '#web/src/lib/boards/tile-value.ts'
import { USUAL_TILES } from '#web/src/lib/boards/usual-board.ts'

const NOW = 1_000_000
const queue = (queueId: string, waiting: number, today: object) => ({
  ...{ queueId, name: queueId, waiting: [], waitingCount: waiting, agents: [] },
  ...(waiting > 0 ? { oldestJoinedAt: NOW - 65_000 } : {}),
  ...{ serviceLevelMs: 20_000, serviceLevelPercent: 80 },
  today: {
    date: '',
    offered: 0,
    answered: 0,
    answeredInTarget: 0,
    abandoned: 0,
    overflowed: 0,
    waitMsSum: 0,
    longestWaitMs: 0,
    ...today,
  },
})
const agent = (groupId: string, mode: string, queueIds: string[]) => ({
  groupId,
  mode,
  queueIds,
  signedIn: mode !== 'signed-out',
})
const views = {
  queues: [
    queue('sales', 3, { offered: 10, answered: 6, answeredInTarget: 3, abandoned: 2, waitMsSum: 80_000 }),
    queue('help', 0, { offered: 5, answered: 5, answeredInTarget: 5 }),
  ],
  agents: [
    ...[agent('g1', 'ready', ['sales']), agent('g1', 'talking', ['sales', 'help']), agent('g2', 'break', ['help'])],
    agent('g2', 'signed-out', ['help']),
  ],
  now: NOW,
} as never
const tile = (more: Partial<Tile>): Tile => ({
  ...{ show: 'waiting', title: '', queueIds: [], groupId: '', formula: '', text: '', width: '1', sound: false },
  ...more,
})

t.test('of the queues chosen, or of all', async (t) => {
  t.equal(tileShown(tile({ show: 'offered' }), views).text, '15')
  t.equal(tileShown(tile({ show: 'offered', queueIds: ['help'] }), views).text, '5')
  t.equal(tileShown(tile({ show: 'longestWait' }), views).text, '1:05')
  t.equal(tileShown(tile({ show: 'serviceLevel', queueIds: ['sales'] }), views).text, '38%')
  t.equal(tileShown(tile({ show: 'averageWait', queueIds: ['sales'] }), views).text, '0:10')
  t.equal(tileShown(tile({ show: 'serviceLevel', queueIds: ['gone'] }), views).text, '–', 'a removed queue')
})

t.test('agents of the queues or of a group', async (t) => {
  t.match(measuresOf(tile({}), views), { signedIn: 3, ready: 1, talking: 1, onBreak: 1, occupancy: 0.5 })
  t.match(measuresOf(tile({ queueIds: ['help'] }), views), { signedIn: 2, ready: 0 })
  t.match(measuresOf(tile({ groupId: 'g2' }), views), { signedIn: 1, onBreak: 1, occupancy: undefined })
})

t.test('a formula of their own', async (t) => {
  t.equal(tileShown(tile({ show: 'formula', formula: 'waiting / ready' }), views).text, '3')
  t.equal(tileShown(tile({ show: 'formula', formula: 'waiting / ready', queueIds: ['help'] }), views).text, '–')
})

t.test('thresholds: more is worse, less is worse, and which by their order', async (t) => {
  const tones = (more: Partial<Tile>, ...levels: number[]) => levels.map((level) => toneOf(tile(more), level))
  t.same(tones({ warnAt: 5, badAt: 10 }, 4, 5, 10), ['plain', 'warn', 'bad'])
  t.same(tones({ show: 'serviceLevel', warnAt: 80, badAt: 70 }, 81, 80, 70), ['plain', 'warn', 'bad'])
  t.same(tones({ show: 'ready', badAt: 1 }, 2, 1), ['plain', 'bad'], 'few agents are bad')
  t.same(tones({ show: 'formula', warnAt: 3, badAt: 1 }, 4, 2, 0), ['plain', 'warn', 'bad'])
  t.equal(tileShown(tile({ show: 'serviceLevel', queueIds: ['sales'], badAt: 40, warnAt: 80 }), views).tone, 'bad')
})

t.test('a new board shows something at once', async (t) => {
  for (const one of USUAL_TILES) t.ok(one.show === 'clock' || tileShown(one, views).text !== '', one.show)
})
