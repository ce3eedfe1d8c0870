// The mock's logs and system page: every act, every kind and every reason is there once, so that pages show all words.
import type { Label } from '#engine/protocol/fields.ts'
import { AUDIT_ACTS, type AuditAct, OTHER_KINDS, SIGN_IN_REASONS } from '#engine/protocol/words/records.ts'
import type { MockAnswer, MockAsked } from './asked.ts'
import { KINDS } from './kinds.ts'

const say = (zh: string, en: string): Label => ({ zh, en })
const ACTS = Object.keys(AUDIT_ACTS) as AuditAct[]
const THINGS = [...KINDS.map(({ kind }) => kind), ...Object.keys(OTHER_KINDS)]
const REASONS = Object.keys(SIGN_IN_REASONS)

const signIn = (n: number, now: number) => ({
  id: n,
  at: now - n * 900_000,
  account: n % 4 ? '1001' : 'admin',
  ip: `10.0.0.${n % 20}`,
  ok: n % REASONS.length === 0,
  reason: REASONS[n % REASONS.length],
  userAgent: 'Mozilla/5.0 (X11; Linux x86_64) Chrome/156',
})

const SAMPLES: Record<string, Record<string, unknown>> = {
  agents: { number: '1001', name: '王晓燕', level: 4, groupId: 'group-a', queueIds: ['queue-sales'], autoAnswer: true },
  queues: { name: '产品销售', strategy: 'longest-idle', preferences: ['last-served'], onMaxWait: { type: 'hang-up' } },
  rosters: { id: 'roster-x', name: '第 48 周', state: 'draft', series: 'all', from: '2026-11-23', days: 7, version: 3 },
  swaps: { id: 'swap-x', fromName: '李明', toName: '王晓燕', state: 'asked', askedAt: 1_764_000_000_000, note: '' },
  calls: { outcome: 'abandoned-in-queue', hungUpBy: 'caller', direction: 'in', lang: 'zh', page: 1, pageSize: 50 },
  'plan-history': { series: 'all', accepted: 96, from: '2026-01-01', to: '2026-01-31' },
  'plan-forecast': { what: 'forecast', format: 'csv', lang: 'zh', horizon: 'interval', slotMinutes: 30 },
  demo: { on: true, callsPerMinute: 6 },
}

const entry = (n: number, now: number) => {
  const kind = THINGS[n % THINGS.length] ?? 'agents'
  const sample = SAMPLES[kind] ?? { name: '示例' }
  return {
    id: n,
    at: now - n * 1_800_000,
    account: 'admin',
    ip: '10.0.0.2',
    action: ACTS[n % ACTS.length],
    kind,
    recordId: `${kind}-${n}`,
    title: n % 3 ? '王晓燕' : '',
    before: n % 3 ? { ...sample, ...(kind === 'agents' ? { level: 5 } : {}) } : null,
    after: n % 5 === 2 ? null : sample,
  }
}

export function createLogRoutes(now: number): (asked: MockAsked) => MockAnswer | undefined {
  const paged = <Row>(all: Row[], query: URLSearchParams): MockAnswer => {
    const [page, pageSize] = [Number(query.get('page') ?? 1), Number(query.get('pageSize') ?? 20)]
    const rows = all.slice((page - 1) * pageSize, page * pageSize)
    return { status: 200, json: { rows, total: all.length, page, pageSize } }
  }
  return ({ path, query, session }) => {
    if (!session) return undefined
    const count = ACTS.length * THINGS.length
    if (path === '/api/sign-in-log')
      return paged(
        Array.from({ length: 60 }, (_, n) => signIn(n, now)),
        query,
      )
    if (path === '/api/audit')
      return paged(
        Array.from({ length: count }, (_, n) => entry(n, now)),
        query,
      )
    if (path === '/api/checklist')
      return {
        status: 200,
        json: [
          {
            name: say('网页与接口', 'Pages and API'),
            state: 'good',
            detail: say('127.0.0.1:8080，仅本机可达', '127.0.0.1:8080, this machine only'),
          },
          {
            name: say('公开密码', 'Published passwords'),
            state: 'bad',
            detail: say('以下账号仍用示例密码：admin', 'Sample passwords still open: admin'),
          },
          { name: say('示例公司', 'Sample company'), state: 'look', detail: say('已开启', 'On') },
        ],
      }
    if (path !== '/api/system') return undefined
    const parts = [
      { name: say('引擎节点 engine-1', 'Engine node engine-1'), up: true, detail: say('12 坐席', '12 agents') },
      {
        name: say('媒体节点 media-1', 'Media node media-1'),
        up: true,
        detail: say('rtpengine，12 路', 'rtpengine, 12 legs'),
      },
      { name: say('分析服务', 'Analytics'), up: false, detail: say('没有应答', 'does not answer') },
    ]
    return { status: 200, json: { version: '0.1.0', parts, nodes: [] } }
  }
}
