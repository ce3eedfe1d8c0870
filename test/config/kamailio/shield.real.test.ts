// What Kamailio keeps out: floods, scanners, password guessing, malformed messages. Each attacker has its own address.
import { createSocket, type Socket } from 'node:dgram'
import { readdirSync, readFileSync } from 'node:fs'
import { connect } from 'node:net'
import t from 'tap'
import { startKamailio, type TestKamailio } from '#test/kit/kamailio.ts'
import { freePort } from '#test/kit/nats.ts'
import { runSipp } from '#test/kit/sipp.ts'
import { waitFor } from '#test/kit/wait.ts'
import { mutations } from '#test/media/sip/mutations.ts'
import { type EdgeDatabase, ourSchema, startEdgeDatabase } from './edge-database.ts'
import { nodesUp, startTestNode, type TestNode } from './node.ts'
import { Phone } from './phone.ts'

const FIXTURES = new URL('../../fixtures/rfc4475/', import.meta.url)
const SEED = 20_261_121
const MUTATIONS = 3_000
const CARRIER = '127.0.0.61'

let server: EdgeDatabase
let edge: TestKamailio
let node: TestNode
const faults: unknown[] = []

t.before(async () => {
  server = await startEdgeDatabase()
  const db = await ourSchema(server)
  await db.addPhone('8001', 'right-password')
  await db.addTrunkAddress('carrier', CARRIER)
  const port = await freePort()
  edge = await startKamailio({
    databaseUrl: db.url,
    nodes: [{ id: 'node', host: '127.0.0.1', port }],
    settings: { maxRefusals: 3, neverBanned: ['127.0.0.71/32'] },
  })
  node = await startTestNode({ port, edge: edge.edge, faults })
  await nodesUp(edge, 1)
})

t.teardown(async () => {
  await node?.stack.stop()
  await edge?.stop()
  await server?.stop()
})

async function socketAt(host: string): Promise<{ socket: Socket; answers: () => number }> {
  const socket = createSocket('udp4')
  let answers = 0
  socket.on('message', () => answers++)
  await new Promise<void>((done) => socket.bind(0, host, done))
  return { socket, answers: () => answers }
}

function options(host: string, n: number, userAgent = 'phone'): string {
  return [
    `OPTIONS sip:127.0.0.1:${edge.udpPort} SIP/2.0`,
    `Via: SIP/2.0/UDP ${host}:9;branch=z9hG4bKflood${n};rport`,
    'Max-Forwards: 70',
    `From: <sip:x@${host}>;tag=${n}`,
    'To: <sip:edge@test>',
    `Call-ID: flood-${host}-${n}`,
    'CSeq: 1 OPTIONS',
    `User-Agent: ${userAgent}`,
    'Content-Length: 0\r\n\r\n',
  ].join('\r\n')
}

async function banned(address: string): Promise<boolean> {
  try {
    await edge.rpc.call('htable.get', ['banned', address])
    return true
  } catch {
    return false
  }
}

t.test('an address that floods is banned and hears nothing more; others are served', async (t) => {
  const { socket, answers } = await socketAt('127.0.0.51')
  for (let n = 0; n < 1_000; n++) socket.send(options('127.0.0.51', n), edge.udpPort, '127.0.0.1')
  await waitFor(() => banned('127.0.0.51'), { what: 'the flood is banned' })
  t.ok(answers() < 500, `${answers()} of 1000 answered`)
  const other = await Phone.udp(edge.udpPort, '127.0.0.52')
  t.equal((await other.ask('OPTIONS', `sip:127.0.0.1:${edge.udpPort}`)).status, 200)
  const heard = answers()
  socket.send(options('127.0.0.51', 9_999), edge.udpPort, '127.0.0.1')
  await other.ask('OPTIONS', `sip:127.0.0.1:${edge.udpPort}`)
  t.equal(answers(), heard, 'silence for the banned')
  await edge.rpc.unban('127.0.0.51')
  t.notOk(await banned('127.0.0.51'))
  socket.close()
  other.close()
})

t.test('a network on the list is never banned', async (t) => {
  const { socket, answers } = await socketAt('127.0.0.71')
  t.teardown(() => socket.close())
  for (let n = 1; n <= 400; n++) {
    socket.send(options('127.0.0.71', n), edge.udpPort, '127.0.0.1')
    // paced by the answers, so that no socket buffer runs over
    if (n % 50 === 0) await waitFor(() => answers() === n, { what: `${n} answers` })
  }
  t.notOk(await banned('127.0.0.71'))
})

t.test('a scanner is banned at its first word', async (t) => {
  const { socket, answers } = await socketAt('127.0.0.53')
  socket.send(options('127.0.0.53', 1, 'friendly-scanner'), edge.udpPort, '127.0.0.1')
  await waitFor(() => banned('127.0.0.53'), { what: 'the scanner is banned' })
  t.equal(answers(), 0)
  socket.close()
})

t.test('a user is shut out after three wrong passwords, and not for others behind the same address', async (t) => {
  const phone = await Phone.udp(edge.udpPort, '127.0.0.54')
  for (let n = 0; n < 3; n++) t.equal(await phone.register({ user: 'ghost', password: `guess-${n}` }), 401)
  t.equal(await phone.register({ user: 'ghost', password: 'guess-4' }), 403)
  t.equal(await phone.register({ user: '8001', password: 'right-password' }), 200)
  t.notOk(await banned('127.0.0.54'))
  phone.close()
})

t.test('an address that tries many names is banned', async (t) => {
  const phone = await Phone.udp(edge.udpPort, '127.0.0.55')
  for (let n = 0; n < 29; n++) await phone.register({ user: `name-${n}`, password: 'x' })
  t.notOk(await banned('127.0.0.55'))
  await phone.register({ user: 'name-30', password: 'x' })
  t.ok(await banned('127.0.0.55'))
  phone.close()
})

t.test(`RFC 4475 and ${MUTATIONS} mutations (seed ${SEED}) over UDP and TCP leave every process alive`, async (t) => {
  const before = await edge.pids()
  const corpus = readdirSync(FIXTURES)
    .filter((name) => name.endsWith('.dat'))
    .map((name) => readFileSync(new URL(name, FIXTURES)))
  // from the trunk's address, so that nothing is banned and all goes as deep as it can
  const { socket } = await socketAt(CARRIER)
  let n = 0
  for (const bytes of [...corpus, ...mutations(corpus, SEED, MUTATIONS)]) {
    if (bytes.length > 0 && bytes.length < 60_000) socket.send(bytes, edge.udpPort, '127.0.0.1')
    // a socket buffer holds some hundred messages: let Kamailio read them
    if (++n % 50 === 0) await probe()
    if (n % 10 === 0) await overTcp(bytes)
  }
  socket.close()
  t.same(await edge.pids(), before, 'the same processes')
  const result = await runSipp({
    scenario: 'caller',
    target: `127.0.0.1:${edge.udpPort}`,
    host: CARRIER,
    service: '95588',
    calls: 5,
    perSecond: 10,
    talkMs: 50,
  })
  t.equal(result.ok, 5, `${result.errors}\n${edge.log().slice(-3_000)}`)
  t.same(faults, [])
})

async function probe(): Promise<void> {
  const phone = await Phone.udp(edge.udpPort, '127.0.0.71')
  await phone.ask('OPTIONS', `sip:127.0.0.1:${edge.udpPort}`)
  phone.close()
}

function overTcp(bytes: Buffer): Promise<void> {
  return new Promise((done) => {
    const socket = connect({ port: edge.tcpPort, host: '127.0.0.1', localAddress: CARRIER })
    socket.on('error', () => done())
    socket.on('close', () => done())
    socket.on('data', () => {})
    socket.end(bytes, () => socket.destroy())
  })
}

/** What comes back for an INVITE by TCP from this machine's own address, where media nodes are too. */
async function intruder(port: number, uri: string): Promise<string> {
  const lines = [
    `INVITE ${uri} SIP/2.0`,
    'Via: SIP/2.0/TCP 127.0.0.1:9;branch=z9hG4bKintruder;rport',
    'Max-Forwards: 70',
    'From: <sip:8001@127.0.0.1>;tag=1',
    `To: <${uri}>`,
    `Call-ID: intruder-${port}`,
    'CSeq: 1 INVITE',
    'Contact: <sip:8001@127.0.0.1:9>',
    'X-Tinglan-Leg: agent',
    'X-Tinglan-User: 8001',
    'X-Tinglan-Trunk: carrier',
    'Content-Length: 0\r\n\r\n',
  ]
  const socket = connect({ port, host: '127.0.0.1' })
  let heard = ''
  socket.on('data', (data) => (heard += data))
  socket.write(lines.join('\r\n'))
  await waitFor(() => /SIP\/2.0 [2-6]/.test(heard), { what: 'a final answer' })
  socket.destroy()
  return heard
}

t.test('another process of this machine calls neither over a trunk nor as an agent', async (t) => {
  const calls = node.calls.length
  t.match(await intruder(edge.settings.nodes.listen.port, 'sip:13800138000@test'), /SIP\/2.0 403/)
  t.match(await intruder(node.stack.port, 'sip:95588@test'), /SIP\/2.0 403/)
  t.equal(node.calls.length, calls)
})

t.test('SIP on the ports of RPC and media nodes is not heard from strangers', async (t) => {
  const socket = connect({ port: edge.settings.nodes.listen.port, host: '127.0.0.1', localAddress: '127.0.0.56' })
  let heard = ''
  socket.on('data', (data) => (heard += data))
  socket.write(options('127.0.0.56', 1).replaceAll('/UDP', '/TCP'))
  await probe()
  await probe()
  t.equal(heard, '')
  socket.destroy()
  t.equal((await fetch(`http://127.0.0.1:${edge.settings.rpc.port}/`)).status, 404)
  const dump = { method: 'POST', body: '{"jsonrpc":"2.0","id":1,"method":"autheph.dump_secrets"}' }
  for (const authorization of ['', 'Bearer ', `Bearer ${'0'.repeat(32)}`]) {
    const asked = await fetch(`http://127.0.0.1:${edge.settings.rpc.port}/rpc`, { ...dump, headers: { authorization } })
    t.equal(asked.status, 404, 'the RPC answers who knows the word')
  }
  t.equal((await fetch(edge.wsUrl.replace('ws:', 'http:').concat('/rpc'), { method: 'POST', body: '{}' })).status, 404)
})
