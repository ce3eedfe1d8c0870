// An agent on a bad network: the phone's WebSocket breaks twenty times in one talk, the page is reloaded, the network changes,
// the edge dies. The talk goes on, its end reaches the page, and the next call rings there. A hundred: `bench blips`.
import t from 'tap'
import { BadNetwork, type Blip } from '../kit/bad-network.ts'

const BLIPS: Blip[] = [
  ...(['cut', 'cut', 'network', 'cut', 'reload'] as const).flatMap((blip) => [blip, blip, blip, blip]),
  'edge',
]

t.test('twenty blips, reloads and a dead edge in one talk lose nothing', { timeout: 600_000 }, async (t) => {
  const agent = await BadNetwork.start()
  t.teardown(() => agent.stop())
  await agent.talk()
  const { callId } = agent
  for (const blip of BLIPS) {
    await agent.blip(blip)
    t.equal(agent.callId, callId, `${blip}: the talk goes on`)
  }
  const sorted = agent.gaps.map(({ ms }) => ms).sort((a, b) => a - b)
  t.comment(`longest gaps in ms: ${sorted.join(' ')}; p95 ${sorted[Math.ceil(sorted.length * 0.95) - 1]}`)
  await agent.hangUp()
  await agent.talk()
  t.pass('the next call rings and is answered')
})
