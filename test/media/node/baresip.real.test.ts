// A phone that others have written, straight at the media node: its keys by RFC 4733.
import { mkdir, writeFile } from 'node:fs/promises'
import t from 'tap'
import { type Baresip, type BaresipOptions, startBaresip } from '#bench/kit/baresip.ts'
import { encodeWav } from '#media/audio/wav.ts'
import { tone } from '#test/kit/audio.ts'
import { TestNode } from '#test/kit/media-node.ts'
import { freeTcpPort } from '#test/kit/rtpengine.ts'

t.setTimeout(180_000)
const node = await TestNode.start()
t.teardown(() => node.stop())

/** Calls the node and is answered; speaks 1000 Hz. */
async function called(name: string, options: Partial<BaresipOptions>) {
  const dir = node.path(name)
  await mkdir(dir)
  await writeFile(node.path(name, 'voice.wav'), encodeWav({ rate: 8000, channels: [tone(1000, 120_000)] }))
  const phone: Baresip = await startBaresip({
    ...{ dir, edge: `127.0.0.1:${node.sipPort};transport=tcp`, address: '127.0.0.1', accounts: [], answer: 'auto' },
    ...{
      sipPort: await freeTcpPort(),
      controlPort: await freeTcpPort(),
      rtpPort: 2 * Math.ceil((await freeTcpPort()) / 2),
    },
    ...{ voice: node.path(name, 'voice.wav'), ...options },
  })
  t.teardown(() => phone.stop())
  const dialled = phone.dial('95588')
  const { callId, legId } = await node.heard('call-arrived', undefined, 30_000)
  await dialled
  await node.order({ type: 'answer', callId, legId })
  await node.heard('leg-answered', undefined, 30_000)
  return { phone, callId, legId }
}

t.test('every key of a real phone is heard once, while a prompt plays and after it', async (t) => {
  const { phone, callId, legId } = await called('keys', {})
  const sounds = [{ type: 'music' as const, musicId: 'default' }]
  await node.order({ type: 'play', callId, legId, playId: 'p', sounds, repeat: 1 })
  for (const collectId of ['first', 'second']) {
    const keys = { maxDigits: 12, terminators: '', firstDigitMs: 30_000, interDigitMs: 30_000 }
    await node.order({ type: 'collect', callId, legId, collectId, ...keys, bargeIn: true, secret: false })
    await phone.press('0123456789*#')
    t.match(await node.heard('digits-collected', undefined, 30_000), { collectId, digits: '0123456789*#' })
  }
  await phone.hangUp()
  await node.heard('leg-ended', (news) => news.legId === legId, 30_000)
})
