// The small company of the simulation: two queues, a number for each way through them, some agents.
import type { Company, CompanySnapshot } from '#engine/ports/company.ts'
import type { AccessNumber, AgentConfig, Flow, QueueConfig } from '#engine/protocol/company.ts'

const queueOf = (id: string): QueueConfig => ({
  ...{ id, name: id, lang: 'en', strategy: 'longest-idle', preferences: [], ringMs: 15_000, record: true },
  ...{ missedAgent: 'stays-ready', maxWaitMs: 600_000, onMaxWait: { type: 'hang-up' } },
  ...{ nobodyWaitMs: 600_000, onNobody: { type: 'hang-up' }, maxWaiting: 100, onFull: { type: 'hang-up' } },
  ...{ music: 'default', musicFirstMs: 0, announcePosition: false, announceEveryMs: 0, offerVoicemail: false },
  ...{ sayAgentNumber: false, serviceLevelMs: 20_000, serviceLevelPercent: 80, enabled: true },
})

const flowOf = (id: string, last: Flow['nodes'][number]): Flow => ({
  ...{ id, version: 1, name: id, lang: 'en', startNodeId: 'hello' },
  nodes: [
    {
      ...{ id: 'hello', type: 'play', name: 'hello', next: { done: last.id } },
      settings: { prompts: [{ type: 'text', text: 'hello' }] },
    },
    last,
  ],
})

const toQueue = (queueId: string): Flow['nodes'][number] => ({
  ...{ id: 'queue', type: 'to-queue', name: 'queue', settings: { queueId }, next: {} },
})

const numberOf = (number: string, flowId: string): AccessNumber => ({
  ...{ id: `n-${number}`, number, name: number, lang: 'en', vip: false, flowId, hours: [], enabled: true },
})

const agentOf = (n: number, queueIds: string[]): AgentConfig => ({
  ...{ id: `agent-${n}`, number: `${1001 + n}`, name: `agent ${n}`, region: '', level: 1, groupId: 'g', queueIds },
  ...{ wrapUpMs: 2_000, autoAnswer: false, minimumBusyMs: 0, enabled: true },
})

export const QUEUES = ['first', 'second'] as const
export const NUMBERS = { first: '9001', second: '9002', mail: '9003' } as const

/** The last agent serves the second queue, the others the first. */
export function simCompany(agents: number): Company & { agents: AgentConfig[] } {
  const all = Array.from({ length: agents }, (_, n) => agentOf(n, [n === agents - 1 ? 'second' : 'first']))
  const mail: Flow['nodes'][number] = { id: 'mail', type: 'voicemail', name: 'mail', settings: {}, next: {} }
  const snapshot: CompanySnapshot = {
    revision: 1,
    agents: all,
    queues: QUEUES.map(queueOf),
    numbers: Object.entries(NUMBERS).map(([name, number]) => numberOf(number, name)),
    flows: [flowOf('first', toQueue('first')), flowOf('second', toQueue('second')), flowOf('mail', mail)],
    ...{
      trunks: [],
      routes: [],
      limits: [],
      ringGroups: [],
      parkPlaces: [],
      extensions: [],
      codes: [],
      timeGroups: [],
      vipSources: [],
      states: [],
      calendar: [],
      timeZone: 'Asia/Shanghai',
      home: { country: 'CN', areaCode: '' },
    },
  }
  const stranger = { name: '', region: '', vip: false, vipQueueIds: [], recent: [] }
  return {
    agents: all,
    revision: async () => 1,
    snapshot: async () => snapshot,
    agentByPin: async () => ({ refused: 'wrong' }),
    caller: async (number) => ({ ...stranger, number }),
  }
}
