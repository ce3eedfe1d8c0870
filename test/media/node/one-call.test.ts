// An agent is in one call at a time: whoever orders a second ring hears that he is busy until the first call let him go.
import t from 'tap'
import { manualClock } from '#engine/clock/manual.ts'
import type { MediaOrder } from '#engine/protocol/media.ts'
import { memoryMedia } from '#media/memory/media.ts'

t.test(
  'a phone that is still in a call is not rung for the next; the same order rings it once it is free',
  async (t) => {
    const clock = manualClock()
    const media = await memoryMedia({
      ...{ node: 'm1', clock, onNews: () => undefined, phone: () => ({ type: 'answers', afterMs: 100 }) },
    })
    const dial = (callId: string, legId: string, agent = 'a1'): MediaOrder => ({
      ...{ type: 'dial', callId, legId, owner: { kind: 'agent', id: agent }, target: { type: 'user', user: '1001' } },
      ...{ from: { number: '13800138000', name: '' }, ringMs: 20_000, autoAnswer: false, tags: {} },
    })
    const given = (id: string, order: MediaOrder) => media.order('m1', { id, epoch: 1, cause: 'test', order })
    const [one, two] = [media.caller({ number: '1', to: '2' }), media.caller({ number: '3', to: '2' })]
    t.same(await given('first', dial(one.callId, 'leg-1')), { ok: true })
    t.same(await given('spare', dial(one.callId, 'leg-1b')), { ok: true }, 'another leg of the same call may be')
    clock.advance(200)
    t.same(await given('second', dial(two.callId, 'leg-2')), { ok: false, refusal: 'agent-busy' })
    t.same(await given('other', dial(two.callId, 'leg-3', 'a2')), { ok: true }, 'another agent may')
    for (const legId of ['leg-1', 'leg-1b'])
      await given(`bye-${legId}`, { type: 'hang-up', callId: one.callId, legId, cause: 'normal' })
    t.same(await given('second', dial(two.callId, 'leg-2')), { ok: true }, 'the very same order, given again')
  },
)
