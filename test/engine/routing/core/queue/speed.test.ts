// 10,000 agents and 1,000 waiting: every free agent gets a call; what a decision costs is told, not asserted.
import t from 'tap'
import { queueConfig, standing } from '../samples.ts'
import { changed, join, offersIn, queues, T } from './stands.ts'

t.test('routing among 10,000 agents with 1,000 waiting', async (t) => {
  const { machine } = await queues()
  for (const strategy of ['longest-idle', 'random'] as const) {
    const config = queueConfig({
      strategy,
      preferences: ['dedicated-agent', 'last-served', 'same-region', 'higher-level'],
      maxWaiting: 5000,
    })
    let state = machine.initial('q1')
    let seed = 0
    const does = (command: Parameters<typeof machine.decide>[1]) => {
      const decision = machine.decide(state, command, { at: T, seed: `s${seed++}` })
      if ('refusal' in decision) throw new Error(decision.refusal)
      for (const fact of decision.facts) state = machine.evolve(state, fact, T)
      machine.wakeAt(state)
      return decision
    }
    const spent = (run: () => void, times: number): number => {
      const before = process.cpuUsage()
      for (let n = 0; n < times; n++) run()
      const { user, system } = process.cpuUsage(before)
      return (user + system) / 1000 / times
    }
    const ids = Array.from({ length: 10_000 }, (_, n) => `a${n}`)
    const ready = (n: number) => standing(`a${n}`, { region: `r${n % 30}`, level: n % 10, idleSince: n })
    does({ type: 'configure', config, agentIds: ids })
    let next = 0
    const noteMs = spent(() => does({ type: 'agent-changed', agent: ready(next++) }), 10_000)
    let call = 0
    const joinMs = spent(() => offersIn(does(join(`c${call++}`, { region: `r${call % 40}` }))), 300)
    for (let n = 0; n < call; n++) does({ type: 'leave', callId: `c${n}`, reason: 'abandoned' })
    for (let n = 0; n < 10_000; n++) does(changed(`a${n}`, { mode: 'break', available: false }))
    for (let n = 0; n < 1000; n++) does(join(`w${n}`, { region: `r${n % 40}` }))
    next = 0
    let offered = 0
    const freeMs = spent(() => {
      offered += offersIn(does({ type: 'agent-changed', agent: ready(9000 + next++) })).length
    }, 300)
    t.equal(offered, 300, 'each agent that becomes free gets a call')
    t.comment(
      `${strategy}: ms each: agent noted ${noteMs.toFixed(3)}, join and offer ${joinMs.toFixed(2)}, agent free ${freeMs.toFixed(2)}`,
    )
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
