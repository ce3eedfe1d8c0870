// The three real machines together on one node: 100 callers, 10 agents, media without sound, a clock turned by hand.
import t, { type Test } from 'tap'
import type { AgentCommand } from '#engine/protocol/agent.ts'
import type { CallSummary } from '#engine/protocol/call.ts'
import { type DecisionRecord, type Fact, factsOf } from '#engine/protocol/ledger.ts'
import type { QueueView } from '#engine/protocol/queue.ts'
import { replay } from '#engine/routing/ledger/replay.ts'
import { type TestEngine as Started, settled } from '../../../kit/engine.ts'
import { agents, type World, world } from '../../../kit/small-centre.ts'
import { waitFor } from '../../../kit/wait.ts'

async function turn({ clock, tellOn, toldAll }: World, { engine }: Started, ms: number, stepMs = 500): Promise<void> {
  for (let turned = 0; turned < ms; turned += stepMs) {
    clock.advance(stepMs)
    await settled(engine)
    while (!toldAll()) {
      await tellOn()
      await settled(engine)
    }
  }
}

const tell = ({ engine }: Started, id: string, command: AgentCommand) => engine.ask({ kind: 'agent', id }, command)

async function everybodyReady(t: Test, started: Started) {
  await settled(started.engine)
  for (const { id } of agents) {
    t.match(await tell(started, id, { type: 'sign-in', phone: { type: 'browser' }, session: `s-${id}` }), { ok: true })
    t.match(await tell(started, id, { type: 'ready' }), { ok: true })
  }
  await settled(started.engine)
}

async function recordsOf({ ledger }: World, { engine }: Started): Promise<DecisionRecord[]> {
  await waitFor(() => engine.unkept() === 0, { what: 'the ledger has everything' })
  return ledger.entries().flatMap((each) => each.entry.records)
}

const summariesOf = (facts: Fact[]): CallSummary[] =>
  facts
    .filter((fact) => fact.body.type === 'call-ended')
    .map((fact) => (fact.body as unknown as { summary: CallSummary }).summary)

function counts(summaries: CallSummary[]): Record<string, number> {
  const counted: Record<string, number> = {}
  for (const { outcome } of summaries) counted[outcome] = (counted[outcome] ?? 0) + 1
  return counted
}

function replayAll(t: Test, { machines }: World, records: DecisionRecord[]) {
  const byActor = new Map<string, DecisionRecord[]>()
  for (const record of records) byActor.set(record.actor, [...(byActor.get(record.actor) ?? []), record])
  for (const own of byActor.values()) {
    const machine = machines.get(own[0]?.kind ?? 'call')
    if (machine)
      t.strictSame(replay(machine, own).differs, [], `${own[0]?.kind} ${own[0]?.actor} decides the same again`)
  }
}

/** An agent rung for a second call while the first still rings or talks. */
function rungTwice(facts: Fact[]): string[] {
  const busy = new Map<string, string>()
  const wrong: string[] = []
  for (const { kind, actor, body } of facts) {
    if (kind !== 'agent') continue
    const { callId } = body as { callId?: string }
    if (body.type === 'ring-started') {
      if (busy.has(actor)) wrong.push(`${actor} rung for ${callId} while with ${busy.get(actor)}`)
      busy.set(actor, callId ?? '')
    } else if (['ring-missed', 'ring-withdrawn', 'talk-ended'].includes(body.type)) busy.delete(actor)
  }
  return wrong
}

async function nothingBroke(t: Test, { engine, metric, logged }: Started) {
  t.equal(await metric('tinglan_bugs_total'), 0, 'no bug')
  t.equal(await metric('tinglan_dead_letters_total'), 0, 'no dead letter')
  t.strictSame(
    logged.filter((each) => each.level === 'error'),
    [],
  )
  t.strictSame(
    engine.actors().filter((ref) => ref.kind === 'call'),
    [],
    'no call lives on',
  )
}

const number = (n: number) => `1380000${String(n).padStart(4, '0')}`

t.test('100 callers and 10 agents: everybody is accounted for, nobody is rung twice', async (t) => {
  const here = await world()
  const started = await here.start()
  await everybodyReady(t, started)
  const callers: ReturnType<typeof here.media.caller>[] = []
  for (let n = 0; n < 100; n++) {
    const patience = n % 10 === 7 ? { patienceMs: 8_000 } : {}
    callers.push(here.media.caller({ number: number(n), to: '95000', talkMs: 30_000, ...patience }))
    await turn(here, started, 1_000)
  }
  const gone = () => callers.every((caller) => caller.state === 'ended')
  for (let s = 0; s < 600 && !gone(); s += 10) await turn(here, started, 10_000, 1_000)
  await turn(here, started, 10_000, 1_000)
  t.equal(callers.filter((caller) => caller.state === 'ended').length, 100, 'every caller is gone')
  const records = await recordsOf(here, started)
  const facts = records.flatMap(factsOf)
  const summaries = summariesOf(facts)
  const { answered = 0, ...others } = counts(summaries)
  t.comment(JSON.stringify(counts(summaries)), `${records.length} records, ${facts.length} facts`)
  t.equal(new Set(summaries.map((summary) => summary.callId)).size, 100, 'one last fact for each')
  t.equal(summaries.length, 100)
  t.ok(answered > 60)
  t.strictSame(
    Object.keys(others).filter((outcome) => !/^(abandoned|overflowed)/.test(outcome)),
    [],
  )
  t.strictSame(rungTwice(facts), [])
  await nothingBroke(t, started)
  replayAll(t, here, records)
  started.engine.kill()
})

t.test(
  'the engine dies with 10 calls talking and 10 waiting: nobody is hung up, order is kept, work goes on',
  async (t) => {
    const here = await world()
    const first = await here.start()
    await everybodyReady(t, first)
    const callers = []
    for (let n = 0; n < 20; n++) {
      callers.push(here.media.caller({ number: number(n), to: '95000' }))
      await turn(here, first, 1_000)
    }
    await turn(here, first, 30_000)
    const queued = (started: Started) => started.engine.stateOf({ kind: 'queue', id: 'sales' })
    const views = (started: Started) => {
      const view = here.machines.get('queue')?.view(queued(started)) as QueueView
      return view.waiting.map((waiting) => waiting.callId)
    }
    const waiting = views(first)
    t.ok(waiting.length >= 10, `${waiting.length} wait`)
    const talking = callers.filter((caller) => caller.audio.hears && caller.audio.heard).length
    t.ok(talking >= 8, `${talking} talk`)
    await waitFor(() => first.engine.unkept() === 0, { what: 'the ledger has everything' })
    first.engine.kill()

    // meanwhile one who waits gives up, and one who talks hangs up
    const gaveUp = callers.find((caller) => caller.callId === waiting[3])
    const talked = callers.find((caller) => caller.audio.hears && caller.audio.heard)
    gaveUp?.hangUp()
    talked?.hangUp()
    here.clock.advance(1_000)

    const second = await here.start()
    await turn(here, second, 2_000)
    t.equal(callers.filter((caller) => caller.state === 'up').length, 18, 'nobody else was hung up')
    const still = views(second).filter((callId) => waiting.includes(callId))
    const expected = waiting.filter((callId) => callId !== gaveUp?.callId && still.includes(callId))
    t.strictSame(still, expected, 'the queue kept its order')
    t.ok(still.length >= waiting.length - 3, `${still.length} of ${waiting.length} still wait`)
    await turn(here, second, 20_000, 1_000)
    for (const caller of callers) if (caller.audio.hears && caller.audio.heard) caller.hangUp()
    await turn(here, second, 60_000, 1_000)
    for (const caller of callers) if (caller.audio.hears && caller.audio.heard) caller.hangUp()
    await turn(here, second, 60_000, 1_000)
    for (const caller of callers) if (caller.state !== 'ended') caller.hangUp()
    await turn(here, second, 60_000, 1_000)
    const records = await recordsOf(here, second)
    const facts = records.flatMap(factsOf)
    const summaries = summariesOf(facts)
    t.comment(JSON.stringify(counts(summaries)))
    t.equal(new Set(summaries.map((summary) => summary.callId)).size, 20, 'every call has its last fact')
    t.ok((counts(summaries).answered ?? 0) >= 17, 'those who waited were answered')
    t.strictSame(rungTwice(facts), [])
    await nothingBroke(t, second)
    replayAll(t, here, records)
    second.engine.kill()
  },
)
