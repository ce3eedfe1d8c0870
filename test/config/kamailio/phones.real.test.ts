// Who can be rung, as the media node hears it of a real edge: registered and gone, a browser whose socket closes, one that is
// cut off without a word, a desk phone that is pulled out.
import t from 'tap'
import { ephemeralCredential } from '#config/kamailio/ephemeral.ts'
import { memoryBus } from '#engine/bus/memory.ts'
import { subjects } from '#engine/protocol/actors.ts'
import type { PhonesHeard } from '#engine/protocol/media.ts'
import { watchPhones } from '#media/phones.ts'
import { systemClock } from '#media/sip/clock.ts'
import { startKamailio, TEST_DOMAIN, TEST_SECRET, type TestKamailio } from '#test/kit/kamailio.ts'
import { freePort } from '#test/kit/nats.ts'
import { waitFor } from '#test/kit/wait.ts'
import { type EdgeDatabase, ourSchema, startEdgeDatabase } from './edge-database.ts'
import { dial, nodesUp, startTestNode, type TestNode } from './node.ts'
import { Phone } from './phone.ts'

const DESK = { user: '8001', password: 'right-password' }

let server: EdgeDatabase
let edge: TestKamailio
let node: TestNode
let stop: () => Promise<void>
let last: PhonesHeard['users'] = {}

t.before(async () => {
  server = await startEdgeDatabase()
  const db = await ourSchema(server)
  await db.addPhone(DESK.user, DESK.password)
  const port = await freePort()
  edge = await startKamailio({ databaseUrl: db.url, nodes: [{ id: 'node-1', host: '127.0.0.1', port }] })
  node = await startTestNode({ port, edge: edge.edge })
  await nodesUp(edge, 1)
  const bus = memoryBus()
  await bus.subscribe(subjects.phonesAll, (heard) => {
    last = (heard as PhonesHeard).users
  })
  const watch = await watchPhones({ node: 'm1', edge: edge.rpc, bus, clock: systemClock, failed: () => {} })
  stop = watch.stop
})

t.teardown(async () => {
  await stop?.()
  await node?.stack.stop()
  await edge?.stop()
  await server?.stop()
})

const rings = (user: string) => waitFor(() => user in last, { what: `${user} can be rung` })
const gone = (user: string) => waitFor(() => !(user in last), { what: `${user} cannot be rung`, timeoutMs: 60_000 })

async function browser(user: string, pongs = true): Promise<Phone> {
  const phone = await Phone.ws(edge.wsUrl, undefined, undefined, pongs)
  await phone.register({ user, ...ephemeralCredential(TEST_SECRET, user, Date.now() + 60_000) })
  return phone
}

t.test('a desk phone is there while it is registered', async () => {
  const phone = await Phone.udp(edge.udpPort)
  await phone.register(DESK)
  await rings(DESK.user)
  await phone.register(DESK, 0)
  await gone(DESK.user)
  phone.close()
})

t.test('a browser that is closed is gone, and back when it is opened again', async () => {
  const first = await browser('agent.1001')
  await rings('agent.1001')
  first.close()
  await gone('agent.1001')
  const second = await browser('agent.1001')
  await rings('agent.1001')
  second.close()
})

t.test('a browser that is cut off says nothing, and is found out by it', async () => {
  const cutOff = await browser('agent.1002', false)
  const stays = await browser('agent.1003')
  await rings('agent.1002')
  await rings('agent.1003')
  const since = systemClock.now()
  await gone('agent.1002')
  t.comment(`found out after ${Math.round(systemClock.now() - since)} ms`)
  t.ok('agent.1003' in last, 'who answers the pings stays')
  cutOff.close()
  stays.close()
})

t.test('a desk phone that is pulled out is found out if it has answered pings before', async (t) => {
  const phone = await Phone.udp(edge.udpPort)
  t.teardown(() => phone.close())
  await phone.register(DESK)
  await rings(DESK.user)
  await waitFor(() => phone.requests('OPTIONS').length >= 2, {
    what: 'it was asked twice',
  })
  t.ok(DESK.user in last)
  const since = systemClock.now()
  phone.close()
  await gone(DESK.user)
  t.comment(`found out after ${Math.round(systemClock.now() - since)} ms`)
})

t.test('a browser that came back on another WebSocket in mid-call hears of its call there', async (t) => {
  const first = await browser('agent.1003')
  const heard = await dial(node.stack, `sip:agent.1003@${TEST_DOMAIN}`)
  t.equal(heard.status, 200)
  first.close()
  await waitFor(async () => (await edge.rpc.registeredContacts('agent.1003')).length === 0, {
    what: 'the line is gone',
  })
  const second = await browser('agent.1003')
  t.equal((await heard.dialog?.options())?.status, 200, 'asked there whether it is still in the call')
  heard.dialog?.bye()
  await waitFor(() => second.requests('BYE').length === 1, { what: 'it hears BYE' })
  t.equal(second.requests('BYE')[0]?.callId, first.requests('INVITE')[0]?.callId)
  second.close()
})

t.test('a desk phone that signs off with all its contacts is gone with the word that says so', async (t) => {
  const phone = await Phone.udp(edge.udpPort)
  t.teardown(() => phone.close())
  await phone.register(DESK)
  await rings(DESK.user)
  await phone.register({ ...DESK, star: true }, 0)
  const contacts = await edge.rpc.allContacts()
  t.same(
    contacts.filter(({ user }) => user === DESK.user),
    [],
    'though the edge’s file is not written yet',
  )
  await gone(DESK.user)
  phone.close()
})
