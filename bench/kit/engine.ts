// The real engine in one process around the in-memory media driver, with a made-up company of any size.
import { Registry } from 'prom-client'
import { memoryBus } from '#engine/bus/memory.ts'
import { memoryKeyValue } from '#engine/bus/memory-key-value.ts'
import { systemClock } from '#engine/clock/system.ts'
import type { Company, CompanySnapshot } from '#engine/ports/company.ts'
import type { AccessNumber, AgentConfig, Flow, QueueConfig } from '#engine/protocol/company.ts'
import type { AnyMachine, Machines } from '#engine/protocol/machine.ts'
import { agentMachine } from '#engine/routing/core/agent/machine.ts'
import { callMachine } from '#engine/routing/core/call/machine.ts'
import { queueMachine } from '#engine/routing/core/queue/machine.ts'
import { EngineNode } from '#engine/routing/host/node.ts'
import { type NodeSettings, nodeDefaults } from '#engine/routing/host/parts.ts'
import { memoryLedger } from '#engine/routing/ledger/memory.ts'
import { companyLookups } from '#engine/routing/lookups/lookups.ts'
import { loadNodes } from '#engine/routing/plug-ins/nodes.ts'
import { loadStrategies } from '#engine/routing/plug-ins/strategies.ts'
import { type MemoryMedia, memoryMedia } from '#media/memory/media.ts'
import type { PhoneScript } from '#media/memory/scripts.ts'

const HOUR_MS = 3_600_000

const queueOf = (n: number): QueueConfig => ({
  id: `queue-${n}`,
  name: `queue ${n}`,
  lang: 'en',
  strategy: 'longest-idle',
  preferences: [],
  ringMs: 20_000,
  missedAgent: 'stays-ready',
  maxWaitMs: HOUR_MS,
  onMaxWait: { type: 'hang-up' },
  nobodyWaitMs: HOUR_MS,
  onNobody: { type: 'hang-up' },
  maxWaiting: 100_000,
  onFull: { type: 'hang-up' },
  music: 'default',
  musicFirstMs: 0,
  announcePosition: false,
  announceEveryMs: 30_000,
  offerVoicemail: false,
  sayAgentNumber: false,
  serviceLevelMs: 20_000,
  serviceLevelPercent: 80,
  record: false,
  enabled: true,
})

const flowOf = (n: number): Flow => ({
  id: `flow-${n}`,
  version: 1,
  name: `flow ${n}`,
  lang: 'en',
  startNodeId: 'queue',
  nodes: [{ id: 'queue', type: 'to-queue', name: 'queue', settings: { queueId: `queue-${n}` }, next: {} }],
})

const numberOf = (n: number): AccessNumber => ({
  id: `number-${n}`,
  number: String(90_000 + n),
  name: `number ${n}`,
  lang: 'en',
  vip: false,
  flowId: `flow-${n}`,
  hours: [],
  enabled: true,
})

const agentOf = (n: number, queues: number): AgentConfig => ({
  id: `agent-${n}`,
  number: String(100_000 + n),
  name: `agent ${n}`,
  region: '',
  level: 5,
  groupId: 'group',
  queueIds: [`queue-${n % queues}`],
  wrapUpMs: 0,
  autoAnswer: true,
  minimumBusyMs: 0,
  enabled: true,
})

export function companyOf(agents: number, queues: number): Company {
  const each = <T>(count: number, make: (n: number) => T): T[] => Array.from({ length: count }, (_, n) => make(n))
  const snapshot: CompanySnapshot = {
    revision: 1,
    agents: each(agents, (n) => agentOf(n, queues)),
    queues: each(queues, queueOf),
    numbers: each(queues, numberOf),
    flows: each(queues, flowOf),
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
  }
  const stranger = { name: '', region: '', vip: false, vipQueueIds: [], recent: [] }
  return {
    snapshot: async () => snapshot,
    revision: async () => 1,
    agentByPin: async () => ({ refused: 'wrong' }),
    caller: async (number) => ({ ...stranger, number }),
  }
}

export interface BenchEngine {
  engine: EngineNode
  media: MemoryMedia
  stop(): void
}

/** Every agent signed in with a phone and ready. `watch` may wrap the machines to see their decisions. */
export async function startBenchEngine(
  size: { agents: number; queues: number; phone: PhoneScript },
  watch: (machines: Machines) => Machines,
  signedIn: (done: number) => void,
  settings: NodeSettings = nodeDefaults,
): Promise<BenchEngine> {
  const machines: Machines = new Map([
    ['agent', agentMachine as unknown as AnyMachine],
    ['queue', queueMachine(await loadStrategies()) as unknown as AnyMachine],
    ['call', callMachine(await loadNodes()) as unknown as AnyMachine],
  ])
  const company = companyOf(size.agents, size.queues)
  let engine: EngineNode | undefined
  const media = await memoryMedia({
    node: 'media-1',
    clock: systemClock,
    phone: () => size.phone,
    onNews: (owner, { id, news }) => void engine?.ask(owner, { type: 'news', news } as { type: string }, id),
  })
  const silent = {
    info: () => undefined,
    warn: () => undefined,
    error: (fields: object, text: string) => process.stderr.write(`${text} ${JSON.stringify(fields)}\n`),
  }
  const parts = {
    node: 'bench',
    clock: systemClock,
    bus: memoryBus(),
    shards: memoryKeyValue(),
    checkpoints: memoryKeyValue(),
    ledger: memoryLedger(),
    media,
    lookups: companyLookups(company),
    company,
    machines: watch(machines),
    registry: new Registry(),
    log: silent,
  }
  engine = new EngineNode(parts, settings)
  await engine.start()
  for (let n = 0; n < size.agents; n++) {
    const ref = { kind: 'agent' as const, id: `agent-${n}` }
    await engine.ask(ref, { type: 'sign-in', phone: { type: 'browser' }, session: 'bench' } as { type: string })
    const answer = await engine.ask(ref, { type: 'ready' })
    if (!answer.ok) throw new Error(`agent-${n} does not become ready: ${answer.refusal}`)
    if (n % 100 === 99) signedIn(n + 1)
  }
  const running = engine
  return { engine: running, media, stop: () => running.kill() }
}
