// All who can be matched are, however many: what it costs is told by `./tinglan bench matching`.
import t from 'tap'
import { AWAY, changed, join, offersIn, queues, T } from './stands.ts'

t.test('every agent that becomes free gets one of those who wait, oldest first', async (t) => {
  const { queue } = await queues()
  for (const strategy of ['longest-idle', 'random'] as const) {
    const team = Object.fromEntries(Array.from({ length: 60 }, (_, n) => [`a${n}`, AWAY]))
    let stand = queue(team, { strategy, maxWaiting: 500 })
    for (let n = 0; n < 50; n++) stand = stand.does(join(`c${n}`, { joinedAt: T + n }), T + n)
    for (let n = 0; n < 50; n++) {
      const free = changed(`a${59 - n}`, { idleSince: T + n })
      t.same(offersIn(stand.when(free, T + 100, `f${n}`).decision), [`a${59 - n}<-c${n}`])
      stand = stand.does(free, T + 100, `f${n}`)
    }
    t.same(offersIn(stand.when(changed('a0'), T + 100).decision), [], 'nobody waits any more')
  }
})

t.test('a great batch is cut into decisions that follow at once, and loses nobody', async (t) => {
  const { queue } = await queues()
  const team = Object.fromEntries(Array.from({ length: 2000 }, (_, n) => [`a${n}`, { idleSince: n }]))
  let stand = queue(team, { strategy: 'random', musicFirstMs: 1000, maxWaiting: 500 })
  for (let n = 0; n < 120; n++) stand = stand.does(join(`c${n}`), T)
  let offers = 0
  let decisions = 0
  while ((stand.wakeAt() ?? Infinity) <= T + 1000) {
    offers += offersIn(stand.when({ type: 'wake' }, T + 1000, `w${decisions}`).decision).length
    stand = stand.does({ type: 'wake' }, T + 1000, `w${decisions++}`)
  }
  t.equal(offers, 120)
  t.ok(decisions > 1 && decisions < 10, `${decisions} decisions`)
})
