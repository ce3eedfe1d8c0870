// The first state of a journey: inbound from a leg's arrival, outbound from an agent whose leg is up.
import type { CallerInfo } from '#engine/protocol/company.ts'
import type { ToCall } from './asks.ts'
import type { CallFact } from './facts.ts'
import type { CallState, Journey } from './state.ts'

type Fact<Type extends CallFact['type']> = Extract<CallFact, { type: Type }>

const stranger = (number: string, name: string): CallerInfo => ({
  number,
  name,
  region: '',
  vip: false,
  vipQueueIds: [],
  recent: [],
})

function journey(
  start: Pick<Journey, 'callId' | 'node' | 'direction' | 'from' | 'to' | 'parties' | 'record'> & { name: string },
  at: number,
): Journey {
  const { name, ...rest } = start
  const caller = stranger(start.from, name)
  return {
    ...rest,
    accessNumber: '',
    lang: 'zh',
    vip: false,
    caller,
    card: {
      number: start.from,
      name,
      region: '',
      vip: false,
      accessNumber: '',
      queueName: '',
      collected: {},
      recent: [],
    },
    arrivedAt: at,
    stageSince: at,
    collected: {},
    path: [],
    queues: [],
    agents: [],
    recordings: [],
    line: [],
    jumps: 0,
  }
}

/** Until the lookup is asked, in the same decision, there is nothing to wait for. */
const UNASKED = { requestId: '', until: 0 }

export function newJourney(callId: string, fact: Fact<'arrived'>, at: number): CallState {
  const { node, legId, from, to, origin, found, agoMs = 0 } = fact
  const line = origin.type === 'trunk' ? { trunkId: origin.trunkId } : {}
  const served = { legId, role: 'customer' as const, number: from.number, up: false, ...line }
  const parties = [served] as const
  const start = { callId, node, direction: 'in' as const, from: from.number, to, parties, record: false }
  const begun = journey({ ...start, name: from.name }, at - agoMs)
  return {
    mode: 'arriving',
    callId,
    ...UNASKED,
    journey: found ? { ...begun, found } : begun,
  }
}

export function outboundJourney(callId: string, fact: Fact<'outbound-begun'>, at: number): CallState {
  const { node, legId, agentId, agentNumber, number, record, callback } = fact
  const served = { legId, role: 'agent' as const, number: agentNumber, agentId, agentNumber, up: true }
  return {
    ...{ mode: 'arriving', callId, ...UNASKED },
    journey: {
      ...journey(
        { callId, node, direction: 'out', from: agentNumber, to: number, parties: [served], record, name: '' },
        at,
      ),
      placedBy: { agentId, agentNumber },
      ...(callback ? calledBack(callback, at) : {}),
    },
  }
}

/** What his queue knew of him; there his waiting is over. */
function calledBack({ queueId, call }: ToCall, at: number): Partial<Journey> {
  const { card, joinedAt, vip, region, lang } = call
  const { customerId } = card
  const caller = { ...stranger(card.number, card.name), region, vip, ...(customerId ? { customerId } : {}) }
  const stay = { queueId, joinedAt, leftAt: at, left: 'answered' as const, missed: [] }
  return { callbackOf: queueId, queues: [stay], caller, card, vip, lang }
}
