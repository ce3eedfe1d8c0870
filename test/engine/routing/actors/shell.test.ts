// The shell around a small machine, in memory.
import t from 'tap'
import { manualClock } from '#engine/clock/manual.ts'
import type { ActorRef } from '#engine/protocol/actors.ts'
import { shellDefaults } from '#engine/routing/actors/shell-parts.ts'
import { memoryLedger } from '#engine/routing/ledger/memory.ts'
import { replay } from '#engine/routing/ledger/replay.ts'
import { settled, startEngine, testMedia } from '../../../kit/engine.ts'
import { type ToyCommand, type ToyState, toyMachine } from '../../../kit/toy.ts'
import { waitFor } from '../../../kit/wait.ts'

const one: ActorRef = { kind: 'call', id: 'one' }
const two: ActorRef = { kind: 'call', id: 'two' }
const agent: ActorRef = { kind: 'agent', id: 'a1' }
const toy = (command: ToyCommand) => command
const configured = toy({ type: 'configure', config: { id: 'a1', enabled: true } })

t.test('the shell', async (t) => {
  t.test('a call is born by its first command; an agent or queue nobody configured is unknown', async (t) => {
    const { engine } = await startEngine()
    t.strictSame(await engine.ask(one, toy({ type: 'add', n: 2 })), { ok: true, value: 2 })
    t.strictSame(await engine.ask(one, toy({ type: 'add', n: 3 })), { ok: true, value: 5 })
    t.strictSame(await engine.ask(agent, toy({ type: 'add', n: 1 })), { ok: false, refusal: 'agent-unknown' })
    t.match(await engine.ask({ kind: 'queue', id: 'q' }, toy({ type: 'add', n: 1 })), { refusal: 'queue-unknown' })
    t.match(await engine.ask(agent, configured), { ok: true })
    t.match(await engine.ask(agent, toy({ type: 'add', n: 1 })), { ok: true, value: 1 })
    engine.kill()
  })

  t.test('a refusal changes nothing, and a call that refused its first command was never one', async (t) => {
    const { engine, ledger } = await startEngine()
    t.strictSame(await engine.ask(one, toy({ type: 'no' })), {
      ok: false,
      refusal: 'command-not-possible',
      detail: 'because',
    })
    await settled(engine)
    t.strictSame(engine.actors(), [])
    t.equal(await ledger.lastSequence(one), 0)
    engine.kill()
  })

  t.test('a bug in decide or evolve keeps the state, has no effects and is counted', async (t) => {
    const { engine, metric, logged } = await startEngine()
    await engine.ask(one, toy({ type: 'add', n: 7 }))
    t.match(await engine.ask(one, toy({ type: 'boom' })), { ok: false, refusal: 'unavailable' })
    t.match(await engine.ask(one, toy({ type: 'boom-later' })), { ok: false, refusal: 'unavailable' })
    await settled(engine)
    t.match(engine.stateOf(one), { sum: 7 })
    t.strictSame(engine.actors(), [one])
    t.equal(await metric('tinglan_bugs_total'), 2)
    t.equal(logged.filter((each) => each.level === 'error').length, 2)
    t.match(await engine.ask(one, toy({ type: 'add', n: 1 })), { value: 8 }, 'and the actor goes on')
    engine.kill()
  })

  t.test('a doubled command is answered again and not obeyed again', async (t) => {
    const { engine, bus, metric } = await startEngine()
    const { subjects } = await import('#engine/protocol/actors.ts')
    const envelope = { id: 'news-1', cause: 'test', command: toy({ type: 'add', n: 5 }) }
    t.strictSame(await bus.ask(subjects.actor(one), envelope, 1_000), { ok: true, value: 5 })
    t.strictSame(await bus.ask(subjects.actor(one), envelope, 1_000), { ok: true, value: 5 })
    t.match(engine.stateOf(one), { sum: 5 })
    t.equal(await metric('tinglan_doubles_total'), 1)
    t.match(await bus.ask(subjects.actor(one), { command: { type: 'add' } }, 1_000), { refusal: 'bad-input' })
    engine.kill()
  })

  t.test('a full inbox refuses, and refuses nothing once it is worked off', async (t) => {
    const { engine, metric } = await startEngine({}, { shell: { ...shellDefaults, inbox: 10 } })
    const answers = await Promise.all(Array.from({ length: 25 }, () => engine.ask(one, toy({ type: 'add', n: 1 }))))
    t.equal(answers.filter((answer) => answer.ok).length, 10)
    t.match(answers.at(-1), { refusal: 'overloaded' })
    t.equal(await metric('tinglan_overloads_total'), 15)
    t.match(await engine.ask(one, toy({ type: 'add', n: 1 })), { value: 11 })
    engine.kill()
  })

  t.test('effects reach other actors in order', async (t) => {
    const { engine } = await startEngine()
    for (let n = 1; n <= 100; n++) void engine.ask(one, toy({ type: 'pass', to: two, n }))
    await settled(engine)
    t.match(engine.stateOf(two), { sum: 5_050 })
    engine.kill()
  })

  t.test('a wake comes at its time and once; a doubled wake is harmless', async (t) => {
    const clock = manualClock()
    const { engine } = await startEngine({ clock })
    await engine.ask(one, toy({ type: 'wake-me', at: clock.now() + 1_000 }))
    clock.advance(999)
    await settled(engine)
    t.match(engine.stateOf(one), { woken: 0 })
    clock.advance(1)
    await settled(engine)
    t.match(engine.stateOf(one), { woken: 1 })
    await engine.ask(one, toy({ type: 'wake' }))
    clock.advance(10_000)
    await settled(engine)
    t.match(engine.stateOf(one), { woken: 1 })
    engine.kill()
  })

  t.test('an actor whose life is over is forgotten, and its last facts are kept', async (t) => {
    const ledger = memoryLedger()
    const { engine } = await startEngine({ ledger })
    await engine.ask(one, toy({ type: 'add', n: 1 }))
    await engine.ask(one, toy({ type: 'end' }))
    await settled(engine)
    t.strictSame(engine.actors(), [])
    await waitFor(() => engine.unkept() === 0, { what: 'the outbox is empty' })
    t.strictSame(
      ledger.entries().flatMap((each) => each.entry.records.flatMap((record) => record.facts.map((fact) => fact.type))),
      ['added', 'ended'],
    )
    engine.kill()
  })

  t.test('an order that a media node refuses or does not answer comes back as news', async (t) => {
    const clock = manualClock()
    const media = testMedia()
    const { engine, metric } = await startEngine({ clock, media })
    const order = { type: 'answer', callId: 'one', legId: 'l1' } as const
    await engine.ask(one, toy({ type: 'order', node: 'm1', order }))
    await settled(engine)
    t.match(media.orders, [{ epoch: 1, order, cause: /\.0$/ }])
    media.answer = () => ({ ok: false, refusal: 'unknown-leg' })
    await engine.ask(one, toy({ type: 'order', node: 'm1', order }))
    await settled(engine)
    t.match(engine.stateOf(one), { told: ['order-failed'] })
    t.equal(await metric('tinglan_media_orders_failed_total'), 1)
    engine.kill()
  })

  t.test('the answer to a question comes back as a command', async (t) => {
    const lookups = { ask: async () => ({ type: 'http', status: 200, fields: {}, text: '' }) as const }
    const { engine } = await startEngine({ lookups })
    await engine.ask(one, toy({ type: 'look-up', lookup: { type: 'flow', flowId: 'f' }, deadlineMs: 100 }))
    await settled(engine)
    t.match(engine.stateOf(one), { told: ['http'] })
    engine.kill()
  })

  t.test('every recorded decision decides again to the same facts', async (t) => {
    const ledger = memoryLedger()
    const { engine } = await startEngine({ ledger })
    for (let n = 0; n < 200; n++) await engine.ask(one, toy({ type: 'add', n: n % 7 }))
    await waitFor(() => engine.unkept() === 0, { what: 'the outbox is empty' })
    const records = ledger.entries().flatMap((each) => each.entry.records)
    t.equal(records.length, 200)
    const { state, differs } = replay(toyMachine('call'), records)
    t.strictSame(differs, [])
    t.strictSame(state, engine.stateOf(one) as ToyState)
    const changed = records.map((record, n) => (n === 3 ? { ...record, command: { type: 'add', n: 99 } } : record))
    t.equal(replay(toyMachine('call'), changed).differs[0]?.record, records[3]?.id, 'a changed command is found')
    engine.kill()
  })
})
