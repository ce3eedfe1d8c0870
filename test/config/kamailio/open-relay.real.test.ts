// The edge is nobody's relay: what strangers, registered phones and carriers may write into Route, Contact, Record-Route and
// Via, and a victim that must hear nothing of it.
import { randomBytes } from 'node:crypto'
import { createSocket } from 'node:dgram'
import t from 'tap'
import { startKamailio, TEST_DOMAIN, type TestKamailio } from '#test/kit/kamailio.ts'
import { freePort } from '#test/kit/nats.ts'
import { waitFor } from '#test/kit/wait.ts'
import { type EdgeDatabase, ourSchema, startEdgeDatabase } from './edge-database.ts'
import { dial, nodesUp, startTestNode, type TestNode } from './node.ts'
import { Phone } from './phone.ts'

const VICTIM = '127.0.0.98'
const CARRIER = '127.0.0.36'
const DESK = { user: '8001', password: 'right-password' }
const METHODS = ['BYE', 'INVITE', 'MESSAGE', 'ACK', 'OPTIONS', 'NOTIFY', 'REFER']

let server: EdgeDatabase
let edge: TestKamailio
let node: TestNode
const victim = createSocket('udp4')
const suffered: string[] = []
let at = ''

t.before(async () => {
  victim.on('message', (bytes) => suffered.push(bytes.toString()))
  await new Promise<void>((done) => victim.bind(0, VICTIM, done))
  at = `${VICTIM}:${victim.address().port}`
  server = await startEdgeDatabase()
  const db = await ourSchema(server)
  await db.addPhone(DESK.user, DESK.password)
  await db.addTrunkAddress('carrier', CARRIER)
  const port = await freePort()
  edge = await startKamailio({ databaseUrl: db.url, nodes: [{ id: 'node', host: '127.0.0.1', port }] })
  node = await startTestNode({ port, edge: edge.edge })
  await nodesUp(edge, 1)
})

t.teardown(async () => {
  victim.close()
  await node?.stack.stop()
  await edge?.stop()
  await server?.stop()
})

interface Game {
  uri: string
  routes: string[]
  callId?: string
  toTag?: string
}

const us = (params = ';lr') => `<sip:127.0.0.1:${edge.udpPort}${params}>`
const games = (): Game[] => [
  { uri: `sip:x@${at}`, routes: [] },
  { uri: `sip:x@${at}`, routes: [us()] },
  { uri: `sip:x@${at}`, routes: [us(`;lr;our=${'0'.repeat(32)}`)] },
  { uri: `sip:x@${at}`, routes: [us(';lr;our='), `<sip:${at};lr>`] },
  { uri: `sip:127.0.0.1:${edge.udpPort}`, routes: [us(), `<sip:${at};lr>`] },
  { uri: `sip:127.0.0.1:${edge.udpPort};lr`, routes: [`<sip:${at}>`] },
  { uri: `sip:127.0.0.1:${edge.udpPort};lr`, routes: [us(''), `<sip:${at}>`] },
  { uri: `sip:127.0.0.1:${edge.udpPort};alias=${at.replace(':', '~')}~1`, routes: [us()] },
  { uri: `sip:node@127.0.0.1:${node.stack.port};transport=tcp`, routes: [us(), `<sip:${at};lr>`] },
]

function play(phone: Phone, method: string, { uri, routes, callId, toTag }: Game): void {
  phone.raw(
    [
      `${method} ${uri} SIP/2.0`,
      `Via: ${phone.via};branch=z9hG4bK${randomBytes(8).toString('hex')};rport`,
      'Max-Forwards: 70',
      ...routes.map((route) => `Route: ${route}`),
      `From: <sip:8001@${TEST_DOMAIN}>;tag=game`,
      `To: <sip:x@${TEST_DOMAIN}>;tag=${toTag ?? 'theirs'}`,
      `Call-ID: ${callId ?? randomBytes(6).toString('hex')}`,
      `CSeq: 900 ${method}`,
      `Contact: <sip:8001@${at}>`,
      'Content-Length: 0\r\n\r\n',
    ].join('\r\n'),
  )
}

/** Everything before has been read, and what it led to has arrived. */
async function quiet(phone: Phone): Promise<void> {
  for (let n = 0; n < 3; n++) await phone.ask('OPTIONS', `sip:127.0.0.1:${edge.udpPort}`)
}

t.test("a stranger's and a carrier's requests with a To tag go nowhere", async (t) => {
  const asked = node.stack.statistics().in
  for (const host of ['127.0.0.37', CARRIER]) {
    const phone = await Phone.udp(edge.udpPort, host)
    for (const method of METHODS) for (const game of games()) play(phone, method, game)
    await quiet(phone)
    phone.close()
  }
  t.same(suffered, [])
  const probes = node.stack.statistics().in - asked
  t.ok(probes < 20, `${probes} messages reached the node: probes only`)
})

t.test('nor do those of a registered phone, in a call of its own with the mark of its own', async (t) => {
  const phone = await Phone.udp(edge.udpPort, '127.0.0.38')
  t.equal(await phone.register(DESK), 200)
  t.equal(await phone.call('95588', DESK), 200)
  const ok = phone.accepted()
  const real = [...ok.headers.all('record-route')].reverse()
  const own = { callId: ok.callId, toTag: ok.toTag }
  for (const method of METHODS)
    for (const game of [
      ...games(),
      { uri: `sip:x@${at}`, routes: real },
      { uri: ok.contact?.uri ?? '', routes: [...real, `<sip:${at};lr>`] },
      { uri: `${ok.contact?.uri};maddr=${VICTIM}`, routes: real },
      { uri: `sip:node@127.0.0.1:${victim.address().port};transport=tcp`, routes: real },
    ])
      play(phone, method, { ...game, ...own })
  await quiet(phone)
  t.same(suffered, [])
  t.equal(node.dialogs.at(-1)?.state, 'up')
  phone.bye(ok)
  await waitFor(() => node.dialogs.at(-1)?.state === 'ended', { what: 'its own BYE goes through' })
  phone.close()
})

t.test('what a phone writes into Contact and Record-Route leads our own requests nowhere else', async (t) => {
  const phone = await Phone.udp(edge.udpPort, '127.0.0.39')
  phone.ownRoute = `<sip:${at};lr>`
  t.equal(await phone.call('95588', DESK, [`Record-Route: ${phone.ownRoute}`]), 200)
  node.dialogs.at(-1)?.bye()
  await waitFor(() => phone.requests('BYE').length === 1, { what: 'the BYE comes to the phone' })
  const lie = { ...DESK, contact: `8001@1.2.3.4;alias=${VICTIM}~${victim.address().port}~1` }
  t.equal(await phone.call('95588', lie), 400)
  t.equal(await phone.register({ ...DESK, contact: `8001@${at}` }), 200)
  const heard = await dial(node.stack, `sip:8001@${TEST_DOMAIN}`)
  t.equal(heard.status, 200, 'it rings where it registered from')
  t.equal(phone.requests('INVITE').length, 1)
  heard.dialog?.bye()
  await waitFor(() => phone.requests('BYE').length === 2, { what: 'the BYE comes to the phone' })
  t.same(suffered, [])
  phone.close()
})

t.test('a call that comes by two ways is taken once', async (t) => {
  const fork = await Phone.udp(edge.udpPort, CARRIER)
  const before = node.calls.length
  const invite = (branch: string): string =>
    [
      `INVITE sip:95588@${TEST_DOMAIN} SIP/2.0`,
      `Via: ${fork.via};branch=${branch};rport`,
      'Max-Forwards: 70',
      `From: <sip:139@${CARRIER}>;tag=fork`,
      `To: <sip:95588@${TEST_DOMAIN}>`,
      'Call-ID: forked',
      'CSeq: 1 INVITE',
      `Contact: <sip:139@${CARRIER}:5999>`,
      'Content-Length: 0\r\n\r\n',
    ].join('\r\n')
  const heard = (branch: string) =>
    waitFor(() => fork.heard.find((m) => m.kind === 'response' && m.branch === branch && m.status >= 200), {
      what: `${branch} is answered`,
    })
  for (const branch of ['z9hG4bKone', 'z9hG4bKtwo']) fork.raw(invite(branch))
  const answers = [await heard('z9hG4bKone'), await heard('z9hG4bKtwo')]
  t.same(answers.flatMap((m) => (m.kind === 'response' ? [m.status] : [])).toSorted(), [200, 482])
  t.equal(node.calls.length, before + 1)
  node.dialogs.at(-1)?.bye()
  fork.close()
})

t.test('a reply to nothing is passed on to nobody', async (t) => {
  const phone = await Phone.udp(edge.udpPort, '127.0.0.40')
  for (const status of [100, 180, 200, 404])
    for (const branch of ['z9hG4bK1', 'z9hG4bK0815.deadbeef.0'])
      for (const params of ['', `;received=${VICTIM};rport=${victim.address().port}`])
        phone.raw(
          [
            `SIP/2.0 ${status} OK`,
            `Via: SIP/2.0/UDP 127.0.0.1:${edge.udpPort};branch=${branch}`,
            `Via: SIP/2.0/UDP ${at};branch=z9hG4bK2${params}`,
            'From: <sip:a@b>;tag=1',
            'To: <sip:c@d>;tag=2',
            'Call-ID: x@y',
            'CSeq: 1 INVITE',
            'Content-Length: 0\r\n\r\n',
          ].join('\r\n'),
        )
  await quiet(phone)
  t.same(suffered, [])
  phone.close()
})
