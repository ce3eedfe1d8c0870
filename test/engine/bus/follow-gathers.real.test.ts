// A projection whose every batch costs is told seldom while little comes, and at once when much waits: a rebuild from the
// ledger's start must not crawl because of it.
import t from 'tap'
import { connectBus } from '#engine/bus/nats.ts'
import type { Ledger } from '#engine/ports/ledger.ts'
import { heardSoFar } from '../../kit/follow.ts'
import { startNats } from '../../kit/nats.ts'
import { waitFor } from '../../kit/wait.ts'

/** nobody waits so long in this test */
const GATHER_MS = 600_000

let written = 0
async function append(ledger: Ledger, entries: number): Promise<void> {
  for (const until = written + entries; written < until; ) {
    const some = Array.from({ length: Math.min(100, until - written) }, () => `c${++written}`)
    const one = (id: string) => {
      const record = { v: 1, id: `r-${id}`, at: 1, kind: 'call', actor: id, seq: 1, epoch: 1, cause: '' } as const
      return ledger.append(
        { kind: 'call', id },
        { records: [{ ...record, command: { type: 'x' }, facts: [{ type: 'y' }] }] },
        0,
      )
    }
    await Promise.all(some.map(one))
  }
}

t.test('much is told at once, little together', async (t) => {
  const nats = await startNats()
  t.teardown(() => nats.stop())
  const { bus, ...connection } = await connectBus({ servers: [nats.url], token: nats.token, name: 'gathers' })
  t.teardown(() => bus.close())
  const ledger = await connection.ledger()
  await append(ledger, 4_000)
  const sizes: number[] = []
  const projection = heardSoFar((entries) => void sizes.push(entries.length))
  const follower = await ledger.follow({ ...projection, gatherMs: GATHER_MS })
  t.teardown(() => follower.stop())
  await waitFor(() => projection.sequences.length === 4_000, { what: 'what was there is told without a wait' })
  const before = sizes.length
  await append(ledger, 1_999)
  t.equal(sizes.length, before, 'little waits for more')
  await append(ledger, 501)
  await waitFor(() => projection.sequences.length >= 6_000, { what: 'as soon as it is much it is told' })
  t.ok(
    sizes.slice(before).every((size) => size >= 2_000),
    `in batches of ${sizes.slice(before)}`,
  )
  t.same(
    projection.sequences,
    projection.sequences.toSorted((a, b) => a - b),
  )
})

t.test('a batch is gathered over the end of a pull', async (t) => {
  const nats = await startNats()
  t.teardown(() => nats.stop())
  const { bus, ...connection } = await connectBus({ servers: [nats.url], token: nats.token, name: 'gathers' })
  t.teardown(() => bus.close())
  const ledger = await connection.ledger()
  const sizes: number[] = []
  const projection = heardSoFar((entries) => void sizes.push(entries.length))
  await append(ledger, 1)
  // longer than a pull, which the server ends after five seconds
  const follower = await ledger.follow({ ...projection, gatherMs: 11_000 })
  t.teardown(() => follower.stop())
  await waitFor(() => projection.sequences.length === 1, { what: 'the first' })
  await append(ledger, 1)
  const began = performance.now()
  await waitFor(() => performance.now() - began > 6_500, { what: 'the pull has ended' })
  await append(ledger, 1)
  await waitFor(() => projection.sequences.length === 3, { what: 'all' })
  t.same(sizes, [1, 2])
})

t.test('who stops while it gathers does not wait', async (t) => {
  const nats = await startNats()
  t.teardown(() => nats.stop())
  const { bus, ...connection } = await connectBus({ servers: [nats.url], token: nats.token, name: 'gathers' })
  t.teardown(() => bus.close())
  const ledger = await connection.ledger()
  const projection = heardSoFar()
  await append(ledger, 1)
  const follower = await ledger.follow({ ...projection, gatherMs: GATHER_MS })
  await waitFor(() => projection.sequences.length === 1, { what: 'the first' })
  await append(ledger, 1)
  await follower.stop()
  t.equal(projection.sequences.length, 1, 'what was not told is told after the next start')
})

t.test('what was gathered when NATS died is told once', async (t) => {
  const nats = await startNats()
  t.teardown(() => nats.stop())
  const { bus, ...connection } = await connectBus({ servers: [nats.url], token: nats.token, name: 'gathers' })
  t.teardown(() => bus.close())
  const ledger = await connection.ledger()
  const projection = heardSoFar()
  let failed = 0
  let overtaken = 0
  await append(ledger, 1)
  const follower = await ledger.follow({
    ...projection,
    gatherMs: 15_000,
    told({ type }) {
      if (type === 'failed') failed++
    },
    heard: (entries, after) => {
      if (after !== projection.place) overtaken++
      return projection.heard(entries, after)
    },
  })
  t.teardown(() => follower.stop())
  await waitFor(() => projection.sequences.length === 1, { what: 'the first' })
  await append(ledger, 3)
  await nats.kill()
  await nats.start()
  await waitFor(() => failed > 0, { what: 'the reader notices' })
  await append(ledger, 1)
  await waitFor(() => projection.sequences.includes(5), { what: 'what came later' })
  t.same(projection.sequences, [1, 2, 3, 4, 5])
  t.equal(overtaken, 0, 'the reader that failed has let go before the next one begins')
})
