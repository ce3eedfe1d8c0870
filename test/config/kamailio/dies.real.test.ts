// What must outlive the parts beside the edge, and the edge itself: phones are found after kill -9, and a PostgreSQL that
// hangs (it does not refuse) silences nobody.
import { execFileSync } from 'node:child_process'
import { createSocket } from 'node:dgram'
import t from 'tap'
import { ephemeralCredential } from '#config/kamailio/ephemeral.ts'
import { answersOptions } from '#config/kamailio/options.ts'
import { registrationsFile } from '#config/kamailio/registrations.ts'
import type { IncomingInvite } from '#media/sip/api.ts'
import { signalFamily } from '#test/kit/family.ts'
import { startKamailio, TEST_DOMAIN, TEST_SECRET, type TestKamailio } from '#test/kit/kamailio.ts'
import { freePort } from '#test/kit/nats.ts'
import { runSipp } from '#test/kit/sipp.ts'
import { waitFor } from '#test/kit/wait.ts'
import { type EdgeDatabase, type EdgeSchema, ourSchema, startEdgeDatabase } from './edge-database.ts'
import { dial, nodesUp, startTestNode, type TestNode } from './node.ts'
import { Phone } from './phone.ts'

const TRUNK_HOST = '127.0.0.32'
const PHONE = { user: '8001', password: 'right-password' }

let server: EdgeDatabase
let db: EdgeSchema
let edge: TestKamailio
let node: TestNode
const media = createSocket('udp4')
const arrived: IncomingInvite[] = []

t.before(async () => {
  await new Promise<void>((done) => media.bind(0, '127.0.0.1', done))
  server = await startEdgeDatabase()
  db = await ourSchema(server)
  await db.addPhone(PHONE.user, PHONE.password)
  await db.addTrunkAddress('carrier-1', TRUNK_HOST)
  await db.addAccessNumber('95588')
  const port = await freePort()
  edge = await startKamailio({
    databaseUrl: db.url,
    nodes: [{ id: 'node-1', host: '127.0.0.1', port }],
    settings: { trunks: { host: '127.0.0.1', port: await freePort() } },
  })
  node = await startTestNode({ port, edge: edge.edge, mediaPort: media.address().port, arrived, faults: [] })
  await nodesUp(edge, 1)
})

t.teardown(async () => {
  media.close()
  await node?.stack.stop()
  await edge?.stop()
  await server?.stop()
})

const asked = ({ udpPort }: TestKamailio) => ({ host: '127.0.0.1', sip: udpPort, domain: TEST_DOMAIN })

/** The edge has so many contacts of the phone in its file. */
const written = (count: number): Promise<unknown> => {
  const question = `select count(*) from location where username = '${PHONE.user}'`
  const inFile = () => execFileSync('sqlite3', ['-readonly', registrationsFile(edge.settings.runDir), question])
  return waitFor(() => Number(inFile()) === count, { what: `${count} registrations in the file` })
}

t.test('an edge killed with -9 knows its desk phones when it is back, and no browser that is gone', async (t) => {
  const phone = await Phone.udp(edge.udpPort)
  const browser = await Phone.ws(edge.wsUrl)
  const credential = ephemeralCredential(TEST_SECRET, 'agent.1001', Date.now() + 60_000)
  t.equal(await phone.register(PHONE), 200)
  t.equal(await browser.register({ user: 'agent.1001', ...credential }), 200)
  await written(1)
  await edge.die()
  await edge.rise()
  await nodesUp(edge, 1)
  t.same(await edge.rpc.registeredContacts('agent.1001'), [], 'its WebSocket ended with the edge')
  const heard = await dial(node.stack, `sip:${PHONE.user}@${TEST_DOMAIN}`)
  t.equal(heard.status, 200, 'the phone rings at once')
  heard.dialog?.bye()
  t.equal(await phone.register(PHONE, 0), 200)
  await written(0)
  await edge.die()
  await edge.rise()
  t.same(await edge.rpc.registeredContacts(PHONE.user), [], 'and who signed off stays signed off')
  phone.close()
  browser.close()
})

t.test('while PostgreSQL hangs phones register and callers are answered; it is asked by nobody', async (t) => {
  await nodesUp(edge, 1)
  await signalFamily(server.pid, 'SIGSTOP')
  try {
    const phones = await Promise.all(Array.from({ length: 8 }, () => Phone.udp(edge.udpPort)))
    const answers = await Promise.all(phones.map((phone) => phone.register(PHONE)))
    t.ok(
      answers.every((status) => status === 200),
      answers.join(' '),
    )
    t.ok(await answersOptions(asked(edge), 5_000), 'the launcher finds it alive')
    const stranger = await Phone.udp(edge.udpPort, '127.0.0.43')
    t.equal(await stranger.register({ user: 'nobody', password: 'x' }), 401)
    const run = { scenario: 'caller', target: `127.0.0.1:${edge.udpPort}`, host: TRUNK_HOST, service: '95588' } as const
    const result = await runSipp({ ...run, calls: 20, perSecond: 20, talkMs: 50 })
    t.equal(result.ok, 20, result.errors)
    for (const each of [...phones, stranger]) each.close()
  } finally {
    await signalFamily(server.pid, 'SIGCONT')
  }
})

t.test('every worker of the phones held up delays no carrier: theirs are others', async (t) => {
  await nodesUp(edge, 1)
  const { udp, trunks } = edge.settings
  const workers = await edge.workersOf(udp?.port ?? 0)
  t.equal(workers.length, 2)
  for (const pid of workers) process.kill(pid, 'SIGSTOP')
  try {
    t.notOk(await answersOptions(asked(edge), 500), 'nobody asks through')
    t.ok(await edge.rpc.health(), 'but its commands are heard: the launcher leaves it alone')
    const target = `127.0.0.1:${trunks?.port}`
    const result = await runSipp({
      scenario: 'caller',
      target,
      host: TRUNK_HOST,
      service: '95588',
      calls: 5,
      talkMs: 50,
    })
    t.equal(result.ok, 5, result.errors)
  } finally {
    for (const pid of workers) process.kill(pid, 'SIGCONT')
  }
})

t.test('a changed password is in force after the reload', async (t) => {
  await server.sql`update kamailio.subscriber set ha1 = 'f'`
  await edge.rpc.reloadPhones()
  const phone = await Phone.udp(edge.udpPort, '127.0.0.44')
  t.equal(await phone.register(PHONE), 401)
  phone.close()
})
