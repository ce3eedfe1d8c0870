// The NATS connection through a server that dies and comes back.
import t from 'tap'
import { connectBus } from '#engine/bus/nats.ts'
import { heardSoFar } from '../../kit/follow.ts'
import { startNats } from '../../kit/nats.ts'
import { waitFor } from '../../kit/wait.ts'

t.test('the bus comes back by itself: subscriptions, questions, key-value and followers go on', async (t) => {
  const nats = await startNats()
  const connection = await connectBus({ servers: [nats.url], token: nats.token, name: 'one' })
  const { bus } = connection
  t.teardown(async () => {
    await bus.close()
    await nats.stop()
  })
  const bucket = await connection.keyValue('b')
  const ledger = await connection.ledger()
  const heard: unknown[] = []
  const changes: boolean[] = []
  const watched = new Map<string, unknown>()
  const projection = heardSoFar()
  bus.onConnection((connected) => changes.push(connected))
  await bus.subscribe('a.>', (value, _, answer) => {
    heard.push(value)
    answer?.('yes')
  })
  await bucket.watch((key, value) => watched.set(key, value))
  const follower = await ledger.follow(projection)
  t.teardown(() => follower.stop())
  await bucket.put('k', 1)
  await waitFor(() => watched.get('k') === 1, { what: 'the watch works' })

  // never answered: it fails when the connection goes, not at its deadline
  await bus.subscribe('silent', () => {})
  const hanging = bus.ask('silent', 1, 60_000).catch((error) => error)
  await nats.kill()
  t.match(await hanging, { kind: 'disconnected', again: true })
  t.notOk(bus.connected())
  bus.publish('a.b', 'lost')
  t.equal(connection.counts().dropped, 1)
  t.match(await bus.ask('a.b', 1, 1_000).catch((error) => error), { kind: 'disconnected' })

  await nats.start()
  await waitFor(() => bus.connected(), { what: 'it is back' })
  t.strictSame(changes, [false, true])
  t.equal(await bus.ask('a.b', 'again', 2_000), 'yes')
  t.strictSame(heard, ['again'], 'what was dropped does not come later')
  t.strictSame((await bucket.get('k'))?.value, 1, 'kept through a kill')
  await bucket.put('k', 2)
  await waitFor(() => watched.get('k') === 2, { what: 'the watch goes on' })
  const record = { v: 1, id: 'r1', at: 0, kind: 'call', actor: 'c', seq: 1, epoch: 1, cause: '', facts: [] } as const
  await ledger.append({ kind: 'call', id: 'c' }, { records: [{ ...record, facts: [], command: { type: 'x' } }] }, 0)
  await waitFor(() => projection.sequences.length === 1, { timeoutMs: 40_000, what: 'the follower goes on' })
})

t.test('a wrong token and a server that is not there fail with one clear sentence', async (t) => {
  const nats = await startNats()
  t.teardown(() => nats.stop())
  await t.rejects(connectBus({ servers: [nats.url], token: 'wrong', name: 'x' }), /uthorization/)
  const nowhere = connectBus({ servers: ['127.0.0.1:1'], name: 'x', firstConnectMs: 300 })
  await t.rejects(nowhere, { message: 'NATS does not answer at 127.0.0.1:1' })
})
