// An engine node for tests: in-memory parts unless others are handed in.
import { Registry } from 'prom-client'
import { memoryBroker } from '#engine/bus/memory.ts'
import { memoryKeyValue } from '#engine/bus/memory-key-value.ts'
import { systemClock } from '#engine/clock/system.ts'
import type { Company, CompanySnapshot } from '#engine/ports/company.ts'
import type { Media } from '#engine/ports/media.ts'
import type { LegTruth, MediaAnswer, OrderEnvelope } from '#engine/protocol/media.ts'
import { EngineNode } from '#engine/routing/host/node.ts'
import { type NodeParts, type NodeSettings, nodeDefaults } from '#engine/routing/host/parts.ts'
import { memoryLedger } from '#engine/routing/ledger/memory.ts'
import { CHINA } from './home.ts'
import { toyMachines } from './toy.ts'
import { waitFor } from './wait.ts'

/** As a new company has them. */
const USUAL_VIP: CompanySnapshot['vipSources'] = (['list', 'number'] as const).map((source) => ({
  ...{ id: source, source, url: '', deadlineMs: 800, enabled: true },
}))

export const emptyCompany: CompanySnapshot = {
  revision: 1,
  agents: [],
  queues: [],
  numbers: [],
  flows: [],
  trunks: [],
  routes: [],
  limits: [],
  ringGroups: [],
  parkPlaces: [],
  extensions: [],
  codes: [],
  timeGroups: [],
  vipSources: USUAL_VIP,
  states: [],
  calendar: [],
  timeZone: 'Asia/Shanghai',
  home: CHINA,
}

export interface TestCompany extends Company {
  set(change: Partial<CompanySnapshot>): void
}

export function testCompany(start: Partial<CompanySnapshot> = {}): TestCompany {
  let now: CompanySnapshot = { ...emptyCompany, ...start }
  return {
    snapshot: async () => structuredClone(now),
    revision: async () => now.revision,
    agentByPin: async () => ({ refused: 'wrong' }),
    caller: async (number) => ({ number, name: '', region: '', vip: false, vipQueueIds: [], recent: [] }),
    set(change) {
      now = { ...now, ...change, revision: now.revision + 1 }
    },
  }
}

export interface TestMedia extends Media {
  orders: OrderEnvelope[]
  /** what the node answers; throws when it does not */
  answer: (envelope: OrderEnvelope) => MediaAnswer
  truth: LegTruth[]
  up: string[]
}

/** A media port that writes down every order. */
export function testMedia(): TestMedia {
  const media: TestMedia = {
    orders: [],
    answer: () => ({ ok: true }),
    truth: [],
    up: [],
    async order(_node, envelope) {
      media.orders.push(envelope)
      return media.answer(envelope)
    },
    async legs(node) {
      if (!media.up.includes(node)) throw new Error(`${node} is away`)
      return media.truth.filter((leg) => leg.node === node)
    },
    nodes: () => media.up.map((node) => ({ node, at: 0, kind: 'memory', legs: 0, draining: false })),
  }
  return media
}

export interface Logged {
  level: 'info' | 'warn' | 'error'
  fields: object
  text: string
}

export interface TestEngine extends NodeParts {
  engine: EngineNode
  logged: Logged[]
  metric(name: string): Promise<number>
}

export async function startEngine(
  parts: Partial<NodeParts> = {},
  settings: Partial<NodeSettings> = {},
): Promise<TestEngine> {
  const logged: Logged[] = []
  const log = (level: Logged['level']) => (fields: object, text: string) => void logged.push({ level, fields, text })
  const whole: NodeParts = {
    node: 'engine-1',
    clock: systemClock,
    bus: parts.bus ?? memoryBroker().connect(),
    shards: memoryKeyValue(),
    checkpoints: memoryKeyValue(),
    ledger: memoryLedger(),
    media: testMedia(),
    lookups: { ask: async () => ({ type: 'timeout' }) },
    company: testCompany(),
    machines: toyMachines,
    registry: new Registry(),
    log: { info: log('info'), warn: log('warn'), error: log('error') },
    ...parts,
  }
  const engine = new EngineNode(whole, { ...nodeDefaults, ...settings })
  await engine.start()
  const metric = async (name: string) => {
    const found = await whole.registry.getSingleMetric(name)?.get()
    return found?.values.reduce((sum, each) => sum + each.value, 0) ?? 0
  }
  return { ...whole, engine, logged, metric }
}

/** Turns of the loop before the engine is looked at by the clock: it works without I/O, and a timer of 10 ms is long. */
const LOOKED_AT = 2_000

/** Waits until everything asked for so far is done. */
export async function settled(engine: EngineNode): Promise<void> {
  // a command may be on its way between two turns
  let quiet = 0
  for (let turn = 0; turn < LOOKED_AT && quiet < 6; turn++) {
    await new Promise((resolve) => setImmediate(resolve))
    quiet = engine.quiet() ? quiet + 1 : 0
  }
  if (quiet < 6) await waitFor(() => engine.quiet(), { what: 'the engine is quiet' }).then(() => settled(engine))
}
