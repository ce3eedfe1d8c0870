// A stranger who knows the port of a call and sends sound there: nobody hears him, at no moment of the call.
import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import t from 'tap'
import { linearToALaw } from '#media/audio/g711.ts'
import { strengthOf, tone } from '#test/kit/audio.ts'
import { TestNode } from '#test/kit/media-node.ts'
import type { PeerCall } from '#test/kit/sip-peer.ts'
import { waitFor } from '#test/kit/wait.ts'

const node = await TestNode.start()
t.teardown(() => node.stop())
const PACKETS = 250
const STRANGE_HZ = 3000
const frame = Buffer.from(tone(STRANGE_HZ, 20, 16_000)).map((_, index) =>
  linearToALaw(tone(STRANGE_HZ, 20, 16_000)[index]!),
)

/** Sends his tone to every port that the phones send to, until `stop`. */
async function stranger(host: string, calls: () => readonly PeerCall[]) {
  const socket = createSocket('udp4')
  socket.bind(0, host)
  await once(socket, 'listening')
  let sent = 0
  const packet = Buffer.alloc(172)
  packet.writeUInt8(0x80, 0)
  packet.writeUInt8(8, 1)
  packet.writeUInt32BE(0xbad, 8)
  Buffer.from(frame.subarray(0, 160)).copy(packet, 12)
  const timer = setInterval(() => {
    for (const { audio } of calls()) {
      if (!audio.to) continue
      sent++
      packet.writeUInt16BE(sent & 0xffff, 2)
      packet.writeUInt32BE((sent * 160) >>> 0, 4)
      socket.send(packet, audio.to.port, audio.to.host)
    }
  }, 10)
  return {
    sent: () => sent,
    stop() {
      clearInterval(timer)
      socket.close()
    },
  }
}

/** Windows of 20 ms in which his tone was heard. */
function strange({ audio }: PeerCall): number {
  let count = 0
  for (let at = 0; at + 160 <= audio.heard.length; at += 160)
    if (strengthOf(STRANGE_HZ, audio.heard.slice(at, at + 160)) > 2000) count++
  return count
}

/** Two phones in a talk, a hold and a talk again, with a stranger from the ports' first moment. */
async function talk(options: { saysHost?: string; strangerAt: string }) {
  const headers = (user: string) => ({
    'X-Tinglan-Leg': 'agent',
    'X-Tinglan-User': user,
    'X-Tinglan-Source': '127.0.0.1',
  })
  const says = options.saysHost === undefined ? {} : { saysHost: options.saysHost }
  const calls: PeerCall[] = []
  const villain = await stranger(options.strangerAt, () => calls)
  const calling = node.peer.call('95588', { hz: 1000, headers: headers('1001'), ...says, quiet: true })
  const { callId, legId } = await node.heard('call-arrived')
  await node.order({ type: 'answer', callId, legId })
  const caller = await calling
  calls.push(caller)
  await node.heard('leg-answered')
  const farLeg = `far-${callId}`
  await node.order({
    ...{ type: 'dial', callId, legId: farLeg, owner: { kind: 'call', id: callId }, tags: {}, ringMs: 60_000 },
    ...{ from: { number: '95588', name: '' }, autoAnswer: false, target: { type: 'user', user: '1002' } },
  })
  const called = await node.peer.answer(await node.peer.arrival(), {
    ...{ hz: 2000, ...says, quiet: true, headers: { 'X-Tinglan-Source': '127.0.0.1' } },
  })
  calls.push(called)
  await node.heard('leg-answered', (news) => news.legId === farLeg)
  const hear = (on: boolean) =>
    node.order({
      ...{ type: 'hear', callId },
      pairs: on
        ? [
            { listener: legId, speaker: farLeg },
            { listener: farLeg, speaker: legId },
          ]
        : [],
    })
  await hear(true)
  return { caller, called, calls, hear, villain, callId, legId }
}

for (const [what, options] of [
  ['a phone that says where it is', { strangerAt: '127.0.0.1' }],
  ['a phone behind NAT, the stranger elsewhere', { saysHost: '10.9.8.7', strangerAt: '127.0.0.66' }],
] as const) {
  t.test(`nobody hears a stranger: ${what}`, async (t) => {
    const { caller, called, calls, hear, villain } = await talk(options)
    // he is there before the phones say a word
    await waitFor(() => villain.sent() >= PACKETS, { what: 'the stranger was first' })
    for (const { audio } of calls) audio.quiet = false
    const both = () =>
      waitFor(
        () => strengthOf(2000, caller.audio.last(300)) > 1500 && strengthOf(1000, called.audio.last(300)) > 1500,
        {
          what: 'the phones hear each other',
        },
      )
    await both()
    for (const on of [false, true]) await hear(on)
    const before = villain.sent()
    await waitFor(() => villain.sent() >= before + PACKETS, { what: 'the stranger goes on in the talk' })
    // the phone says that it is somewhere else, and is learnt anew
    const { status } = await called.dialog.reinvite(called.audio.offered(undefined).sdp)
    t.equal(status, 200)
    await both()
    villain.stop()
    t.same(calls.map(strange), [0, 0], `of ${villain.sent()} packets`)
    for (const { audio } of calls) audio.close()
  })
}
