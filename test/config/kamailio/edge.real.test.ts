// Kamailio with our configuration and our own stack as media nodes: every way in and out, and what is kept out.
import { createSocket } from 'node:dgram'
import { join } from 'node:path'
import t from 'tap'
import { ephemeralCredential } from '#config/kamailio/ephemeral.ts'
import type { IncomingInvite } from '#media/sip/api.ts'
import { startKamailio, TEST_DOMAIN, TEST_SECRET, type TestKamailio } from '#test/kit/kamailio.ts'
import { freePort } from '#test/kit/nats.ts'
import { runSipp, startSipp } from '#test/kit/sipp.ts'
import { waitFor } from '#test/kit/wait.ts'
import { type EdgeDatabase, type EdgeSchema, ourSchema, startEdgeDatabase } from './edge-database.ts'
import { dial, nodesUp, startTestNode, type TestNode } from './node.ts'
import { Phone } from './phone.ts'

const TRUNK_HOST = '127.0.0.31'

let server: EdgeDatabase
let db: EdgeSchema
let edge: TestKamailio
let nodes: [TestNode, TestNode]
const faults: unknown[] = []
/** Where all callers send their audio. */
const media = createSocket('udp4')
/** Every call that reached a node, in order of time. */
const arrived: IncomingInvite[] = []
const taken = () => arrived

const startNode = (port: number, edgeUri: string) =>
  startTestNode({ port, edge: edgeUri, mediaPort: media.address().port, arrived, faults })

t.before(async () => {
  await new Promise<void>((done) => media.bind(0, '127.0.0.1', done))
  server = await startEdgeDatabase()
  db = await ourSchema(server)
  await db.addPhone('8001', 'right-password')
  await db.addPhone('8002', 'another')
  await db.addTrunkAddress('carrier-1', TRUNK_HOST)
  await db.addAccessNumber('95588')
  const ports = [await freePort(), await freePort()] as const
  edge = await startKamailio({
    databaseUrl: db.url,
    nodes: ports.map((port, i) => ({ id: `node-${i + 1}`, host: '127.0.0.1', port })),
  })
  nodes = [await startNode(ports[0], edge.edge), await startNode(ports[1], edge.edge)]
  await allUp(2)
})

t.teardown(async () => {
  media.close()
  for (const node of nodes ?? []) await node.stack.stop()
  await edge?.stop()
  await server?.stop()
})

const allUp = (count: number) => nodesUp(edge, count)

t.test('a phone registers with its password, and Kamailio knows where it is', async (t) => {
  const phone = await Phone.udp(edge.udpPort)
  t.equal(await phone.register({ user: '8001', password: 'right-password' }), 200)
  const contacts = await edge.rpc.registeredContacts('8001')
  t.equal(contacts.length, 1)
  t.match(contacts[0]?.uri, /^sip:8001@127\.0\.0\.1/)
  t.ok((contacts[0]?.expiresInMs ?? 0) > 200_000)
  t.equal(await phone.register({ user: '8001', password: 'right-password' }, 0), 200)
  t.same(await edge.rpc.registeredContacts('8001'), [])
  phone.close()
})

t.test('sipp registers over TCP', async (t) => {
  const result = await runSipp({
    scenario: 'register',
    target: `127.0.0.1:${edge.tcpPort}`,
    transport: 'tcp',
    service: '8002',
    calls: 1,
    keys: { domain: TEST_DOMAIN },
    auth: { user: '8002', password: 'another' },
  })
  t.equal(result.ok, 1, result.errors)
})

t.test('a wrong password, a foreign name and a guest are not registered', async (t) => {
  const phone = await Phone.udp(edge.udpPort, '127.0.0.41')
  t.equal(await phone.register({ user: '8001', password: 'wrong' }), 401)
  t.equal(await phone.register({ user: '8001', username: '8002', password: 'another' }), 403)
  const guest = ephemeralCredential(TEST_SECRET, 'guest.7', Date.now() + 60_000)
  const page = await Phone.ws(edge.wsUrl)
  t.equal(await page.register({ user: 'guest.7', ...guest }), 403)
  page.close()
  t.same(await edge.rpc.registeredContacts('8001'), [])
  phone.close()
})

t.test(
  'a browser registers over WebSocket with a short-lived credential; an old or forged one is refused',
  async (t) => {
    const browser = await Phone.ws(edge.wsUrl)
    const good = ephemeralCredential(TEST_SECRET, 'agent.1001', Date.now() + 60_000)
    t.equal(await browser.register({ user: 'agent.1001', ...good }), 200)
    t.equal((await edge.rpc.registeredContacts('agent.1001')).length, 1)
    const old = ephemeralCredential(TEST_SECRET, 'agent.1001', Date.now() - 60_000)
    t.equal(await browser.register({ user: 'agent.1001', ...old }), 401)
    const forged = ephemeralCredential('another-secret-00000', 'agent.1001', Date.now() + 60_000)
    t.equal(await browser.register({ user: 'agent.1001', ...forged }), 401)
    browser.close()
    await waitFor(async () => (await edge.rpc.registeredContacts('agent.1001')).length === 0, {
      what: 'a closed WebSocket takes its contact along',
    })
  },
)

t.test('calls from a trunk address reach a media node that is told which trunk, and end cleanly', async (t) => {
  const before = taken().length
  const result = await runSipp({
    scenario: 'caller',
    target: `127.0.0.1:${edge.udpPort}`,
    host: TRUNK_HOST,
    service: '95588',
    calls: 20,
    perSecond: 20,
    talkMs: 200,
  })
  t.equal(result.ok, 20, result.errors)
  t.equal(result.failed, 0)
  const calls = taken().slice(before)
  t.equal(calls.length, 20)
  t.ok(calls.every((call) => call.headers.get('X-Tinglan-Leg') === 'trunk'))
  t.ok(calls.every((call) => call.headers.get('X-Tinglan-Trunk') === 'carrier-1'))
  for (const name of ['X-Tinglan-Sound', 'X-Tinglan-Identity'])
    t.ok(calls.every((call) => call.headers.get(name) === undefined))
  t.ok(calls.every((call) => call.requestUser === '95588'))
  t.ok(
    nodes.every((node) => node.calls.length > 0),
    'both nodes take their share',
  )
  await waitFor(() => nodes.every((node) => node.stack.statistics().dialogs === 0), { what: 'every dialog ended' })
})

t.test('a caller with audio is heard at the address that the node gave', async (t) => {
  let packets = 0
  media.on('message', () => packets++)
  const toneFile = join(t.testdir({ 'tone.al': Buffer.alloc(24_000, 0x55) }), 'tone.al')
  const run = {
    scenario: 'caller-rtp',
    target: `127.0.0.1:${edge.udpPort}`,
    host: TRUNK_HOST,
    service: '95588',
  } as const
  const result = await runSipp({ ...run, calls: 1, talkMs: 2000, toneFile })
  t.equal(result.ok, 1, result.errors)
  t.ok(packets > 15, `${packets} packets of 20 ms in 2 s`)
})

t.test('a stranger without a password gets no call through', async (t) => {
  const before = taken().length
  const phone = await Phone.udp(edge.udpPort)
  t.equal((await phone.ask('INVITE', `sip:95588@${TEST_DOMAIN}`, ['Contact: <sip:x@127.0.0.1>'])).status, 407)
  t.equal(taken().length, before)
  phone.close()
})

t.test("an agent's phone calls out; forged headers of ours are taken off", async (t) => {
  const phone = await Phone.udp(edge.udpPort)
  const forged = [
    'X-Tinglan-Leg: trunk',
    'X-Tinglan-User: boss',
    'X-Tinglan-Source: 192.0.2.9',
    'P-Asserted-Identity: <sip:110@x>',
  ]
  t.equal(await phone.call('13800138000', { user: '8001', password: 'right-password' }, forged), 200)
  const call = taken().at(-1)
  t.same(call?.headers.all('X-Tinglan-Leg'), ['agent'])
  t.same(call?.headers.all('X-Tinglan-User'), ['8001'])
  t.same(call?.headers.all('X-Tinglan-Source'), ['127.0.0.1'], 'where its SIP comes from, and nothing it says of that')
  t.equal(call?.headers.get('P-Asserted-Identity'), undefined)
  const up = nodes.find((node) => node.calls.includes(call as IncomingInvite))
  const before = up?.ended.length ?? 0
  phone.bye(phone.accepted())
  await waitFor(() => up && up.ended.length > before, { what: 'the BYE arrives' })
  phone.close()
})

t.test('a guest reaches an access number over WebSocket, but neither an agent nor the outside', async (t) => {
  const page = await Phone.ws(edge.wsUrl)
  const guest = { user: 'guest.9', ...ephemeralCredential(TEST_SECRET, 'guest.9', Date.now() + 60_000) }
  t.equal(await page.call('8001', guest), 403)
  t.equal(await page.call('13800138000', guest), 403)
  t.equal(await page.call('95588', guest), 200)
  t.equal(taken().at(-1)?.headers.get('X-Tinglan-Leg'), 'guest')
  t.equal(taken().at(-1)?.headers.get('X-Tinglan-User'), 'guest.9')
  page.bye(page.accepted())
  page.close()
})

t.test('a node calls a registered phone and a registered browser, hangs up, and hears of nobody at home', async (t) => {
  const phone = await Phone.udp(edge.udpPort)
  const browser = await Phone.ws(edge.wsUrl)
  const credential = ephemeralCredential(TEST_SECRET, 'agent.1002', Date.now() + 60_000)
  await phone.register({ user: '8001', password: 'right-password' })
  await browser.register({ user: 'agent.1002', ...credential })
  for (const [user, device] of [
    ['8001', phone],
    ['agent.1002', browser],
  ] as const) {
    const heard = await dial(nodes[0].stack, `sip:${user}@${TEST_DOMAIN}`)
    t.equal(heard.status, 200, user)
    t.equal(device.requests('INVITE')[0]?.headers.get('x-tinglan-call'), undefined, 'our headers stay inside')
    heard.dialog?.bye()
    await waitFor(() => device.requests('BYE').length === 1, { what: `${user} hears BYE` })
  }
  t.equal((await dial(nodes[0].stack, `sip:8002x@${TEST_DOMAIN}`)).status, 480)
  phone.close()
  browser.close()
})

t.test('calls leave by a trunk, and a trunk of no name is refused', async (t) => {
  const port = await freePort()
  await db.addTrunkSetting('carrier-1::uri', `sip:${TRUNK_HOST}:${port};transport=udp`)
  await edge.rpc.reloadTrunks()
  const carrier = await startSipp({ scenario: 'callee', host: TRUNK_HOST, port, calls: 1 })
  const number = `sip:13800138000@${TEST_DOMAIN}`
  const heard = await dial(nodes[0].stack, number, { 'X-Tinglan-Trunk': 'carrier-1' })
  t.equal(heard.status, 200)
  heard.dialog?.bye()
  const result = await carrier.result
  t.equal(result.ok, 1, result.errors)
  t.equal((await dial(nodes[0].stack, number, { 'X-Tinglan-Trunk': 'nobody' })).status, 404)
})

t.test('nothing Kamailio sends names its version', async (t) => {
  const phone = await Phone.udp(edge.udpPort)
  const answers = [
    await phone.ask('OPTIONS', `sip:127.0.0.1:${edge.udpPort}`),
    await phone.ask('REGISTER', `sip:${TEST_DOMAIN}`, ['Contact: <sip:x@127.0.0.1>']),
    await phone.ask('MESSAGE', `sip:8001@${TEST_DOMAIN}`),
  ]
  for (const answer of answers) {
    const banner = `${answer.headers.get('server') ?? ''}${answer.headers.get('user-agent') ?? ''}`
    t.notMatch(banner, /kamailio|\d\.\d/i)
  }
  const page = await fetch(edge.wsUrl.replace('ws:', 'http:'))
  t.notMatch(`${page.headers.get('server')}${await page.text()}`, /kamailio|\d\.\d/i)
  phone.close()
})

t.test('a node that stops answering is passed over, and comes back when it lives again', async (t) => {
  const [first, second] = nodes
  const port = first.stack.port
  await first.stack.stop()
  const before = second.calls.length
  const run = { scenario: 'caller', target: `127.0.0.1:${edge.udpPort}`, host: TRUNK_HOST, service: '95588' } as const
  const result = await runSipp({ ...run, calls: 6, perSecond: 6, talkMs: 50 })
  t.equal(result.ok, 6, result.errors)
  t.equal(second.calls.length, before + 6, 'the living node took them all')
  nodes[0] = await startNode(port, edge.edge)
  await allUp(2)
  const again = await runSipp({ ...run, calls: 6, perSecond: 6, talkMs: 50 })
  t.equal(again.ok, 6, again.errors)
  t.ok(nodes[0].calls.length > 0)
})

t.test('a node that drains gets no new call and loses none, even before the next probe', async (t) => {
  const [first, second] = nodes
  const probes = first.stack.statistics().in
  await waitFor(() => first.stack.statistics().in > probes, { what: 'a probe has just passed' })
  first.stack.drain(5_000)
  const before = { first: first.calls.length, second: second.calls.length, asked: first.stack.statistics().in }
  const run = { scenario: 'caller', target: `127.0.0.1:${edge.udpPort}`, host: TRUNK_HOST, service: '95588' } as const
  const result = await runSipp({ ...run, calls: 10, perSecond: 40, talkMs: 50 })
  t.equal(result.ok, 10, result.errors)
  t.same([first.calls.length, second.calls.length], [before.first, before.second + 10])
  t.ok(first.stack.statistics().in > before.asked + 2, 'it was asked and said 503')
  first.stack.undrain()
  await allUp(2)
  t.same(faults, [])
})

t.test(
  'a node process dies with a call up; its successor restores the dialog, talks in it and hears its BYE',
  async (t) => {
    const phone = await Phone.udp(edge.udpPort)
    t.equal(await phone.call('95588', { user: '8001', password: 'right-password' }), 200)
    const index = nodes[0].calls.includes(arrived.at(-1) as IncomingInvite) ? 0 : 1
    const old = nodes[index]
    await waitFor(() => old.dialogs.at(-1)?.state === 'up', { what: 'the ACK arrives' })
    const saved = JSON.parse(JSON.stringify(old.dialogs.at(-1)?.snapshot()))
    const port = old.stack.port
    await old.stack.stop()
    const ended: string[] = []
    nodes[index] = await startNode(port, edge.edge)
    const dialog = nodes[index].stack.restoreDialog(saved, { ended: (end) => ended.push(end.by) })
    t.equal((await dialog.sendDigit('5', 160)).status, 200)
    t.equal(phone.requests('INFO').length, 1)
    phone.bye(phone.accepted())
    await waitFor(() => ended.length === 1, { what: 'the BYE reaches the new process' })
    t.same(ended, ['remote'])
    phone.close()
    await allUp(2)
  },
)
