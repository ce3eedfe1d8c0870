// Whom a node calls may be elsewhere (302) or want its sound encrypted: sent on within the trunk's prefixes, and SRTP for phones
// over TLS with plain sound for those who know none.
import { randomBytes } from 'node:crypto'
import t from 'tap'
import type { DialTarget } from '#engine/protocol/media.ts'
import { RtpEnd, strengthOf } from '#test/kit/audio.ts'
import { TestNode } from '#test/kit/media-node.ts'
import { Srtp } from '#test/kit/srtp.ts'
import { waitFor } from '#test/kit/wait.ts'

const node = await TestNode.start()
t.teardown(() => node.stop())
let legs = 0

async function dialled(target: DialTarget, callId = `call-${legs}`) {
  const legId = `leg-${++legs}`
  await node.order(dialOf(legId, target, callId))
  return { callId, legId, invite: await node.peer.arrival() }
}
const dialOf = (legId: string, target: DialTarget, callId: string) => ({
  ...({ type: 'dial', callId, legId, owner: { kind: 'call', id: callId }, tags: {}, ringMs: 60_000 } as const),
  ...{ from: { number: '95588', name: '' }, autoAnswer: false, target },
})
const trunk = (follows?: string[]) => ({
  ...({ type: 'trunk', trunkId: 't1', number: '13800000001' } as const),
  ...(follows ? { follows } : {}),
})
const sentOn = (number: string) => ({ Contact: `<sip:${number}@192.0.2.66;user=phone>` })
const failed = (legId: string) => node.heard('leg-failed', (news) => news.legId === legId)

t.test('a number that the carrier names with 302 is dialled over the same trunk', async (t) => {
  const { legId, invite } = await dialled(trunk(['1', '0']))
  invite.reject(302, undefined, sentOn('13900000002'))
  const next = await node.peer.arrival()
  t.equal(next.requestUser, '13900000002')
  t.equal(next.headers.get('X-Tinglan-Trunk'), 't1', 'wherever its address is: nobody else is called')
  const far = await node.peer.answer(next)
  await node.heard('leg-answered', (news) => news.legId === legId)
  far.audio.close()
})

t.test('beyond the prefixes, without the rule, without end and to itself nothing is followed', async (t) => {
  const beyond = await dialled(trunk(['1']))
  beyond.invite.reject(302, undefined, sentOn('0016005550000'))
  t.match(await failed(beyond.legId), { cause: 'declined', sipStatus: 302 })
  const without = await dialled(trunk())
  without.invite.reject(302, undefined, sentOn('13900000002'))
  t.match(await failed(without.legId), { cause: 'declined' })
  const same = await dialled(trunk(['']))
  same.invite.reject(302, undefined, sentOn('13800000001'))
  t.match(await failed(same.legId), { cause: 'declined' })
  const round = await dialled(trunk(['']))
  round.invite.reject(302, undefined, sentOn('1390000000'))
  for (const n of [1, 2, 3]) (await node.peer.arrival()).reject(302, undefined, sentOn(`139000000${n}0`))
  t.match(await failed(round.legId), { cause: 'declined' })
  t.equal(node.peer.waiting.length, 0, 'after three times it is over')
})

t.test('a desk phone that is forwarded has declined: nobody dials where it says', async (t) => {
  const { legId, invite } = await dialled({ type: 'user', user: '8001' })
  invite.reject(302, undefined, sentOn('13900000002'))
  t.match(await failed(legId), { cause: 'declined', sipStatus: 302 })
})

t.test('a phone over TLS is offered SRTP, speaks and hears encrypted, and others hear it', async (t) => {
  node.device = 'secure'
  const plain = await dialled(trunk(), 'talk')
  const outside = await node.peer.answer(plain.invite, { hz: 1000 })
  const { legId, invite } = await dialled({ type: 'user', user: '8002' }, 'talk')
  t.match(invite.sdp, /^m=audio \d+ RTP\/SAVP /m)
  t.notMatch(invite.sdp, /fingerprint|RTP\/AVP/)
  const suites = [...invite.sdp!.matchAll(/^a=crypto:(\d+) (\S+)/gm)]
  t.same(
    suites.map(([, , suite]) => suite),
    ['AES_CM_128_HMAC_SHA1_80', 'AES_CM_128_HMAC_SHA1_32'],
  )
  const key = randomBytes(30).toString('base64')
  const ear = await RtpEnd.open({ hz: 2000 })
  ear.secured = { sends: new Srtp(key), hears: Srtp.in(invite.sdp!)! }
  const sdp = ear
    .sdp()
    .replace('RTP/AVP', 'RTP/SAVP')
    .concat(`a=crypto:${suites[0]![1]} AES_CM_128_HMAC_SHA1_80 inline:${key}\r\n`)
  invite.accept(sdp, { ended: () => undefined, offered: () => ({ sdp }) })
  ear.connect(invite.sdp!)
  await node.heard('leg-answered', (news) => news.legId === legId)
  const pairs = [
    { listener: legId, speaker: plain.legId },
    { listener: plain.legId, speaker: legId },
  ]
  await node.order({ type: 'hear', callId: 'talk', pairs })
  await waitFor(() => strengthOf(1000, ear.last(500)) > 1500, { what: 'the phone hears the outside' })
  await waitFor(() => strengthOf(2000, outside.audio.last(500)) > 1500, { what: 'the outside hears the phone' })
  t.equal(ear.foreign, 0, 'nothing came unencrypted')
  ear.close()
  outside.audio.close()
})

t.test('a phone over TLS that knows no SRTP is rung once more, plain', async (t) => {
  node.device = 'secure'
  const { legId, invite } = await dialled({ type: 'user', user: '8003' })
  invite.reject(488)
  const again = await node.peer.arrival()
  t.match(again.sdp, /^m=audio \d+ RTP\/AVP /m)
  const phone = await node.peer.answer(again)
  await node.heard('leg-answered', (news) => news.legId === legId)
  phone.audio.close()
})
