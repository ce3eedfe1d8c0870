// What every media node must do for the engine: orders in, news out. Run on the in-memory node and on the real one.
import t from 'tap'
import type { MediaOrder } from '#engine/protocol/media.ts'
import { hearingContract } from './media-hearing.ts'
import { type CallerUnderTest, EPOCH, type MediaUnderTest } from './media-rig.ts'

/** a sound of 300 ms or so, and one that is not there */
const SHORT = { type: 'silence', ms: 300 } as const
const MISSING = { type: 'file', promptId: 'missing' } as const

export function mediaContract(name: string, open: () => Promise<MediaUnderTest>): void {
  t.test(`media contract: ${name}`, async (t) => {
    const media = await open()
    t.teardown(() => media.stop())
    let count = 0
    const id = (what: string) => `${what}${++count}`
    const ok = async (order: MediaOrder) => t.same(await media.order(order), { ok: true }, `${order.type} is taken`)

    const arrive = async () => {
      const caller = media.call('95588')
      const arrived = await media.heard('call-arrived')
      return { caller, arrived, callId: arrived.callId, legId: arrived.legId }
    }
    const up = async () => {
      const call = await arrive()
      await ok({ type: 'answer', callId: call.callId, legId: call.legId })
      await media.heard('leg-answered', (news) => news.legId === call.legId)
      return call
    }
    const over = async ({ caller, legId }: { caller: CallerUnderTest; legId: string }) => {
      caller.hangUp()
      return media.heard('leg-ended', (news) => news.legId === legId)
    }
    const dialOrder = (callId: string, user: string, ringMs = 60_000) => ({
      ...{ type: 'dial' as const, callId, legId: id('agent-leg'), owner: { kind: 'agent' as const, id: 'a1' } },
      ...{ target: { type: 'user' as const, user }, from: { number: '13800138000', name: '' } },
      ...{ ringMs, autoAnswer: false, tags: { agent: 'a1' } },
    })
    const dial = async (callId: string, user: string, ringMs?: number) => {
      const order = dialOrder(callId, user, ringMs)
      await ok(order)
      return order.legId
    }
    const collect = (callId: string, legId: string, more: Partial<Extract<MediaOrder, { type: 'collect' }>> = {}) => {
      const order: MediaOrder = {
        ...{ type: 'collect', callId, legId, collectId: id('collect'), maxDigits: 3, terminators: '#' },
        ...{ firstDigitMs: 20_000, interDigitMs: 20_000, bargeIn: true, secret: false, ...more },
      }
      return ok(order)
    }

    t.test('a caller arrives with his origin, is answered and says goodbye', async (t) => {
      const { caller, arrived, callId, legId } = await arrive()
      t.match(arrived, { origin: { type: 'trunk', trunkId: 't1' }, to: '95588', from: { number: '13800138000' } })
      t.equal(arrived.node, media.node)
      t.same(media.ownerOf(arrived), { kind: 'call', id: callId })
      t.match(await media.legs(), [{ legId, callId, state: 'arriving', direction: 'in', origin: { trunkId: 't1' } }])
      await ok({ type: 'ring-back', callId, legId })
      await ok({ type: 'answer', callId, legId })
      await media.heard('leg-answered')
      t.match(await media.legs(), [{ legId, state: 'up', hears: [] }])
      t.match(await over({ caller, legId }), { by: 'peer', cause: 'normal' })
      t.same(await media.legs(), [])
    })

    t.test('a caller gives up before anybody answers', async (t) => {
      const { caller, legId } = await arrive()
      t.match(await over({ caller, legId }), { by: 'peer', cause: 'cancelled' })
    })

    t.test('a caller is turned away as busy', async (t) => {
      const { caller, callId, legId } = await arrive()
      await ok({ type: 'reject', callId, legId, cause: 'busy' })
      t.match(await media.heard('leg-ended'), { by: 'us', cause: 'busy' })
      await media.until(() => caller.status() === 486, 'the caller hears 486')
    })

    t.test('a sound plays to its end, is stopped, is replaced, or is missing', async (t) => {
      const call = await up()
      const { callId, legId } = call
      const play = (playId: string, sounds: (typeof SHORT | typeof MISSING)[], repeat: number | 'forever' = 1) =>
        ok({ type: 'play', callId, legId, playId, sounds, repeat })
      await play('once', [SHORT])
      t.match(await media.heard('play-ended'), { playId: 'once', reason: 'finished' })
      await play('forever', [SHORT], 'forever')
      await ok({ type: 'stop-play', callId, legId })
      t.match(await media.heard('play-ended'), { playId: 'forever', reason: 'stopped' })
      await play('replaced', [SHORT], 'forever')
      await play('new', [SHORT])
      t.match(await media.heard('play-ended'), { playId: 'replaced', reason: 'stopped' })
      t.match(await media.heard('play-ended'), { playId: 'new', reason: 'finished' })
      await play('bad', [MISSING])
      t.match(await media.heard('play-ended'), { playId: 'bad', reason: 'failed' })
      await play('half', [MISSING, SHORT])
      t.match(await media.heard('play-ended'), { playId: 'half', reason: 'finished', detail: /missing/ })
      t.match(await media.order({ type: 'play', callId, legId, playId: 'none', sounds: [], repeat: 1 }), {
        refusal: 'bad-order',
      })
      await over(call)
    })

    t.test('keys are collected up to the most, to a terminator, and to the time-outs', async (t) => {
      const call = await up()
      const { callId, legId, caller } = call
      await collect(callId, legId)
      caller.press('123')
      t.match(await media.heard('digits-collected'), { digits: '123', ended: 'max' })
      await collect(callId, legId)
      caller.press('4#')
      t.match(await media.heard('digits-collected'), { digits: '4', ended: 'terminator' })
      await collect(callId, legId, { interDigitMs: 500 })
      caller.press('5')
      t.match(await media.heard('digits-collected'), { digits: '5', ended: 'inter-timeout' })
      await collect(callId, legId, { firstDigitMs: 200 })
      t.match(await media.heard('digits-collected'), { digits: '', ended: 'first-timeout' })
      await collect(callId, legId)
      await ok({ type: 'stop-collect', callId, legId })
      t.match(await media.heard('digits-collected'), { digits: '', ended: 'stopped' })
      caller.press('9')
      t.match(await media.heard('digit-pressed'), { digit: '9' })
      await collect(callId, legId, { secret: true })
      caller.press('246')
      t.match(await media.heard('digits-collected'), { digits: '246', secret: true }, 'secret keys are told as such')
      await over(call)
    })

    t.test('a key stops what plays; the first key is awaited from the end of it', async (t) => {
      const call = await up()
      const { callId, legId, caller } = call
      await ok({ type: 'play', callId, legId, playId: 'menu', sounds: [SHORT], repeat: 'forever' })
      await collect(callId, legId, { firstDigitMs: 300, maxDigits: 1 })
      caller.press('7')
      t.match(await media.heard('play-ended'), { playId: 'menu', reason: 'stopped' })
      t.match(await media.heard('digits-collected'), { digits: '7', ended: 'max' })
      await ok({ type: 'play', callId, legId, playId: 'again', sounds: [SHORT, SHORT], repeat: 1 })
      await collect(callId, legId, { firstDigitMs: 100 })
      t.match(await media.heard('play-ended'), { playId: 'again', reason: 'finished' })
      t.match(await media.heard('digits-collected'), { ended: 'first-timeout' })
      await over(call)
    })

    t.test('an agent is rung and answers; both hear each other; his goodbye leaves the caller alone', async (t) => {
      media.phone('1001', 'answers')
      const call = await up()
      const { callId, legId } = call
      const agent = await dial(callId, '1001')
      t.match(await media.heard('leg-ringing'), { legId: agent })
      const answered = await media.heard('leg-answered')
      t.same(media.ownerOf(answered), { kind: 'agent', id: 'a1' })
      const pairs = [
        { listener: legId, speaker: agent },
        { listener: agent, speaker: legId },
      ]
      await ok({ type: 'hear', callId, pairs })
      const hears = async (of: string) => (await media.legs()).find((leg) => leg.legId === of)?.hears
      t.same(await hears(legId), [agent])
      t.match(await media.order({ type: 'hear', callId, pairs: [...pairs, { listener: legId, speaker: 'ghost' }] }), {
        refusal: 'unknown-leg',
      })
      media.phoneHangsUp(agent)
      const legs = [{ state: 'up' }, { legId: agent, state: 'up', over: true }]
      t.match(await media.heard('leg-ended'), { legId: agent, by: 'peer', cause: 'normal', legs })
      t.same(await hears(legId), [])
      await over(call)
    })

    hearingContract(t, media, { up, dial, ok })

    t.test('a leg that is never answered fails with its cause', async (t) => {
      const call = await up()
      const { callId } = call
      media.phone('1003', 'busy')
      const busy = await dial(callId, '1003')
      t.match(await media.heard('leg-failed'), { legId: busy, cause: 'busy', sipStatus: 486 })
      media.phone('1003', 'unregistered')
      await dial(callId, '1003')
      t.match(await media.heard('leg-failed'), { cause: 'not-registered' })
      media.phone('1003', 'rings')
      await dial(callId, '1003', 300)
      t.match(await media.heard('leg-failed'), { cause: 'no-answer', sipStatus: 408 })
      const ringing = await dial(callId, '1003')
      await media.heard('leg-ringing', (news) => news.legId === ringing)
      await ok({ type: 'hang-up', callId, legId: ringing, cause: 'cancelled' })
      t.match(await media.heard('leg-failed'), { legId: ringing, cause: 'cancelled', sipStatus: 487 })
      // hung up before it is dialled it does not ring
      const late = dialOrder(callId, '1003')
      const hangUp = { type: 'hang-up', callId, legId: late.legId, cause: 'normal' } as const
      t.match(await media.order(hangUp), { ok: false, refusal: 'unknown-leg' }, 'who gave it must know that it is over')
      t.match(await media.order(late), { ok: false, refusal: 'cannot' })
      await over(call)
    })

    t.test('one leg more than counts for a limit fails; when one is gone the next is taken', async (t) => {
      media.phone('1004', 'rings')
      const call = await up()
      const { callId } = call
      const limited = () => {
        const [tags, atOnce] = [{ counts: 'trunk:t9 limit:l1' }, [{ key: 'limit:l1', most: 1 }]]
        return { ...dialOrder(callId, '1004'), tags, atOnce }
      }
      const [first, second, third] = [limited(), limited(), limited()]
      await ok(first)
      await media.heard('leg-ringing', (news) => news.legId === first.legId)
      await ok(second)
      t.match(await media.heard('leg-failed'), { legId: second.legId, cause: 'over-limit', sipStatus: 503 })
      await ok({ ...second, legId: id('full'), atOnce: [{ key: 'trunk:t9', most: 1 }] })
      t.match(await media.heard('leg-failed'), { cause: 'line-full' })
      await ok({ type: 'hang-up', callId, legId: first.legId, cause: 'cancelled' })
      await media.heard('leg-failed', (news) => news.legId === first.legId)
      await ok(third)
      await media.heard('leg-ringing', (news) => news.legId === third.legId)
      await ok({ type: 'hang-up', callId, legId: third.legId, cause: 'cancelled' })
      await over(call)
    })

    t.test(
      'an order of an older epoch is refused, a doubled one is answered again and not carried out twice',
      async (t) => {
        const call = await up()
        const { callId, legId } = call
        const sounds = [SHORT]
        const play = { type: 'play' as const, callId, legId, playId: 'twice', sounds, repeat: 1 }
        const doubled = id('doubled')
        t.same(await media.order(play, { id: doubled }), { ok: true })
        t.same(await media.order(play, { id: doubled }), { ok: true })
        t.match(await media.heard('play-ended'), { playId: 'twice', reason: 'finished' })
        t.match(await media.order({ ...play, playId: 'old' }, { epoch: EPOCH - 1 }), {
          ok: false,
          refusal: 'stale-epoch',
        })
        t.match(await media.order({ ...play, legId: 'ghost' }), { ok: false, refusal: 'unknown-leg' })
        t.match(await media.order({ ...play, callId: 'other-call' }), { refusal: 'unknown-leg' })
        t.match(await media.order({ type: 'dance', callId, legId } as never), {
          refusal: 'unknown-order',
        })
        await over(call)
      },
    )

    t.test('tags and a new owner stay with the leg', async (t) => {
      const call = await up()
      const { callId, legId, caller } = call
      await ok({ type: 'tag', callId, legId, tags: { queue: 'q1' } })
      await ok({ type: 'tag', callId, legId, tags: { priority: '5' } })
      await ok({ type: 'own', callId, legId, owner: { kind: 'agent', id: 'a9' } })
      t.match(await media.legs(), [{ tags: { queue: 'q1', priority: '5' }, owner: { kind: 'agent', id: 'a9' } }])
      caller.press('1')
      t.same(media.ownerOf(await media.heard('digit-pressed')), { kind: 'agent', id: 'a9' })
      await over(call)
    })

    t.test('a recording is ready when stopped, and when its leg ends', async (t) => {
      const call = await up()
      const { callId, legId } = call
      const record = (recordingId: string) =>
        ok({ type: 'start-recording', callId, legId, recordingId, formats: ['wav', 'mp3'] })
      await record('r1')
      t.match(await media.legs(), [{ recordingId: 'r1' }])
      await ok({ type: 'pause-recording', callId, recordingId: 'r1' })
      await ok({ type: 'resume-recording', callId, recordingId: 'r1' })
      t.match(await media.order({ type: 'pause-recording', callId, recordingId: 'r9' }), { refusal: 'cannot' })
      await ok({ type: 'stop-recording', callId, recordingId: 'r1' })
      const ready = await media.heard('recording-ready')
      t.same(
        ready.files.map((file) => file.format),
        ['wav', 'mp3'],
      )
      t.match(await media.order({ type: 'stop-recording', callId, recordingId: 'r1' }), { refusal: 'cannot' })
      await record('r2')
      await over(call)
      t.equal((await media.heard('recording-ready')).recordingId, 'r2')
    })

    t.test('a phone that holds and takes back is told', async (t) => {
      const call = await up()
      await call.caller.hold(true)
      t.match(await media.heard('phone-held'), { legId: call.legId, held: true })
      await call.caller.hold(false)
      t.match(await media.heard('phone-held'), { held: false })
      await over(call)
    })

    t.test('the caller is hung up', async (t) => {
      const { caller, callId, legId } = await up()
      await ok({ type: 'hang-up', callId, legId, cause: 'normal' })
      t.match(await media.heard('leg-ended'), { legId, by: 'us', cause: 'normal' })
      await media.until(() => caller.ended(), 'the caller hears it')
    })

    t.test('a node that drains says so and takes no new call', async (t) => {
      await media.drain(true)
      await media.until(async () => (await media.hello()).draining, 'the hello says draining')
      const caller = media.call('95588')
      await media.until(() => caller.status() === 503, 'the caller is turned away')
      await media.drain(false)
      await over(await up())
      t.same(await media.legs(), [])
    })
  })
}
