// Which agent gets a caller: every base strategy with every set of preferences, and the rules of each one.
import t from 'tap'
import type { AgentStanding } from '#engine/protocol/agent.ts'
import type { BaseStrategy, Preference } from '#engine/protocol/company.ts'
import { randomFrom } from '#engine/protocol/machine.ts'
import type { WaitingCall } from '#engine/protocol/queue.ts'
import { rank } from '#engine/routing/core/acd/rank.ts'
import { stackOf } from '#engine/routing/core/acd/stack.ts'
import type { Strategies } from '#engine/routing/core/acd/strategy.ts'
import { loadStrategies } from '#engine/routing/plug-ins/strategies.ts'
import { standing, waitingCall } from '../samples.ts'
import { randomBy } from '../walk/random.ts'

const BASES: BaseStrategy[] = ['longest-idle', 'fewest-answered', 'sign-in-order', 'random']

function choose(
  known: Strategies,
  agents: AgentStanding[],
  caller: WaitingCall,
  setting: { strategy: BaseStrategy; preferences: Preference[] },
  seed = 's',
): string[] {
  const stack = stackOf(setting, known)
  const free = [...agents].sort(stack.compare)
  const ids = new Set(agents.map(({ agentId }) => agentId))
  const draw = randomFrom(seed, 0)
  return rank({ free: [free], stack, caller, draw, keep: 21, isFree: (id) => ids.has(id) }).best.map(
    ({ agent }) => agent.agentId,
  )
}

/** The rule in plain words, without any index: filter by each preference in turn, then the base strategy. */
function byTheBook(
  agents: AgentStanding[],
  caller: WaitingCall,
  strategy: BaseStrategy,
  preferences: Preference[],
): string[] {
  let left = agents
  const narrow = (wanted: (agent: AgentStanding) => boolean) => {
    if (left.some(wanted)) left = left.filter(wanted)
  }
  for (const preference of preferences) {
    if (preference === 'dedicated-agent') narrow((agent) => agent.agentId === caller.dedicatedAgentId)
    if (preference === 'last-served') narrow((agent) => agent.agentId === caller.lastAgentId)
    if (preference === 'same-region') narrow((agent) => agent.region === caller.region)
    if (preference === 'higher-level') {
      const highest = Math.max(...left.map(({ level }) => level))
      narrow((agent) => agent.level === highest)
    }
  }
  const value = {
    'longest-idle': (agent: AgentStanding) => agent.idleSince,
    'fewest-answered': (agent: AgentStanding) => agent.answered,
    'sign-in-order': (agent: AgentStanding) => agent.signedInAt,
    random: () => 0,
  }[strategy]
  const least = Math.min(...left.map(value))
  const last = left
    .filter((agent) => value(agent) === least)
    .map(({ agentId }) => agentId)
    .sort()
  return strategy === 'random' ? last : last.slice(0, 1)
}

const OPTIONAL: Preference[] = ['last-served', 'same-region', 'higher-level']

for (const strategy of BASES) {
  for (let set = 0; set < 8; set++) {
    const preferences = OPTIONAL.filter((_, n) => (set & (1 << n)) !== 0)
    t.test(`${strategy} after ${preferences.join(', ') || 'no preference'}`, async (t) => {
      const known = await loadStrategies()
      const random = randomBy(set * 100 + strategy.length)
      for (let round = 0; round < 60; round++) {
        const agents = Array.from({ length: 1 + random.below(30) }, (_, n) =>
          standing(`a${n}`, {
            region: random.pick(['010', '021', '020']),
            level: random.below(10),
            idleSince: random.below(8),
            answered: random.below(5),
            signedInAt: random.below(9),
          }),
        )
        const caller = waitingCall('c', {
          region: random.pick(['010', '021', '0991']),
          lastAgentId: `a${random.below(40)}`,
          dedicatedAgentId: `a${random.below(40)}`,
        })
        const dedicated: Preference[] = round % 3 === 0 ? ['dedicated-agent', ...preferences] : preferences
        const [chosen] = choose(known, agents, caller, { strategy, preferences: dedicated }, `s${round}`)
        const right = byTheBook(agents, caller, strategy, dedicated)
        if (!right.includes(chosen ?? '')) t.fail(`round ${round}: ${chosen}, not ${right}`)
      }
      t.pass('60 teams and callers')
    })
  }
}

t.test('the dedicated agent, though others idle longer; busy or away, the normal strategy at once', async (t) => {
  const known = await loadStrategies()
  const agents = [standing('a1', { idleSince: 1 }), standing('own', { idleSince: 9 })]
  const setting = { strategy: 'longest-idle', preferences: ['dedicated-agent'] } as const
  const caller = waitingCall('c', { dedicatedAgentId: 'own' })
  t.equal(choose(known, agents, caller, { ...setting, preferences: ['dedicated-agent'] })[0], 'own')
  t.equal(choose(known, agents.slice(0, 1), caller, { ...setting, preferences: ['dedicated-agent'] })[0], 'a1')
})

t.test('a queue may weigh its preferences in another order', async (t) => {
  const known = await loadStrategies()
  const agents = [standing('near', { level: 1, region: '010' }), standing('far', { level: 9, region: '021' })]
  const caller = waitingCall('c', { region: '010' })
  t.equal(
    choose(known, agents, caller, { strategy: 'random', preferences: ['same-region', 'higher-level'] })[0],
    'near',
  )
  t.equal(choose(known, agents, caller, { strategy: 'random', preferences: ['higher-level', 'same-region'] })[0], 'far')
})

t.test('the agents are ranked in true order however many there are', async (t) => {
  const known = await loadStrategies()
  const random = randomBy(77)
  const agents = Array.from({ length: 3000 }, (_, n) =>
    standing(`a${n}`, { region: `r${random.below(20)}`, level: random.below(10), idleSince: random.below(1000) }),
  )
  for (const region of ['r3', 'nowhere', '']) {
    for (const lastAgentId of ['a5', 'gone']) {
      const caller = waitingCall('c', { region, lastAgentId })
      const setting = { strategy: 'longest-idle', preferences: ['last-served', 'same-region', 'higher-level'] } as const
      const keys = (agent: AgentStanding) => [
        agent.agentId === lastAgentId ? 0 : 1,
        region === '' || agent.region === region ? 0 : 1,
        -agent.level,
        agent.idleSince,
      ]
      const sorted = [...agents].sort((a, b) => {
        const [x, y] = [keys(a), keys(b)]
        for (let n = 0; n < x.length; n++) if (x[n] !== y[n]) return (x[n] as number) - (y[n] as number)
        return a.agentId < b.agentId ? -1 : 1
      })
      const right = sorted.slice(0, 21).map(({ agentId }) => agentId)
      t.same(choose(known, agents, caller, { ...setting, preferences: [...setting.preferences] }), right)
    }
  }
})

t.test(
  'random: each agent has the same chance (chi-square over 1000 calls), and a seed its own sequence',
  async (t) => {
    const known = await loadStrategies()
    const agents = Array.from({ length: 10 }, (_, n) => standing(`agent-${n}`))
    const sequence = (from: string) =>
      Array.from(
        { length: 1000 },
        (_, n) =>
          choose(known, agents, waitingCall('c'), { strategy: 'random', preferences: [] }, `${from}${n}`)[0] ?? '',
      )
    const first = sequence('seed')
    const counts = new Map<string, number>()
    for (const id of first) counts.set(id, (counts.get(id) ?? 0) + 1)
    const chiSquare = [...counts.values()].reduce((sum, count) => sum + (count - 100) ** 2 / 100, 0)
    t.equal(counts.size, 10)
    t.ok(chiSquare < 27.88, `chi-square ${chiSquare.toFixed(1)} of 9 degrees, p = 0.001 at 27.88`)
    t.same(sequence('seed'), first, 'the same seed gives the same sequence')
    t.notSame(sequence('other'), first)
  },
)
