// The mock's other routes: session, configuration in memory, call log, reports, logs, demo.
import type { ApiError, Page, SessionInfo } from '#engine/protocol/api.ts'
import type { Flow } from '#engine/protocol/company.ts'
import { REFUSALS, type RefusalName } from '#engine/protocol/refusals.ts'
import { agentConfigs, callRow, QUEUES, REPORTS, runReport } from './fixtures.ts'
import { FLOW, flowProblems, KINDS, NODES } from './kinds.ts'
import { ROSTER_TABLES } from './roster-kinds.ts'
import { sound } from './sound.ts'
import type { MockWorld } from './world.ts'

export interface MockAsked {
  method: string
  path: string
  query: URLSearchParams
  session: SessionInfo | undefined
  body: unknown
  fileName: string
}
export interface MockAnswer {
  status: number
  json?: unknown
  bytes?: Buffer
  type?: string
  cookie?: string
}
type Row = { id: string; version?: number } & Record<string, unknown>

export const refuse = (status: number, refusal: RefusalName, more: Partial<ApiError> = {}): MockAnswer => {
  const { zh, en } = REFUSALS[refusal]
  const json: ApiError = { refusal, message: { zh, en }, ...more }
  return { status, json }
}

let demo = false
let demoRate = 6
const BASE: Omit<SessionInfo, 'account' | 'name' | 'role' | 'rights'> = {
  accountId: 'a',
  lang: 'zh',
  version: '0.1.0',
  companyName: '云港客户服务中心',
  timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
  demo: false,
}
function accountOf(account: string): SessionInfo {
  if (account === 'admin')
    return {
      ...BASE,
      demo,
      account,
      name: '系统管理员',
      role: 'administrator',
      rights: [
        'desk',
        'monitor',
        'calls-own',
        'calls-all',
        'recordings',
        'reports',
        'configure',
        'accounts',
        'sign-in-log',
        'plan',
        'plan-view',
        'demo',
      ],
    }
  if (account === 'lead')
    return {
      ...BASE,
      demo,
      account,
      name: '班长 周敏',
      role: 'supervisor',
      rights: ['monitor', 'calls-all', 'recordings', 'reports', 'plan-view', 'demo'],
    }
  return {
    ...BASE,
    demo,
    account,
    name: '王晓燕',
    role: 'agent',
    rights: ['desk', 'calls-own', 'plan-view'],
    agentId: 'agent-1001',
  }
}

export function sessionOf(cookie: string | undefined): SessionInfo | undefined {
  const account = /mock=([\w-]+)/.exec(cookie ?? '')?.[1]
  return account ? accountOf(account) : undefined
}

export function createRoutes(world: MockWorld): (asked: MockAsked) => MockAnswer | undefined {
  const now = Date.now()
  const tables = new Map<string, Row[]>([
    ['agents', agentConfigs(32)],
    [
      'queues',
      QUEUES.map((queue) => ({
        ...queue,
        version: 1,
        strategy: 'longest-idle',
        preferences: ['last-served', 'same-region'],
        ringMs: 20_000,
        maxWaitMs: 300_000,
        onMaxWait: { type: 'voicemail' },
        announcePosition: true,
        enabled: true,
      })),
    ],
    [
      'groups',
      [
        { id: 'group-a', version: 1, name: '甲组' },
        { id: 'group-b', version: 1, name: '乙组' },
      ],
    ],
    [
      'numbers',
      [
        {
          id: 'number-1',
          version: 1,
          number: '95588',
          name: '客服热线',
          vip: false,
          flowId: 'flow-main',
          hours: [{ days: ['1', '2', '3', '4', '5'], from: '08:30', to: '18:00' }],
          enabled: true,
        },
      ],
    ],
    ['extensions', [{ id: 'ext-1', version: 1, number: '8001', name: '前台', enabled: true }]],
    ['holidays', []],
    ['flows', [FLOW as unknown as Row]],
    ...ROSTER_TABLES,
    ['prompts', [{ id: 'prompt-menu', version: 1, name: '主菜单提示', durationMs: 6_200, lang: 'zh' }]],
  ])
  const rows = Array.from({ length: 1_234 }, (_, n) => callRow(n, now))
  const ok = (json: unknown): MockAnswer => ({ status: 200, json })
  const paged = <Item>(all: Item[], query: URLSearchParams): MockAnswer => {
    const page = Number(query.get('page') ?? 1)
    const pageSize = Number(query.get('pageSize') ?? 20)
    const json: Page<Item> = {
      rows: all.slice((page - 1) * pageSize, page * pageSize),
      total: all.length,
      page,
      pageSize,
    }
    return ok(json)
  }

  function config(asked: MockAsked, kind: string, id: string | undefined): MockAnswer | undefined {
    const table = tables.get(kind)
    if (!table) return refuse(404, 'not-found')
    const found = table.find((row) => row.id === id)
    if (asked.method === 'GET' && !id) {
      const search = asked.query.get('search') ?? ''
      return paged(
        table.filter((row) => JSON.stringify(row).includes(search)),
        asked.query,
      )
    }
    if (asked.method === 'GET') return found ? ok(found) : refuse(404, 'not-found')
    if (asked.method === 'DELETE') {
      if (kind === 'groups') return refuse(409, 'in-use', { detail: 'agents' })
      tables.set(
        kind,
        table.filter((row) => row.id !== id),
      )
      return ok(found)
    }
    const body = asked.body as Row
    if (found && body.version !== found.version) return refuse(409, 'changed-meanwhile')
    const fields = (KINDS.find((one) => one.kind === kind)?.fields ?? [])
      .filter(
        (field) =>
          field.required && field.type !== 'password' && (body[field.name] === undefined || body[field.name] === ''),
      )
      .map((field) => ({ path: field.name, message: 'is required' }))
    if (table.some((row) => row.id !== id && row.number !== undefined && row.number === body.number))
      fields.push({ path: 'number', message: 'is already in use' })
    if (fields.length > 0) return refuse(400, 'bad-input', { fields })
    const problems = kind === 'flows' ? flowProblems((body.nodes ?? []) as Flow['nodes']) : []
    if (problems.length > 0) return refuse(422, 'flow-not-valid', { problems })
    const row: Row = { ...found, ...body, id: id ?? `${kind}-${Date.now()}`, version: (found?.version ?? 0) + 1 }
    tables.set(kind, found ? table.map((one) => (one.id === id ? row : one)) : [...table, row])
    return ok(row)
  }

  function calls(asked: MockAsked): MockAnswer {
    const q = asked.query
    const has = (name: string, match: (value: string) => boolean): boolean => !q.get(name) || match(q.get(name) ?? '')
    return paged(
      rows.filter(
        (row) =>
          has('number', (v) => row.from.includes(v)) &&
          has('outcome', (v) => row.outcome === v) &&
          has('queueId', (v) => row.queueIds.includes(v)) &&
          has('hungUpBy', (v) => row.hungUpBy === v) &&
          has('from', (v) => row.arrivedAt >= Number(v)) &&
          has('to', (v) => row.arrivedAt < Number(v)),
      ),
      q,
    )
  }

  return (asked) => {
    const { path, method, session } = asked
    if (path === '/api/sign-in') {
      const { account, password } = asked.body as { account: string; password: string }
      if (password === 'wrong') return refuse(401, 'wrong-password')
      return { ...ok(accountOf(account)), cookie: `mock=${account}; Path=/; HttpOnly` }
    }
    if (path === '/api/call-us')
      return ok({
        server: '',
        uri: 'sip:guest@mock.invalid',
        authorizationUser: 'guest',
        password: '',
        expiresAt: Date.now() + 60_000,
        companyName: BASE.companyName,
        numbers: [
          { number: '95588', name: '客服热线', lang: 'zh' },
          { number: '95599', name: 'English line', lang: 'en' },
        ],
      })
    if (path === '/api/kiosk/demo')
      return asked.query.get('token') === 'board' ? ok({ on: demo }) : refuse(403, 'not-allowed')
    if (!session) return refuse(401, 'not-signed-in')
    const [, , area, first, second] = path.split('/')
    if (path === '/api/session') return ok(session)
    if (path === '/api/sign-out') return { ...ok({}), cookie: 'mock=; Path=/; Max-Age=0' }
    if (area === 'config-kinds') return ok(KINDS)
    if (area === 'flow-nodes') return ok(NODES)
    if (area === 'config' && first) return config(asked, first, second)
    if (path === '/api/calls') return calls(asked)
    if (area === 'calls' && second === 'recording') return { status: 200, bytes: sound(), type: 'audio/wav' }
    if (area === 'calls')
      return rows.some((row) => row.callId === first)
        ? ok(rows.find((row) => row.callId === first))
        : refuse(404, 'unknown-call')
    if (area === 'prompts' && first) return { status: 200, bytes: sound(), type: 'audio/wav' }
    if (area === 'prompts' && method === 'POST') {
      if ((asked.body as Buffer).toString('latin1', 0, 4) !== 'RIFF')
        return refuse(400, 'bad-input', { fields: [{ path: 'file', message: 'neither WAV nor MP3' }] })
      const row = {
        id: `prompt-${Date.now()}`,
        version: 1,
        name: asked.query.get('name') ?? 'prompt',
        durationMs: 2_000,
      }
      tables.get('prompts')?.push(row)
      return ok(row)
    }
    if (path === '/api/reports') return ok(REPORTS)
    if (area === 'reports') return ok(runReport(Number(asked.query.get('from')), now))
    if (area === 'sign-in-log')
      return paged(
        Array.from({ length: 60 }, (_, n) => ({
          id: n,
          at: now - n * 900_000,
          account: n % 4 ? '1001' : 'admin',
          ip: `10.0.0.${n % 20}`,
          ok: n % 7 !== 3,
          reason: n % 7 === 3 ? 'wrong-password' : 'ok',
          userAgent: 'Mozilla/5.0 (X11; Linux x86_64) Chrome/156',
        })),
        asked.query,
      )
    if (area === 'audit')
      return paged(
        Array.from({ length: 40 }, (_, n) => ({
          id: n,
          at: now - n * 1_800_000,
          account: 'admin',
          ip: '10.0.0.2',
          action: ['created', 'changed', 'deleted'][n % 3],
          kind: 'agents',
          recordId: `agent-${1001 + n}`,
          title: '王晓燕',
          before: n % 3 ? { level: 4 } : null,
          after: n % 3 === 2 ? null : { level: 5 },
        })),
        asked.query,
      )
    if (area === 'demo') {
      if (method === 'POST') {
        const wanted = asked.body as { on: boolean; callsPerMinute: number }
        demo = wanted.on
        demoRate = wanted.callsPerMinute
      }
      return ok({ on: demo, callsPerMinute: demoRate })
    }
    if (area === 'system')
      return ok({
        version: BASE.version,
        parts: [
          { name: 'engine-1', up: true, detail: `${world.agents.size} agents` },
          { name: 'media-1', up: true, detail: 'rtpengine, 12 legs' },
          { name: 'kamailio', up: true, detail: '5.6.3' },
          { name: 'analytics', up: false, detail: 'not heard of for 12 s' },
        ],
      })
    if (area === 'kiosk') return ok({ path: '/kiosk?token=board' })
    return undefined
  }
}
