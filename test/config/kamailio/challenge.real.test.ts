// Carriers that ask for a password: in the INVITE and in the call, with 401 and 407, qop or none, MD5 and SHA-256.
import t from 'tap'
import { startKamailio, TEST_DOMAIN, type TestKamailio } from '#test/kit/kamailio.ts'
import { freePort } from '#test/kit/nats.ts'
import { waitFor } from '#test/kit/wait.ts'
import { type Asking, ChallengingCarrier } from './challenging-carrier.ts'
import { type EdgeDatabase, ourSchema, startEdgeDatabase } from './edge-database.ts'
import { dial, nodesUp, sdpAt, startTestNode, type TestNode } from './node.ts'
import { Phone } from './phone.ts'

const HOST = '127.0.0.35'
const PASSWORD = 'p:ass "word'

let server: EdgeDatabase
let edge: TestKamailio
let node: TestNode
let carrier: ChallengingCarrier

t.before(async () => {
  server = await startEdgeDatabase()
  const db = await ourSchema(server)
  const [ours, theirs] = [await freePort(), await freePort()]
  for (const trunk of ['good', 'wrong']) {
    await db.addTrunkSetting(`${trunk}::uri`, `sip:${HOST}:${theirs};transport=udp`)
    await db.addTrunkSetting(`${trunk}::username`, '95588')
    await db.addTrunkSetting(`${trunk}::password`, trunk === 'good' ? PASSWORD : 'guess')
  }
  await db.addTrunkSetting('none::uri', `sip:${HOST}:${theirs};transport=udp`)
  edge = await startKamailio({ databaseUrl: db.url, nodes: [{ id: 'node', host: '127.0.0.1', port: ours }] })
  carrier = await ChallengingCarrier.open(HOST, theirs, PASSWORD)
  node = await startTestNode({ port: ours, edge: edge.edge })
  await nodesUp(edge, 1)
})

t.teardown(async () => {
  carrier?.close()
  await node?.stack.stop()
  await edge?.stop()
  await server?.stop()
})

const over = (trunk: string) => dial(node.stack, `sip:13800138000@${TEST_DOMAIN}`, { 'X-Tinglan-Trunk': trunk })

const askings: [string, Asking][] = [
  ['401 without qop', { status: 401, more: '', hash: 'md5' }],
  ['407 with qop', { status: 407, more: ', qop="auth,auth-int", algorithm=MD5, opaque="o,p"', hash: 'md5' }],
  ['401 with qop=auth', { status: 401, more: ', qop="auth"', hash: 'md5' }],
  ['407 with SHA-256', { status: 407, more: ', algorithm=SHA-256, qop="auth"', hash: 'sha256' }],
]
for (const [name, asking] of askings) {
  t.test(`${name}: the INVITE, a re-INVITE and the BYE are sent again with a higher CSeq and the answer`, async (t) => {
    carrier.asking = asking
    carrier.heard.length = 0
    carrier.texts.length = 0
    const heard = await over('good')
    t.equal(heard.status, 200)
    t.same(
      carrier.asked('INVITE').map((m) => m.cseq),
      [1, 2],
    )
    const saved = heard.dialog?.snapshot()
    t.equal(saved?.trunk, 'good', 'known to the next process too')
    t.equal((await heard.dialog?.reinvite(sdpAt(10)))?.status, 200)
    t.same(
      carrier.asked('INVITE').map((m) => m.cseq),
      [1, 2, 3, 4],
    )
    await waitFor(() => carrier.asked('ACK').some((m) => m.cseq === 4), { what: 'the ACK of the re-INVITE' })
    heard.dialog?.bye()
    await waitFor(() => carrier.asked('BYE').length === 2, { what: 'the BYE is sent again' })
    t.same(
      carrier.asked('BYE').map((m) => m.cseq),
      [5, 6],
    )
    t.notMatch(carrier.texts.join('\n'), /X-Tinglan/i, 'nothing of ours leaves')
  })
}

t.test('a wrong password is tried once, and the refusal is what the node hears', async (t) => {
  carrier.asking = { status: 407, more: '', hash: 'md5' }
  carrier.heard.length = 0
  t.equal((await over('wrong')).status, 407)
  t.equal(carrier.asked('INVITE').length, 2)
})

t.test('a trunk without a password, and a challenge that nobody can meet', async (t) => {
  carrier.asking = { status: 401, more: '', hash: 'md5' }
  t.equal((await over('none')).status, 502)
  carrier.asking = { status: 401, more: ', algorithm=MD4', hash: 'md5' }
  t.equal((await over('good')).status, 401)
})

t.test('one UDP packet with a short branch, from near and far: every process is the same', async (t) => {
  const before = await edge.pids()
  const phone = await Phone.udp(edge.udpPort, '127.0.0.97')
  for (const branch of ['a', '', 'abc', 'z9h', 'z9hG4bK', 'z9hG4bK.', '.'])
    for (const method of ['INVITE', 'BYE', 'REGISTER'])
      phone.raw(
        [
          'SIP/2.0 200 OK',
          `Via: SIP/2.0/UDP 127.0.0.1:${edge.udpPort};branch=${branch}`,
          `Via: SIP/2.0/UDP 127.0.0.97:5060;branch=${branch}`,
          'From: <sip:a@b>;tag=1',
          'To: <sip:c@d>;tag=2',
          'Call-ID: x@y',
          `CSeq: 1 ${method}`,
          'Content-Length: 0\r\n\r\n',
        ].join('\r\n'),
      )
  t.equal((await phone.ask('OPTIONS', `sip:127.0.0.1:${edge.udpPort}`)).status, 200)
  t.same(await edge.pids(), before)
  phone.close()
})
