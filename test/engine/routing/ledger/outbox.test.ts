// The outbox: one append under way for an actor, bounded, in order, and settled states that match the ledger.
import t from 'tap'
import { manualClock } from '#engine/clock/manual.ts'
import { type Ledger, LedgerFault } from '#engine/ports/ledger.ts'
import { type ActorRef, shardOf } from '#engine/protocol/actors.ts'
import type { DecisionRecord, LedgerEntry } from '#engine/protocol/ledger.ts'
import { memoryLedger } from '#engine/routing/ledger/memory.ts'
import { Outbox, type OutboxHears, outboxDefaults } from '#engine/routing/ledger/outbox.ts'
import { waitFor } from '../../../kit/wait.ts'

const one: ActorRef = { kind: 'call', id: 'one' }
const two: ActorRef = { kind: 'call', id: 'two' }
let ids = 0
const record = (ref: ActorRef, seq: number): DecisionRecord => ({
  v: 1,
  id: `r${++ids}`,
  at: 0,
  kind: ref.kind,
  actor: ref.id,
  seq,
  epoch: 1,
  cause: '',
  command: { type: 'add' },
  facts: [{ type: 'added' }],
})

function outboxOn(ledger: Ledger, hears: Partial<OutboxHears> = {}, settings = outboxDefaults) {
  const clock = manualClock()
  const settled: string[] = []
  const outbox = new Outbox(
    ledger,
    clock,
    {
      settled: (ref, _state, seq, after) => void settled.push(`${ref.id} ${seq}@${after}`),
      contested: async () => undefined,
      lost: () => {},
      ...hears,
    },
    settings,
  )
  return { outbox, clock, settled }
}

/** A ledger whose appends wait until they are let go, one by one. */
function slowLedger() {
  const inner = memoryLedger()
  const waiting: { ref: ActorRef; entry: LedgerEntry; go: () => void }[] = []
  const ledger: Ledger = {
    ...inner,
    append: (ref, entry, after) =>
      new Promise((resolve, reject) => {
        waiting.push({ ref, entry, go: () => inner.append(ref, entry, after).then(resolve, reject) })
      }),
  }
  return { ledger, inner, waiting }
}
const drained = (outbox: Outbox) => waitFor(() => outbox.waiting() === 0, { what: 'the outbox is empty' })

t.test('what an actor decides while its append is under way goes together into the next entry', async (t) => {
  const { ledger, inner, waiting } = slowLedger()
  const { outbox, settled } = outboxOn(ledger)
  for (let seq = 1; seq <= 5; seq++) outbox.put(one, record(one, seq), {}, seq)
  outbox.put(two, record(two, 1), {}, 1)
  t.strictSame(
    waiting.map(({ ref, entry }) => `${ref.id} ${entry.records.length}`),
    ['one 1', 'two 1'],
  )
  waiting.shift()?.go()
  await waitFor(() => waiting.length === 2, { what: 'the next append' })
  t.equal(waiting[1]?.entry.records.length, 4)
  t.equal(outbox.waiting(), 5)
  for (const each of waiting.splice(0)) each.go()
  await drained(outbox)
  t.strictSame(settled, ['one 1@1', 'two 1@2', 'one 5@3'])
  t.equal(inner.entries().length, 3)
})

t.test('a ledger that is away is asked again with pauses, with the very same entry, and order is kept', async (t) => {
  const inner = memoryLedger()
  let tries = 0
  const lostAnswers: Ledger = {
    ...inner,
    async append(ref, entry, after) {
      const answer = await inner.append(ref, entry, after)
      // stored, but the first two acknowledgements get lost
      if (tries++ < 2) throw new LedgerFault('timeout', true)
      return answer
    },
  }
  const { outbox, clock } = outboxOn(lostAnswers)
  outbox.put(one, record(one, 1), {}, 1)
  await waitFor(() => tries === 1, { what: 'the first try' })
  for (let seq = 2; seq <= 4; seq++) outbox.put(one, record(one, seq), {}, seq)
  await waitFor(
    () => {
      clock.advance(100)
      return outbox.waiting() === 0
    },
    { what: 'it is through' },
  )
  const kept = inner.entries().flatMap((each) => each.entry.records.map((each) => each.seq))
  t.strictSame(kept, [1, 2, 3, 4])
})

t.test('through() never passes an entry whose acknowledgement is not known', async (t) => {
  const { ledger, waiting } = slowLedger()
  const { outbox } = outboxOn(ledger)
  outbox.put(one, record(one, 1), {}, 1)
  outbox.put(two, record(two, 1), {}, 1)
  waiting[1]?.go()
  await waitFor(() => outbox.waiting() === 1, { what: 'the second is kept' })
  t.equal(outbox.through(shardOf(two.id)), 1)
  t.equal(outbox.through(shardOf(one.id)), 0)
  waiting[0]?.go()
  await drained(outbox)
  t.equal(outbox.through(shardOf(one.id)), 2)
})

t.test('what was settled before an append was sent is settled, whatever becomes of it', async (t) => {
  const { ledger, waiting } = slowLedger()
  const { outbox } = outboxOn(ledger)
  outbox.put(one, record(one, 1), {}, 1)
  waiting.shift()?.go()
  await drained(outbox)
  outbox.put(one, record(one, 2), {}, 2)
  t.equal(outbox.through(shardOf(one.id)), 1)
  outbox.readUpTo(5)
  t.equal(outbox.through(shardOf(one.id)), 1, 'it may stand anywhere above')
  t.equal(outbox.through(shardOf(two.id)), 5)
  outbox.readUpTo(3)
  t.equal(outbox.through(shardOf(two.id)), 5, 'what was read once was read')
})

t.test('pauses double up to the longest, and begin anew once the ledger was there', async (t) => {
  const inner = memoryLedger()
  inner.away(true)
  let tries = 0
  const counting: Ledger = {
    ...inner,
    append(...args) {
      tries++
      return inner.append(...args)
    },
  }
  const settings = { ...outboxDefaults, firstPauseMs: 100, longestPauseMs: 400 }
  const { outbox, clock } = outboxOn(counting, {}, settings)
  /** the pause after the try that was the n-th: nothing happens a millisecond before its end */
  const paused = async (ms: number) => {
    const before = tries
    await waitFor(() => clock.next() !== undefined, { what: 'it pauses' })
    clock.advance(ms - 1)
    t.equal(tries, before, `not before ${ms} ms`)
    clock.advance(1)
    t.equal(tries, before + 1, `after ${ms} ms`)
  }
  outbox.put(one, record(one, 1), {}, 1)
  for (const ms of [100, 200, 400, 400]) await paused(ms)
  inner.away(false)
  await paused(400)
  await drained(outbox)
  inner.away(true)
  outbox.put(one, record(one, 2), {}, 2)
  await paused(100)
})

t.test('another writer: the shard is given up, or its late word is passed over', async (t) => {
  const ledger = memoryLedger()
  await ledger.append(one, { records: [record(one, 1)] }, 0)
  let asked = 0
  const { outbox } = outboxOn(ledger, {
    contested: async (ref) => {
      asked++
      return ledger.lastSequence(ref)
    },
  })
  outbox.put(one, record(one, 1), {}, 1)
  await drained(outbox)
  t.equal(asked, 1)
  t.equal(ledger.entries().length, 2)

  const lost = outboxOn(ledger, {
    contested: async () => {
      lost.outbox.dropShard(shardOf(one.id))
      return undefined
    },
  })
  lost.outbox.put(one, record(one, 9), {}, 9)
  await drained(lost.outbox)
  t.equal(ledger.entries().length, 2, 'nothing more was written')
})

t.test(
  'what was decided of a call is written though its shard went elsewhere meanwhile, of others it is not',
  async (t) => {
    const agent: ActorRef = { kind: 'agent', id: one.id }
    const ledger = memoryLedger()
    const { outbox, clock, settled } = outboxOn(ledger)
    ledger.away(true)
    for (const ref of [one, agent]) outbox.put(ref, record(ref, 1), {}, 1)
    await waitFor(() => clock.next() !== undefined, { what: 'it pauses' })
    outbox.dropShard(shardOf(one.id))
    t.equal(outbox.waiting(), 1)
    ledger.away(false)
    outbox.nudge()
    await drained(outbox)
    t.strictSame(
      ledger.entries().map(({ ref }) => ref),
      [one],
    )
    t.strictSame(settled, [], 'nobody here keeps a checkpoint of it')

    ledger.away(true)
    outbox.put(two, record(two, 1), {}, 1)
    await waitFor(() => clock.next() !== undefined, { what: 'it pauses' })
    outbox.dropShard(shardOf(two.id))
    ledger.away(false)
    await ledger.append(two, { records: [record(two, 1)] }, 0)
    outbox.nudge()
    await drained(outbox)
    t.equal(ledger.entries().length, 2, 'its new owner has written of it: that stands')
  },
)

t.test('full at its bound; flush says whether everything went', async (t) => {
  const { ledger, waiting } = slowLedger()
  const { outbox, clock } = outboxOn(ledger, {}, { ...outboxDefaults, maxRecords: 2 })
  outbox.put(one, record(one, 1), {}, 1)
  t.notOk(outbox.full())
  outbox.put(one, record(one, 2), {}, 2)
  t.ok(outbox.full())
  const late = outbox.flush(1_000)
  clock.advance(1_000)
  t.equal(await late, false)
  const flushed = outbox.flush(1_000, new Set([shardOf(one.id)]))
  waiting.shift()?.go()
  await waitFor(() => waiting.length === 1, { what: 'the second entry' })
  waiting.shift()?.go()
  t.equal(await flushed, true)
  t.notOk(outbox.full())
})

t.test(
  'an entry too large for the bus goes by halves; a single one that is too large is lost and said so',
  async (t) => {
    const inner = memoryLedger()
    const small: Ledger = {
      ...inner,
      async append(ref, entry, after) {
        if (entry.records.length > 2 || entry.records.some((each) => each.cause === 'huge')) {
          throw new LedgerFault('too large', false)
        }
        return inner.append(ref, entry, after)
      },
    }
    const lost: string[] = []
    const { outbox } = outboxOn(small, {
      lost: (_ref, records) => void lost.push(...records.map((each) => each.cause)),
    })
    for (let seq = 1; seq <= 7; seq++) outbox.put(one, record(one, seq), {}, seq)
    outbox.put(two, { ...record(two, 1), cause: 'huge' }, {}, 1)
    await drained(outbox)
    t.strictSame(
      inner.entries().flatMap((each) => each.entry.records.map((each) => each.seq)),
      [1, 2, 3, 4, 5, 6, 7],
    )
    t.strictSame(lost, ['huge'])

    const { ledger, waiting } = slowLedger()
    const refusing: Ledger = {
      ...ledger,
      append: (ref, entry, after) =>
        entry.records.some((each) => each.cause === 'huge')
          ? Promise.reject(new LedgerFault('too large', false))
          : ledger.append(ref, entry, after),
    }
    const { outbox: next } = outboxOn(refusing)
    next.put(one, { ...record(one, 1), cause: 'huge' }, {}, 1)
    for (const seq of [2, 3]) next.put(one, record(one, seq), {}, seq)
    await waitFor(() => waiting.length === 1, { what: 'those behind it' })
    t.equal(waiting[0]?.entry.records.length, 2, 'go together again')
  },
)
