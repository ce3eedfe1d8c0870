// The sign-in log and the audit log, searched and paged, newest first.
import type { Page } from '../../protocol/api.ts'
import type { Fragment, Queries, Sql } from '../store/postgres.ts'

export interface SignInRow {
  id: number
  at: number
  account: string
  ip: string
  ok: boolean
  reason: string
  userAgent: string
}

export interface AuditRow {
  id: number
  at: number
  account: string
  ip: string
  action: string
  kind: string
  recordId: string
  title: string
  before: unknown
  after: unknown
}

export interface LogQuery {
  from?: number | undefined
  to?: number | undefined
  account?: string | undefined
  /** sign-ins */
  ok?: boolean | undefined
  /** audit */
  kind?: string | undefined
  recordId?: string | undefined
  action?: string | undefined
  page: number
  pageSize: number
}

export const signInLog = (sql: Sql, query: LogQuery): Promise<Page<SignInRow>> =>
  paged(sql, sql`id, at, account, ip, ok, reason, user_agent`, sql`sign_in_log`, query, [
    ...(query.ok === undefined ? [] : [sql`ok = ${query.ok}`]),
  ])

export const auditLog = (sql: Sql, query: LogQuery): Promise<Page<AuditRow>> =>
  paged(sql, sql`id, at, account, ip, action, kind, record_id, title, before, after`, sql`audit_log`, query, [
    ...(query.kind ? [sql`kind = ${query.kind}`] : []),
    ...(query.recordId ? [sql`record_id = ${query.recordId}`] : []),
    ...(query.action ? [sql`action = ${query.action}`] : []),
  ])

async function paged<Row extends object>(
  sql: Sql,
  columns: Fragment,
  table: Fragment,
  query: LogQuery,
  more: Fragment[],
): Promise<Page<Row>> {
  const where = [sql`true`, ...common(sql, query), ...more].reduce((all, one) => sql`${all} and ${one}`)
  const rows = await sql<Row[]>`select ${columns} from ${table} where ${where}
    order by id desc limit ${query.pageSize} offset ${(query.page - 1) * query.pageSize}`
  const [count] = await sql<{ total: number }[]>`select count(*) as total from ${table} where ${where}`
  return { rows: [...rows] as Row[], total: count?.total ?? 0, page: query.page, pageSize: query.pageSize }
}

function common(sql: Queries, query: LogQuery): Fragment[] {
  const parts: Fragment[] = []
  if (query.from !== undefined) parts.push(sql`at >= ${query.from}::timestamptz`)
  if (query.to !== undefined) parts.push(sql`at < ${query.to}::timestamptz`)
  if (query.account) parts.push(sql`account ilike ${`%${query.account.replace(/[\\%_]/g, (mark) => `\\${mark}`)}%`}`)
  return parts
}
