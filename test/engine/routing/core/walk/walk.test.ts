// Thousands of seeded random commands over agents and queues; what must never happen is looked for after every one.
import t, { type Test } from 'tap'
import type { AgentCommand } from '#engine/protocol/agent.ts'
import type { Strategies } from '#engine/routing/core/acd/strategy.ts'
import { type AgentState, hasCall } from '#engine/routing/core/agent/state.ts'
import { loadStrategies } from '#engine/routing/plug-ins/strategies.ts'
import { agentConfig, queueConfig } from '../samples.ts'
import { brokenRules } from './invariants.ts'
import { type Random, randomBy } from './random.ts'
import { World } from './world.ts'

const AGENTS = 8
const QUEUES = ['q1', 'q2']

function build(strategies: Strategies, random: Random, faults?: { lost: number; doubled: number }): World {
  const world = new World(strategies, random, faults)
  const agents = Array.from({ length: AGENTS }, (_, n) => `a${n}`)
  const preferences = ['dedicated-agent', 'last-served', 'same-region', 'higher-level'] as const
  for (const id of QUEUES) {
    const config = queueConfig({
      id,
      strategy: random.pick(['longest-idle', 'fewest-answered', 'sign-in-order', 'random']),
      preferences: preferences.filter(() => random.chance(0.5)),
      missedAgent: random.pick(['stays-ready', 'takes-break']),
      breakAfterMissed: random.pick([1, 3]),
      pauseDeclinedMs: random.pick([0, 4_000]),
      pauseNoAnswerMs: random.pick([0, 9_000]),
      dispositionNeeded: random.chance(0.3),
      maxWaitMs: 60_000,
      nobodyWaitMs: 15_000,
      maxWaiting: 6,
      musicFirstMs: random.pick([0, 2_000]),
      announcePosition: true,
      announceEveryMs: 7_000,
    })
    world.tellQueue(id, { type: 'configure', config, agentIds: agents })
  }
  agents.forEach((id, n) => {
    const config = agentConfig({
      id,
      number: `10${n}`,
      queueIds: n % 3 === 0 ? ['q1'] : QUEUES,
      region: random.pick(['010', '021']),
      level: random.below(10),
      wrapUpMs: random.pick([0, 3_000]),
      minimumBusyMs: random.pick([0, 5_000]),
    })
    world.tellAgent(id, { type: 'configure', config })
    world.tellAgent(id, { type: 'sign-in', phone: { type: 'browser' }, session: id })
    world.tellAgent(id, { type: 'ready' })
  })
  while (world.mail.length > 0) world.deliver()
  return world
}

function step(world: World, random: Random, calls: boolean): void {
  const dice = random.next()
  const legs = [...world.legs.values()].filter((leg) => leg.state === 'ringing' || leg.state === 'up')
  const callers = [...world.callers.values()].filter((caller) => caller.stage !== 'ended')
  const agent = `a${random.below(AGENTS)}`
  if (dice < 0.55 && world.mail.length > 0) for (let n = 0; n < 4; n++) world.deliver()
  else if (dice < 0.63) world.pass(random.below(random.chance(0.1) ? 12_000 : 800))
  else if (dice < 0.71 && calls) {
    const callId = `c${world.callers.size}`
    world.join({ callId, queueId: random.pick(QUEUES), stage: 'waiting' }, random.chance(0.2))
  } else if (dice < 0.85 && legs.length > 0) {
    const leg = random.pick(legs)
    if (leg.state === 'up') world.news(leg, 'ended')
    else world.news(leg, random.pick(['answered', 'answered', 'answered', 'no-answer', 'not-registered']))
  } else if (dice < 0.88 && callers.length > 0) world.abandon(random.pick(callers))
  else if (dice < 0.895) world.tellAgent(agent, { type: 'ready' })
  else if (dice < 0.92) pressInCall(world, random)
  else if (dice < 0.94) world.tellAgent(agent, { type: 'take-break', reason: random.pick(['meal', 'nap']) })
  else if (dice < 0.95) world.tellAgent(agent, { type: 'decline' })
  else if (dice < 0.96) world.tellAgent(agent, { type: 'hang-up' })
  else if (dice < 0.965) world.tellAgent(agent, { type: 'sign-out', by: 'agent' })
  else if (dice < 0.985) world.tellAgent(agent, { type: 'sign-in', phone: { type: 'browser' }, session: agent })
  else if (dice < 0.99) world.tellAgent(agent, { type: 'end-wrap-up' })
  else world.tellAgent(agent, afterwards(random, world, agent))
}

function pressInCall(world: World, random: Random): void {
  const talking = [...world.agents].filter(([, state]) => state.mode === 'talking').map(([id]) => id)
  if (talking.length === 0) return
  const agent = random.pick(talking)
  world.tellAgent(agent, severalCalls(random, world, agent))
}

/** What an agent does with one call on hold and others beside it. */
function severalCalls(random: Random, world: World, agent: string): AgentCommand {
  const state = world.agents.get(agent)
  const others = state && hasCall(state) ? (state.beside ?? []) : []
  const held = state && hasCall(state) && state.contact.heldSince !== undefined
  const callId = others.length > 0 ? random.pick(others).callId : 'c0'
  if (others.length === 0) return held ? { type: 'dial', number: '139', node: 'm1' } : { type: 'hold' }
  return random.pick<AgentCommand>([
    { type: 'dial', number: '139', node: 'm1' },
    { type: 'hold' },
    { type: 'resume', callId },
    { type: 'switch-call', callId },
    { type: 'hang-up', callId },
    { type: 'merge' },
    { type: 'hand-over' },
  ])
}

/** What concerns the time after a call. */
function afterwards(random: Random, world: World, agent: string): AgentCommand {
  const state = world.agents.get(agent)
  const callId = (state && state.mode !== 'signed-out' && state.me.owes?.callId) || 'c0'
  return random.pick<AgentCommand>([
    {
      type: 'after-call',
      after: random.pick([{ mode: 'ready' }, { mode: 'break', reason: 'meal' }, { mode: 'signed-out' }]),
    },
    { type: 'after-call' },
    { type: 'more-time' },
    { type: 'wrap-up' },
    { type: 'dispose', callId, dispositionId: 'd1', note: '' },
  ])
}

/** Nobody calls any more and nobody presses anything: everything must come to its end by itself. */
function runDry(world: World): void {
  for (let n = 0; n < 4_000; n++) {
    while (world.mail.length > 0) world.deliver()
    for (const caller of world.callers.values()) if (caller.stage === 'talking') world.abandon(caller)
    for (const callId of world.placed.keys()) world.hangsUp(callId)
    if (world.mail.length > 0) continue
    const busy = [...world.callers.values()].some((caller) => caller.stage !== 'ended')
    const inCall = [...world.agents.values()].some((agent) => 'contact' in agent)
    const waits = [...world.queues.values()].some((queue) => queue.mode !== 'unknown' && queue.waiting.length > 0)
    const wake = world.nextWake()
    if ((!busy && !inCall && !waits) || wake === undefined) return
    world.pass(Math.max(0, wake - world.now))
  }
}

/** waits for a leg to go that it should have taken for gone */
const isLate = (agent: AgentState, now: number) =>
  agent.mode !== 'signed-out' && agent.clearing !== undefined && agent.clearing.until < now

async function walk(t: Test, seed: number, steps: number, faults?: { lost: number; doubled: number }) {
  const strategies = await loadStrategies()
  const random = randomBy(seed)
  const world = build(strategies, random, faults)
  for (let n = 0; n < steps; n++) {
    step(world, random, true)
    const broken = faults ? [] : brokenRules(world, strategies)
    if (broken.length > 0) {
      t.fail(`seed ${seed}, step ${n}: ${broken.join('; ')}`)
      return
    }
  }
  runDry(world)
  const left = [...world.callers.values()].filter((caller) => caller.stage !== 'ended')
  t.same(left, [], `seed ${seed}: no caller is stuck`)
  const stuck = [...world.agents.values()].filter((agent) => 'contact' in agent || isLate(agent, world.now))
  t.same(stuck, [], `seed ${seed}: no agent is stuck`)
  for (const queue of world.queues.values()) {
    t.same(queue.mode === 'unknown' ? 'unknown' : queue.waiting, [], `seed ${seed}: ${queue.id} is empty`)
  }
  t.same(world.rings.broken, [], `seed ${seed}: each ring has its end`)
  t.same(world.spells.broken, [], `seed ${seed}: each moment is told of in one state, a talk of two callers once`)
  if (faults) return
  const counted = { answered: 0, abandoned: 0, overflowed: 0 }
  for (const { fact } of world.facts) {
    if (fact.type === 'call-answered') counted.answered++
    if (fact.type === 'call-left') counted.abandoned++
    if (fact.type === 'call-overflowed') counted.overflowed++
  }
  const total = counted.answered + counted.abandoned + counted.overflowed
  t.equal(total, world.callers.size, `seed ${seed}: every caller accounted for ${JSON.stringify(counted)}`)
  t.ok(counted.answered > 20, 'calls were answered')
  // of the random ones a few have none
  if (seed < 4) t.ok(world.besides > 0, 'and some agents had a second call')
}

const first = Math.floor(Date.now() / 60_000)

for (const seed of [1, 2, 3, first, first + 1]) {
  t.test(`walk of 4000 steps, seed ${seed}`, async (t) => walk(t, seed, 4_000))
}

for (const seed of [4, first + 2]) {
  t.test(`letters come twice, seed ${seed}`, async (t) => walk(t, seed, 3_000, { lost: 0, doubled: 0.1 }))
  t.test(`letters of agents to queues get lost, seed ${seed}`, async (t) =>
    walk(t, seed, 3_000, { lost: 0.05, doubled: 0 }),
  )
}
