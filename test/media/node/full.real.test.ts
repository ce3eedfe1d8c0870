// A node without room says so, to the caller and before: legs and ports, with a real rtpengine.
import t from 'tap'
import { TestNode } from '#test/kit/media-node.ts'
import type { PeerCall } from '#test/kit/sip-peer.ts'

const TRUNK = { 'X-Tinglan-Leg': 'trunk', 'X-Tinglan-Trunk': 't1' }

const comes = (node: TestNode): Promise<PeerCall> => node.peer.call('95588', { headers: TRUNK })
async function answered(node: TestNode): Promise<PeerCall> {
  const calling = comes(node)
  const { callId, legId } = await node.heard('call-arrived')
  await node.order({ type: 'answer', callId, legId })
  return calling
}

t.test('over its legs: 503, and a warning from 80 % on, once', async (t) => {
  const node = await TestNode.start({ maxLegs: 5 })
  t.teardown(() => node.stop())
  const nearlyFull = () => node.warnings.filter((text) => /nearly full/.test(text)).length
  for (const expected of [0, 0, 0, 1, 1]) {
    await answered(node)
    t.equal(nearlyFull(), expected)
  }
  await t.rejects(comes(node), /503/)
  t.notOk(
    node.news.some((news) => news.type === 'call-arrived'),
    'nobody begins to serve him',
  )
})

t.test('out of ports: 503, and the engine hears that there was no room', async (t) => {
  const node = await TestNode.start({ ports: 10 })
  t.teardown(() => node.stop())
  const first = await answered(node)
  const second = await answered(node)
  const third = comes(node)
  third.catch(() => {})
  const { callId, legId } = await node.heard('call-arrived')
  await node.order({ type: 'answer', callId, legId })
  await t.rejects(third, /503/)
  t.match(await node.heard('leg-ended'), { legId, by: 'fault', full: true })
  for (const call of [first, second]) call.dialog.bye()
})
