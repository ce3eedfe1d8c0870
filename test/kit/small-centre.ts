// A small centre in memory around the three real machines: ten agents, one queue, one number, callers by script. The world
// lives on while the engine dies.
import { memoryBroker } from '#engine/bus/memory.ts'
import { memoryKeyValue } from '#engine/bus/memory-key-value.ts'
import { manualClock } from '#engine/clock/manual.ts'
import { type ActorRef, type Answer, subjects } from '#engine/protocol/actors.ts'
import { type AgentConfig, browserUser, type QueueConfig } from '#engine/protocol/company.ts'
import type { NewsEnvelope } from '#engine/protocol/media.ts'
import type { NodeSettings } from '#engine/routing/host/parts.ts'
import { memoryLedger } from '#engine/routing/ledger/memory.ts'
import { companyLookups } from '#engine/routing/lookups/lookups.ts'
import { loadMachines } from '#engine/routing/machines.ts'
import { memoryMedia } from '#media/memory/media.ts'
import { startEngine, testCompany } from './engine.ts'

export const agents: AgentConfig[] = Array.from({ length: 10 }, (_, n) => ({
  id: `agent-${n}`,
  number: `${1001 + n}`,
  name: `坐席${n}`,
  region: '010',
  level: n % 3,
  groupId: 'g',
  queueIds: ['sales'],
  wrapUpMs: 5_000,
  autoAnswer: false,
  minimumBusyMs: 0,
  enabled: true,
}))
const queue: QueueConfig = {
  id: 'sales',
  name: '销售',
  lang: 'zh',
  strategy: 'longest-idle',
  preferences: ['last-served'],
  ringMs: 15_000,
  missedAgent: 'stays-ready',
  maxWaitMs: 300_000,
  onMaxWait: { type: 'hang-up' },
  nobodyWaitMs: 60_000,
  onNobody: { type: 'hang-up' },
  maxWaiting: 200,
  onFull: { type: 'hang-up' },
  music: 'default',
  musicFirstMs: 0,
  announcePosition: false,
  announceEveryMs: 0,
  offerVoicemail: false,
  sayAgentNumber: false,
  serviceLevelMs: 20_000,
  serviceLevelPercent: 80,
  record: true,
  enabled: true,
}
export const company = () =>
  testCompany({
    agents,
    queues: [queue],
    numbers: [
      { id: 'n1', number: '95000', name: '热线', lang: 'zh', vip: false, flowId: 'f1', hours: [], enabled: true },
    ],
    flows: [
      {
        id: 'f1',
        version: 1,
        name: '主流程',
        lang: 'zh',
        startNodeId: 'hello',
        nodes: [
          {
            id: 'hello',
            type: 'play',
            name: '欢迎',
            settings: { prompts: [{ type: 'text', text: '您好' }] },
            next: { done: 'queue' },
          },
          { id: 'queue', type: 'to-queue', name: '销售', settings: { queueId: 'sales' }, next: {} },
        ],
      },
    ],
  })

/** The world around the engine: it lives on while the engine dies. */
export async function world() {
  const clock = manualClock()
  const broker = memoryBroker()
  const outside = broker.connect()
  const here = company()
  /** news that nobody took yet, in order of telling, as a media node's outbox keeps them */
  const untold: { owner: ActorRef; envelope: NewsEnvelope; taken: ((answer: Answer) => void) | undefined }[] = []
  let telling = false
  let most = Number.POSITIVE_INFINITY
  const tellOn = async () => {
    if (telling) return
    telling = true
    for (let next = untold[0]; next && most > 0; next = untold[0]) {
      const { id, news } = next.envelope
      const command = { type: 'news', news }
      const answer = await outside
        .ask(subjects.actor(next.owner), { id, cause: id, command }, 5_000)
        .catch(() => undefined)
      if (answer === undefined || (answer as Answer & { refusal?: string }).refusal === 'unavailable') break
      untold.splice(untold.indexOf(next), 1)
      most--
      next.taken?.(answer as Answer)
    }
    telling = false
  }
  const media = await memoryMedia({
    node: 'm1',
    clock,
    heeds: true,
    onNews(owner, envelope, taken) {
      untold.push({ owner, envelope, taken })
      void tellOn()
    },
    // the third agent is often away from the desk
    phone: (target) => (target === browserUser('1003') ? { type: 'rings' } : { type: 'answers', afterMs: 3_000 }),
  })
  const kept = { ledger: memoryLedger(), shards: memoryKeyValue(), checkpoints: memoryKeyValue() }
  const machines = await loadMachines()
  const start = async (settings: Partial<NodeSettings> = {}) => {
    const parts = {
      clock,
      bus: broker.connect(),
      media,
      company: here,
      machines,
      lookups: companyLookups(here),
      ...kept,
    }
    return startEngine(parts, settings)
  }
  /** News waits until so many are let through; those of one leg stay in order. */
  const tellAtMost = (count: number, first?: ActorRef['kind']) => {
    most = count
    untold.sort((a, b) => Number(b.owner.kind === first) - Number(a.owner.kind === first))
  }
  return { clock, media, machines, ...kept, start, tellOn, tellAtMost, toldAll: () => untold.length === 0 && !telling }
}

export type World = Awaited<ReturnType<typeof world>>
