// The authenticated user is the caller, an answer to a challenge is good once and from one address, guessing is bounded by
// address and by user, and an office of a thousand phones behind one address comes in.
import { connect } from '@nats-io/transport-node'
import t from 'tap'
import { ephemeralCredential } from '#config/kamailio/ephemeral.ts'
import { refusedSubject } from '#config/kamailio/settings.ts'
import { startKamailio, TEST_DOMAIN, TEST_SECRET, type TestKamailio } from '#test/kit/kamailio.ts'
import { freePort, startNats, type TestNats } from '#test/kit/nats.ts'
import { waitFor } from '#test/kit/wait.ts'
import { type EdgeDatabase, ourSchema, startEdgeDatabase } from './edge-database.ts'
import { nodesUp, startTestNode, type TestNode } from './node.ts'
import { digest, Phone } from './phone.ts'

const DESK = { user: '8001', password: 'right-password' }
const OFFICE = 1_000
const AT_ONCE = 125
const REALM_URI = `sip:${TEST_DOMAIN}`

let server: EdgeDatabase
let nats: TestNats
let edge: TestKamailio
let node: TestNode

t.before(async () => {
  server = await startEdgeDatabase()
  nats = await startNats()
  const db = await ourSchema(server)
  for (const user of ['8001', '8002', '8003', '8004']) await db.addPhone(user, DESK.password)
  for (let n = 0; n < OFFICE; n++) await db.addPhone(`office${n}`, DESK.password)
  const port = await freePort()
  edge = await startKamailio({
    databaseUrl: db.url,
    nodes: [{ id: 'node', host: '127.0.0.1', port }],
    settings: { maxRefusals: 3, userCalls: 4, natsUrls: [`nats://${nats.token}@${nats.url}`] },
  })
  node = await startTestNode({ port, edge: edge.edge })
  await nodesUp(edge, 1)
})

t.teardown(async () => {
  await node?.stack.stop()
  await edge?.stop()
  await nats?.stop()
  await server?.stop()
})

const proof = (challenge: string, uri = REALM_URI, method = 'REGISTER') =>
  `${method === 'REGISTER' ? '' : 'Proxy-'}Authorization: ${digest(challenge, method, uri, DESK.user, DESK.password)}`

t.test('a phone that says it is somebody else makes no call', async (t) => {
  const phone = await Phone.udp(edge.udpPort)
  const before = node.calls.length
  t.equal(await phone.call('95588', { user: '8002', username: '8001', password: DESK.password }), 403)
  t.equal(node.calls.length, before)
  phone.close()
})

t.test('an answer to a challenge is good once, and from the address that was challenged', async (t) => {
  const phone = await Phone.udp(edge.udpPort, '127.0.0.91')
  const thief = await Phone.udp(edge.udpPort, '127.0.0.92')
  const contact = [`Contact: <sip:8001@127.0.0.91:5060>`, 'Expires: 60']
  const asked = await phone.ask('REGISTER', REALM_URI, contact, '8001')
  const answer = proof(asked.headers.get('www-authenticate') ?? '')
  t.equal((await thief.ask('REGISTER', REALM_URI, [...contact, answer], '8001')).status, 401, 'overheard, too early')
  t.equal((await phone.ask('REGISTER', REALM_URI, [...contact, answer], '8001')).status, 401, 'used up by that')
  const fresh = await phone.ask('REGISTER', REALM_URI, contact, '8001')
  const good = proof(fresh.headers.get('www-authenticate') ?? '')
  t.equal((await phone.ask('REGISTER', REALM_URI, [...contact, good], '8001')).status, 200)
  t.equal((await thief.ask('REGISTER', REALM_URI, [...contact, good], '8001')).status, 401, 'replayed elsewhere')
  t.equal((await phone.ask('REGISTER', REALM_URI, [...contact, good], '8001')).status, 401, 'replayed')
  t.equal(await thief.register(DESK), 200, 'and none of this counted as guessing')
  for (const each of [phone, thief]) each.close()
})

t.test("a browser's credential opens nothing outside a browser", async (t) => {
  const credential = ephemeralCredential(TEST_SECRET, 'agent.1001', Date.now() + 60_000)
  const phone = await Phone.udp(edge.udpPort, '127.0.0.93')
  t.equal(await phone.register({ user: 'agent.1001', ...credential }), 401)
  t.equal(await phone.call('95588', { user: 'agent.1001', ...credential }), 407)
  phone.close()
  const browser = await Phone.ws(edge.wsUrl)
  const plain = 'v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\nm=audio 4000 RTP/AVP 8\r\n'
  t.equal(await browser.call('95588', { user: 'agent.1001', ...credential }, [], plain), 488, 'nor sound in the clear')
  t.equal(await browser.call('95588', { user: 'agent.1001', ...credential }), 200)
  browser.close()
})

t.test('who is guessed at from many addresses is shut out where he was not before; guesses are told', async (t) => {
  const connection = await connect({ servers: nats.url, token: nats.token })
  const told: unknown[] = []
  connection.subscribe(refusedSubject, { callback: (_, message) => void told.push(message.json()) })
  await connection.flush()
  const home = await Phone.udp(edge.udpPort, '127.0.0.94')
  t.equal(await home.register({ ...DESK, user: '8003' }), 200)
  for (let n = 0; n < 15; n++) {
    const phone = await Phone.udp(edge.udpPort, `127.0.1.${n + 1}`)
    t.equal(await phone.register({ user: '8003', password: `guess-${n}` }), 401)
    phone.close()
  }
  const away = await Phone.udp(edge.udpPort, '127.0.0.95')
  t.equal(await away.register({ ...DESK, user: '8003' }), 403, 'even the right password, from a new address')
  t.equal(await away.register({ ...DESK, user: '8004' }), 200, 'others are not shut out')
  t.equal(await home.register({ ...DESK, user: '8003' }), 200, 'nor is he where he was')
  await waitFor(() => told.length === 15, { what: 'fifteen refusals on the bus' })
  t.same(told[0], { user: '8003', from: '127.0.1.1' })
  const evil = await Phone.udp(edge.udpPort, '127.0.1.99')
  await evil.register({ user: '8001', username: 'a}{ b', password: 'x' })
  await waitFor(() => told.length === 16, { what: 'a name that is none' })
  t.same(told[15], { user: '', from: '127.0.1.99' })
  for (const each of [home, away, evil]) each.close()
  await connection.close()
})

t.test('a user calls so often and no more', async (t) => {
  const phone = await Phone.udp(edge.udpPort, '127.0.0.96')
  const statuses: number[] = []
  for (let n = 0; n < 6; n++) statuses.push(await phone.call('95588', { ...DESK, user: '8002' }))
  t.same(statuses, [200, 200, 200, 200, 503, 503])
  phone.close()
})

t.test(`an office of ${OFFICE} phones behind one address registers at once and is not banned`, async (t) => {
  const answers: number[] = []
  for (let first = 0; first < OFFICE; first += AT_ONCE) {
    const names = Array.from({ length: AT_ONCE }, (_, n) => `office${first + n}`)
    const phones = await Promise.all(names.map(() => Phone.udp(edge.udpPort, '127.0.0.99')))
    const each = phones.map((phone, n) => phone.register({ user: names[n] ?? '', password: DESK.password }))
    answers.push(...(await Promise.all(each)))
    for (const phone of phones) phone.close()
  }
  const others = answers.filter((status) => status !== 200)
  t.same(others, [], edge.log().slice(-2_000))
  t.equal(answers.length, OFFICE)
  await t.rejects(edge.rpc.call('htable.get', ['banned', '127.0.0.99']), 'not banned')
})
