// Figures of the wallboard.
import t from 'tap'
import { spanSince } from '#web/src/lib/i18n/format.ts'
import { queueFigures, queuesInOrder, serviceLevelOf, sortAgents, totals } from '#web/src/lib/live/figures.ts'
import { agent, queue } from './views.ts'

const today = {
  date: '',
  offered: 10,
  answered: 6,
  answeredInTarget: 4,
  abandoned: 1,
  overflowed: 1,
  waitMsSum: 80_000,
  longestWaitMs: 0,
}
const waiting = (joinedAt: number) => ({ callId: `c${joinedAt}`, number: '', vip: false, joinedAt, missed: 0 })

t.test('the service level counts decided calls only, as the report does', async (t) => {
  t.equal(serviceLevelOf(today), 4 / 8)
  t.equal(serviceLevelOf({ ...today, answered: 0, answeredInTarget: 0, abandoned: 0, overflowed: 0 }), undefined)
})

t.test('the longest wait is that of the oldest caller, whatever the order of the queue', async (t) => {
  const figures = queueFigures(queue({ waiting: [waiting(70_000), waiting(40_000), waiting(90_000)], today }), 100_000)
  t.equal(figures.longestWaitMs, 60_000)
  t.equal(figures.averageWaitMs, 10_000)
  t.equal(queueFigures(queue({ today }), 100_000).longestWaitMs, 0, 'nobody waits')
})

t.test('agents signed out are nobody, ringing and wrap-up are busy', async (t) => {
  const agents = (['ready', 'ringing', 'talking', 'wrap-up', 'break', 'signed-out'] as const).map((mode, n) => ({
    agentId: `a${n}`,
    mode,
    available: mode === 'ready',
  }))
  const { ready, busy, onBreak, signedIn } = queueFigures(queue({ agents }), 0)
  t.same([ready, busy, onBreak, signedIn], [1, 3, 1, 5])
})

t.test('totals weigh queues by their calls', async (t) => {
  const other = { ...today, answered: 2, answeredInTarget: 2, abandoned: 0, overflowed: 0 }
  const all = totals([queue({ today }), queue({ queueId: 'queue-2', today: other, waiting: [waiting(1_000)] })], 5_000)
  t.equal(all.serviceLevel, 6 / 10)
  t.equal(all.waiting, 1)
  t.equal(all.longestWaitMs, 4_000)
})

t.test(
  'totals are held against what each queue aims at, by its calls, and the longest wait by its own queue',
  async (t) => {
    const quiet = { ...today, answered: 2, abandoned: 0, overflowed: 0 }
    const all = totals(
      [
        queue({ today, serviceLevelPercent: 90, waiting: [waiting(3_000)] }),
        queue({ today: quiet, serviceLevelPercent: 60, serviceLevelMs: 60_000, waiting: [waiting(1_000)] }),
      ],
      5_000,
    )
    t.equal(all.serviceTarget, 0.84)
    t.equal(all.serviceLevelMs, 60_000)
    t.equal(totals([], 0).serviceTarget, 0.8, 'no queue, no call: the usual one')
  },
)

t.test('more callers and agents than a view lists are counted all the same', async (t) => {
  const large = queue({
    ...{ waiting: [waiting(4_000)], waitingCount: 130, oldestJoinedAt: 1_000 },
    ...{ agents: [], agentsByMode: { ready: 150, talking: 80, break: 20, 'signed-out': 7 } },
  })
  t.match(queueFigures(large, 5_000), { waiting: 130, longestWaitMs: 4_000, ready: 150, busy: 80, onBreak: 20 })
  t.equal(queueFigures(large, 5_000).signedIn, 250)
  t.equal(totals([large, large], 5_000).waiting, 260)
})

t.test('queues stand in the order of their names, Chinese by pinyin', async (t) => {
  const names = queuesInOrder(['投诉', 'English', '查询'].map((name) => ({ name }))).map(({ name }) => name)
  t.same(names, ['查询', '投诉', 'English'])
})

t.test('agents sort by any column, and equal ones by number', async (t) => {
  const list = [
    agent({ agentId: 'b', number: '1002', since: 50 }),
    agent({ agentId: 'a', number: '1001', since: 50 }),
    agent({ agentId: 'c', number: '1003', since: 10 }),
  ]
  const words = { state: () => 0, phone: () => '', place: () => '' }
  const ids = (by: 'since' | 'number', down: boolean) =>
    sortAgents(list, { by, descending: down }, words).map((one) => one.agentId)
  t.same(ids('number', true), ['c', 'b', 'a'])
  t.same(ids('since', false), ['a', 'b', 'c'], 'shortest first')
  t.same(ids('since', true), ['c', 'a', 'b'])
  const unseen = [...list, agent({ agentId: 'd', number: '1004', since: 0 })]
  const last = sortAgents(unseen, { by: 'since', descending: true }, words).at(-1)
  t.equal(last?.agentId, 'd', 'an agent not seen since the start has no longest span')
})

t.test('an agent not seen since the start shows a dash instead of a span since 1970', async (t) => {
  t.equal(spanSince(0, 1_790_000_000_000), '–')
  t.equal(spanSince(1_000, 76_000), '1:15')
})
