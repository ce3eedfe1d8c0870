// A party that is gone without a word, on a real node with real sound: it is found out, and who is only silent is not.
import t from 'tap'
import { TestNode } from '#test/kit/media-node.ts'
import { type PeerCall, SipPeer } from '#test/kit/sip-peer.ts'
import { waitFor } from '#test/kit/wait.ts'

const node = await TestNode.start()
t.teardown(() => node.stop())
const TRUNK = { 'X-Tinglan-Leg': 'trunk', 'X-Tinglan-Trunk': 't1' }

interface Caller {
  callId: string
  legId: string
  call: PeerCall
}

async function caller(peer = node.peer): Promise<Caller> {
  const calling = peer.call('95588', { hz: 1000, headers: TRUNK })
  const { callId, legId } = await node.heard('call-arrived')
  await node.order({ type: 'answer', callId, legId })
  const call = await calling
  await node.heard('leg-answered')
  return { callId, legId, call }
}

/** A caller with a telephone of its own, which is pulled out. */
async function vanishes(): Promise<{ legId: string }> {
  const peer = await SipPeer.open(`sip:127.0.0.1:${node.sipPort};transport=tcp;lr`)
  const { call, legId } = await caller(peer)
  await waitFor(() => call.audio.packets > 0 || call.audio.spokeAt > 0, { what: 'it has spoken' })
  call.audio.close()
  await peer.stop()
  return { legId }
}

t.test('who is silent and does not answer is gone; who is held, muted or talking is not', async (t) => {
  const talks = await caller()
  const muted = await caller()
  const held = await caller()
  await held.call.dialog.reinvite(held.call.audio.sdp().replace('a=sendrecv', 'a=sendonly'))
  await node.heard('phone-held')
  muted.call.audio.quiet = true
  held.call.audio.quiet = true
  const since = Date.now()
  const gone = await vanishes()
  const end = await node.heard('leg-ended')
  t.match(end, { legId: gone.legId, by: 'fault', cause: 'fault' })
  t.comment(`found out after ${Date.now() - since} ms`)
  const second = await vanishes()
  t.match(await node.heard('leg-ended'), { legId: second.legId, by: 'fault' })
  t.same(
    (await node.legs()).map((leg) => leg.legId).sort(),
    [talks.legId, muted.legId, held.legId].sort(),
    'the others are still there, after twice the time',
  )
  for (const each of [talks, muted, held]) each.call.dialog.bye()
})
