// An agent with two calls through the whole engine with the media node of memory: what each leg is joined to, whichever of
// them it is at, and when the two become one.
import t, { type Test } from 'tap'
import type { AgentCommand, AgentView } from '#engine/protocol/agent.ts'
import { settled } from '../../../kit/engine.ts'
import { all, joined, recordsOf, talking, turn } from './conversations.ts'

async function second(t: Test) {
  const stand = await talking(t)
  const { does, helper, number, own, tell } = stand
  await does({ type: 'hold' })
  await does({ type: 'dial', number: number(helper), node: 'm1' }, 10_000)
  const view = async (): Promise<AgentView> => {
    const answer = (await tell(own, { type: 'ready' })) as { value?: AgentView }
    return answer.value as AgentView
  }
  return { ...stand, view, me: number(own), her: number(helper) }
}

t.test('another is called beside the one on hold; from one to the other, each hears only that one', async (t) => {
  const { centre, caller, does, view, me, her } = await second(t)
  t.equal(joined(centre), all(me, her))
  t.ok(caller.audio.playing, 'the caller hears music')
  const both = await view()
  t.match(both, { mode: 'talking', call: { direction: 'out' }, beside: [{ held: true }] })
  const first = both.beside?.[0]?.callId ?? ''
  t.equal(await does({ type: 'switch-call', callId: first }), all(me, 'customer'))
  t.notOk(caller.audio.playing)
  t.match(await view(), { call: { callId: first, held: false }, beside: [{ held: true }] })
  const other = (await view()).beside?.[0]?.callId ?? ''
  t.equal(await does({ type: 'hang-up', callId: other }), all(me, 'customer'))
  t.notOk('beside' in (await view()))
})

t.test('the caller on hold hangs up, and the other talk goes on', async (t) => {
  const { centre, started, caller, view, me, her } = await second(t)
  caller.hangUp()
  await turn(centre, started, 3_000)
  t.equal(joined(centre), all(me, her))
  t.match(await view(), { mode: 'talking' })
  t.notOk('beside' in (await view()))
})

for (const act of ['merge', 'hand-over'] as const)
  t.test(`two calls become one: ${act}`, async (t) => {
    const { centre, started, caller, does, tell, own, helper, view, me, her } = await second(t)
    const first = (await view()).beside?.[0]?.callId ?? ''
    t.equal(await does({ type: act }), act === 'merge' ? all(me, her, 'customer') : all(her, 'customer'))
    t.notOk(caller.audio.playing)
    const theirs = (await tell(helper, { type: 'ready' } satisfies AgentCommand)) as { value?: AgentView }
    t.match(theirs.value?.call, { callId: first }, 'whom it talked with is in the caller’s call now')
    if (act === 'hand-over') t.match((await view()).mode, /^(wrap-up|ready)$/)
    else t.match(await view(), { call: { callId: first, held: false } })
    caller.hangUp()
    await turn(centre, started, 3_000)
    await settled(started.engine)
    if (act === 'merge') t.equal(joined(centre), all(me, her), 'the two go on')
    else t.match((await tell(helper, { type: 'ready' })) as object, { value: { mode: /wrap-up|ready/ } })
    const [placed] = await recordsOf(centre, started)
    t.match(placed, { direction: 'internal', outcome: 'answered', placedBy: { agentId: own } })
  })
