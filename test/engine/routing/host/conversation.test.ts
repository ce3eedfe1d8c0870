// A conversation through the whole engine with the media node of memory: what each leg is joined to after every step of
// consult, swap, merge, drop and hand over, and what its one record says.
import t from 'tap'
import type { AgentView } from '#engine/protocol/agent.ts'
import { all, joined, recordsOf, talking, turn } from './conversations.ts'

t.test('consult, swap, merge, drop, consult again, hand over: each hears whom it should, in one record', async (t) => {
  const { centre, started, caller, does, tell, own, helper, third, number } = await talking(t)
  const [me, her, him] = [own, helper, third].map(number) as [string, string, string]
  t.equal(joined(centre), all(me, 'customer'))
  t.equal(await does({ type: 'consult', target: { type: 'agent', agentId: helper } }), all(me, her))
  t.ok(caller.audio.playing, 'the caller hears music')
  t.equal(await does({ type: 'swap' }), all(me, 'customer'))
  t.notOk(caller.audio.playing)
  t.equal(await does({ type: 'merge' }), all(me, her, 'customer'))
  const view = ((await tell(own, { type: 'ready' })) as { value?: AgentView }).value
  const legId = view?.call?.parties?.find((party) => party.agentId === helper)?.legId ?? ''
  t.equal(await does({ type: 'drop', legId }), all(me, 'customer'))
  t.equal(await does({ type: 'consult', target: { type: 'agent', agentId: third } }), all(me, him))
  t.equal(await does({ type: 'hand-over' }), all(him, 'customer'))
  const after = ((await tell(own, { type: 'ready' })) as { value?: AgentView }).value
  t.match(after?.mode, /^(wrap-up|ready)$/, 'who handed over is free')
  caller.hangUp()
  await turn(centre, started, 2_000)
  const [record] = await recordsOf(centre, started)
  t.match(record, {
    outcome: 'answered',
    hungUpBy: 'caller',
    agents: [{ agentId: own }, { agentId: helper }, { agentId: third }],
  })
  const line = record?.line ?? []
  t.equal(line[0]?.from, record?.arrivedAt)
  t.equal(line.at(-1)?.to, record?.endedAt)
  t.ok(
    line.every((span, n) => n === 0 || span.from === line[n - 1]?.to),
    'without a gap',
  )
  const kinds = line.map(({ what }) => what).join(' ')
  t.match(kinds, /talk consult.* talk conference talk consult.* talk$/)
})

t.test('an agent who asks and is refused hears why; an invited one makes it three', async (t) => {
  const { centre, started, does, tell, own, helper } = await talking(t)
  t.match(await tell(own, { type: 'merge' }), { ok: true })
  await turn(centre, started, 1_000)
  const view = ((await tell(own, { type: 'ready' })) as { value?: AgentView }).value
  t.match(view?.failure, { act: 'merge', reason: 'no-consultation' })
  await does({ type: 'invite', target: { type: 'agent', agentId: helper } })
  const three = joined(centre).split(' ')
  t.equal(three.length, 6, 'each of three hears the two others')
})
