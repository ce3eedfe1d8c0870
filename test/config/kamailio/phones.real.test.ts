// Who can be rung, as the media node hears it of a real edge: registered and gone, a browser whose socket closes, one that is
// cut off without a word, a desk phone that is pulled out.
import t from 'tap'
import { ephemeralCredential } from '#config/kamailio/ephemeral.ts'
import { memoryBus } from '#engine/bus/memory.ts'
import { subjects } from '#engine/protocol/actors.ts'
import type { PhonesHeard } from '#engine/protocol/media.ts'
import { watchPhones } from '#media/phones.ts'
import { systemClock } from '#media/sip/clock.ts'
import { startKamailio, TEST_SECRET, type TestKamailio } from '#test/kit/kamailio.ts'
import { waitFor } from '#test/kit/wait.ts'
import { type EdgeDatabase, ourSchema, startEdgeDatabase } from './edge-database.ts'
import { Phone } from './phone.ts'

const DESK = { user: '8001', password: 'right-password' }

let server: EdgeDatabase
let edge: TestKamailio
let stop: () => Promise<void>
let last: PhonesHeard['users'] = {}

t.before(async () => {
  server = await startEdgeDatabase()
  const db = await ourSchema(server)
  await db.addPhone(DESK.user, DESK.password)
  edge = await startKamailio({ databaseUrl: db.url })
  const bus = memoryBus()
  await bus.subscribe(subjects.phonesAll, (heard) => {
    last = (heard as PhonesHeard).users
  })
  const watch = await watchPhones({ node: 'm1', edge: edge.rpc, bus, clock: systemClock, failed: () => {} })
  stop = watch.stop
})

t.teardown(async () => {
  await stop?.()
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

t.test('a desk phone that is pulled out is found out if it has answered pings before', async () => {
  const phone = await Phone.udp(edge.udpPort)
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
