// Seeded mutations of what belongs to something: replies to a ringing call with the edge's own branches, requests in a call
// that is up, replies to nothing; by UDP, TCP and WebSocket. Every process stays, and the next call is good.
import { connect } from 'node:net'
import t from 'tap'
import { ephemeralCredential } from '#config/kamailio/ephemeral.ts'
import { startKamailio, TEST_DOMAIN, TEST_SECRET, type TestKamailio } from '#test/kit/kamailio.ts'
import { freePort } from '#test/kit/nats.ts'
import { waitFor } from '#test/kit/wait.ts'
import { dialogRequests, repliesTo, strayReplies } from '#test/media/sip/live-corpus.ts'
import { mutations } from '#test/media/sip/mutations.ts'
import { type EdgeDatabase, ourSchema, startEdgeDatabase } from './edge-database.ts'
import { nodesUp, sdpAt, startTestNode, type TestNode } from './node.ts'
import { type Credential, Phone } from './phone.ts'

const SEED = 20_261_129
const HOST = '127.0.0.72'
const CALLS = 12
const PER_CALL = 60
const DESK: Credential = { user: '8001', password: 'right-password' }
const browser = (): Credential => ({
  user: 'agent.1',
  ...ephemeralCredential(TEST_SECRET, 'agent.1', Date.now() + 9e6),
})

let server: EdgeDatabase
let edge: TestKamailio
let node: TestNode
const faults: unknown[] = []

t.before(async () => {
  server = await startEdgeDatabase()
  const db = await ourSchema(server)
  await db.addPhone(DESK.user, DESK.password)
  const port = await freePort()
  edge = await startKamailio({
    databaseUrl: db.url,
    nodes: [{ id: 'node', host: '127.0.0.1', port }],
    settings: { neverBanned: ['127.0.0.0/8'] },
  })
  node = await startTestNode({ port, edge: edge.edge, faults })
  await nodesUp(edge, 1)
})

t.teardown(async () => {
  await node?.stack.stop()
  await edge?.stop()
  await server?.stop()
})

/** All that was sent before has been read by a worker; or, on a WebSocket, the edge has had enough and closed it. */
const read = (phone: Phone): Promise<unknown> =>
  Promise.race([phone.over, phone.ask('OPTIONS', `sip:127.0.0.1:${edge.udpPort}`).catch(() => {})])

const lines: [string, () => Promise<[Phone, Credential]>][] = [
  ['UDP', async () => [await Phone.udp(edge.udpPort, HOST), DESK]],
  ['WebSocket', async () => [await Phone.ws(edge.wsUrl), browser()]],
]

for (const [name, open] of lines) {
  t.test(`replies to a ringing call by ${name}, with the branches that the edge made`, async (t) => {
    const before = await edge.pids()
    for (let call = 0; call < CALLS; call++) {
      const [phone, who] = await open()
      t.equal(await phone.register(who), 200)
      phone.answer = 0
      let over = false
      const ringing = node.stack.invite({
        uri: `sip:${who.user}@${TEST_DOMAIN}`,
        from: { uri: `sip:95588@${TEST_DOMAIN}` },
        sdp: sdpAt(9),
        handlers: {},
        onAccepted: (dialog) => {
          over = true
          dialog.bye()
        },
        onRejected: () => {
          over = true
        },
      })
      const invite = await waitFor(() => phone.requests('INVITE')[0], { what: 'it rings' })
      const good = repliesTo(invite)
      for (const reply of mutations(good, SEED + call, PER_CALL)) phone.raw(reply.subarray(0, 60_000))
      await read(phone)
      ringing.cancel()
      if (!over) phone.raw(good.find((reply) => reply.includes('SIP/2.0 487')) ?? '')
      if (name === 'UDP') await phone.register(who, 0)
      phone.close()
    }
    t.same(await edge.pids(), before, 'every process is the same')
  })
}

t.test('requests in a call that is up, and replies to nothing', async (t) => {
  const before = await edge.pids()
  const phone = await Phone.udp(edge.udpPort, HOST)
  for (let call = 0; call < CALLS; call++) {
    t.equal(await phone.call('95588', DESK), 200)
    const ok = phone.accepted()
    for (const m of mutations(dialogRequests(ok, phone.via), SEED + call, PER_CALL)) phone.raw(m.subarray(0, 60_000))
    await read(phone)
    phone.bye(ok)
  }
  const stray = strayReplies(`127.0.0.1:${edge.udpPort}`, `${HOST}:5060`)
  for (const m of stray) phone.raw(m)
  for (const m of mutations(stray, SEED, 400)) phone.raw(m.subarray(0, 60_000))
  await read(phone)
  for (const m of mutations(stray, SEED + 1, 60)) await overTcp(m)
  phone.close()
  t.same(await edge.pids(), before, 'every process is the same')
})

t.test('and the next calls are good', async (t) => {
  const phone = await Phone.udp(edge.udpPort, HOST)
  t.equal(await phone.call('95588', DESK), 200)
  phone.bye(phone.accepted())
  phone.close()
  t.same(faults, [])
})

function overTcp(bytes: Buffer): Promise<void> {
  return new Promise((done) => {
    const socket = connect({ port: edge.tcpPort, host: '127.0.0.1', localAddress: HOST })
    socket.on('error', () => done())
    socket.on('close', () => done())
    socket.on('data', () => {})
    socket.end(bytes, () => socket.destroy())
  })
}
