// A line to another site of the company over TLS with SRTP, on a real Kamailio: nothing plain is taken, what comes is known by its
// site, and what goes out leaves over TLS by the listener that the other site knows.
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { connect as connectTcp, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { connect as connectTls, createServer } from 'node:tls'
import t from 'tap'
import { startKamailio, type TestKamailio } from '#test/kit/kamailio.ts'
import { freePort } from '#test/kit/nats.ts'
import { waitFor } from '#test/kit/wait.ts'
import { ourSchema, startEdgeDatabase } from './edge-database.ts'
import { dial, nodesUp, startTestNode, type TestNode } from './node.ts'

const SITE = '127.0.0.71'
const folder = mkdtempSync(join(tmpdir(), 'tinglan-sites-'))
const files = { certFile: join(folder, 'cert.pem'), keyFile: join(folder, 'key.pem') }
const database = await startEdgeDatabase()
let edge!: TestKamailio
let node!: TestNode
let tlsPort = 0
/** what the other site hears */
const heard: string[] = []
const site = createServer({}, (socket) => {
  socket.on('data', (part) => heard.push(part.toString()))
  socket.on('error', () => {})
})

t.before(async () => {
  const subject = ['-subj', '/CN=127.0.0.1', '-addext', 'subjectAltName=IP:127.0.0.1']
  const make = ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2', ...subject]
  execFileSync('openssl', [...make, '-keyout', files.keyFile, '-out', files.certFile], { stdio: 'ignore' })
  site.setSecureContext({ key: readFileSync(files.keyFile), cert: readFileSync(files.certFile) })
  const sitePort = await freePort()
  await new Promise<void>((resolve) => site.listen(sitePort, SITE, resolve))
  const ours = await ourSchema(database)
  await ours.addTrunkAddress('south', SITE)
  await ours.addTrunkSetting('south::uri', `sip:${SITE}:${sitePort};transport=tls`)
  await ours.addTrunkSetting('south::srtp', 'only')
  await ours.addTrunkSetting('south::site', 'yes')
  tlsPort = await freePort()
  const nodePort = await freePort()
  edge = await startKamailio({
    databaseUrl: ours.url,
    nodes: [{ id: 'node', host: '127.0.0.1', port: nodePort }],
    settings: { tls: { host: '127.0.0.1', port: tlsPort }, certificate: files },
  })
  node = await startTestNode({ port: nodePort, edge: edge.edge })
  await nodesUp(edge, 1)
})
t.teardown(async () => {
  site.close()
  await node?.stack.stop()
  await edge?.stop()
  await database.stop()
  rmSync(folder, { recursive: true, force: true })
})

/** An INVITE of the other site; answers the first final status. */
async function invites(over: 'tls' | 'tcp', profile: 'RTP/AVP' | 'RTP/SAVP', id: string): Promise<number> {
  const from = { host: '127.0.0.1', localAddress: SITE }
  const socket: Socket =
    over === 'tls'
      ? connectTls({ ...from, port: tlsPort, rejectUnauthorized: false })
      : connectTcp({ ...from, port: edge.tcpPort })
  let said = ''
  socket.on('data', (part) => (said += part.toString()))
  await new Promise<void>((resolve, reject) => {
    socket.once(over === 'tls' ? 'secureConnect' : 'connect', resolve)
    socket.once('error', reject)
  })
  const key = 'WVNfX19zZW1jdGwgKCkgewkyMjA7fQp9CnVubGVz'
  const crypto = profile === 'RTP/SAVP' ? `a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:${key}\r\n` : ''
  const sdp = `v=0\r\no=- 1 1 IN IP4 ${SITE}\r\ns=-\r\nc=IN IP4 ${SITE}\r\nt=0 0\r\nm=audio 4000 ${profile} 8\r\n${crypto}`
  socket.write(
    [
      'INVITE sip:8601@tinglan.test SIP/2.0',
      `Via: SIP/2.0/${over.toUpperCase()} ${SITE}:5999;branch=z9hG4bK${id};rport`,
      `From: <sip:8501@south.test>;tag=${id}`,
      'To: <sip:8601@tinglan.test>',
      `Call-ID: ${id}@south`,
      ...['CSeq: 1 INVITE', 'Max-Forwards: 70', `Contact: <sip:8501@${SITE}:5999;transport=${over}>`],
      ...['X-Tinglan-Site: made-up', 'Content-Type: application/sdp'],
      `Content-Length: ${Buffer.byteLength(sdp)}`,
      '',
      sdp,
    ].join('\r\n'),
  )
  const status = await waitFor(
    () => [...said.matchAll(/^SIP\/2\.0 ([2-6]\d\d)/gm)].map((found) => Number(found[1]))[0],
    { what: `${id} is answered` },
  )
  socket.destroy()
  return status
}

t.test('neither plain words nor plain sound: both are refused, and no node hears of them', async (t) => {
  t.equal(await invites('tcp', 'RTP/SAVP', 'plain-words'), 488)
  t.equal(await invites('tls', 'RTP/AVP', 'plain-sound'), 488)
  t.same(node.calls, [])
})

t.test('over TLS with SRTP the node is told which line and that it is a site, as nobody outside can say', async (t) => {
  t.equal(await invites('tls', 'RTP/SAVP', 'sealed'), 200)
  const [call] = node.calls
  t.equal(call?.headers.get('X-Tinglan-Trunk'), 'south')
  t.equal(call?.headers.get('X-Tinglan-Site'), 'yes')
  t.equal(call?.requestUser, '8601')
})

t.test('what goes out leaves over TLS by our own TLS listener', async (t) => {
  void dial(node.stack, 'sip:8501@tinglan.test', { 'X-Tinglan-Trunk': 'south' })
  const invite = await waitFor(() => heard.join('').match(/INVITE [\s\S]+?\r\n\r\n/)?.[0], {
    what: 'the site hears it',
  })
  t.match(invite, new RegExp(`^INVITE sip:8501@${SITE.replaceAll('.', '\\.')}`))
  t.match(invite, new RegExp(`Via: SIP/2\\.0/TLS 127\\.0\\.0\\.1:${tlsPort}`))
  t.notMatch(invite, /X-Tinglan/)
})
