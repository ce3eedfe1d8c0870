// What callers and agents really hear, by the spectrum of their RTP.
import { readFile, writeFile } from 'node:fs/promises'
import t from 'tap'
import { decodeWav, encodeWav } from '#media/audio/wav.ts'
import { RtpEnd, rms, strengthOf, tone } from '#test/kit/audio.ts'
import { TestNode } from '#test/kit/media-node.ts'
import type { PeerCall } from '#test/kit/sip-peer.ts'
import { waitFor } from '#test/kit/wait.ts'

const node = await TestNode.start()
t.teardown(() => node.stop())
const TRUNK = { 'X-Tinglan-Leg': 'trunk', 'X-Tinglan-Trunk': 't1' }
const tones = [600, 1000, 1500, 2000, 3000]

/** Heard over the last half second: these tones and no other of `tones`. */
const hears = (end: RtpEnd, ...expected: number[]) => {
  end.forget()
  const now = () => tones.filter((hz) => strengthOf(hz, end.last(500)) > 1500)
  return waitFor(() => end.heard.length > 4800 && String(now()) === String(expected), {
    what: `${expected} Hz is heard and no more (is: ${now()})`,
  })
}
/** No packet at all counts as silence too. */
const silent = (end: RtpEnd) =>
  waitFor(
    () => {
      end.forget()
      return new Promise((resolve) => setTimeout(() => resolve(rms(end.heard) < 60), 300))
    },
    { what: 'silence is heard' },
  )

interface Leg {
  callId: string
  legId: string
  call: PeerCall
}

let count = 0
async function caller(options: Parameters<typeof node.peer.call>[1] = {}): Promise<Leg> {
  const calling = node.peer.call('95588', { hz: 1000, headers: TRUNK, ...options })
  const { callId, legId } = await node.heard('call-arrived')
  await node.order({ type: 'answer', callId, legId })
  const call = await calling
  await node.heard('leg-answered')
  return { callId, legId, call }
}
async function agent(callId: string, options: { hz?: number; codec?: 'PCMA' | 'PCMU' } = {}): Promise<Leg> {
  const legId = `agent${++count}`
  await node.order({
    ...{ type: 'dial', callId, legId, owner: { kind: 'agent', id: 'a1' }, tags: {}, ringMs: 60_000, autoAnswer: false },
    ...{ target: { type: 'user', user: '1001' }, from: { number: '13800138000', name: '张三' } },
  })
  const call = await node.peer.answer(await node.peer.arrival(), { hz: 2000, ...options })
  await node.heard('leg-answered', (news) => news.legId === legId)
  return { callId, legId, call }
}
const both = (a: Leg, b: Leg) => [
  { listener: a.legId, speaker: b.legId },
  { listener: b.legId, speaker: a.legId },
]
const play = (leg: Leg, playId: string, promptId: string, repeat: number | 'forever' = 1) => {
  const { callId, legId } = leg
  return node.order({ type: 'play', callId, legId, playId, sounds: [{ type: 'file', promptId }], repeat })
}
async function over(...legs: Leg[]): Promise<void> {
  for (const { call, legId } of legs) {
    call.dialog.bye()
    await node.heard('leg-ended', (news) => news.legId === legId)
    call.audio.close()
  }
}
for (const hz of [600, 1500]) {
  const wav = encodeWav({ rate: 8000, channels: [tone(hz, 1000)] })
  await writeFile(node.path('prompts', `tone${hz}.wav`), wav)
}

t.test(
  'a prompt, hold music, a re-point to another agent, and back: each hears what he must and nothing else',
  async () => {
    const customer = await caller()
    await play(customer, 'p', 'tone600', 3)
    await hears(customer.call.audio, 600)
    await node.heard('play-ended')
    const first = await agent(customer.callId)
    await node.order({ type: 'hear', callId: customer.callId, pairs: both(customer, first) })
    await hears(customer.call.audio, 2000)
    await hears(first.call.audio, 1000)
    // hold: nobody hears anybody, the customer hears music
    await node.order({ type: 'hear', callId: customer.callId, pairs: [] })
    await play(customer, 'hold', 'tone1500', 'forever')
    await hears(customer.call.audio, 1500)
    await silent(first.call.audio)
    // a second agent with µ-law
    const second = await agent(customer.callId, { hz: 3000, codec: 'PCMU' })
    await node.order({ type: 'stop-play', callId: customer.callId, legId: customer.legId })
    await node.order({ type: 'hear', callId: customer.callId, pairs: both(customer, second) })
    await hears(customer.call.audio, 3000)
    await hears(second.call.audio, 1000)
    await node.order({ type: 'hear', callId: customer.callId, pairs: both(customer, first) })
    await hears(customer.call.audio, 2000)
    await hears(first.call.audio, 1000)
    await silent(second.call.audio)
    await over(second, first, customer)
  },
)

t.test('one way: the agent hears the customer, the customer hears nobody, and the other way round', async () => {
  const customer = await caller()
  const other = await agent(customer.callId)
  const { callId } = customer
  await node.order({ type: 'hear', callId, pairs: [{ listener: other.legId, speaker: customer.legId }] })
  await hears(other.call.audio, 1000)
  await silent(customer.call.audio)
  await node.order({ type: 'hear', callId, pairs: [{ listener: customer.legId, speaker: other.legId }] })
  await hears(customer.call.audio, 2000)
  await silent(other.call.audio)
  await over(other, customer)
})

t.test('a sound played to one who talks is heard alone, and the talk comes back after it', async () => {
  const customer = await caller()
  const other = await agent(customer.callId)
  await node.order({ type: 'hear', callId: customer.callId, pairs: both(customer, other) })
  await hears(customer.call.audio, 2000)
  await play(customer, 'beep', 'tone1500', 2)
  await hears(customer.call.audio, 1500)
  await hears(other.call.audio, 1000)
  await node.heard('play-ended')
  await hears(customer.call.audio, 2000)
  await over(other, customer)
})

t.test('keys go both ways: by RTP through the bridge, by order to a partner and to one who hears nobody', async (t) => {
  const customer = await caller()
  const other = await agent(customer.callId)
  const { callId } = customer
  await node.order({ type: 'hear', callId, pairs: both(customer, other) })
  await hears(other.call.audio, 1000)
  customer.call.audio.press('5')
  await waitFor(() => other.call.audio.digits.join('') === '5', { what: 'the agent gets the key' })
  // until the key is over: two keys at once would be heard in turns
  await hears(other.call.audio, 1000)
  await node.order({ type: 'send-digits', callId, legId: other.legId, digits: '42#' })
  await waitFor(() => other.call.audio.digits.join('') === '542#', { what: 'the agent gets the digits' })
  await node.order({ type: 'hear', callId, pairs: [] })
  await node.order({ type: 'send-digits', callId, legId: customer.legId, digits: '19' })
  await waitFor(() => customer.call.audio.digits.join('') === '19', { what: `the customer gets the digits` })
  // keys that we pressed are not news of the customer
  t.same(
    node.news
      .filter((news) => news.type === 'digit-pressed')
      .map((news) => news.type === 'digit-pressed' && news.digit),
    ['5'],
  )
  node.news.length = 0
  await customer.call.dialog.sendDigit('8', 160)
  t.equal((await node.heard('digit-pressed')).digit, '8')
  await over(other, customer)
})

t.test('a key whose packets stand between those of the voice is heard once, alone and over a prompt', async (t) => {
  for (const codec of ['PCMA', 'PCMU'] as const) {
    const customer = await caller({ codec })
    const { callId, legId, call } = customer
    call.audio.soundsOn = true
    for (const sound of ['nothing', 'prompt']) {
      if (sound === 'prompt') await play(customer, 'p', 'tone600', 'forever')
      const keys = { maxDigits: 12, terminators: '', firstDigitMs: 20_000, interDigitMs: 20_000 }
      await node.order({
        ...{ type: 'collect', callId, legId, collectId: sound, ...keys, bargeIn: sound === 'prompt', secret: false },
      })
      call.audio.press('0123456789*#')
      t.match(await node.heard('digits-collected', undefined, 30_000), { collectId: sound, digits: '0123456789*#' })
      if (sound === 'prompt') await node.heard('play-ended', (news) => news.legId === legId)
    }
    await over(customer)
  }
})

t.test('a recording has the customer left and what he heard right, to the second', async (t) => {
  const customer = await caller()
  const { callId, legId } = customer
  const began = Date.now()
  const formats: ('wav' | 'mp3')[] = ['wav', 'mp3']
  await node.order({ type: 'start-recording', callId, legId, recordingId: 'rec1', formats })
  await play(customer, 'p', 'tone600', 2)
  await node.heard('play-ended')
  const runs = Date.now()
  const other = await agent(callId, { codec: 'PCMU' })
  await node.order({ type: 'hear', callId, pairs: both(customer, other) })
  await hears(customer.call.audio, 2000)
  await hears(customer.call.audio, 2000)
  await node.order({ type: 'hear', callId, pairs: [] })
  await play(customer, 'hold', 'tone1500', 'forever')
  await hears(customer.call.audio, 1500)
  const atLeast = Date.now() - runs + 2000
  await over(other, customer)
  const atMost = Date.now() - began
  const { files, durationMs } = await node.heard('recording-ready', undefined, 60_000)
  t.ok(durationMs > atLeast - 100 && durationMs <= atMost, `${durationMs} ms, between ${atLeast} and ${atMost}`)
  const wav = decodeWav(await readFile(node.path('out', files[0]!.path)))
  t.ok(Math.abs((wav.channels[0]!.length * 1000) / wav.rate - durationMs) < 50, 'the file is as long')
  const [left, right] = wav.channels as [Int16Array, Int16Array]
  const spoken = (channel: Int16Array) => {
    const found: number[] = []
    for (let at = 0; at + 2000 <= channel.length; at += 2000) {
      const loud = tones.filter((hz) => strengthOf(hz, channel.subarray(at, at + 2000)) > 1500)
      if (loud.length === 1 && loud[0] !== found.at(-1)) found.push(loud[0]!)
    }
    return found
  }
  t.same(spoken(left), [1000], 'left: the customer alone')
  t.same(spoken(right), [600, 2000, 1500], 'right: prompt, agent, hold music')
  const mp3 = await readFile(node.path('out', files[1]!.path))
  t.ok(mp3.length > 5000 && files[1]!.bytes === mp3.length)
})

t.test('a recorded caller who falls silent is told once, and not while he speaks', async (t) => {
  const customer = await caller()
  const { callId, legId } = customer
  const formats: ('wav' | 'mp3')[] = ['wav']
  await node.order({ type: 'start-recording', callId, legId, recordingId: 'mail', formats, silenceMs: 1200 })
  await node.order({ type: 'play', callId, legId, playId: 'b', sounds: [{ type: 'silence', ms: 2500 }], repeat: 1 })
  await node.heard('play-ended')
  t.notOk(
    node.news.some((news) => news.type === 'silence-reached'),
    'he speaks',
  )
  customer.call.audio.hz = 0
  t.match(await node.heard('silence-reached'), { callId, legId, recordingId: 'mail' })
  const ms = Date.now() - customer.call.audio.spokeAt
  t.ok(ms > 1000, `not before 1.2 s of silence: after ${ms} ms`)
  await node.order({ type: 'play', callId, legId, playId: 'c', sounds: [{ type: 'silence', ms: 2000 }], repeat: 1 })
  await node.heard('play-ended')
  t.notOk(
    node.news.some((news) => news.type === 'silence-reached'),
    'once',
  )
  await over(customer)
  await node.heard('recording-ready')
})

t.test('a phone that holds gets a proper answer, and the talk goes on after it', async (t) => {
  const customer = await caller()
  const other = await agent(customer.callId)
  await node.order({ type: 'hear', callId: customer.callId, pairs: both(customer, other) })
  await hears(customer.call.audio, 2000)
  const held = await other.call.dialog.reinvite(other.call.audio.sdp('sendonly', 2))
  t.match(held, { status: 200, sdp: /a=recvonly/ })
  await node.heard('phone-held', (news) => news.held)
  // what was under way arrives first
  const unsent = () => {
    const before = other.call.audio.packets
    return new Promise((resolve) => setTimeout(() => resolve(other.call.audio.packets === before), 300))
  }
  await waitFor(unsent, { what: 'a phone that only sends is sent nothing' })
  const back = await other.call.dialog.reinvite(other.call.audio.sdp('sendrecv', 3))
  t.match(back, { status: 200, sdp: /a=sendrecv/ })
  await node.heard('phone-held', (news) => !news.held)
  await hears(customer.call.audio, 2000)
  await hears(other.call.audio, 1000)
  await node.order({ type: 'hear', callId: customer.callId, pairs: [] })
  await silent(other.call.audio)
  await node.order({ type: 'hear', callId: customer.callId, pairs: both(customer, other) })
  await hears(other.call.audio, 1000)
  await over(other, customer)
})

t.test('a carrier’s words before it answers or refuses are heard by who dials', async (t) => {
  const dialler = await caller()
  const [callId, legId] = [dialler.callId, 'out1']
  await node.order({
    ...{
      type: 'dial',
      callId,
      legId,
      owner: { kind: 'call', id: callId },
      tags: {},
      ringMs: 60_000,
      autoAnswer: false,
    },
    ...{ target: { type: 'trunk', trunkId: 't1', number: '13900000000' }, from: { number: '95588', name: '' } },
  })
  const invite = await node.peer.arrival()
  const carrier = await RtpEnd.open({ hz: 1500 })
  invite.progress(183, { sdp: carrier.sdp() })
  carrier.connect(invite.sdp!)
  t.match(await node.heard('leg-ringing'), { legId, sound: true })
  await node.order({ type: 'hear', callId, pairs: [{ listener: dialler.legId, speaker: legId }] })
  await hears(dialler.call.audio, 1500)
  invite.reject(404)
  t.match(await node.heard('leg-failed'), { legId })
  carrier.close()
  await over(dialler)
})
