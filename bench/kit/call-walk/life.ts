// One random call: what it hears, and the promises that must hold after every step and at its end.
import type { CallCommand, CallSummary, CallView, LineSpan } from '#engine/protocol/call.ts'
import type { CallFact } from '#engine/routing/core/call/facts.ts'
import { callMachine } from '#engine/routing/core/call/machine.ts'
import { hearingOf, partiesOf } from '#engine/routing/core/call/parties.ts'
import type { CallState } from '#engine/routing/core/call/state.ts'
import { loadNodes } from '#engine/routing/plug-ins/nodes.ts'
import { World } from './world.ts'

const machine = callMachine(await loadNodes())

class Call {
  state: CallState = machine.initial('c1')
  at = 1_000
  readonly facts: CallFact[] = []
  leftAtEnd: string | undefined
  /** a promise broken in mid-call */
  wrong: string | undefined
  /** what live screens showed, from when on */
  readonly shown: { at: number; stage: CallView['stage'] }[] = []
  readonly world: World
  readonly cells: Set<string>
  readonly #seed: string
  steps = 0

  constructor(seed: string, cells: Set<string>) {
    this.world = new World(seed)
    this.#seed = seed
    this.cells = cells
  }

  hears(command: CallCommand): void {
    this.steps += 1
    this.at += Math.floor(this.world.chance() * 400)
    const told =
      command.type === 'news' ? command.news.type : command.type === 'queue' ? command.notice.type : command.type
    this.cells.add(`${this.state.mode}/${told}`)
    const before = JSON.stringify(this.state)
    const decision = machine.decide(this.state, command, { at: this.at, seed: `${this.#seed}-${this.steps}` })
    if (JSON.stringify(this.state) !== before) throw new Error('decide changed the state')
    if ('refusal' in decision) return
    // through JSON, as after a restart
    for (const fact of decision.facts)
      this.state = machine.evolve(this.state, JSON.parse(JSON.stringify(fact)), this.at)
    this.state = JSON.parse(JSON.stringify(this.state))
    if (decision.next !== undefined && JSON.stringify(decision.next) !== JSON.stringify(this.state))
      throw new Error('the state that was decided is not that of its facts')
    this.facts.push(...decision.facts)
    this.world.obey(decision.effects)
    this.wrong ??= wrongNow(this)
    const stage = machine.view(this.state)?.stage
    if (stage) this.shown.push({ at: this.at, stage })
    // at this very moment, before anything else could tidy up
    if (decision.facts.some((fact) => fact.type === 'call-ended')) this.leftAtEnd = leftOver(this.world)
  }

  /** The deadline that stands comes, again and again. */
  wait(): void {
    for (let n = 0; n < 60 && !machine.over(this.state); n++) {
      const due = machine.wakeAt(this.state)
      if (due === undefined) return
      this.at = Math.max(this.at, due)
      this.hears({ type: 'wake' })
    }
  }
}

function begin(call: Call): void {
  const { world } = call
  const way = world.chance()
  if (way < 0.02) neverBegan(call)
  else if (way < 0.3) dialsOut(call)
  else comesIn(call, way)
}

function comesIn(call: Call, way: number): void {
  const { world } = call
  world.legs.set('L1', { up: true })
  const origin = way < 0.5 ? ({ type: 'user', user: 'agent.1001' } as const) : ({ type: 'guest', user: 'g' } as const)
  const from = { number: '139', name: '' }
  call.hears({
    type: 'news',
    news: { type: 'call-arrived', callId: 'c1', legId: 'L1', node: 'm1', origin, from, to: '4001' },
  })
}

function dialsOut(call: Call): void {
  const { world } = call
  world.legs.set('L1', { agent: 'a1', up: true })
  call.hears({
    type: 'begin-outbound',
    agentId: 'a1',
    agentNumber: '1001',
    legId: 'L1',
    node: 'm1',
    number: '139',
    user: 'u',
  })
}

/** Its agent's own phone never came up. */
function neverBegan(call: Call): void {
  call.hears({
    type: 'outbound-failed',
    agentId: 'a1',
    agentNumber: '1001',
    legId: 'L1',
    node: 'm1',
    number: '139',
    reason: 'own-phone-declined',
  })
}

/** A talk has no deadline of its own: somebody hangs up in the end. */
function finish(call: Call): void {
  call.wait()
  if (call.state.mode === 'talking') call.hears({ type: 'hang-up', by: 'supervisor', who: 's1' })
  call.wait()
}

/** Legs, ringing agents, places in queues and agents in the talk that nobody took care of. */
function leftOver(world: World): string | undefined {
  if (world.legs.size > 0) return `legs left: ${[...world.legs.keys()].join()}`
  if (world.rungAgents.size > 0) return `agents still ringing: ${[...world.rungAgents.keys()].join()}`
  if (world.waitsIn.size > 0) return `still waiting in ${[...world.waitsIn.keys()].join()}`
  if (world.inCall.size > 0) return `agents not told of the end: ${[...world.inCall].join()}`
  return undefined
}

/** Each live leg hears what the pure function says, and every agent who was told so is in the talk. */
function wrongNow({ state, world }: Call): string | undefined {
  const alive = (pair: string) => pair.split('<').every((legId) => world.legs.has(legId))
  const wanted = hearingOf(state).map(({ listener, speaker }) => `${listener}<${speaker}`)
  const heard = world.heard.filter(alive)
  if (state.mode === 'talking' && heard.join() !== wanted.filter(alive).join())
    return `heard ${heard.join()} where ${wanted.join()} is wanted`
  const parties = partiesOf(state)
  const gone = parties.filter(({ legId }) => !world.legs.has(legId) && state.mode === 'talking')
  if (gone.length > 0) return `parties without a leg: ${gone.map(({ legId }) => legId).join()}`
  const lost = [...world.inCall].filter(
    (id) => state.mode === 'talking' && !parties.some(({ agentId }) => agentId === id),
  )
  return lost.length > 0 ? `agents in a talk that does not know them: ${lost.join()}` : undefined
}

function broken(call: Call): string | undefined {
  if (call.wrong) return call.wrong
  const ends = call.facts.filter((fact) => fact.type === 'call-ended')
  if (!machine.over(call.state)) return `the call is still ${call.state.mode}`
  if (ends.length !== 1) return `${ends.length} ends`
  const left = call.leftAtEnd ?? leftOver(call.world)
  if (left) return left
  if (call.world.strayOrders.length > 0) return `orders about legs that are gone: ${call.world.strayOrders.join('; ')}`
  return ends[0]?.type === 'call-ended' ? (disordered(ends[0].summary) ?? otherwise(call, ends[0].summary)) : undefined
}

const TOLD_AS: Record<CallView['stage'], LineSpan['what'][]> = {
  arriving: ['arriving'],
  flow: ['menu'],
  queue: ['queue', 'ring'],
  connecting: ['ring', 'transfer'],
  talking: ['talk', 'conference', 'hold', 'consult'],
  held: ['hold', 'consult', 'menu'],
  voicemail: ['voicemail'],
  parked: ['parked'],
  ending: ['words'],
}

/** The record tells of every moment what live screens showed then. A talk whose news came late began before it was seen. */
function otherwise({ shown, facts }: Call, { endedAt, line = [] }: CallSummary): string | undefined {
  if (facts.some(({ type }) => type === 'talk-lasted')) return undefined
  for (const [n, { at, stage }] of shown.entries()) {
    const until = shown[n + 1]?.at ?? endedAt
    const told = line.filter(({ from, to }) => from < until && to > at)
    if (told.some(({ what }) => !TOLD_AS[stage].includes(what)))
      return `shown as ${stage} from ${at} to ${until}, told as ${JSON.stringify(told)}`
  }
  return undefined
}

function disordered(summary: CallSummary): string | undefined {
  const {
    arrivedAt,
    answeredAt = arrivedAt,
    talkStartedAt = answeredAt,
    endedAt,
    queues,
    agents,
    path,
    watches = [],
  } = summary
  const spans = [
    [arrivedAt, answeredAt, talkStartedAt, endedAt],
    ...queues.map((stay) => [arrivedAt, stay.joinedAt, stay.leftAt, endedAt]),
    ...agents.map((stay) => [arrivedAt, stay.from, stay.to, endedAt]),
    ...watches.map((watch) => [arrivedAt, watch.from, watch.to, endedAt]),
    ...agents.map((stay) => [0, stay.holdMs, stay.to - stay.from]),
    path.map((step) => step.at),
  ]
  const cut = gap(summary)
  if (cut) return cut
  const wrong = spans.find((span) => span.some((moment, n) => n > 0 && moment < (span[n - 1] ?? 0)))
  return wrong && `times out of order: ${wrong.join(' > ')} in ${JSON.stringify(summary)}`
}

/** Every moment between arrival and end belongs to one span. */
function gap({ arrivedAt, endedAt, line = [] }: CallSummary): string | undefined {
  const edges = [arrivedAt, ...line.flatMap(({ from, to }) => [from, to]), endedAt]
  const whole = edges.every((edge, n) => n % 2 === 1 || edge === edges[n + 1])
  return whole && line.every(({ from, to }) => from < to || line.length === 1)
    ? undefined
    : `the time line has a gap: ${edges.join()} ${JSON.stringify(line)}`
}

/** A call of at most so many steps; what went wrong in it, and what it heard last. */
export function walk(
  seed: string,
  steps: number,
  cells: Set<string>,
): { fault?: string; heard: string[]; steps: number } {
  const call = new Call(seed, cells)
  const heard: string[] = []
  begin(call)
  for (let step = 0; step < steps && !machine.over(call.state); step++) {
    const command = call.world.next()
    heard.push(`${call.state.mode}: ${JSON.stringify(command).slice(0, 160)}`)
    call.hears(command)
  }
  finish(call)
  const fault = broken(call)
  return { ...(fault ? { fault } : {}), heard: heard.slice(-25), steps: call.steps }
}
