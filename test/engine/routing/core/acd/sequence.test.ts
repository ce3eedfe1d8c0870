// Who gets call after call under each base strategy, played through the queue machine.
import t from 'tap'
import { AWAY, changed, join, offersIn, queues, T } from '../queue/stands.ts'

async function play(strategy: 'longest-idle' | 'fewest-answered' | 'sign-in-order', calls: number, backAfter: number) {
  const { queue } = await queues()
  const agents: Record<string, { idleSince: number; answered: number; signedInAt: number }> = {
    c: { idleSince: 10, answered: 0, signedInAt: 1 },
    a: { idleSince: 20, answered: 0, signedInAt: 2 },
    b: { idleSince: 15, answered: 0, signedInAt: 3 },
  }
  let stand = queue(agents, { strategy, maxWaitMs: 1e9 })
  const got: string[] = []
  const busy: string[] = []
  for (let n = 0; n < calls; n++) {
    const at = T + n * 1000
    const decision = stand.when(join(`k${n}`, { joinedAt: at }), at, `s${n}`).decision
    const agentId = offersIn(decision)[0]?.split('<-')[0] ?? ''
    got.push(agentId)
    const agent = agents[agentId]
    if (!agent) throw new Error(`nobody got call ${n}`)
    agent.answered++
    stand = stand
      .does(join(`k${n}`, { joinedAt: at }), at, `s${n}`)
      .does({ type: 'offer-answered', offerId: `o${n + 1}-s${n}`, agentId }, at)
      .does(changed(agentId, AWAY), at)
    busy.push(agentId)
    if (busy.length < backAfter) continue
    const back = busy.shift() as string
    Object.assign(agents[back] ?? {}, { idleSince: at })
    stand = stand.does(changed(back, agents[back]), at)
  }
  return { got, agents }
}

t.test('sign-in order: agents that signed in c, a, b get calls c, a, b', async (t) => {
  t.same((await play('sign-in-order', 3, 3)).got, ['c', 'a', 'b'])
  t.same((await play('sign-in-order', 4, 1)).got, ['c', 'c', 'c', 'c'], 'the first one again as soon as it is free')
})

t.test('longest idle: the order is that of becoming free', async (t) => {
  t.same((await play('longest-idle', 6, 1)).got, ['c', 'b', 'a', 'c', 'b', 'a'])
})

t.test('fewest answered: counters of equal agents stay within 1', async (t) => {
  const { agents } = await play('fewest-answered', 100, 1)
  const counts = Object.values(agents).map(({ answered }) => answered)
  t.ok(Math.max(...counts) - Math.min(...counts) <= 1, counts.join())
})
