// Asking a Kamailio that, like the real one, closes the connection after its answer and does not say so in a header.
import { createServer, type Server, type Socket } from 'node:net'
import t, { type Test } from 'tap'
import { KamailioFault, KamailioRpc } from '#config/kamailio/rpc.ts'

const ANSWER = JSON.stringify({ jsonrpc: '2.0', id: 1, result: 'kamailio 5.6.3' })
const PLAIN = `HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: ${ANSWER.length}\r\n\r\n${ANSWER}`

/** Answers the first request of a connection; a second one on it meets the close. */
async function closingServer(t: Test) {
  let connections = 0
  const open = new Set<Socket>()
  const server = createServer((socket) => {
    connections++
    open.add(socket)
    let requests = 0
    socket.on('error', () => {})
    socket.on('data', () => (++requests === 1 ? socket.write(PLAIN) : socket.destroy()))
  })
  const port = await listening(server)
  t.teardown(() => {
    for (const socket of open) socket.destroy()
    server.close()
  })
  return { rpc: new KamailioRpc('127.0.0.1', port, 'secret-0123456789'), connections: () => connections }
}

function listening(server: Server): Promise<number> {
  return new Promise((resolve) =>
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      resolve(typeof address === 'object' && address ? address.port : 0)
    }),
  )
}

t.test('every question goes out on a connection of its own', async (t) => {
  const { rpc, connections } = await closingServer(t)
  for (let asked = 1; asked <= 3; asked++) {
    t.equal(await rpc.call('core.version'), 'kamailio 5.6.3')
    t.equal(connections(), asked)
  }
})

t.test('what Kamailio cannot do is told with the reason, and asking again may help', async (t) => {
  const server = createServer()
  const port = await listening(server)
  await new Promise((resolve) => server.close(resolve))
  const fault = await new KamailioRpc('127.0.0.1', port, 'secret-0123456789')
    .call('uac.reg_dump')
    .catch((thrown) => thrown)
  t.type(fault, KamailioFault)
  t.match(fault, {
    message: /does not answer uac\.reg_dump: .*ECONNREFUSED/,
    again: true,
    cause: { code: 'ECONNREFUSED' },
  })
})

t.test('an answer that is cut off is a fault, not half an answer', async (t) => {
  const server = createServer((socket) => socket.end(PLAIN.slice(0, -20)))
  const port = await listening(server)
  t.teardown(() => server.close())
  await t.rejects(new KamailioRpc('127.0.0.1', port, 'secret-0123456789').call('core.version'), {
    name: 'KamailioFault',
    again: true,
  })
})
