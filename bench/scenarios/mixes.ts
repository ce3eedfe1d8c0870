// Calls of three through a whole media node with its rtpengine: conferences, or a supervisor who listens; the same calls as
// pairs first, for comparison.
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { ownProgram } from '#config/code/place.ts'
import type { MediaOrder } from '#engine/protocol/media.ts'
import { TestNode } from '#test/kit/media-node.ts'
import { cpuMs } from '../kit/cpu.ts'
import type { Progress } from '../kit/progress.ts'
import { defineScenario } from '../kit/scenario.ts'
import type { FromSounds, SoundFigures, ToSounds } from '../kit/sounds-words.ts'

const PARTIES = 3
const TRUNK = { 'X-Tinglan-Leg': 'trunk', 'X-Tinglan-Trunk': 't1' }
const SOUNDS = new URL('../kit/sounds.ts', import.meta.url)

interface Phones {
  ports: number[]
  connect(phone: number, sdp: string): void
  figures(): Promise<SoundFigures>
  close(): void
}

async function openPhones(calls: number): Promise<Phones> {
  const { args } = ownProgram(SOUNDS)
  const child = fork(args.at(-1)!, { execArgv: args.slice(0, -1) })
  const tell = (word: ToSounds) => void child.send(word)
  const answer = async () => (await once(child, 'message'))[0] as FromSounds
  tell({ type: 'open', calls, parties: PARTIES })
  const opened = await answer()
  if (opened.type !== 'open') throw new Error('the phones did not open')
  return {
    ports: opened.ports,
    connect: (phone, sdp) =>
      tell({ type: 'connect', phone, to: { host: '127.0.0.1', port: Number(/m=audio (\d+)/.exec(sdp)![1]) } }),
    async figures() {
      tell({ type: 'figures' })
      const told = await answer()
      if (told.type !== 'figures') throw new Error('the phones told nothing')
      return told
    },
    close: () => child.disconnect(),
  }
}

const sdpOf = (port: number): string =>
  ['v=0', 'o=- 1 1 IN IP4 127.0.0.1', 's=-', 'c=IN IP4 127.0.0.1', 't=0 0', `m=audio ${port} RTP/AVP 8`, ''].join(
    '\r\n',
  )

async function taken(node: TestNode, order: MediaOrder): Promise<void> {
  const answer = await node.order(order)
  if (!answer.ok) throw new Error(`${order.type}: ${JSON.stringify(answer)}`)
}

interface Call {
  callId: string
  legIds: string[]
}

/** A caller and two agents, all up. */
async function setUp(node: TestNode, phones: Phones, n: number): Promise<Call> {
  const first = n * PARTIES
  node.peer.stack.invite({
    ...{ uri: 'sip:95588@tinglan', from: { uri: 'sip:13800138000@test' }, headers: TRUNK, handlers: {} },
    sdp: sdpOf(phones.ports[first]!),
    onAccepted: (_, sdp) => phones.connect(first, sdp),
    onRejected: ({ status }) => {
      throw new Error(`a caller was turned away: ${status}`)
    },
  })
  const { callId, legId } = await node.heard('call-arrived')
  await taken(node, { type: 'answer', callId, legId })
  await node.heard('leg-answered', (news) => news.legId === legId)
  const legIds = [legId]
  for (let place = 1; place < PARTIES; place++) {
    const agent = `${callId}-${place}`
    await taken(node, {
      ...{ type: 'dial', callId, legId: agent, owner: { kind: 'agent', id: agent }, tags: {}, ringMs: 60_000 },
      ...{ autoAnswer: false, target: { type: 'user', user: '1' }, from: { number: '1', name: '' } },
    })
    const invite = await node.peer.arrival()
    invite.accept(sdpOf(phones.ports[first + place]!), {})
    phones.connect(first + place, invite.sdp!)
    await node.heard('leg-answered', (news) => news.legId === agent)
    legIds.push(agent)
  }
  return { callId, legIds }
}

const pairsOf = (ids: readonly string[]) =>
  ids.flatMap((listener) => ids.filter((each) => each !== listener).map((speaker) => ({ listener, speaker })))

interface Phase extends SoundFigures {
  what: string
  lateP99: number
  nodeMs: number
  rtpengineMs: number
  minutes: number
}

async function measure(node: TestNode, phones: Phones, what: string, calls: number, seconds: number): Promise<Phase> {
  // the turn itself is not measured here
  await new Promise((resolve) => setTimeout(resolve, 3000))
  await phones.figures()
  const parts = new Map([
    ['node', [process.pid]],
    ['rtpengine', [node.rtpengine.pid]],
  ])
  const before = cpuMs(parts)
  await new Promise((resolve) => setTimeout(resolve, seconds * 1000))
  const after = cpuMs(parts)
  const used = (part: string) => after.get(part)! - before.get(part)!
  return {
    ...{ what, ...(await phones.figures()), lateP99: node.audio.mixing().lateP99 },
    ...{ nodeMs: used('node'), rtpengineMs: used('rtpengine'), minutes: (calls * seconds) / 60 },
  }
}

async function run(options: Record<string, number>, progress: Progress): Promise<Phase[]> {
  const { mixes = 0, listens = 0, seconds = 30, record = 0 } = options
  const count = mixes + listens
  const node = await TestNode.start({ maxLegs: count * PARTIES, ports: count * PARTIES * 4 + 200 })
  const phones = await openPhones(count)
  try {
    const calls: Call[] = []
    for (let n = 0; n < count; n++) {
      calls.push(await setUp(node, phones, n))
      progress.show(n, count, 'calls are set up')
    }
    for (const { callId, legIds } of calls)
      await taken(node, { type: 'hear', callId, pairs: pairsOf(legIds.slice(0, 2)) })
    if (record)
      for (const { callId, legIds } of calls)
        await taken(node, {
          ...{ type: 'start-recording', callId, legId: legIds[0]!, recordingId: callId, formats: ['wav'] },
        })
    const relayed = await measure(node, phones, 'pairs, relayed', count, seconds)
    for (const [n, { callId, legIds }] of calls.entries()) {
      const [customer, agent, boss] = legIds as [string, string, string]
      const listening = [
        ...pairsOf([customer, agent]),
        ...[customer, agent].map((speaker) => ({ listener: boss, speaker })),
      ]
      await taken(node, { type: 'hear', callId, pairs: n < mixes ? pairsOf(legIds) : listening })
    }
    const mixed = await measure(node, phones, `${mixes} mixes, ${listens} listens`, count, seconds)
    return [relayed, mixed]
  } finally {
    phones.close()
    await node.stop()
  }
}

export default defineScenario({
  name: 'mixes',
  about: 'three-party mixes and listening supervisors through a media node and rtpengine: lateness, delay, CPU',
  options: [
    { name: 'mixes', label: { zh: '三方通话数', en: 'three-party mixes' }, type: 'number', default: 50 },
    { name: 'listens', label: { zh: '监听数', en: 'calls with a listener' }, type: 'number', default: 0 },
    { name: 'seconds', label: { zh: '每档秒数', en: 'seconds per row' }, type: 'number', default: 30 },
    { name: 'record', label: { zh: '录音（1 为是）', en: 'recorded (1 = yes)' }, type: 'number', default: 1 },
  ],
  async run(options, progress) {
    const [relayed, mixed] = await run(options, progress)
    const added = mixed!.delayP50 - relayed!.delayP50
    return {
      columns: [
        { name: 'calls' },
        { name: 'tick late p99', unit: 'ms' },
        { name: 'mouth to ear p50', unit: 'ms' },
        { name: 'mouth to ear p99', unit: 'ms' },
        { name: 'packet gap p99', unit: 'ms' },
        { name: 'longest gap', unit: 'ms' },
        { name: 'gaps over 60 ms', unit: '%' },
        { name: 'media node CPU', unit: 'ms a call minute' },
        { name: 'rtpengine CPU', unit: 'ms a call minute' },
      ],
      rows: [relayed!, mixed!].map((phase) => [
        ...[phase.what, phase.lateP99, phase.delayP50, phase.delayP99, phase.gapP99, phase.gapMost],
        ...[(100 * phase.late) / phase.packets, phase.nodeMs / phase.minutes, phase.rtpengineMs / phase.minutes],
      ]),
      notes: [
        `the mix adds ${Math.round(added)} ms from mouth to ear (p50)`,
        `the media node used ${Math.round((mixed!.nodeMs * 100) / ((options.seconds ?? 30) * 1000))} % of a core`,
        'the phones are a process of its own on the same machine; their own lateness is in delays and gaps',
      ],
      ok: mixed!.shouts > 0,
    }
  },
})
