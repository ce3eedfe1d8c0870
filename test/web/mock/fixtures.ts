// Sample people, queues, calls and a report, in the API's own types so that they cannot drift unseen.
import type { AgentView } from '#engine/protocol/agent.ts'
import type { CallDetail, CallRow } from '#engine/protocol/api.ts'
import type { CallOutcome, LineSpan } from '#engine/protocol/call.ts'
import type { AgentConfig, QueueConfig } from '#engine/protocol/company.ts'
import type { Label } from '#engine/protocol/fields.ts'
import type { ReportInfo, ReportResult } from '#engine/protocol/reports.ts'
import { BREAK_REASONS } from '#engine/protocol/words/agents.ts'

const say = (zh: string, en: string): Label => ({ zh, en })

export const QUEUES: Pick<QueueConfig, 'id' | 'name' | 'serviceLevelMs' | 'serviceLevelPercent'>[] = [
  { id: 'queue-service', name: '客户服务', serviceLevelMs: 20_000, serviceLevelPercent: 80 },
  { id: 'queue-sales', name: '产品销售', serviceLevelMs: 15_000, serviceLevelPercent: 90 },
  { id: 'queue-tech', name: '技术支持', serviceLevelMs: 30_000, serviceLevelPercent: 70 },
  { id: 'queue-en', name: 'English service', serviceLevelMs: 20_000, serviceLevelPercent: 80 },
]
const NAMES =
  '王晓燕 李明 张伟 刘洋 陈静 杨帆 赵磊 黄婷 周敏 吴昊 徐丽 孙强 马超 朱琳 胡军 郭佳 何勇 高翔 林娜 罗斌'.split(' ')
const nameOf = (n: number): string =>
  (NAMES[n % NAMES.length] ?? '') + (n >= NAMES.length ? String(Math.floor(n / NAMES.length)) : '')
/** every reason there is stands on the pages */
const REASONS = Object.keys(BREAK_REASONS)
const REGIONS = ['北京', '上海', '广州', '成都', '武汉']

export function agentConfigs(
  count: number,
): (Pick<
  AgentConfig,
  'id' | 'number' | 'name' | 'region' | 'level' | 'groupId' | 'queueIds' | 'wrapUpMs' | 'autoAnswer' | 'enabled'
> & { version: number })[] {
  return Array.from({ length: count }, (_, n) => ({
    id: `agent-${1001 + n}`,
    version: 1,
    number: String(1001 + n),
    name: nameOf(n),
    region: REGIONS[n % 5] ?? '',
    level: n % 10,
    groupId: n % 2 ? 'group-b' : 'group-a',
    queueIds: [QUEUES[n % 4]?.id ?? '', ...(n % 3 === 0 ? ['queue-service'] : [])].filter(
      (id, at, all) => all.indexOf(id) === at,
    ),
    wrapUpMs: 10_000,
    autoAnswer: false,
    enabled: true,
  }))
}

export function agentView(config: ReturnType<typeof agentConfigs>[number], n: number, now: number): AgentView {
  const mode: AgentView['mode'] =
    n === 0
      ? 'signed-out'
      : ((['ready', 'talking', 'wrap-up', 'break', 'talking', 'signed-out', 'ready'] as const)[n % 7] ?? 'ready')
  return {
    agentId: config.id,
    number: config.number,
    name: config.name,
    region: config.region,
    level: config.level,
    mode,
    available: mode === 'ready',
    signedIn: mode !== 'signed-out',
    signedInAt: now - 7_200_000,
    idleSince: now - n * 4_000,
    answered: (n * 7) % 31,
    groupId: config.groupId,
    queueIds: config.queueIds,
    phone: { type: n % 5 === 3 ? 'none' : 'browser' },
    // nobody who signs out has been seen yet, as after a fresh start
    since: mode === 'signed-out' ? 0 : now - ((n * 37) % 900) * 1_000,
    ...(mode === 'break' ? { breakReason: REASONS[Math.floor(n / 7) % REASONS.length] ?? 'meal' } : {}),
    today: {
      date: '',
      answered: (n * 7) % 31,
      missed: n % 4,
      outbound: n % 6,
      talkMs: n * 131_000,
      wrapUpMs: n * 21_000,
      holdMs: 9_000,
    },
  }
}

const OUTCOMES: CallOutcome[] = [
  'answered',
  'answered',
  'answered',
  'abandoned-in-queue',
  'answered',
  'self-served',
  'answered',
  'voicemail',
  'abandoned-in-flow',
  'overflowed',
]

/** Menu, queue, ring and talk of a made-up call. */
function lineOf({ arrivedAt, waitMs, talkMs, endedAt, queueIds, agentIds }: CallRow): LineSpan[] {
  const queued = arrivedAt + 8_000
  const rung = queued + waitMs
  const spans: LineSpan[] = [
    { from: arrivedAt, to: queued, what: 'menu', who: [] },
    { from: queued, to: rung, what: 'queue', who: queueIds },
  ]
  if (talkMs === 0) return [...spans, { from: rung, to: endedAt, what: 'ring', who: [] }]
  const talk = rung + 1_000
  return [
    ...spans,
    { from: rung, to: talk, what: 'ring', who: agentIds },
    { from: talk, to: talk + talkMs / 2, what: 'talk', who: agentIds },
    { from: talk + talkMs / 2, to: endedAt, what: 'conference', who: [...agentIds, '13900000000'] },
  ]
}

export function callRow(n: number, now: number): CallDetail {
  const at = now - n * 210_000 - 30_000
  const outcome = OUTCOMES[n % OUTCOMES.length] ?? 'answered'
  const queue = QUEUES[n % 4] ?? { id: '', name: '' }
  const agentNo = 1001 + (n % 18)
  const talked = outcome === 'answered'
  const waitMs = ((n * 13) % 60) * 1_000
  const talkMs = talked ? 40_000 + ((n * 29) % 300) * 1_000 : 0
  const row: CallRow = {
    callId: `call-${String(100_000 - n)}`,
    direction: n % 9 === 4 ? 'out' : 'in',
    from: `138${String(10_000_000 + n * 7919).slice(0, 8)}`,
    to: '95588',
    accessNumber: '95588',
    arrivedAt: at,
    answeredAt: at + 1_500,
    endedAt: at + 9_000 + waitMs + talkMs,
    collected: n % 3 === 0 ? { 身份证: '1101', account: '62258801' } : {},
    outcome,
    hungUpBy: talked ? (n % 3 ? 'caller' : 'agent') : outcome === 'self-served' ? 'flow' : 'caller',
    region: REGIONS[n % 5] ?? '',
    vip: n % 11 === 0,
    agentIds: talked ? [`agent-${agentNo}`] : [],
    agentNames: talked ? [nameOf(n % 18)] : [],
    queueIds: [queue.id],
    queueNames: [queue.name],
    waitMs,
    talkMs,
    holdMs: n % 5 === 0 && talked ? 12_000 : 0,
    ...(talked
      ? {
          talkStartedAt: at + 9_000 + waitMs,
          recordingId: `rec-${n}`,
          recording: { id: `rec-${n}`, durationMs: talkMs, formats: ['wav', 'mp3'], gaps: [] },
        }
      : {}),
  }
  return {
    ...row,
    missedAgentIds: [],
    missedAgentNames: [],
    flags: [],
    lines: [],
    line: lineOf(row),
    path: [
      { at: at + 1_500, flowId: 'flow-main', nodeId: 'welcome', nodeName: '欢迎词', outlet: 'done' },
      { at: at + 6_000, flowId: 'flow-main', nodeId: 'menu', nodeName: '主菜单', outlet: `key-${(n % 3) + 1}` },
    ],
    queues: [
      {
        queueId: queue.id,
        joinedAt: at + 8_000,
        leftAt: at + 8_000 + waitMs,
        left: talked ? 'answered' : 'abandoned',
        missed: n % 6 === 0 ? ['agent-1005'] : [],
      },
    ],
    agents: talked
      ? [
          {
            agentId: `agent-${agentNo}`,
            agentNumber: String(agentNo),
            legId: 'leg',
            ringMs: 3_400,
            from: at + 9_000 + waitMs,
            to: row.endedAt,
            holdMs: row.holdMs,
          },
        ]
      : [],
  }
}

const REPORT: ReportInfo = {
  name: 'queue-interval',
  label: say('队列时段报表', 'Queue intervals'),
  group: 'queues' as const,
  parameters: [
    { name: 'from', label: say('开始时间', 'From'), type: 'date', required: true },
    { name: 'to', label: say('结束时间', 'To'), type: 'date', required: true },
    {
      name: 'step',
      label: say('间隔', 'Interval'),
      type: 'choice',
      default: '30',
      options: ['15', '30', '60'].map((value) => ({ value, label: say(`${value} 分钟`, `${value} min`) })),
    },
    { name: 'queues', label: say('队列', 'Queues'), type: 'reference', to: 'queues', many: true },
  ],
  columns: [
    { name: 'start', label: say('时段', 'Interval'), format: 'time', key: true },
    { name: 'queue', label: say('队列', 'Queue'), format: 'text', key: true },
    { name: 'offered', label: say('呼入', 'Offered'), format: 'number' },
    {
      ...{ name: 'answered', label: say('接听', 'Answered'), format: 'number', calls: true },
      help: say('由坐席接听的来电。', 'Callers whom an agent answered.'),
    },
    { name: 'abandoned', label: say('放弃', 'Abandoned'), format: 'number' },
    { name: 'overflowed', label: say('溢出', 'Overflowed'), format: 'number' },
    {
      ...{ name: 'serviceLevel', label: say('服务水平', 'Service level'), format: 'percent' },
      ...{ target: 'serviceTarget', of: ['answered', 'abandoned', 'overflowed'] },
    },
    { name: 'serviceTarget', label: say('服务水平目标', 'Target'), format: 'percent' },
    { name: 'meanWaitMs', label: say('平均等待', 'Mean wait'), format: 'duration' },
    { name: 'longestWaitMs', label: say('最长等待', 'Longest wait'), format: 'duration' },
  ],
  chart: { x: 'start', series: ['offered', 'answered', 'abandoned', 'overflowed', 'serviceLevel'] },
}
export const REPORTS: ReportInfo[] = [REPORT]

export function runReport(from: number, now: number, before = false): ReportResult {
  const rows: ReportResult['rows'] = []
  const start = Number.isFinite(from) ? from : now - 86_400_000
  for (let slot = 16; slot < 40; slot++) {
    for (const queue of QUEUES.slice(0, 2)) {
      const offered = Math.round(18 + 14 * Math.sin(slot / 3.1) + (slot % 5))
      const abandoned = slot % 4
      rows.push({
        start: start + slot * 1_800_000,
        queue: queue.name,
        offered,
        answered: offered - abandoned - 1,
        abandoned,
        overflowed: 1,
        serviceLevel: Math.max(0.5, 0.95 - abandoned * 0.08),
        serviceTarget: queue.serviceLevelPercent / 100,
        meanWaitMs: 4_000 + slot * 200,
        longestWaitMs: 31_000 + slot * 900,
      })
    }
  }
  const sums = ['offered', 'answered', 'abandoned', 'overflowed']
  const total = Object.fromEntries(sums.map((name) => [name, rows.reduce((sum, row) => sum + Number(row[name]), 0)]))
  const then = (row: ReportResult['rows'][number]) =>
    Object.fromEntries(
      Object.entries(row).map(([name, value]) => [name, typeof value === 'number' ? value * 0.8 : value]),
    )
  return {
    ...{ report: 'queue-interval', columns: REPORT.columns, rows, total, asOf: now },
    keys: rows.map(({ start, queue }) => ({ start: Number(start), queue: String(queue) })),
    ...(before
      ? { before: { from: start - 604_800_000, to: start - 518_400_000, rows: rows.map(then), total: then(total) } }
      : {}),
  }
}
