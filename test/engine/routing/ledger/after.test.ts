// Where a life goes on in the ledger, and a ledger that nobody reaches.
import t from 'tap'
import { manualClock } from '#engine/clock/manual.ts'
import type { ActorRef } from '#engine/protocol/actors.ts'
import { memoryLedger } from '#engine/routing/ledger/memory.ts'
import { Outbox, outboxDefaults } from '#engine/routing/ledger/outbox.ts'
import { recordOf } from '../../../contract/ledger.ts'
import { waitFor } from '../../../kit/wait.ts'

const one: ActorRef = { kind: 'call', id: 'one' }

t.test('a life that was read goes on after its last entry, and nobody is taken for another writer', async (t) => {
  const ledger = memoryLedger()
  const kept = await ledger.append(one, { records: [recordOf(one, 1)] }, 0)
  if (!kept.ok) return t.fail('the first entry is kept')
  const settled: number[] = []
  let contested = 0
  const outbox = new Outbox(
    ledger,
    manualClock(),
    {
      settled: (_ref, _state, _seq, after) => void settled.push(after),
      contested: (ref) => {
        contested++
        return ledger.lastSequence(ref)
      },
      lost: () => t.fail('nothing is lost'),
    },
    outboxDefaults,
  )
  outbox.startAfter(one, kept.sequence)
  outbox.put(one, recordOf(one, 2), {}, 2)
  await waitFor(() => outbox.waiting() === 0, { what: 'it is written' })
  t.equal(contested, 0)
  t.same(settled, [await ledger.lastSequence(one)])
})

t.test('while the ledger is away nothing is written and nothing is read', async (t) => {
  const ledger = memoryLedger()
  await ledger.append(one, { records: [recordOf(one, 1)] }, 0)
  const first = () => ledger.readAll(0)[Symbol.asyncIterator]().next()
  const away = { again: true, message: 'the ledger is away' }
  ledger.away(true)
  await t.rejects(ledger.append(one, { records: [recordOf(one, 2)] }, 1), away)
  await t.rejects(first(), away)
  ledger.away(false)
  t.match(await first(), { done: false, value: { ref: one } })
})
