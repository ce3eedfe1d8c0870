// Every file of the strategies folder keeps the contract, and does what its name says.
import { readdirSync } from 'node:fs'
import t from 'tap'
import { loadStrategies } from '#engine/routing/plug-ins/strategies.ts'
import { standing, waitingCall } from '../samples.ts'

const FOLDER = new URL('../../../../../engine/routing/core/acd/strategies/', import.meta.url)

t.test('every file is a strategy of its name, worded in both languages', async (t) => {
  const strategies = await loadStrategies()
  t.same(
    [...strategies.keys()],
    readdirSync(FOLDER)
      .map((file) => file.replace('.ts', ''))
      .sort(),
  )
  for (const [name, strategy] of strategies) {
    t.equal(strategy.name, name)
    for (const label of [strategy.label, strategy.help])
      t.ok(/[\u4e00-\u9fff]/.test(label.zh) && /^[A-Z]/.test(label.en), name)
    t.equal(strategy.kind === 'base' && strategy.by === 'caller', false, `${name}: a base strategy fits any caller`)
  }
})

t.test('every score is a number, the same each time, and by caller 0 is the best there is', async (t) => {
  const agents = Array.from({ length: 50 }, (_, n) =>
    standing(`a${n}`, {
      level: n % 10,
      region: n % 3 ? '010' : '',
      idleSince: n * 7,
      answered: n % 5,
      signedInAt: n * 3,
    }),
  )
  const callers = [
    waitingCall('c1'),
    waitingCall('c2', { region: '' }),
    waitingCall('c3', { lastAgentId: 'a7', dedicatedAgentId: 'a9', vip: true }),
  ]
  for (const [name, strategy] of await loadStrategies()) {
    for (const agent of agents) {
      for (const caller of callers) {
        const score = () =>
          strategy.by === 'agent'
            ? strategy.score(agent)
            : strategy.by === 'caller'
              ? strategy.score(agent, caller)
              : strategy.score(0.5)
        t.ok(Number.isFinite(score()) && Object.is(score(), score()), name)
        if (strategy.by !== 'caller') continue
        t.ok(score() >= 0, `${name}: 0 is the best`)
        if (strategy.favourite && strategy.favourite(caller) !== agent.agentId)
          t.equal(score(), 1, `${name}: the others are alike`)
      }
    }
  }
})
