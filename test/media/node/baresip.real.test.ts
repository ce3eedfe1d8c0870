// A phone that others have written, straight at the media node: its keys by RFC 4733, its voice in Opus.
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import t from 'tap'
import { type Baresip, type BaresipOptions, startBaresip } from '#bench/kit/baresip.ts'
import { decodeWav, encodeWav } from '#media/audio/wav.ts'
import { RATE, strengthOf, tone } from '#test/kit/audio.ts'
import { TestNode } from '#test/kit/media-node.ts'
import { freeTcpPort } from '#test/kit/rtpengine.ts'
import { waitFor } from '#test/kit/wait.ts'

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

t.test('a phone that speaks nothing but Opus is talked with, and is in the recording', async (t) => {
  const { phone, callId, legId } = await called('opus', { codec: 'opus' })
  const agentLeg = 'agent'
  await node.order({
    ...{ type: 'dial', callId, legId: agentLeg, owner: { kind: 'agent', id: 'a1' }, tags: {}, ringMs: 30_000 },
    ...{ target: { type: 'user', user: '1001' }, from: { number: '1', name: '' }, autoAnswer: false },
  })
  const agent = await node.peer.answer(await node.peer.arrival(), { hz: 2000 })
  await node.heard('leg-answered', (news) => news.legId === agentLeg, 30_000)
  await node.order({ type: 'start-recording', callId, legId, recordingId: 'opus', formats: ['wav'] })
  const pairs = [
    { listener: legId, speaker: agentLeg },
    { listener: agentLeg, speaker: legId },
  ]
  await node.order({ type: 'hear', callId, pairs })
  await waitFor(() => strengthOf(1000, agent.audio.last(500)) > 1500, { what: 'the agent hears the phone' })
  agent.audio.forget()
  await waitFor(() => agent.audio.heard.length > 3 * RATE, { what: 'they talk for three seconds' })
  await phone.hangUp()
  const { files } = await node.heard('recording-ready', undefined, 60_000)
  const [said, heard] = decodeWav(await readFile(node.path('out', files[0]!.path))).channels as [Int16Array, Int16Array]
  t.ok(loudMs(said, 1000) > 2_500, `the phone speaks for ${loudMs(said, 1000)} ms`)
  t.ok(loudMs(heard, 2000) > 2_500, `and hears the agent for ${loudMs(heard, 2000)} ms`)
  t.equal(loudMs(said, 2000), 0)
  agent.audio.close()
})

/** How long a tone sounds, in steps of 100 ms. */
const loudMs = (sound: Int16Array, hz: number): number => {
  let ms = 0
  for (let at = 0; at + 800 <= sound.length; at += 800)
    if (strengthOf(hz, sound.subarray(at, at + 800)) > 1500) ms += 100
  return ms
}
