// What a machine that joins says of what it needs from elsewhere.
import { once } from 'node:events'
import { createServer } from 'node:net'
import t from 'tap'
import { deafAt } from '#config/launch/probe.ts'

const NOBODY = '127.0.0.1:1'

t.test('of a cluster one that answers is enough; a server may be named without its scheme', async (t) => {
  const server = createServer((socket) => socket.destroy()).listen(0, '127.0.0.1')
  await once(server, 'listening')
  t.teardown(() => server.close())
  const { port } = server.address() as { port: number }
  t.strictSame(await deafAt(`${NOBODY},127.0.0.1:${port}`), [])
  t.strictSame(await deafAt(`nats://127.0.0.1:${port}`), [])
  t.strictSame(await deafAt(`${NOBODY}, nats://${NOBODY}`), [NOBODY, NOBODY])
})
