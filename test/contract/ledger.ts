// What every Ledger must do: run on the in-memory ledger and on JetStream.
import t from 'tap'
import type { Ledger } from '#engine/ports/ledger.ts'
import { type ActorRef, shardOf } from '#engine/protocol/actors.ts'
import type { DecisionRecord, LedgerEntry } from '#engine/protocol/ledger.ts'
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

    t.test(
      'a follower hears everything in order, is told again what failed, and goes on where it stopped',
      async (t) => {
        const heard: number[] = []
        let failures = 2
        const follower = await ledger.follow('contract', async (entries) => {
          if (failures-- > 0) throw new Error('the database is away')
          heard.push(...entries.map((each) => each.sequence))
        })
        const everything = (await all(ledger.readAll(0))).map((each) => each.sequence)
        await waitFor(() => heard.length === everything.length, { what: 'what was there is heard' })
        t.strictSame(heard, everything)
        await follower.stop()
        const last = await ledger.lastSequence(agent)
        const later = await ledger.append(agent, entryOf(agent, 3), last)
        const again: number[] = []
        const second = await ledger.follow('contract', async (entries) => {
          again.push(...entries.map((each) => each.sequence))
        })
        await waitFor(() => again.length > 0, { what: 'the entry appended meanwhile' })
        t.strictSame(again, later.ok ? [later.sequence] : [])
        await second.stop()
      },
    )
  })
}
