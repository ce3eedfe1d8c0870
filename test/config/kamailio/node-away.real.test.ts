// Callers who come while no media node lives: they are kept until it is back, and nobody waits for ever.
import { createSocket } from 'node:dgram'
import t from 'tap'
import { startKamailio, type TestKamailio } from '#test/kit/kamailio.ts'
import { freePort } from '#test/kit/nats.ts'
import { runSipp } from '#test/kit/sipp.ts'
import { waitFor } from '#test/kit/wait.ts'
import { type EdgeDatabase, ourSchema, startEdgeDatabase } from './edge-database.ts'
import { nodesUp, startTestNode, type TestNode } from './node.ts'

const TRUNK_HOST = '127.0.0.33'
/** more than a call has branches unless told otherwise */
const AWAIT_SECONDS = 14
const STILL_MS = 6_000

let server: EdgeDatabase
let edge: TestKamailio
let node: TestNode
let port: number
const media = createSocket('udp4')

const start = async (): Promise<void> => {
  node = await startTestNode({ port, edge: edge.edge, mediaPort: media.address().port })
}
const call = (calls: number) =>
  runSipp({
    ...{ scenario: 'caller', target: `127.0.0.1:${edge.udpPort}`, host: TRUNK_HOST, service: '95588' },
    ...{ calls, perSecond: 10, talkMs: 50 },
  })
const saidTo = (text: string, count: number) =>
  waitFor(() => edge.log().split(text).length > count, { what: `the edge says "${text}"` })

t.before(async () => {
  await new Promise<void>((done) => media.bind(0, '127.0.0.1', done))
  server = await startEdgeDatabase()
  const db = await ourSchema(server)
  await db.addTrunkAddress('carrier-1', TRUNK_HOST)
  await db.addAccessNumber('95588')
  port = await freePort()
  edge = await startKamailio({
    databaseUrl: db.url,
    nodes: [{ id: 'node-1', host: '127.0.0.1', port }],
    settings: {
      nodes: {
        listen: { host: '127.0.0.1', port: await freePort() },
        list: [{ id: 'node-1', host: '127.0.0.1', port }],
        ...{ pingSeconds: 1, awaitSeconds: AWAIT_SECONDS },
      },
    },
  })
  await start()
  await nodesUp(edge, 1)
})

t.teardown(async () => {
  media.close()
  await node?.stack.stop()
  await edge?.stop()
  await server?.stop()
})

t.test(
  'the node dies under callers: those who come at once and those who come later are answered by its next',
  async (t) => {
    await node.stack.stop()
    const early = call(5)
    await saidTo('does not answer', 3)
    await nodesUp(edge, 0)
    const late = call(5)
    await saidTo('a caller waits', 3)
    await start()
    const results = await Promise.all([early, late])
    t.same(
      results.map(({ ok }) => ok),
      [5, 5],
      results.map(({ errors }) => errors).join('\n'),
    )
  },
)

t.test('an edge that stands still for a moment under callers who wait goes on with them', async (t) => {
  await nodesUp(edge, 1)
  await node.stack.stop()
  await nodesUp(edge, 0)
  const waiting = call(3)
  await saidTo('a caller waits', 6)
  const pids = await edge.pids()
  for (const pid of pids) process.kill(pid, 'SIGSTOP')
  const since = performance.now()
  // longer than a request waits for an answer (fr_timer)
  await waitFor(() => performance.now() - since > STILL_MS, { what: 'it stood still' })
  for (const pid of pids) process.kill(pid, 'SIGCONT')
  await start()
  const { ok, errors } = await waiting
  t.equal(ok, 3, errors)
})

t.test('while nobody comes back a caller is turned away with 503 after a bound', async (t) => {
  await nodesUp(edge, 1)
  await node.stack.stop()
  await nodesUp(edge, 0)
  const turnedAway = await call(1)
  t.equal(turnedAway.ok, 0)
  t.match(turnedAway.errors, /SIP\/2.0 503[\s\S]*Retry-After: 10/)
  await start()
})

t.test('a node that turns callers away is heard as it says it: 503 and when to try again, not 500', async (t) => {
  await nodesUp(edge, 1)
  node.stack.drain(7_000)
  const { ok, errors } = await call(1)
  t.equal(ok, 0)
  t.match(errors, /SIP\/2.0 503[\s\S]*Retry-After: 7/)
})
