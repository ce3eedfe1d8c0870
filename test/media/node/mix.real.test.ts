// A call on its way between relay and mix, on the wire: what is lost, what is recorded, keys and sounds in a mix, and a
// mixer that dies.
import { readFile, writeFile } from 'node:fs/promises'
import type { Worker } from 'node:worker_threads'
import t from 'tap'
import type { Sound } from '#engine/protocol/media.ts'
import { decodeWav, encodeWav } from '#media/audio/wav.ts'
import { type RtpEnd, rms, strengthOf, tone } from '#test/kit/audio.ts'
import { TestNode } from '#test/kit/media-node.ts'
import type { PeerCall } from '#test/kit/sip-peer.ts'
import { waitFor } from '#test/kit/wait.ts'

const threads: Worker[] = []
process.on('worker', (worker) => threads.push(worker))

const node = await TestNode.start()
t.teardown(() => node.stop())
const TONES = { customer: 443, agent: 1129, boss: 1993, prompt: 733 }
const FRAME = 160
await writeFile(node.path('prompts', 'tone.wav'), encodeWav({ rate: 8000, channels: [tone(TONES.prompt, 1000)] }))

interface Leg {
  legId: string
  call: PeerCall
}

let count = 0
async function dial(callId: string, hz: number, codec: 'PCMA' | 'PCMU' = 'PCMA'): Promise<Leg> {
  const legId = `leg${++count}`
  await node.order({
    ...{ type: 'dial', callId, legId, owner: { kind: 'agent', id: 'a1' }, tags: {}, ringMs: 60_000, autoAnswer: false },
    ...{ target: { type: 'user', user: '1001' }, from: { number: '13800138000', name: '张三' } },
  })
  const call = await node.peer.answer(await node.peer.arrival(), { hz, codec })
  await node.heard('leg-answered', (news) => news.legId === legId)
  return { legId, call }
}

async function three() {
  const headers = { 'X-Tinglan-Leg': 'trunk', 'X-Tinglan-Trunk': 't1' }
  const calling = node.peer.call('95588', { hz: TONES.customer, headers })
  const { callId, legId } = await node.heard('call-arrived')
  await node.order({ type: 'answer', callId, legId })
  const customer: Leg = { legId, call: await calling }
  const agent = await dial(callId, TONES.agent)
  const boss = await dial(callId, TONES.boss, 'PCMU')
  const hear = (...pairs: [Leg, Leg][]) =>
    node.order({ type: 'hear', callId, pairs: pairs.map(([a, b]) => ({ listener: a.legId, speaker: b.legId })) })
  const relay = () => hear([customer, agent], [agent, customer])
  const listen = () => hear([customer, agent], [agent, customer], [boss, customer], [boss, agent])
  const all = () =>
    hear([customer, agent], [agent, customer], [boss, customer], [boss, agent], [customer, boss], [agent, boss])
  const end = async () => {
    for (const { legId } of [boss, agent, customer]) {
      await node.order({ type: 'hang-up', callId, legId, cause: 'normal' })
      await node.heard('leg-ended', (news) => news.legId === legId)
    }
    for (const { call } of [boss, agent, customer]) call.audio.close()
  }
  return { callId, customer, agent, boss, relay, listen, all, end }
}

const audio = (leg: Leg): RtpEnd => leg.call.audio
const heardNow = (end: RtpEnd) => Object.values(TONES).filter((hz) => strengthOf(hz, end.last(300)) > 2500)
const hears = async (leg: Leg, ...expected: number[]) => {
  audio(leg).forget()
  const wanted = [...expected].sort((a, b) => a - b).join()
  const now = () =>
    heardNow(audio(leg))
      .sort((a, b) => a - b)
      .join()
  await waitFor(() => audio(leg).heard.length > 4800 && now() === wanted, { what: `${wanted} Hz is heard` })
}
/** frames in which this tone is heard */
const framesOf = (hz: number, heard: readonly number[]) => {
  let frames = 0
  for (let at = 0; at + FRAME <= heard.length; at += FRAME)
    if (strengthOf(hz, heard.slice(at, at + FRAME)) > 4000) frames++
  return frames
}
const passing = (end: RtpEnd, frames: number) => {
  const from = end.sent
  return waitFor(() => end.sent >= from + frames, { what: 'sound goes on' })
}

t.test(
  'from relay to mix and back those who stay lose no more than 60 ms each time, and no INVITE is sent',
  async (t) => {
    const { customer, agent, relay, listen, end } = await three()
    await relay()
    await hears(customer, TONES.agent)
    await hears(agent, TONES.customer)
    const invites = () => node.peer.stack.statistics().in
    const lost: number[] = []
    const before = invites()
    for (let n = 0; n < 7; n++) {
      for (const leg of [customer, agent]) audio(leg).forget()
      const spoke = { customer: audio(customer).sent, agent: audio(agent).sent }
      await passing(audio(agent), 10)
      await listen()
      await passing(audio(agent), 30)
      await relay()
      await passing(audio(agent), 20)
      lost.push(audio(agent).sent - spoke.agent - framesOf(TONES.agent, audio(customer).heard))
      lost.push(audio(customer).sent - spoke.customer - framesOf(TONES.customer, audio(agent).heard))
    }
    const sorted = lost.sort((a, b) => a - b)
    // a machine that stands still now and then loses more by itself: the one in the middle is what switching costs
    t.ok(sorted[7]! <= 6, `frames of 20 ms lost in two switches: ${sorted}`)
    t.equal(invites(), before, 'no message came')
    await end()
  },
)

t.test('while the recording is paused keys reach nobody, in a relay and in a mix', async (t) => {
  const { callId, customer, agent, boss, relay, all, end } = await three()
  const { legId } = customer
  const order = (type: 'pause-recording' | 'resume-recording') => node.order({ type, callId, recordingId: 'card' })
  /** what was ordered before is done when this is over: the orders of a call are worked off in line */
  const inForce = async () => {
    await node.order({
      ...{ type: 'play', callId, legId, playId: 'done' },
      sounds: [{ type: 'silence', ms: 60 }],
      repeat: 1,
    })
    await node.heard('play-ended')
  }
  const keyed = async (from: Leg, digits: string) => {
    audio(from).press(digits)
    await waitFor(() => audio(from).idle(), { what: `${digits} is keyed` })
    await from.call.dialog.sendDigit('0', 160)
    // whatever was sent before this has come by now
    await inForce()
  }
  await relay()
  await node.order({ type: 'start-recording', callId, legId, recordingId: 'card', formats: ['wav'] })
  await hears(agent, TONES.customer)
  await keyed(customer, '8')
  t.same(audio(agent).digits.slice(0, 1), ['8'], 'a key of a talk is the other party’s')
  for (const { call } of [customer, agent, boss]) call.audio.digits.length = 0
  await order('pause-recording')
  await inForce()
  node.news.length = 0
  await keyed(customer, '4000')
  await keyed(agent, '77')
  const heard = () => [customer, agent, boss].flatMap((leg) => audio(leg).digits)
  t.same(heard(), [], 'neither by RTP nor by INFO')
  await all()
  await hears(boss, TONES.customer, TONES.agent)
  await keyed(customer, '123')
  t.same(heard(), [], 'nor in a mix that began meanwhile')
  t.notOk(
    node.news.some(({ type }) => type === 'digit-pressed'),
    'nor is the owner told',
  )
  const most = { maxDigits: 2, terminators: '', firstDigitMs: 20_000, interDigitMs: 20_000 }
  await node.order({ ...{ type: 'collect', callId, legId, collectId: 'c', ...most }, bargeIn: true, secret: true })
  audio(customer).press('56')
  t.match(await node.heard('digits-collected'), { digits: '56' }, 'who asks for keys gets them')
  // the last key is told while it is still down
  await waitFor(() => audio(customer).idle(), { what: '56 is keyed' })
  await relay()
  await order('resume-recording')
  await inForce()
  await keyed(customer, '9')
  t.same(heard().slice(0, 1), ['9'], 'resumed: the next key is the other party’s again')
  await end()
})

t.test('sounds and keys reach each leg in a mix, and go on from there', async (t) => {
  const { callId, customer, agent, boss, all, end } = await three()
  await all()
  await hears(boss, TONES.customer, TONES.agent)
  const sounds = [{ type: 'file' as const, promptId: 'tone' }]
  await node.order({ type: 'play', callId, legId: agent.legId, playId: 'p', sounds, repeat: 'forever' })
  await hears(agent, TONES.prompt)
  await hears(customer, TONES.agent, TONES.boss)
  await node.order({ type: 'stop-play', callId, legId: agent.legId })
  await hears(agent, TONES.customer, TONES.boss)
  // keys of the test before are told too
  node.news.length = 0
  audio(customer).press('7')
  for (const leg of [agent, boss])
    await waitFor(() => audio(leg).digits.includes('7'), { what: 'the others get the key' })
  t.match(await node.heard('digit-pressed'), { digit: '7', legId: customer.legId })
  await node.order({ type: 'send-digits', callId, legId: agent.legId, digits: '42' })
  await waitFor(() => audio(agent).digits.join('').endsWith('42'), { what: 'keys by order reach one leg' })
  t.notOk(audio(customer).digits.includes('4'))
  await hears(customer, TONES.agent, TONES.boss)
  await hears(agent, TONES.customer, TONES.boss)
  const held = await agent.call.dialog.reinvite(audio(agent).sdp('sendonly', 2))
  t.match(held, { status: 200 })
  await agent.call.dialog.reinvite(audio(agent).sdp('sendrecv', 3))
  await hears(agent, TONES.customer, TONES.boss)
  await end()
})

t.test('music goes on by itself when words over it are over, and is not begun anew by its order', async (t) => {
  const { callId, customer, end } = await three()
  const { legId } = customer
  const sounds: Sound[] = [{ type: 'music', musicId: 'default' }]
  const music = { type: 'play', callId, legId, sounds, repeat: 'forever' } as const
  const heard = audio(customer)
  await node.order({ ...music, playId: 'waiting' })
  await waitFor(() => heard.packets > 100, { what: 'two seconds of it' })
  const next = { playId: 'again', musicId: 'default' }
  await node.order({ ...music, playId: 'words', sounds: [{ type: 'file', promptId: 'tone' }], repeat: 1, next })
  t.match(await node.heard('play-ended'), { playId: 'waiting', reason: 'stopped' })
  heard.forget()
  t.match(await node.heard('play-ended'), { playId: 'words', reason: 'finished' })
  await waitFor(() => heard.packets > 120, { what: 'sound goes on' })
  const isMusic = () => strengthOf(TONES.prompt, heard.last(500)) < 500 && rms(heard.last(500)) > 100
  await waitFor(isMusic, { what: 'which is the music' })
  node.news.length = 0
  await node.order({ ...music, playId: 'again' })
  const packets = heard.packets + 50
  await waitFor(() => heard.packets > packets, { what: 'another second' })
  t.same(
    node.news.map(({ type }) => type),
    [],
    'its own order neither ends nor begins anything',
  )
  await end()
})

t.test('the recording runs through it: left the customer, right exactly what he heard', async (t) => {
  const { callId, customer, boss, relay, listen, all, end } = await three()
  await relay()
  await hears(customer, TONES.agent)
  await node.order({ type: 'start-recording', callId, legId: customer.legId, recordingId: 'mixed', formats: ['wav'] })
  await passing(audio(customer), 40)
  await listen()
  await hears(boss, TONES.customer, TONES.agent)
  await all()
  await hears(customer, TONES.agent, TONES.boss)
  await relay()
  await hears(customer, TONES.agent)
  await node.order({ type: 'stop-recording', callId, recordingId: 'mixed' })
  const { files } = await node.heard('recording-ready', undefined, 60_000)
  const [left, right] = decodeWav(await readFile(node.path('out', files[0]!.path))).channels as [Int16Array, Int16Array]
  // a tone that most of three windows in a row hold: a packet late by a window's edge is no change of who is heard
  const story = (channel: Int16Array) => {
    const windows: number[][] = []
    for (let at = 0; at + 1600 <= channel.length; at += 1600)
      windows.push(Object.values(TONES).filter((hz) => strengthOf(hz, channel.subarray(at, at + 1600)) > 4000))
    const told: string[] = []
    for (let n = 1; n + 1 < windows.length; n++) {
      const near = windows.slice(n - 1, n + 2)
      const loud = Object.values(TONES).filter((hz) => near.filter((each) => each.includes(hz)).length >= 2)
      if (String(loud) !== told.at(-1)) told.push(String(loud))
    }
    return told
  }
  t.same(story(left), [String(TONES.customer)])
  t.same(story(right), [`${TONES.agent}`, `${TONES.agent},${TONES.boss}`, `${TONES.agent}`])
  await end()
})

t.test('a mixer that dies is replaced with all its sets, and so is one of a process that starts anew', async (t) => {
  const { customer, agent, boss, all, end } = await three()
  await all()
  await hears(boss, TONES.customer, TONES.agent)
  await threads[0]!.terminate()
  audio(customer).forget()
  const from = audio(customer).sent
  await waitFor(() => framesOf(TONES.boss, audio(customer).last(200)) >= 8, { what: 'sound is back' })
  t.comment(`after ${(audio(customer).sent - from) * 20} ms`)
  for (const [leg, ...others] of [
    [customer, TONES.agent, TONES.boss],
    [agent, TONES.customer, TONES.boss],
    [boss, TONES.customer, TONES.agent],
  ] as const)
    await hears(leg, ...others)
  await node.restartNode()
  await hears(customer, TONES.agent, TONES.boss)
  await hears(boss, TONES.customer, TONES.agent)
  await end()
})
