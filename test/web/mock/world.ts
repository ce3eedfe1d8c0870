// The mock's living company: agents and queues that change, the signed-in agent's desk, frames for /live.
import type { AgentView } from '#engine/protocol/agent.ts'
import type { CallView } from '#engine/protocol/call.ts'
import type { LiveToPage } from '#engine/protocol/live.ts'
import type { QueueView } from '#engine/protocol/queue.ts'
import { agentConfigs, agentView, QUEUES } from './fixtures.ts'

/** the mock sends views whole: the other form that pages understand */
export type MockFrame = Required<
  Pick<Extract<LiveToPage, { type: 'changes' }>, 'type' | 'seq' | 'at' | 'agents' | 'queues' | 'calls' | 'gone'>
>

export interface MockWorld {
  agents: Map<string, AgentView>
  queues: Map<string, QueueView>
  calls: Map<string, CallView>
  change(agentId: string, change: (agent: AgentView) => AgentView): AgentView
  enterMode(agentId: string, mode: AgentView['mode'], more?: Partial<AgentView>): AgentView
  joinQueue(queueId: string, number: string): void
  snapshot(me?: string): LiveToPage
  /** what changed since `seq`, or undefined when it is not remembered */
  since(seq: number, me?: string): LiveToPage | undefined
  onFrame(listener: (frame: MockFrame) => void): void
  step(): void
}

export function createMockWorld(agentCount: number, lively: boolean): MockWorld {
  const now = Date.now()
  const configs = agentConfigs(agentCount)
  const agents = new Map(configs.map((config, n) => [config.id, agentView(config, n, now)]))
  const calls = new Map<string, CallView>()
  const queues = new Map(
    QUEUES.map((queue, n): [string, QueueView] => [
      queue.id,
      {
        queueId: queue.id,
        name: queue.name,
        serviceLevelMs: queue.serviceLevelMs,
        serviceLevelPercent: queue.serviceLevelPercent,
        waiting: Array.from({ length: [3, 0, 7, 1][n] ?? 0 }, (_, at) => ({
          callId: `w-${n}-${at}`,
          number: `1390013${String(4000 + at * 37)}`,
          vip: at === 0 && n === 2,
          joinedAt: now - (80 - at * 9) * 1_000 * (n === 2 ? 1 : 0.2),
          missed: at === 0 ? 1 : 0,
        })),
        agents: [...agents.values()]
          .filter((agent) => agent.queueIds.includes(queue.id))
          .map((agent) => ({ agentId: agent.agentId, mode: agent.mode, available: agent.available })),
        today: {
          date: '',
          offered: 148 - n * 31,
          answered: 131 - n * 28,
          answeredInTarget: 118 - n * 30,
          abandoned: 11 - n,
          overflowed: 3,
          waitMsSum: 1_900_000,
          longestWaitMs: 122_000,
        },
      },
    ]),
  )
  let seq = 1
  const frames: MockFrame[] = []
  const listeners: ((frame: MockFrame) => void)[] = []

  function tell(change: { agents?: AgentView[]; queues?: QueueView[]; calls?: CallView[]; gone?: string[] }): void {
    const frame = {
      type: 'changes' as const,
      seq: ++seq,
      at: Date.now(),
      agents: change.agents ?? [],
      queues: change.queues ?? [],
      calls: change.calls ?? [],
      gone: change.gone ?? [],
    }
    frames.push(frame)
    if (frames.length > 500) frames.shift()
    for (const listener of listeners) listener(frame)
  }
  const withMe = <Frame extends LiveToPage>(frame: Frame, me?: string): Frame => {
    const view = me ? agents.get(me) : undefined
    return view ? { ...frame, me: view } : frame
  }

  const world: MockWorld = {
    agents,
    queues,
    calls,
    change(agentId, change) {
      const before = agents.get(agentId)
      if (!before) throw new Error(`no agent ${agentId}`)
      const after = change(before)
      agents.set(agentId, after)
      const touched = [...queues.values()]
        .filter((queue) => after.queueIds.includes(queue.queueId))
        .map((queue) => ({
          ...queue,
          agents: queue.agents.map((one) =>
            one.agentId === agentId ? { agentId, mode: after.mode, available: after.available } : one,
          ),
        }))
      for (const queue of touched) queues.set(queue.queueId, queue)
      tell({ agents: [after], queues: touched })
      return after
    },
    enterMode: (agentId, mode, more = {}) =>
      world.change(agentId, ({ breakReason: _reason, wrapUpUntil: _until, ...agent }) => ({
        ...agent,
        mode,
        since: Date.now(),
        available: mode === 'ready',
        signedIn: mode !== 'signed-out',
        ...more,
      })),
    joinQueue(queueId, number) {
      const queue = queues.get(queueId)
      if (!queue) return
      const next = {
        ...queue,
        waiting: [...queue.waiting, { callId: `w-${Date.now()}`, number, vip: false, joinedAt: Date.now(), missed: 0 }],
        today: { ...queue.today, offered: queue.today.offered + 1 },
      }
      queues.set(queueId, next)
      tell({ queues: [next] })
    },
    snapshot: (me) =>
      withMe(
        {
          type: 'snapshot',
          seq,
          at: Date.now(),
          agents: [...agents.values()],
          queues: [...queues.values()],
          calls: [...calls.values()],
        },
        me,
      ),
    since(after, me) {
      if (after > seq || (frames[0]?.seq ?? seq + 1) > after + 1) return undefined
      const missed = frames.filter((frame) => frame.seq > after)
      return withMe(
        {
          type: 'changes',
          seq,
          at: Date.now(),
          agents: missed.flatMap((f) => f.agents),
          queues: missed.flatMap((f) => f.queues),
          calls: missed.flatMap((f) => f.calls),
          gone: missed.flatMap((f) => f.gone),
        },
        me,
      )
    },
    onFrame: (listener) => void listeners.push(listener),
    step() {
      const list = [...agents.values()].filter((agent) => agent.agentId !== 'agent-1001' && agent.signedIn)
      const agent = list[Math.floor(Math.random() * list.length)]
      const order = {
        ready: 'ringing',
        ringing: 'talking',
        talking: 'wrap-up',
        'wrap-up': 'ready',
        break: 'ready',
      } as Partial<Record<AgentView['mode'], AgentView['mode']>>
      const mode = agent && order[agent.mode]
      if (agent && mode) world.enterMode(agent.agentId, mode)
      const queue = [...queues.values()][Math.floor(Math.random() * queues.size)]
      if (!queue) return
      if (queue.waiting.length < 6 && Math.random() < 0.6)
        return world.joinQueue(queue.queueId, `137${Math.floor(Math.random() * 1e8)}`)
      const next = {
        ...queue,
        waiting: queue.waiting.slice(1),
        today: {
          ...queue.today,
          answered: queue.today.answered + 1,
          answeredInTarget: queue.today.answeredInTarget + 1,
        },
      }
      queues.set(queue.queueId, next)
      tell({ queues: [next] })
    },
  }
  for (let n = 0; n < 6; n++) {
    const agent = configs[n * 2]
    const stage = (['flow', 'queue', 'talking', 'talking', 'held', 'connecting'] as const)[n] ?? 'flow'
    const queue = QUEUES[n % 4]
    calls.set(`call-live-${n}`, {
      callId: `call-live-${n}`,
      node: 'media-1',
      direction: n === 3 ? 'out' : 'in',
      from: `1380013800${n}`,
      to: '95588',
      lang: 'zh',
      stage,
      arrivedAt: now - n * 47_000 - 12_000,
      stageSince: now - n * 30_000 - 4_000,
      ...(stage !== 'flow' && queue ? { queueId: queue.id } : {}),
      ...(n > 1 && agent ? { agentId: agent.id } : {}),
      card: card(`1380013800${n}`, queue?.name ?? ''),
    })
  }
  if (lively) setInterval(() => world.step(), 900).unref()
  return world
}

export const card = (number: string, queueName: string) => ({
  number,
  name: number.endsWith('0') ? '赵女士' : '',
  region: '北京',
  vip: number.endsWith('0'),
  accessNumber: '95588',
  queueName,
  collected: { 业务: '账单查询', 账号后四位: '8801' },
  recent: [
    { at: Date.now() - 86_400_000, queue: '客户服务', agent: '李明', outcome: 'answered' },
    { at: Date.now() - 86_400_000 * 6, queue: '技术支持', agent: '陈静', outcome: 'answered' },
  ],
})

export const ringingCall = (number: string): NonNullable<AgentView['call']> => ({
  callId: `call-${Date.now()}`,
  legId: `leg-${Date.now()}`,
  direction: 'in',
  card: card(number, '客户服务'),
  queueId: 'queue-service',
  ringingSince: Date.now(),
  held: false,
})
