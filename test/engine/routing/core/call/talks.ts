// Talks of more than two, for the tests of what an agent does with a third.
import type { TransferTarget } from '#engine/protocol/agent.ts'
import type { CallCommand } from '#engine/protocol/call.ts'
import type { PartySeen } from '#engine/protocol/party.ts'
import { hearingOf, partiesOf } from '#engine/routing/core/call/parties.ts'
import * as company from './company.ts'

type Stand = company.Stand
export type Outcome = ReturnType<Stand['when']>

export const AT = 20_000
export const COLLEAGUE: TransferTarget = { type: 'agent', agentId: 'a2' }
export const OUTSIDE: TransferTarget = { type: 'outside', number: '139' }

export const asks = (type: 'consult' | 'invite', target: TransferTarget = COLLEAGUE, agentId = 'a1'): CallCommand => ({
  ...{ type, agentId, target },
})
export const press = (type: 'swap' | 'merge' | 'take-back' | 'hand-over', agentId = 'a1'): CallCommand => ({
  ...{ type, agentId },
})

/** What waits to come in, by its id. */
export function reachId({ state }: Stand): string {
  const goal = state.mode === 'talking' ? state.reach?.goal : undefined
  if (goal?.type === 'leg') return goal.legId
  return goal?.type === 'agent' || goal?.type === 'finding' ? goal.requestId : ''
}

/** The colleague rings, for the agent to ask or for all to hear. */
export const rung = (type: 'consult' | 'invite' = 'consult', from: Stand = company.talking()): Stand =>
  from.does(asks(type), AT)

/** Somebody rung by an agent takes the call. */
export const takes = (stand: Stand, agentId: string, at = AT + 5_000): Stand =>
  stand.does(company.joined(agentId, { requestId: reachId(stand) }), at)

export const consulting = (): Stand => takes(rung(), 'a2')
export const threeWay = (): Stand => consulting().does(press('merge'), AT + 6_000)

/** An outside number is dialled into the talk; `L139` answers. */
export function dialledIn(type: 'consult' | 'invite', from: Stand, number = '139', at = AT): Stand {
  const asked = from.does(asks(type, { type: 'outside', number }), at)
  const told: CallCommand = { type: 'looked-up', requestId: reachId(asked), answer: company.outside(number) }
  const rings = asked.does(told, at + 10)
  return rings.does(company.legNews('leg-answered', reachId(rings)), at + 5_000)
}

/** A conference of so many, its agents a1, a2 … */
export function conference(size: number): Stand {
  let stand = company.talking()
  for (let n = 2; n < size; n++) {
    const at = AT + n * 10_000
    stand = takes(stand.does(asks('invite', { type: 'agent', agentId: `a${n}` }), at), `a${n}`, at + 1_000)
  }
  return stand
}

/** Such as `L1<a1 a1<L1`: by agent where there is one, else by leg. */
export function hears({ state }: { state: Stand['state'] }): string {
  const name = (legId: string) => partiesOf(state).find((party) => party.legId === legId)?.agentId ?? legId
  return hearingOf(state)
    .map(({ listener, speaker }) => `${name(listener)}<${name(speaker)}`)
    .join(' ')
}

/** Every one of these hears all the others, and nobody else hears anything. */
export const all = (...names: string[]): string =>
  names.flatMap((one) => names.filter((other) => other !== one).map((other) => `${one}<${other}`)).join(' ')

/** What the last order to media says of who hears whom. */
export const ordered = ({ decision, state }: Outcome): string | undefined => {
  const order = company.orders(decision).findLast((each) => each.type === 'hear')
  const name = (legId: string) => partiesOf(state).find((party) => party.legId === legId)?.agentId ?? legId
  return order?.type === 'hear'
    ? order.pairs.map(({ listener, speaker }) => `${name(listener)}<${name(speaker)}`).join(' ')
    : undefined
}

export const kindsOf = ({ decision }: Outcome): string[] =>
  company.orders(decision).map((order) => ('legId' in order ? `${order.type} ${order.legId}` : order.type))

export const toldOf = ({ decision }: Outcome, agentId: string): PartySeen[] | undefined => {
  const told = company.messages(decision).findLast(({ to, command }) => to === agentId && command.type === 'talk-told')
  return (told?.command as { parties?: PartySeen[] } | undefined)?.parties
}
