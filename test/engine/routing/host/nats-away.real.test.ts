// NATS is away for half a minute, longer than any deadline of ours: callers who are there are routed, nothing is lost.
import t from 'tap'
import { connectBus } from '#engine/bus/nats.ts'
import { systemClock } from '#engine/clock/system.ts'
import { SHARDS } from '#engine/protocol/actors.ts'
import type { CallSummary } from '#engine/protocol/call.ts'
import type { DecisionRecord } from '#engine/protocol/ledger.ts'
import { replay } from '#engine/routing/ledger/replay.ts'
import { companyLookups } from '#engine/routing/lookups/lookups.ts'
import { loadMachines } from '#engine/routing/machines.ts'
import { memoryMedia } from '#media/memory/media.ts'
import { settled, startEngine, type TestEngine } from '../../../kit/engine.ts'
import { startNats, type TestNats } from '../../../kit/nats.ts'
import { agents, company } from '../../../kit/small-centre.ts'
import { waitFor } from '../../../kit/wait.ts'

t.setTimeout(400_000)

const AWAY_MS = 30_000
/** ten agents: 3 s of ringing, 2 s of talk and 5 s of wrap-up a call leave room for one caller a second */
const EVERY_MS = 1_200

/** The three real machines on a real NATS; news of the media node reach the engine without it. */
async function centreOn(nats: TestNats) {
  const connection = await connectBus({ servers: [nats.url], token: nats.token, name: 'e1' })
  const machines = await loadMachines()
  const lookups = companyLookups(company())
  let started: TestEngine | undefined
  const media = await memoryMedia({
    ...{ node: 'm1', clock: systemClock },
    onNews: (owner, { news }) => void started?.engine.ask(owner, { type: 'news', news } as never),
    phone: () => ({ type: 'answers', afterMs: 3_000 }),
  })
  started = await startEngine({
    ...{ bus: connection.bus, media, machines, lookups, company: company() },
    shards: await connection.keyValue('shards'),
    checkpoints: await connection.keyValue('checkpoints'),
    ledger: await connection.ledger(),
  })
  await settled(started.engine)
  for (const { id } of agents) {
    await started.engine.ask({ kind: 'agent', id }, {
      type: 'sign-in',
      phone: { type: 'browser' },
      session: id,
    } as never)
    await started.engine.ask({ kind: 'agent', id }, { type: 'ready' })
  }
  return { ...started, connection, machines, memory: media }
}

async function livesOf({ ledger }: TestEngine): Promise<Map<string, DecisionRecord[]>> {
  const lives = new Map<string, DecisionRecord[]>()
  for await (const { ref, entry } of ledger.readAll(0)) {
    const key = `${ref.kind}.${ref.id}`
    lives.set(key, [...(lives.get(key) ?? []), ...entry.records])
  }
  return lives
}

t.test('NATS is away for 30 s: callers are routed all the while, and the ledger has every one of them', async (t) => {
  const nats = await startNats()
  const centre = await centreOn(nats)
  const { engine, memory, machines } = centre
  const callers: ReturnType<typeof memory.caller>[] = []
  const arriving = setInterval(() => {
    callers.push(memory.caller({ number: `138${callers.length}`, to: '95000', talkMs: 2_000 }))
  }, EVERY_MS)
  t.teardown(async () => {
    clearInterval(arriving)
    engine.kill()
    await centre.connection.bus.close()
    await nats.stop()
  })
  const over = () => callers.filter((caller) => caller.state === 'ended').length
  const patient = { timeoutMs: 120_000 }
  await waitFor(() => over() > 0, { ...patient, what: 'a first caller is served' })
  await nats.kill()
  await waitFor(() => !centre.bus.connected(), { ...patient, what: 'the node notices' })
  const [arrivedBefore, away] = [callers.length, Date.now()]
  await waitFor(() => Date.now() - away >= AWAY_MS, { ...patient, what: 'NATS has been away long enough' })
  const servedMeanwhile = callers.slice(arrivedBefore).filter((caller) => caller.state === 'ended').length
  t.comment(`${callers.length - arrivedBefore} came, ${servedMeanwhile} were served, ${engine.unkept()} records wait`)
  t.notOk(centre.bus.connected())
  t.ok(servedMeanwhile >= 5, 'who came without NATS was served without NATS')
  t.ok(engine.unkept() > 10 * servedMeanwhile, 'and all of it waits for the ledger')

  await nats.start()
  await waitFor(() => callers.length > arrivedBefore + 27, { ...patient, what: 'callers go on coming' })
  clearInterval(arriving)
  await waitFor(() => over() === callers.length, { ...patient, what: 'everybody is served' })
  const none = () => engine.actors().every(({ kind }) => kind !== 'call') && engine.unkept() === 0
  await waitFor(none, { ...patient, what: 'every call is over and kept' })
  t.equal(engine.running().length, SHARDS, 'no shard was lost')
  t.equal(engine.epochOf(3), 1)
  const summaries: CallSummary[] = []
  for (const [key, records] of await livesOf(centre)) {
    let next = 1
    for (const { seq, facts } of records) {
      if (seq !== next) t.fail(`${key}: seq ${seq} where ${next} was due`)
      next += facts.length
      for (const fact of facts)
        if (fact.type === 'call-ended') summaries.push((fact as never as { summary: CallSummary }).summary)
    }
    t.strictSame(replay(machines.get(records[0]!.kind)!, records).differs, [], `${key} decides the same again`)
  }
  t.equal(summaries.length, callers.length, 'each caller has one last fact')
  t.strictSame([...new Set(summaries.map(({ outcome }) => outcome))], ['answered'])
  t.strictSame(
    centre.logged.filter(({ level }) => level === 'error'),
    [],
  )
})
