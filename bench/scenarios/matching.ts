// What one decision of a queue costs with many agents and many waiting, by strategy; alone, without actors and bus.
import { defineScenario } from '#bench/kit/scenario.ts'
import type { AgentStanding } from '#engine/protocol/agent.ts'
import type { QueueConfig } from '#engine/protocol/company.ts'
import type { QueueCommand, WaitingCall } from '#engine/protocol/queue.ts'
import { queueMachine } from '#engine/routing/core/queue/machine.ts'
import { loadStrategies } from '#engine/routing/plug-ins/strategies.ts'

const AT = Date.parse('2026-11-21T01:00:00Z')
const JOINS = 300
const STRATEGIES = ['longest-idle', 'random'] as const
const HANG_UP = { type: 'hang-up' } as const

const config = (strategy: QueueConfig['strategy']): QueueConfig => ({
  ...{ id: 'q1', name: 'Sales', lang: 'zh', strategy, ringMs: 20_000 },
  preferences: ['dedicated-agent', 'last-served', 'same-region', 'higher-level'],
  ...{ missedAgent: 'stays-ready', maxWaitMs: 300_000, onMaxWait: HANG_UP, nobodyWaitMs: 60_000, onNobody: HANG_UP },
  ...{ maxWaiting: 5_000, onFull: HANG_UP, music: 'default', musicFirstMs: 0, announcePosition: false },
  ...{
    announceEveryMs: 0,
    offerVoicemail: false,
    sayAgentNumber: false,
    serviceLevelMs: 20_000,
    serviceLevelPercent: 80,
  },
  ...{ record: false, enabled: true },
})

const free = (n: number): AgentStanding => ({
  ...{ agentId: `a${n}`, number: `${n}`, name: `a${n}`, region: `r${n % 30}`, level: n % 10, mode: 'ready' },
  ...{ available: true, signedIn: true, signedInAt: 0, idleSince: n, answered: 0 },
})

const caller = (callId: string, region: string): WaitingCall => ({
  ...{ callId, node: 'm1', legId: `${callId}-leg`, lang: 'zh', vip: false, region, joinedAt: AT },
  card: {
    ...{ number: callId, name: '', region, vip: false, accessNumber: '', queueName: 'Sales', collected: {} },
    recent: [],
  },
})

interface Queue {
  does(command: QueueCommand): number
}

async function queueOf(strategy: QueueConfig['strategy'], agents: number): Promise<Queue> {
  const machine = queueMachine(await loadStrategies())
  let state = machine.initial('q1')
  let seed = 0
  const does = (command: QueueCommand): number => {
    const decision = machine.decide(state, command, { at: AT, seed: `s${seed++}` })
    if ('refusal' in decision) throw new Error(decision.refusal)
    for (const fact of decision.facts) state = machine.evolve(state, fact, AT)
    machine.wakeAt(state)
    return decision.facts.filter((fact) => fact.type === 'offer-made').length
  }
  does({ type: 'configure', config: config(strategy), agentIds: Array.from({ length: agents }, (_, n) => `a${n}`) })
  return { does }
}

/** CPU ms of each of `times` runs. */
function spent(run: (n: number) => void, times: number): number {
  const before = process.cpuUsage()
  for (let n = 0; n < times; n++) run(n)
  const { user, system } = process.cpuUsage(before)
  return (user + system) / 1000 / times
}

export default defineScenario({
  name: 'matching',
  about: 'one decision of a queue: an agent noted, a caller who is offered at once, an agent who becomes free',
  options: [
    { type: 'number', name: 'agents', label: { zh: '坐席数', en: 'agents' }, default: 10_000 },
    { type: 'number', name: 'waiting', label: { zh: '等待人数', en: 'callers waiting' }, default: 1_000 },
  ],
  async run({ agents = 0, waiting = 0 }, progress) {
    const rows: (string | number)[][] = []
    let lost = 0
    for (const [at, strategy] of STRATEGIES.entries()) {
      progress.show(at, STRATEGIES.length, strategy)
      const { does } = await queueOf(strategy, agents)
      const noted = spent((n) => does({ type: 'agent-changed', agent: free(n) }), agents)
      const joins = Math.min(JOINS, agents)
      const joined = spent((n) => does({ type: 'join', call: caller(`c${n}`, `r${n % 40}`) }), joins)
      for (let n = 0; n < joins; n++) does({ type: 'leave', callId: `c${n}`, reason: 'abandoned' })
      for (let n = 0; n < agents; n++)
        does({ type: 'agent-changed', agent: { ...free(n), mode: 'break', available: false } })
      for (let n = 0; n < waiting; n++) does({ type: 'join', call: caller(`w${n}`, `r${n % 40}`) })
      const freed = Math.min(JOINS, agents, waiting)
      let offered = 0
      const becameFree = spent((n) => {
        offered += does({ type: 'agent-changed', agent: free(agents - 1 - n) })
      }, freed)
      lost += freed - offered
      rows.push([strategy, noted.toFixed(3), joined.toFixed(2), becameFree.toFixed(2)])
    }
    return {
      columns: [
        { name: 'strategy' },
        { name: 'agent noted', unit: 'CPU-ms' },
        { name: 'join and offer', unit: 'CPU-ms' },
        { name: 'agent becomes free', unit: 'CPU-ms' },
      ],
      rows,
      notes: [
        `${agents} agents, ${waiting} waiting, four preferences above each strategy; ${lost} free agents got no call`,
      ],
      ok: lost === 0,
    }
  },
})
