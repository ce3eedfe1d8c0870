// The mock's other routes: session, configuration in memory, call log, reports, logs, demo.
import type { CallRow, Found, Right, SessionInfo } from '#engine/protocol/api.ts'
import type { TryAsk } from '#engine/protocol/flow-try.ts'
import { rehearse } from '#engine/routing/core/ivr/rehearse.ts'
import { type MockAnswer, type MockAsked, ok, paged, refuse } from './asked.ts'
import { DISPOSITIONS, STATES } from './desk.ts'
import { createExports } from './exports.ts'
import { callRow, REPORTS, runReport } from './fixtures.ts'
import { KINDS, NODE_KINDS, NODES, writeRightOf } from './kinds.ts'
import { createRecords } from './records.ts'
import { sound } from './sound.ts'

/** Nothing kept yet, for pages of the centre's own affairs. */
const OFFICE: Record<string, unknown> = {
  '/api/keys': [],
  '/api/mobile-regions': { prefixes: 0, regions: 0 },
  '/api/key-log': { rows: [], total: 0, page: 1, pageSize: 20 },
  '/api/webhooks': [],
  '/api/webhook-log': { rows: [], total: 0, page: 1, pageSize: 20 },
  '/api/area-alarm-rules': { enabled: true, windowMinutes: 60, level1: 20, level2: 10, level3: 5 },
  '/api/own/second-factor': { on: false, codesLeft: 0 },
  '/api/own/sessions': [],
  '/api/licence': { agentsUsed: 12 },
}

let demo = false
let demoRate = 6
const BASE: Omit<SessionInfo, 'account' | 'name' | 'role' | 'rights' | 'overAll'> = {
  accountId: 'a',
  lang: 'zh',
  version: '0.1.0',
  companyName: '云港客户服务中心',
  look: { companyName: '云港客户服务中心', colour: 'sea' },
  timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
  demo: false,
  agentStates: STATES,
  dispositions: DISPOSITIONS,
}
/** The agent's rights reach the own only. */
function accountOf(account: string): SessionInfo {
  const known = named(account)
  return { ...known, overAll: known.role === 'agent' ? [] : known.rights }
}
function named(account: string): Omit<SessionInfo, 'overAll'> {
  if (account === 'admin')
    return {
      ...BASE,
      demo,
      account,
      name: '系统管理员',
      role: 'administrator',
      rights: [
        'export',
        'desk',
        'monitor',
        'supervise',
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
      rights: ['monitor', 'supervise', 'calls-all', 'recordings', 'reports', 'export', 'plan-view', 'demo'],
    }
  if (account === 'planner')
    return {
      ...BASE,
      demo,
      account,
      name: '排班员 吴昊',
      role: 'planner',
      rights: ['monitor', 'reports', 'export', 'plan', 'plan-view'],
    }
  return {
    ...BASE,
    demo,
    account,
    name: '王晓燕',
    role: 'agent',
    rights: ['desk', 'calls-own', 'export', 'plan-view'],
    agentId: 'agent-1001',
  }
}

export function sessionOf(cookie: string | undefined): SessionInfo | undefined {
  const account = /mock=([\w-]+)/.exec(cookie ?? '')?.[1]
  return account ? accountOf(account) : undefined
}

/** As the gateway does it, without pinyin: that is tested against the real one. */
function findIn(tables: ReturnType<typeof createRecords>['tables'], { query, session }: MockAsked): Found {
  const text = query.get('q') ?? ''
  const people = (kind: string, right: Right): Found['agents'] =>
    (session?.rights.includes(right) ? (tables.get(kind) ?? []) : [])
      .map((row) => ({ id: row.id, number: String(row.number), name: String(row.name) }))
      .filter(({ number, name }) => number.includes(text) || name.includes(text))
      .slice(0, 8)
  return { agents: people('agents', 'monitor'), customers: people('customers', 'configure') }
}

export function createRoutes(): (asked: MockAsked) => MockAnswer | undefined {
  const now = Date.now()
  const rows = Array.from({ length: 1_234 }, (_, n) => callRow(n, now))
  const { tables, config, versions } = createRecords()
  function calls(asked: MockAsked): CallRow[] {
    const q = asked.query
    const has = (name: string, match: (value: string) => boolean): boolean => !q.get(name) || match(q.get(name) ?? '')
    return rows.filter(
      (row) =>
        has('number', (v) => row.from.includes(v)) &&
        has('outcome', (v) => row.outcome === v) &&
        has('queueId', (v) => row.queueIds.includes(v)) &&
        has('hungUpBy', (v) => row.hungUpBy === v) &&
        has('from', (v) => row.arrivedAt >= Number(v)) &&
        has('to', (v) => row.arrivedAt < Number(v)),
    )
  }
  const exports = createExports((asked) => calls(asked).length)

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
        callbackQueues: [],
        numbers: [
          { number: '95588', name: '客服热线', lang: 'zh' },
          { number: '95599', name: 'English line', lang: 'en' },
        ],
      })
    if (path === '/api/about')
      return ok({ companyName: BASE.companyName, version: BASE.version, timeZone: BASE.timeZone })
    // the token is asked about by what every screen asks first
    if (path === '/api/kiosk/words' || path === '/api/kiosk/boards')
      return asked.query.get('token') === 'board' ? ok([]) : refuse(403, 'not-allowed')
    if (path === '/api/kiosk/demo')
      return asked.query.get('token') === 'board' ? ok({ on: demo }) : refuse(403, 'not-allowed')
    if (!session) return refuse(401, 'not-signed-in')
    const [, , area, first, second] = path.split('/')
    if (path === '/api/session') return ok(session)
    if (path === '/api/sign-out') return { ...ok({}), cookie: 'mock=; Path=/; Max-Age=0' }
    // business records are looked at on the real gateway (business.e2e)
    if (area === 'business-kinds') return ok([])
    if (area === 'config-kinds')
      return ok(
        KINDS.map((kind) => ({
          ...kind,
          mayWrite: session.rights.includes(writeRightOf(kind.kind)),
        })),
      )
    if (area === 'supervise') return ok({})
    if (Object.hasOwn(OFFICE, path)) return ok(OFFICE[path])
    if (path === '/api/floor')
      return ok({
        agents: (tables.get('agents') ?? []).map((row, n) => ({
          ...{ agentId: row.id, department: n % 2 ? '客服部 / 一线' : '客服部', group: '一组', position: 'ordinary' },
        })),
        queueIds: (tables.get('queues') ?? []).map(({ id }) => id),
      })
    if (path === '/api/lines')
      return ok({
        trunks: [
          { id: 'trunk-1', name: '电信主线', state: 'registered' },
          { id: 'trunk-2', name: '联通备线', state: 'not-registered' },
        ],
        extensions: Array.from({ length: 12 }, (_, n) => ({
          number: String(8001 + n),
          name: `分机 ${8001 + n}`,
          registered: n % 4 !== 3,
        })),
      })
    if (['/api/announcements', '/api/staff-threads', '/api/area-alarms', '/api/machine/processes'].includes(path))
      return ok([])
    if (path === '/api/machine/disk')
      return ok({ free: 4e11, total: 1e12, recordingsPerDay: 2e9, ledgerPerDay: 1e8, daysLeft: 190 })
    if (path === '/api/find') return ok(findIn(tables, asked))
    if (area === 'flow-nodes') return ok(NODES)
    if (area === 'flow-try') return ok(rehearse(NODE_KINDS, asked.body as TryAsk, Date.now()))
    if (area === 'flows' && first) return versions(first, path.split('/')[5])
    if (area === 'config' && path.endsWith('/used')) return ok([{ zh: '接入号：95588', en: 'Access numbers: 95588' }])
    if (area === 'config' && first) return config(asked, first, second)
    if (path === '/api/calls') return paged(calls(asked), asked.query)
    if (area === 'exports') return exports(asked)
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
    if (area === 'reports' && path.endsWith('/calls'))
      return ok({ rows: Array.from({ length: 8 }, (_, n) => callRow(n, now)), total: 31 })
    if (area === 'reports') return ok(runReport(Number(asked.query.get('from')), now, asked.query.has('before')))
    if (area === 'demo') {
      if (method === 'POST') {
        const wanted = asked.body as { on: boolean; callsPerMinute: number }
        demo = wanted.on
        demoRate = wanted.callsPerMinute
      }
      return ok({ on: demo, callsPerMinute: demoRate })
    }
    if (area === 'kiosk') return ok({ path: '/kiosk?token=board' })
    return undefined
  }
}
