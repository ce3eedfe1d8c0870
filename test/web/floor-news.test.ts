// Who has come, gone or taken a break, as a supervisor is told.
import t from 'tap'
import { floorNews } from '#web/src/lib/monitor/floor-news.ts'
import { agent } from './views.ts'

const of = (agentId: string, mode: 'signed-out' | 'break' | 'ready' | 'talking', breakReason?: string) =>
  agent({ agentId, number: agentId, name: '', mode, ...(breakReason ? { breakReason } : {}) })
const known = (...agents: ReturnType<typeof of>[]) => new Map(agents.map((one) => [one.agentId, one]))

t.test('signed in, signed out, on break: each once, and nothing of oneself', async (t) => {
  const before = known(of('1', 'signed-out'), of('2', 'ready'), of('3', 'talking'), of('4', 'ready'), of('9', 'ready'))
  const now = [
    of('1', 'break', 'not-ready'),
    of('2', 'signed-out'),
    of('3', 'break', 'meal'),
    of('4', 'talking'),
    of('9', 'break', 'meal'),
  ]
  t.match(floorNews(before, now, '9'), [
    { change: 'signed-in', agents: [{ agentId: '1' }] },
    { change: 'signed-out', agents: [{ agentId: '2' }] },
    { change: 'break', agents: [{ agentId: '3' }] },
  ])
  t.same(floorNews(known(...now), now, undefined), [], 'the same floor is no news')
  t.same(floorNews(new Map(), now, undefined), [], 'nor is the first picture')
})

t.test('another break is news, the pause after sign-in is none', async (t) => {
  t.match(floorNews(known(of('1', 'break', 'not-ready')), [of('1', 'break', 'meal')], undefined), [{ change: 'break' }])
  t.same(floorNews(known(of('1', 'ready')), [of('1', 'break', 'not-ready')], undefined), [])
})
