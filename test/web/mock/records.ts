// The mock's configuration: records of every kind in memory, with the checks that pages must be able to tell.
import type { Flow } from '#engine/protocol/company.ts'
import { type MockAnswer, type MockAsked, ok, paged, refuse } from './asked.ts'
import { agentConfigs, QUEUES } from './fixtures.ts'
import { FLOW, flowProblems, KINDS } from './kinds.ts'
import { ROSTER_TABLES } from './roster-kinds.ts'
import { sampleRows } from './sample-rows.ts'

const IN_FORCE_AT = Date.parse('2026-11-02T09:30:00+08:00')

type Row = { id: string; version?: number } & Record<string, unknown>

export interface MockRecords {
  tables: Map<string, Row[]>
  config(asked: MockAsked, kind: string, id: string | undefined): MockAnswer | undefined
  /** what was published of a flow, newest first, or one of it */
  versions(id: string, version: string | undefined): MockAnswer
}

export function createRecords(): MockRecords {
  const tables = new Map<string, Row[]>([
    ...KINDS.map((kind): [string, Row[]] => [kind.kind, sampleRows(kind)]),
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
    ['flow-drafts', []],
    ['flow-tests', []],
    ...ROSTER_TABLES,
    ['prompts', [{ id: 'prompt-menu', version: 1, name: '主菜单提示', durationMs: 6_200, lang: 'zh' }]],
  ])
  const published: Row[] = [structuredClone(FLOW as unknown as Row)]
  function versions(id: string, version: string | undefined): MockAnswer {
    const all = published.filter((row) => row.id === id).reverse()
    const found = all.find((row) => String(row.version) === version)
    if (version) return found ? ok(found) : refuse(404, 'not-found')
    return ok(all.map((row) => ({ version: row.version, name: row.name, savedAt: Date.now(), account: 'admin' })))
  }
  function config(asked: MockAsked, kind: string, id: string | undefined): MockAnswer | undefined {
    const table = tables.get(kind)
    if (!table) return refuse(404, 'not-found')
    const found = table.find((row) => row.id === id)
    if (asked.method === 'GET' && !id) {
      const search = asked.query.get('search') ?? ''
      const flowId = asked.query.get('flowId')
      return paged(
        table
          .filter((row) => JSON.stringify(row).includes(search) && (!flowId || row.flowId === flowId))
          .map((row) => ({ inForceAt: IN_FORCE_AT, ...row })),
        asked.query,
      )
    }
    if (asked.method === 'GET') return found ? ok(found) : refuse(404, 'not-found')
    if (asked.method === 'DELETE') {
      if (kind === 'groups') return refuse(409, 'in-use', { say: { zh: '坐席：王晓燕', en: 'Agents: 王晓燕' } })
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
    if (kind === 'flows') published.push(structuredClone(row))
    tables.set(kind, found ? table.map((one) => (one.id === id ? row : one)) : [...table, row])
    return ok(row)
  }

  return { tables, config, versions }
}
