// A trunk by registration against a real carrier (a second Kamailio with its own users and node), NATS news, and WSS.
import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type ConnectionOptions, connect as connectTls } from 'node:tls'
import { connect } from '@nats-io/transport-node'
import t from 'tap'
import { ephemeralCredential } from '#config/kamailio/ephemeral.ts'
import { registrationSubject } from '#config/kamailio/settings.ts'
import { startKamailio, TEST_DOMAIN, TEST_SECRET, type TestKamailio } from '#test/kit/kamailio.ts'
import { freePort, startNats, type TestNats } from '#test/kit/nats.ts'
import { waitFor } from '#test/kit/wait.ts'
import { type EdgeDatabase, type EdgeSchema, ourSchema, startEdgeDatabase } from './edge-database.ts'
import { dial, nodesUp, startTestNode, type TestNode } from './node.ts'
import { Phone } from './phone.ts'

const CARRIER_DOMAIN = 'carrier.test'
const LINE = 'carrier-2.k3j9x7q2m5w8z1r4'

let server: EdgeDatabase
let nats: TestNats
let carrier: TestKamailio
let edge: TestKamailio
let tlsPort = 0
let ours: EdgeSchema
let line: Record<string, string | number>
let carrierNode: TestNode
let node: TestNode
const folder = mkdtempSync(join(tmpdir(), 'tinglan-cert-'))
const files = { certFile: join(folder, 'cert.pem'), keyFile: join(folder, 'key.pem') }

t.before(async () => {
  const make = [
    'req',
    '-x509',
    '-newkey',
    'rsa:2048',
    '-nodes',
    '-days',
    '2',
    '-subj',
    '/CN=127.0.0.1',
    '-addext',
    'subjectAltName=IP:127.0.0.1',
  ]
  execFileSync('openssl', [...make, '-keyout', files.keyFile, '-out', files.certFile], { stdio: 'ignore' })
  server = await startEdgeDatabase()
  nats = await startNats()
  const theirs = await server.schema('carrier', CARRIER_DOMAIN)
  await theirs.addPhone('95588', 'carrier-password')
  const [theirPort, ourPort] = [await freePort(), await freePort()]
  carrier = await startKamailio({
    databaseUrl: theirs.url,
    nodes: [{ id: 'carrier-node', host: '127.0.0.1', port: theirPort }],
    settings: { domain: CARRIER_DOMAIN },
  })
  ours = await ourSchema(server)
  const gateway = `sip:127.0.0.1:${carrier.udpPort};transport=udp`
  line = {
    id: 1,
    l_uuid: LINE,
    l_username: '95588',
    l_domain: TEST_DOMAIN,
    r_username: '95588',
    r_domain: CARRIER_DOMAIN,
    auth_username: '95588',
    auth_password: 'carrier-password',
    auth_proxy: gateway,
    expires: 60,
  }
  await ours.insert('uacreg', line)
  await ours.addTrunkSetting('carrier-2::uri', gateway)
  await ours.addTrunkSetting('carrier-2::username', '95588')
  await ours.addTrunkSetting('carrier-2::password', 'carrier-password')
  await ours.addTrunkSetting('carrier-2::sound', 'learnt')
  await ours.addTrunkSetting('carrier-2::identity', 'trusted')
  await ours.addTrunkSetting('carrier-3::uri', gateway)
  tlsPort = await freePort()
  edge = await startKamailio({
    databaseUrl: ours.url,
    nodes: [{ id: 'node', host: '127.0.0.1', port: ourPort }],
    settings: {
      natsUrls: [`nats://${nats.token}@${nats.url}`],
      wss: { host: '127.0.0.1', port: await freePort() },
      tls: { host: '127.0.0.1', port: tlsPort },
      certificate: files,
      webOrigins: ['https://desk\\.test'],
    },
  })
  carrierNode = await startTestNode({ port: theirPort, edge: carrier.edge })
  node = await startTestNode({ port: ourPort, edge: edge.edge })
  await nodesUp(carrier, 1)
  await nodesUp(edge, 1)
})

t.teardown(async () => {
  await node?.stack.stop()
  await carrierNode?.stack.stop()
  await edge?.stop()
  await carrier?.stop()
  await nats?.stop()
  await server?.stop()
  rmSync(folder, { recursive: true, force: true })
})

t.test('we register at the carrier with our password', async (t) => {
  const contacts = await waitFor(
    async () => {
      const found = await carrier.rpc.registeredContacts('95588')
      return found.length > 0 ? found : undefined
    },
    { what: 'the carrier knows our contact' },
  )
  t.match(contacts[0]?.uri, new RegExp(`^sip:${LINE.replace('.', '\\.')}@127\\.0\\.0\\.1:${edge.udpPort}`))
  const [registration] = await waitFor(
    async () => {
      const all = await edge.rpc.trunkRegistrations()
      return all[0]?.registered ? all : undefined
    },
    { what: 'our own Kamailio says so too' },
  )
  t.match(registration, { trunkId: 'carrier-2', registrar: CARRIER_DOMAIN })
})

t.test('lines saved one right after another register at once; one that is taken away goes', async (t) => {
  const registered = async () =>
    (await edge.rpc.trunkRegistrations()).filter(({ registered }) => registered).map(({ trunkId }) => trunkId)
  const more = ['late-1', 'late-2'].map((id) => ({ id, line: `${id}.0123456789abcdef0123` }))
  for (const { id, line: uuid } of more) {
    await ours.insert('uacreg', { ...line, id: more.findIndex((one) => one.id === id) + 10, l_uuid: uuid })
    // also what a number's change reloads, twice within five seconds
    await edge.rpc.reloadTrunks()
    await edge.rpc.refreshRegistration(uuid)
  }
  await waitFor(async () => (await registered()).length === 3, { what: 'all three are registered' })
  for (const { line: uuid } of more) await edge.rpc.removeRegistration(uuid)
  await edge.rpc.removeRegistration('never-there')
  t.same(await registered(), ['carrier-2'])
  t.same(await edge.rpc.registrations(), [LINE])
})

t.test('a call of the carrier to that registration arrives as a call from the trunk, for our number', async (t) => {
  const before = node.calls.length
  const heard = await dial(carrierNode.stack, `sip:95588@${CARRIER_DOMAIN}`)
  t.equal(heard.status, 200)
  const call = node.calls[before]
  t.equal(call?.headers.get('X-Tinglan-Leg'), 'trunk')
  t.equal(call?.headers.get('X-Tinglan-Trunk'), 'carrier-2')
  t.equal(call?.headers.get('X-Tinglan-Sound'), 'learnt', 'its sound comes from elsewhere than it says')
  t.equal(call?.headers.get('X-Tinglan-Identity'), 'trusted', 'and it is believed about who calls')
  t.equal(call?.requestUser, '95588')
  heard.dialog?.bye()
  await waitFor(() => node.ended.length > 0, { what: 'the carrier hangs up' })
})

t.test('a call out answers the challenge of the carrier, and hanging up works both ways', async (t) => {
  for (const who of ['us', 'them'] as const) {
    const before = carrierNode.calls.length
    const heard = await dial(node.stack, `sip:13800138000@${TEST_DOMAIN}`, { 'X-Tinglan-Trunk': 'carrier-2' })
    t.equal(heard.status, 200)
    const call = carrierNode.calls[before]
    t.equal(call?.headers.get('X-Tinglan-User'), '95588', 'the carrier knows us by our account')
    t.equal(call?.requestUser, '13800138000')
    t.equal(call?.headers.get('CSeq'), '2 INVITE', 'the second try counts up')
    const theirs = carrierNode.dialogs.at(-1)
    await waitFor(() => theirs?.state === 'up', { what: 'the ACK passes' })
    if (who === 'us') heard.dialog?.bye()
    else theirs?.bye()
    await waitFor(() => theirs?.state === 'ended' && heard.dialog?.state === 'ended', { what: 'both sides are over' })
  }
})

t.test('a trunk without a password reports the refusal, not the challenge', async (t) => {
  const heard = await dial(node.stack, `sip:13800138000@${TEST_DOMAIN}`, { 'X-Tinglan-Trunk': 'carrier-3' })
  t.equal(heard.status, 502)
})

t.test('registration and its end are told over NATS', async (t) => {
  const connection = await connect({ servers: nats.url, token: nats.token })
  const news: unknown[] = []
  connection.subscribe(registrationSubject, { callback: (_, message) => void news.push(message.json()) })
  await connection.flush()
  const browser = await Phone.ws(edge.wsUrl, 'https://desk.test')
  const credential = ephemeralCredential(TEST_SECRET, 'agent.1003', Date.now() + 60_000)
  t.equal(await browser.register({ user: 'agent.1003', ...credential }), 200)
  await waitFor(() => news.length === 1, { what: 'registered' })
  t.equal(await browser.register({ user: 'agent.1003', ...credential }, 0), 200)
  await waitFor(() => news.length === 2, { what: 'unregistered' })
  await browser.register({ user: 'agent.1003', ...credential })
  browser.close()
  await waitFor(() => news.length === 4, { what: 'expired with its WebSocket' })
  const changes = ['registered', 'unregistered', 'registered', 'expired']
  t.same(
    news,
    changes.map((change) => ({ user: 'agent.1003', change })),
  )
  await connection.close()
})

t.test('WSS serves our page and no other', async (t) => {
  const url = `wss://127.0.0.1:${edge.settings.wss?.port}`
  const browser = await Phone.ws(url, 'https://desk.test', files.certFile)
  const credential = ephemeralCredential(TEST_SECRET, 'agent.1004', Date.now() + 60_000)
  t.equal(await browser.register({ user: 'agent.1004', ...credential }), 200)
  browser.close()
  await t.rejects(Phone.ws(url, 'https://evil.test', files.certFile), /403/)
})

t.test('TLS is spoken with forward secrecy or not at all', async (t) => {
  const speak = (options: ConnectionOptions) =>
    new Promise<string>((resolve) => {
      const socket = connectTls({ host: '127.0.0.1', port: tlsPort, rejectUnauthorized: false, ...options }, () => {
        resolve(socket.getCipher().name)
        socket.end()
      })
      socket.on('error', (error: { code?: string }) => resolve(error.code ?? 'refused'))
      socket.on('close', () => resolve('closed'))
    })
  const old = { maxVersion: 'TLSv1.2' } as const
  for (const ciphers of ['AES128-SHA', 'AES128-GCM-SHA256', 'AES256-GCM-SHA384', 'DHE-RSA-AES128-SHA'])
    t.notMatch(await speak({ ...old, ciphers }), /^(AES|DHE|TLS_)/, ciphers)
  t.match(await speak(old), /^ECDHE-.*(GCM|CHACHA20)/)
  t.match(await speak({}), /^TLS_/)
  t.notMatch(
    await speak({ minVersion: 'TLSv1', maxVersion: 'TLSv1.1', ciphers: 'DEFAULT@SECLEVEL=0' }),
    /AES/,
    'no old TLS',
  )
})
