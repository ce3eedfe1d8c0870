// A caller who talks with one of three agents, through the whole engine with the media node of memory, and who is joined.
import type { Test } from 'tap'
import type { AgentCommand, AgentView } from '#engine/protocol/agent.ts'
import type { CallSummary } from '#engine/protocol/call.ts'
import { factsOf } from '#engine/protocol/ledger.ts'
import { type TestEngine as Started, settled } from '../../../kit/engine.ts'
import { agents, type World, world } from '../../../kit/small-centre.ts'
import { waitFor } from '../../../kit/wait.ts'

const CUSTOMER = '13800000001'

export async function turn({ clock, tellOn, toldAll }: World, { engine }: Started, ms: number): Promise<void> {
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
export function joined({ media }: World): string {
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

export const all = (...names: string[]): string =>
  names
    .flatMap((one) => names.filter((other) => other !== one).map((other) => `${one}<${other}`))
    .sort()
    .join(' ')

/** A caller talks with one of the agents, and three of them are ready. */
export async function talking(t: Test) {
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

/** The records of calls, in the order in which they ended. */
export async function recordsOf({ ledger }: World, { engine }: Started): Promise<CallSummary[]> {
  await waitFor(() => engine.unkept() === 0, { what: 'the ledger has everything' })
  const facts = ledger.entries().flatMap(({ entry }) => entry.records.flatMap(factsOf))
  return facts.flatMap(({ body }) =>
    body.type === 'call-ended' ? (body as unknown as { summary: CallSummary }).summary : [],
  )
}
