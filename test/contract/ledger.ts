// What every Ledger must do: run on the in-memory ledger and on JetStream.
import t from 'tap'
import type { Ledger } from '#engine/ports/ledger.ts'
import { type ActorRef, shardOf } from '#engine/protocol/actors.ts'
import type { DecisionRecord, LedgerEntry } from '#engine/protocol/ledger.ts'
import { heardSoFar } from '../kit/follow.ts'
import { waitFor } from '../kit/wait.ts'

const agent: ActorRef = { kind: 'agent', id: 'a-1001' }
const queue: ActorRef = { kind: 'queue', id: 'sales' }
const call: ActorRef = { kind: 'call', id: 'c-77' }

let ids = 0
export function recordOf(ref: ActorRef, seq: number, facts = 1): DecisionRecord {
  return {
    v: 1,
    id: `d${++ids}`,
    at: 1_700_000_000_000 + ids,
    kind: ref.kind,
    actor: ref.id,
    seq,
    epoch: 1,
    cause: 'test',
    command: { type: 'ready' },
    facts: Array.from({ length: facts }, (_, n) => ({ type: `happened-${seq + n}`, text: '听澜' })),
  }
}
const entryOf = (ref: ActorRef, seq: number): LedgerEntry => ({ records: [recordOf(ref, seq)] })

async function all(read: ReturnType<Ledger['readAll']>) {
  const found = []
  for await (const each of read) found.push(each)
  return found
}

export function ledgerContract(name: string, open: () => Promise<Ledger>): void {
  t.test(`ledger contract: ${name}`, async (t) => {
    const ledger = await open()

    t.test('an empty ledger reads as nothing', async (t) => {
      t.strictSame(await all(ledger.readAll(0)), [])
      t.strictSame(await all(ledger.readShard(3, 0)), [])
      t.equal(await ledger.lastSequence(agent), 0)
      t.match(await ledger.extent(), { last: 0, entries: 0, bytes: 0 })
    })

    t.test('an append that names the last entry is kept, and one that does not is refused', async (t) => {
      const first = await ledger.append(agent, entryOf(agent, 1), 0)
      t.match(first, { ok: true })
      if (!first.ok) return
      t.equal(await ledger.lastSequence(agent), first.sequence)
      t.strictSame(await ledger.append(agent, entryOf(agent, 2), 0), { ok: false, why: 'not-last' })
      t.match(await ledger.append(queue, entryOf(queue, 1), 0), { ok: true })
      // another actor's entries in between do not matter
      t.match(await ledger.append(agent, entryOf(agent, 2), first.sequence), { ok: true })
    })

    t.test('of two writers who both believe they own an actor one is refused', async (t) => {
      const answers = await Promise.all([
        ledger.append(call, entryOf(call, 1), 0),
        ledger.append(call, entryOf(call, 1), 0),
      ])
      t.strictSame(answers.map((each) => each.ok).sort(), [false, true])
    })

    t.test('the same entry appended again answers as the first time and is kept once', async (t) => {
      const last = await ledger.lastSequence(call)
      const entry = entryOf(call, 2)
      const first = await ledger.append(call, entry, last)
      t.strictSame(await ledger.append(call, entry, last), first)
      const kept = (await all(ledger.readAll(0))).filter((each) => each.entry.records[0]?.id === entry.records[0]?.id)
      t.equal(kept.length, 1)
    })

    t.test('entries are read back in order, from any sequence, of one shard or of all', async (t) => {
      const everything = await all(ledger.readAll(0))
      t.strictSame(
        everything.map((each) => each.ref.id),
        ['a-1001', 'sales', 'a-1001', 'c-77', 'c-77'],
      )
      t.strictSame(everything[0]?.entry.records[0]?.facts, [{ type: 'happened-1', text: '听澜' }])
      const second = everything[1]
      if (!second) return
      t.strictSame(await all(ledger.readAll(second.sequence)), everything.slice(2))
      t.strictSame(
        await all(ledger.readShard(shardOf(agent.id), 0)),
        everything.filter((each) => shardOf(each.ref.id) === shardOf(agent.id)),
      )
      t.strictSame(await all(ledger.readAll(everything.at(-1)?.sequence ?? 0)), [])
    })

    t.test('a follower hears everything in order, and after a failure goes on from what is stored', async (t) => {
      let failures = 2
      const projection = heardSoFar(() => {
        if (failures-- > 0) throw new Error('the database is away')
      })
      const follower = await ledger.follow(projection)
      const everything = (await all(ledger.readAll(0))).map((each) => each.sequence)
      await waitFor(() => projection.sequences.length === everything.length, { what: 'what was there is heard' })
      t.strictSame(projection.sequences, everything)
      t.match(projection.troubles, [
        { type: 'failed', tries: 1 },
        { type: 'failed', tries: 2 },
      ])
      await follower.stop()
      const last = await ledger.lastSequence(agent)
      const later = await ledger.append(agent, entryOf(agent, 3), last)
      const second = await ledger.follow(projection)
      await waitFor(() => projection.sequences.length > everything.length, { what: 'the entry appended meanwhile' })
      t.strictSame(projection.sequences.slice(everything.length), later.ok ? [later.sequence] : [])
      await second.stop()
    })

    t.test('a reader that goes with a batch under way leaves nothing out: the next one hears it again', async (t) => {
      const everything = (await all(ledger.readAll(0))).map((each) => each.sequence)
      let begun = false
      let die = (_: Error) => {}
      const dying = heardSoFar(() => {
        begun = true
        return new Promise<void>((_, reject) => {
          die = reject
        })
      })
      const follower = await ledger.follow(dying)
      await waitFor(() => begun, { what: 'a batch is under way' })
      const stopping = follower.stop()
      die(new Error('the process ended'))
      await stopping
      t.strictSame(dying.sequences, [])
      const next = heardSoFar()
      const second = await ledger.follow(next)
      await waitFor(() => next.sequences.length === everything.length, { what: 'all of it' })
      t.strictSame(next.sequences, everything)
      await second.stop()
    })

    t.test('two followers hear everything, each from its own place', async (t) => {
      const everything = (await all(ledger.readAll(0))).map((each) => each.sequence)
      const [one, other] = [heardSoFar(), heardSoFar()]
      other.place = everything[2] ?? 0
      const followers = [await ledger.follow(one), await ledger.follow(other)]
      await waitFor(() => one.place === other.place && one.place === everything.at(-1), { what: 'both at the end' })
      t.strictSame([one.sequences, other.sequences], [everything, everything.slice(3)])
      t.strictSame([one.troubles, other.troubles], [[], []])
      for (const each of followers) await each.stop()
    })

    t.test('one who has heard everything waits without a word for what comes next', async (t) => {
      const projection = heardSoFar()
      projection.place = (await all(ledger.readAll(0))).at(-1)?.sequence ?? 0
      const follower = await ledger.follow(projection)
      const appended = await ledger.append(queue, entryOf(queue, 3), await ledger.lastSequence(queue))
      await waitFor(() => projection.sequences.length > 0, { what: 'what came next' })
      t.strictSame(projection.sequences, appended.ok ? [appended.sequence] : [])
      t.strictSame(projection.troubles, [])
      await follower.stop()
    })

    t.test('a place beyond the end of the ledger is told and set back, so that what comes next is heard', async (t) => {
      const last = (await all(ledger.readAll(0))).at(-1)?.sequence ?? 0
      const projection = heardSoFar()
      projection.place = last + 100
      const follower = await ledger.follow(projection)
      await waitFor(() => projection.place === last, { what: 'set back' })
      t.strictSame(projection.troubles, [{ type: 'ahead', stored: last + 100, last }])
      await ledger.append(queue, entryOf(queue, 2), await ledger.lastSequence(queue))
      await waitFor(() => projection.sequences.length === 1, { what: 'what came next' })
      await follower.stop()
    })

    t.test('the ledger tells how much it holds', async (t) => {
      const everything = await all(ledger.readAll(0))
      const extent = await ledger.extent()
      t.match(extent, { first: 1, last: everything.at(-1)?.sequence, entries: everything.length, maxAgeMs: 0 })
      t.ok(extent.bytes > 0 && extent.firstAt > 0 && extent.lastAt >= extent.firstAt)
    })
  })
}
