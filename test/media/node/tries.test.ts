// One INVITE that came more than once: by a node that stood still, or by two nodes. Only the edge's last try is a caller.
import t from 'tap'
import { memoryBroker } from '#engine/bus/memory.ts'
import { MemoryAudio } from '#media/memory/audio.ts'
import { MemoryInvite } from '#media/memory/wire.ts'
import { answerArrival, callArrived } from '#media/node/arrivals.ts'
import type { NodeCore } from '#media/node/core.ts'
import { Legs } from '#media/node/legs.ts'
import { Tries } from '#media/node/tries.ts'
import { Ear } from '#media/sip/ear.ts'
import { HandClock } from '#test/media/sip/hand-clock.ts'

const SOON = () => new Promise((resolve) => setImmediate(resolve))

/** Nodes on one bus, each with what it told the engine. */
async function nodesOn(broker = memoryBroker()) {
  const clock = new HandClock()
  const node = async (late: boolean) => {
    const told: string[] = []
    const bus = broker.connect()
    // the answers come at once; nobody waits for more
    const tries = new Tries({
      clock,
      late: () => late,
      bus: { ...bus, askAll: (at, value) => bus.askAll(at, value, 5) },
    })
    await tries.open()
    let ids = 0
    const core = {
      ...{ settings: { node: 'm', unansweredMs: 30_000, maxLegs: 9 }, clock, tries, legs: new Legs() },
      ...{ keep: () => {}, keepNow: () => {}, newId: (letter: string) => `${letter}${++ids}` },
      ...{ log: { info() {}, warn() {}, error() {} }, audio: { newLeg: () => new MemoryAudio('a', () => 0) } },
      enters: () => true,
      traced: () => undefined,
      later: (_leg: unknown, _order: string, run: () => Promise<void>) => void run(),
      tell: (_leg: unknown, news: { type: string }) => void told.push(news.type),
    } as unknown as NodeCore
    return { core, told, bus }
  }
  return { clock, node }
}

function tryOf(no: number, request = 'one') {
  const heard: string[] = []
  const invite = new MemoryInvite('139', '95588', new Map(), {
    rejected: (status) => heard.push(`${status}`),
    accepted: () => heard.push('200'),
    ended: () => {},
  })
  return { heard, invite: Object.assign(invite, { sent: { request, no } }) }
}

t.test(
  'what was under way to a node while it was cut off is no call when another node took the next try',
  async (t) => {
    const { node } = await nodesOn()
    const [cut, sound] = [await node(true), await node(false)]
    const [early, next] = [tryOf(0), tryOf(1)]
    callArrived(sound.core, next.invite)
    callArrived(cut.core, early.invite)
    while (early.heard.length === 0) await SOON()
    t.strictSame([sound.told, cut.told], [['call-arrived'], []])
    t.strictSame([next.heard, early.heard], [[], ['482']])
    t.equal(cut.core.legs.size, 0)
  },
)

t.test('the last try is a caller, though it was late and another node has heard of it before', async (t) => {
  const { node } = await nodesOn()
  const [cut, sound] = [await node(true), await node(false)]
  callArrived(sound.core, tryOf(0).invite)
  const last = tryOf(1)
  callArrived(cut.core, last.invite)
  while (cut.told.length === 0) await SOON()
  t.strictSame([cut.told, last.heard], [['call-arrived'], []])
})

t.test('a bus that is away makes a late caller wait a moment, and no longer', async (t) => {
  const { clock, node } = await nodesOn()
  const { core, told, bus } = await node(true)
  bus.disconnect()
  const { invite } = tryOf(0)
  callArrived(core, invite)
  for (let turned = 0; turned < 11_000 && told.length === 0; turned += 100) {
    await SOON()
    clock.pass(100)
  }
  t.ok(invite.rang, 'he hears ringing')
  t.strictSame(told, ['call-arrived'])
})

t.test('tries that come to one node one after the other are one call, which the last one carries', async (t) => {
  const { node } = await nodesOn()
  const { core, told } = await node(false)
  const [first, second, stale] = [tryOf(0), tryOf(1), tryOf(0)]
  for (const { invite } of [first, second, stale]) callArrived(core, invite)
  t.strictSame(told, ['call-arrived'])
  t.strictSame([first.heard, stale.heard], [['482'], ['482']])
  const [leg] = core.legs.all()
  if (leg) answerArrival(core, leg)
  await SOON()
  t.strictSame(second.heard, ['200'])
})

t.test('a call to another number, or the next call, is one of its own', async (t) => {
  const { node } = await nodesOn()
  const { core, told } = await node(false)
  callArrived(core, tryOf(1, 'one').invite)
  callArrived(core, tryOf(0, 'other').invite)
  t.strictSame(told, ['call-arrived', 'call-arrived'])
  t.equal(core.legs.size, 2)
})

t.test('it is late after silence, until all that waited has come', async (t) => {
  const clock = new HandClock()
  const ear = new Ear(clock)
  const hearAfter = (ms: number) => {
    clock.pass(ms)
    ear.heard()
    return ear.late
  }
  t.strictSame([2_000, 2_000, 3_000, 10, 2_000, 2_000].map(hearAfter), [false, false, true, true, true, false])
})
