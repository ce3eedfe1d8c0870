// What a wallboard costs: agents that change as in a busy centre, viewers on the live hub; bytes a viewer and CPU of the hub.
import type { Progress } from '#bench/kit/progress.ts'
import { defineScenario } from '#bench/kit/scenario.ts'
import { type Hub, liveHub } from '#engine/gateway/live/hub.ts'
import { liveViews } from '#engine/gateway/live/views.ts'
import type { AgentMode, AgentView } from '#engine/protocol/agent.ts'
import type { QueueView } from '#engine/protocol/queue.ts'

const TICK_MS = 100
const QUEUES = ['q1', 'q2', 'q3', 'q4']
const MODES: AgentMode[] = ['ready', 'ringing', 'talking', 'wrap-up']
const START = Date.parse('2026-11-29T01:00:00Z')
const today = {
  date: '2026-11-29',
  answered: 31,
  missed: 1,
  outbound: 2,
  talkMs: 5_400_000,
  wrapUpMs: 310_000,
  holdMs: 0,
}
const earlier = Array.from({ length: 5 }, (_, n) => ({
  at: START - n,
  queue: 'q1',
  agent: '1001',
  outcome: 'answered',
}))

function agentAt(n: number, mode: AgentMode, at: number): AgentView {
  const card = {
    ...{ number: '13800138000', name: '王先生', region: '010', vip: false, accessNumber: '95588', queueName: 'q1' },
    ...{ collected: { order: '20261129' }, recent: earlier },
  }
  const call = { callId: `call-${at}-${n}`, legId: `leg-${at}-${n}`, direction: 'in', card, queueId: 'q1' } as const
  return {
    ...{
      agentId: `agent-${n}`,
      number: `${n}`,
      name: `agent ${n}`,
      region: '',
      level: 5,
      groupId: 'g1',
      mode,
      since: at,
    },
    ...{ available: mode === 'ready', signedIn: true, signedInAt: START, idleSince: at, answered: 31, today },
    ...{ queueIds: QUEUES.slice(0, 2 + (n % 3)), phone: { type: 'browser' } },
    ...(mode === 'ringing' || mode === 'talking' ? { call: { ...call, ringingSince: at, held: false } } : {}),
  }
}

function queueAt(queueId: string, agents: readonly AgentView[], waiting: number): QueueView {
  const serving = agents.filter((agent) => agent.queueIds.includes(queueId))
  return {
    ...{ queueId, name: queueId, serviceLevelMs: 20_000, serviceLevelPercent: 80 },
    agents: serving.map(({ agentId, mode, available }) => ({ agentId, mode, available })),
    waiting: Array.from({ length: waiting }, (_, n) => ({
      ...{ callId: `w-${queueId}-${n}`, number: '13900139000', vip: false, joinedAt: START, missed: 0 },
    })),
    today: {
      ...{ date: today.date, offered: waiting, answered: 0, answeredInTarget: 0, abandoned: 0, overflowed: 0 },
      ...{ waitMsSum: 0, longestWaitMs: 0 },
    },
  }
}

interface Load {
  agents: number
  viewers: number
  changes: number
  seconds: number
}

/** Viewers that count what they are sent. */
function viewersOf(hub: Hub, viewers: number) {
  const counted = { bytes: 0, frames: 0 }
  const line = {
    send(text: string) {
      counted.bytes += Buffer.byteLength(text)
      counted.frames += 1
    },
    waiting: () => 0,
    close: () => {},
  }
  const subscribe = JSON.stringify({ type: 'subscribe', topics: ['agents', 'queues', 'calls'], patches: true })
  for (let n = 0; n < viewers; n++) hub.join(line, { role: 'supervisor' }, `s${n}`).hear(subscribe)
  return counted
}

function watched({ agents, viewers, changes, seconds }: Load, progress: Progress) {
  let at = START
  const views = liveViews(0)
  const hub = liveHub(views, () => at)
  const all = Array.from({ length: agents }, (_, n) => agentAt(n, 'ready', at))
  const tell = (agent: AgentView, queues: readonly string[], waiting: number): void => {
    views.hear('agent', agent.agentId, { node: 'n', at, view: agent })
    for (const id of queues) views.hear('queue', id, { node: 'n', at, view: queueAt(id, all, waiting) })
  }
  for (const agent of all) tell(agent, QUEUES, 5)
  hub.tick()
  const counted = viewersOf(hub, viewers)
  const first = { ...counted }
  const before = process.cpuUsage()
  const ticks = (seconds * 1_000) / TICK_MS
  let turn = 0
  for (let tick = 0; tick < ticks; tick++) {
    at += TICK_MS
    for (; turn < ((tick + 1) * changes * TICK_MS) / 1_000; turn++) {
      const n = turn % agents
      const agent = agentAt(n, MODES[(Math.floor(turn / agents) + 1) % MODES.length]!, at)
      all[n] = agent
      tell(agent, agent.queueIds, turn % 9)
    }
    hub.tick()
    progress.show(tick, ticks, 'ticks')
  }
  const { user, system } = process.cpuUsage(before)
  const [bytes, frames] = [counted.bytes - first.bytes, counted.frames - first.frames]
  return { snapshot: first.bytes / viewers, bytes, frames, cpu: user + system }
}

export default defineScenario({
  name: 'board',
  about: 'the live hub with agents that change and boards that watch: bytes a viewer, CPU',
  options: [
    { name: 'agents', label: { zh: '坐席', en: 'Agents' }, type: 'number', default: 200 },
    { name: 'viewers', label: { zh: '观看者', en: 'Viewers' }, type: 'number', default: 50 },
    { name: 'changes', label: { zh: '每秒变化', en: 'Changes per second' }, type: 'number', default: 20 },
    { name: 'seconds', label: { zh: '秒', en: 'Seconds' }, type: 'number', default: 120 },
  ],
  async run({ agents = 200, viewers = 50, changes = 20, seconds = 120 }, progress) {
    const { snapshot, bytes, frames, cpu } = watched({ agents, viewers, changes, seconds }, progress)
    return {
      columns: [
        { name: 'snapshot', unit: 'kB' },
        { name: 'a viewer', unit: 'kB/s' },
        { name: 'frame', unit: 'B' },
        { name: 'CPU', unit: '% of a core' },
      ],
      rows: [
        [
          Math.round(snapshot / 100) / 10,
          Math.round(bytes / viewers / seconds / 100) / 10,
          Math.round(bytes / Math.max(1, frames)),
          Math.round(cpu / (seconds * 10_000) / 0.1) / 10,
        ],
      ],
      notes: [
        'time is made, so CPU is what the hub and the making of views take for as many seconds; sockets are not in it',
        `${frames / viewers} frames a viewer; each change of an agent brings the views of its queues with it`,
      ],
      ok: frames > 0,
    }
  },
})
