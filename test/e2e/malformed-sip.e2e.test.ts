// The 49 messages of RFC 4475, replies to nothing and 20,000 mutations of both at the running centre, from strangers and from
// a carrier gone mad, and more in calls that are up: every process lives, and the next call is good.
import { createSocket, type Socket } from 'node:dgram'
import { once } from 'node:events'
import { readdirSync, readFileSync } from 'node:fs'
import { connect } from 'node:net'
import t from 'tap'
import { Phone } from '../config/kamailio/phone.ts'
import { rms } from '../kit/audio.ts'
import { startCentre } from '../kit/centre.ts'
import { SipPeer } from '../kit/sip-peer.ts'
import { waitFor } from '../kit/wait.ts'
import { dialogRequests, strayReplies } from '../media/sip/live-corpus.ts'
import { mutations } from '../media/sip/mutations.ts'

const DIR = new URL('../fixtures/rfc4475/', import.meta.url)
// put the seed of a failure here to have it again
const SEED = Date.now() % 1_000_000
const MUTATIONS = 20_000
/** one in so many comes from the carrier, whom the shield lets through to the media node */
const FROM_CARRIER = 20
/** a stranger is banned after some 150; then another comes */
const PER_STRANGER = 100
const BURST = 50
const CALLS = 8
const PER_CALL = 200
/** after whatever a mutation has counted up to */
const LAST_CSEQ = 2 ** 31 - 1
const CARRIER = '127.0.0.60'
const PARTS = ['nats', 'postgres', 'clickhouse', 'rtpengine', 'kamailio', 'engine', 'media', 'analytics', 'gateway']

async function socketAt(address: string): Promise<Socket> {
  const socket = createSocket('udp4')
  socket.on('error', () => {})
  socket.bind(0, address)
  await once(socket, 'listening')
  return socket
}

/** Messages that the kernel threw away because the edge's socket was full (proc(5), net/udp). */
function droppedAt(port: number): number {
  const hex = port.toString(16).toUpperCase().padStart(4, '0')
  const lines = readFileSync('/proc/net/udp', 'utf8').split('\n')
  const rows = lines.map((line) => line.trim().split(/\s+/)).filter((row) => row[1]?.endsWith(`:${hex}`))
  return rows.reduce((all, row) => all + Number(row.at(-1)), 0)
}

/** What a peer on TCP sends before it is cut off; resolves when the connection is over. */
function overTcp(host: string, port: number, localAddress: string, messages: Buffer[]): Promise<void> {
  return new Promise((resolve) => {
    const socket = connect({ host, port, localAddress })
    socket.setTimeout(2_000, () => socket.destroy())
    socket.on('error', () => {})
    socket.on('close', () => resolve())
    socket.on('connect', () => {
      for (const message of messages) socket.write(message)
      socket.end()
    })
    socket.resume()
  })
}

t.test(`malformed SIP (seed ${SEED})`, { timeout: 170_000 }, async (t) => {
  const centre = await startCentre()
  t.teardown(() => centre.stop())
  const [host = '', portText = ''] = centre.edge.split(':')
  const port = Number(portText)
  const pids = (): Promise<number[]> => Promise.all(PARTS.map((part) => centre.pidOf(part)))
  const before = await pids()
  const corpus = readdirSync(DIR)
    .filter((name) => name.endsWith('.dat'))
    .map((name) => readFileSync(new URL(name, DIR)))
  t.equal(corpus.length, 49)
  const stray = strayReplies(centre.edge, `${CARRIER}:5060`)
  const carrier = await socketAt(CARRIER)
  t.teardown(() => carrier.close())
  const send = (socket: Socket, message: Buffer): Promise<void> =>
    new Promise((resolve) => socket.send(message.subarray(0, 65_000), port, host, () => resolve()))
  const called = async (from: string): Promise<void> => {
    const peer = await SipPeer.open(`sip:${centre.edge};transport=udp`, CARRIER)
    const call = await peer.call('95588', { hz: 1000, from })
    await waitFor(() => call.audio.heard.length > 16_000 && rms(call.audio.last(1_000)) > 200, {
      what: 'the menu is heard',
    })
    call.dialog.bye()
    call.audio.close()
    await peer.stop()
  }

  await t.test('the 49 messages by UDP and TCP, from a stranger and from the carrier', async (t) => {
    const stranger = await socketAt('127.0.77.1')
    for (const message of corpus) {
      await send(stranger, message)
      await send(carrier, message)
    }
    for (const message of corpus) {
      await overTcp(host, port, '127.0.77.2', [message])
      await overTcp(host, port, CARRIER, [message])
    }
    stranger.close()
    t.same(await pids(), before, 'every process is the same')
    await t.resolves(called('13900000001'), 'the next call is good')
  })

  await t.test('replies to nothing, by UDP and TCP', async (t) => {
    const stranger = await socketAt('127.0.77.3')
    for (const message of stray) {
      await send(stranger, message)
      await send(carrier, message)
    }
    await overTcp(host, port, '127.0.77.4', stray)
    for (const message of stray) await overTcp(host, port, CARRIER, [message])
    stranger.close()
    t.same(await pids(), before, 'every process is the same')
  })

  await t.test(`${CALLS * PER_CALL} mutations of requests in ${CALLS} calls that are up`, async (t) => {
    for (let n = 0; n < CALLS; n++) {
      const phone = await Phone.udp(port, CARRIER)
      t.equal(await phone.call('95588', { user: '13900000003', password: '' }), 200)
      const ok = phone.accepted()
      for (const message of mutations(dialogRequests(ok, phone.via), SEED + n, PER_CALL))
        phone.raw(message.subarray(0, 65_000))
      await phone.ask('OPTIONS', `sip:${centre.edge}`)
      phone.bye(ok, LAST_CSEQ)
      phone.close()
    }
    t.same(await pids(), before, 'every process is the same')
  })

  await t.test(`${MUTATIONS} mutations`, async (t) => {
    let stranger = await socketAt('127.0.78.1')
    let n = 0
    let tcp: Buffer[] = []
    for (const message of mutations([...corpus, ...stray], SEED, MUTATIONS)) {
      if (n % PER_STRANGER === 0) {
        stranger.close()
        const turn = Math.floor(n / PER_STRANGER) + 1
        stranger = await socketAt(`127.0.78.${(turn % 250) + 1}`)
        await overTcp(host, port, `127.0.79.${(turn % 250) + 1}`, tcp)
        tcp = []
      }
      if (n % 10 === 0) tcp.push(message)
      // in bursts that the edge's socket can hold: what the kernel drops proves nothing
      if (n % BURST === 0) await new Promise((resolve) => setTimeout(resolve, 20))
      await send(n % FROM_CARRIER === 0 ? carrier : stranger, message)
      n++
    }
    stranger.close()
    t.equal(n, MUTATIONS)
    t.ok(droppedAt(port) < MUTATIONS / 10, `${droppedAt(port)} dropped by the kernel: the edge has read the rest`)
    t.same(await pids(), before, 'every process is the same')
    t.notMatch(centre.log(), / ended \(/, 'the launcher had nothing to start again')
    await t.resolves(called('13900000002'), 'the next call is good')
    t.notMatch(await centre.partLog('engine'), /a bug: state kept/, 'no bug in the engine')
  })
})
