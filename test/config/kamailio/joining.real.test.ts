// A media node that the edge was started without: it makes itself known, also to an edge that was started again.
import t from 'tap'
import { nodeDestination } from '#config/kamailio/render.ts'
import { announce } from '#media/announce.ts'
import { startKamailio } from '#test/kit/kamailio.ts'
import { freePort } from '#test/kit/nats.ts'
import { waitFor } from '#test/kit/wait.ts'
import { ourSchema, startEdgeDatabase } from './edge-database.ts'
import { nodesUp, startTestNode } from './node.ts'

t.test('a media node joins, is known again after the edge was restarted, and leaves', async (t) => {
  const server = await startEdgeDatabase()
  t.teardown(() => server.stop())
  const { url: databaseUrl } = await ourSchema(server)
  const first = await startKamailio({ databaseUrl })
  const port = await freePort()
  const node = await startTestNode({ port, edge: first.edge })
  t.teardown(() => node.stack.stop())
  const destination = nodeDestination(first.settings.nodes.listen, { id: 'node-3', host: '127.0.0.1', port })
  const told: unknown[] = []
  const announced = await announce(first.rpc, { id: 'node-3', destination }, (fault) => told.push(fault))
  t.teardown(() => announced.leave())
  await nodesUp(first, 1)
  t.equal((await first.rpc.nodes()).length, 1, 'once')

  const { rpc, nodes, udp, tcp, ws } = first.settings
  await first.stop()
  await waitFor(() => told.length === 1, { what: 'the node notices' })
  const again = { rpc, nodes, tcp, ...(udp ? { udp } : {}), ...(ws ? { ws } : {}) }
  const second = await startKamailio({ databaseUrl, settings: again })
  t.teardown(() => second.stop())
  await nodesUp(second, 1)
  await announced.leave()
  t.match(await second.rpc.nodes(), [{ uri: destination.uri, flags: /^D/ }], 'it gets no more calls')
  t.equal(told.length, 1, 'an edge that is away is said once')
})
