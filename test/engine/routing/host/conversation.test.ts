// A conversation through the whole engine with the media node of memory: what each leg is joined to after every step of
// consult, swap, merge, drop and hand over, and what its one record says.
import t, { type Test } from 'tap'
import type { AgentCommand, AgentView } from '#engine/protocol/agent.ts'
import type { CallSummary } from '#engine/protocol/call.ts'
import { factsOf } from '#engine/protocol/ledger.ts'
import { type TestEngine as Started, settled } from '../../../kit/engine.ts'
import { agents, type World, world } from '../../../kit/small-centre.ts'
import { waitFor } from '../../../kit/wait.ts'

const CUSTOMER = '13800000001'

async function turn({ clock, tellOn, toldAll }: World, { engine }: Started, ms: number): Promise<void> {
  for (let turned = 0; turned < ms; turned += 500) {
    clock.advance(500)
    await settled(engine)
    while (!toldAll()) {
      await tellOn()
      await settled(engine)
    }
  }
}

/** Such as `1001<customer customer<1001`: everybody by number, as the media node has them joined. */
function joined({ media }: World): string {
  const legs = media.truth().filter((leg) => leg.state === 'up')
  const name = (legId: string): string => {
    const leg = legs.find((one) => one.legId === legId)
    return leg?.tags.number ?? (leg?.direction === 'in' ? 'customer' : (leg?.to ?? legId))
  }
  return legs
    .flatMap((leg) => leg.hears.map((speaker) => `${name(leg.legId)}<${name(speaker)}`))
    .sort()
    .join(' ')
}

const all = (...names: string[]): string =>
  names
    .flatMap((one) => names.filter((other) => other !== one).map((other) => `${one}<${other}`))
    .sort()
    .join(' ')

/** A caller talks with one of the agents, and three of them are ready. */
async function talking(t: Test) {
  const centre = await world()
  const started = await centre.start()
  await settled(started.engine)
  const tell = (id: string, command: AgentCommand) => started.engine.ask({ kind: 'agent', id }, command)
  const names = [agents[0]?.id ?? '', agents[1]?.id ?? '', agents[3]?.id ?? '']
  for (const id of names) {
    await tell(id, { type: 'sign-in', phone: { type: 'browser' }, session: id })
    await tell(id, { type: 'ready' })
  }
  const caller = centre.media.caller({ number: CUSTOMER, to: '95000' })
  await turn(centre, started, 12_000)
  const views = await Promise.all(names.map((id) => tell(id, { type: 'ready' })))
  const mine = views.findIndex((answer) => ((answer as { value?: AgentView }).value?.mode ?? '') === 'talking')
  t.not(mine, -1, 'somebody has answered')
  const number = (id: string): string => agents.find((agent) => agent.id === id)?.number ?? ''
  const [own, helper, third] = [names[mine], ...names.filter((_id, n) => n !== mine)] as [string, string, string]
  const does = async (command: AgentCommand, ms = 4_000): Promise<string> => {
    t.match(await tell(own, command), { ok: true }, command.type)
    await turn(centre, started, ms)
    return joined(centre)
  }
  t.teardown(() => started.engine.stop?.())
  return { centre, started, caller, tell, does, own, helper, third, number }
}

async function recordOf({ ledger }: World, { engine }: Started): Promise<CallSummary | undefined> {
  await waitFor(() => engine.unkept() === 0, { what: 'the ledger has everything' })
  const facts = ledger.entries().flatMap(({ entry }) => entry.records.flatMap(factsOf))
  return facts.flatMap(({ body }) =>
    body.type === 'call-ended' ? (body as unknown as { summary: CallSummary }).summary : [],
  )[0]
}

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
  const record = await recordOf(centre, started)
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
