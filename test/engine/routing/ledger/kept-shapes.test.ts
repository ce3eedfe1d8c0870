// What earlier versions kept stays readable: each file in test/fixtures/ledger is a real ledger with its checkpoints and
// the states that the engine of that version had. e37f54b: 24 callers at the small centre, 24 actors alive at its end.
import { readdirSync, readFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'
import t, { type Test } from 'tap'
import { rowsOf } from '#analytics/collector/collector.ts'
import { memoryKeyValue } from '#engine/bus/memory-key-value.ts'
import type { Read } from '#engine/ports/ledger.ts'
import { type ActorRef, SHARDS, shardOf } from '#engine/protocol/actors.ts'
import type { CallSummary } from '#engine/protocol/call.ts'
import { factsOf } from '#engine/protocol/ledger.ts'
import { RECORD_SHAPE } from '#engine/protocol/shapes.ts'
import { spans } from '#engine/records/call-log/spans.ts'
import { Checkpoints } from '#engine/routing/ledger/checkpoint.ts'
import { Fold, type Folded } from '#engine/routing/ledger/fold.ts'
import { memoryLedger } from '#engine/routing/ledger/memory.ts'
import { rebuild } from '#engine/routing/ledger/rebuild.ts'
import { loadMachines } from '#engine/routing/machines.ts'

interface KeptLedger {
  version: string
  entries: Read[]
  checkpoints: { key: string; value: unknown }[]
  states: { ref: ActorRef; state: unknown }[]
}

const folder = new URL('../../../fixtures/ledger/', import.meta.url)
const machines = await loadMachines()
const files = readdirSync(folder).filter((name) => name.endsWith('.json.gz'))
const nameOf = (ref: ActorRef) => `${ref.kind}.${ref.id}`
const shards = Array.from({ length: SHARDS }, (_, shard) => shard)

t.test('there is a ledger of the version before', async (t) => t.ok(files.includes('e37f54b.json.gz')))

for (const file of files) {
  const kept = JSON.parse(gunzipSync(readFileSync(new URL(file, folder))).toString()) as KeptLedger
  const alive = kept.states.map(({ ref }) => nameOf(ref)).sort()
  const check = (t: Test, actors: Folded[], from: string) => {
    t.strictSame(actors.map(({ ref }) => nameOf(ref)).sort(), alive, `the same actors live, from ${from}`)
    for (const { ref, state } of actors) {
      const machine = machines.get(ref.kind)
      const then = kept.states.find((each) => nameOf(each.ref) === nameOf(ref))
      t.ok(machine?.view(state) !== undefined, `${nameOf(ref)} has a view`)
      const [is, was] = [state, then?.state] as { mode: string }[]
      t.equal(is?.mode, was?.mode, `${nameOf(ref)} is in its mode`)
    }
  }

  t.test(`${file}: every actor is folded from its facts alone`, async (t) => {
    const fold = new Fold(machines)
    for (const { ref, entry, sequence } of kept.entries) fold.take(ref, entry, sequence)
    t.equal(fold.ignored, 0)
    check(t, [...fold.actors()], 'facts')
  })

  t.test(`${file}: and from its checkpoints`, async (t) => {
    const bucket = memoryKeyValue()
    for (const { key, value } of kept.checkpoints) await bucket.put(key, value)
    const checkpoints = new Checkpoints(bucket)
    const ledger = { ...memoryLedger(), readAll: (after: number) => from(kept.entries, after) }
    const points = await Promise.all(shards.map((shard) => checkpoints.load(shard)))
    t.ok(
      points.some((point) => point.kept.length > 0),
      'there are states in them',
    )
    const rebuilt = await rebuild(shards, machines, ledger, (shard) => checkpoints.load(shard))
    check(t, rebuilt.actors, 'checkpoints')
    t.ok(rebuilt.actors.every(({ ref }) => shards.includes(shardOf(ref.id))))
  })

  t.test(`${file}: every row of the reports and of the call log comes out of it`, async (t) => {
    const records = kept.entries.flatMap(({ entry }) => entry.records)
    t.ok(records.every((record) => record.v <= RECORD_SHAPE))
    const rows = kept.entries.flatMap(({ entry, sequence }) => entry.records.flatMap((each) => rowsOf(each, sequence)))
    t.equal(rows.length, records.flatMap(factsOf).length)
    t.equal(new Set(rows.map((row) => row.id)).size, rows.length, 'each fact has a name of its own')
    const ended = records.flatMap(factsOf).filter((fact) => fact.body.type === 'call-ended')
    t.ok(ended.length > 10)
    for (const { body } of ended) {
      const { waitMs, talkMs, holdMs } = spans((body as unknown as { summary: CallSummary }).summary)
      t.ok([waitMs, talkMs, holdMs].every((ms) => Number.isInteger(ms) && ms >= 0))
    }
  })
}

async function* from(entries: Read[], after: number): AsyncGenerator<Read> {
  for (const each of entries) if (each.sequence > after) yield each
}
