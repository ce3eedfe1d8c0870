// The sign-in log and the audit log, searched and paged, newest first or by a column.
import type { Page } from '../../protocol/api.ts'
import { type Columns, type Order, orderBy } from '../store/order.ts'
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

export const SIGN_IN_COLUMNS = {
  ...{ at: 'at', account: { words: 'account' }, ip: 'ip', reason: 'reason', userAgent: 'user_agent' },
} as const satisfies Columns

export const AUDIT_COLUMNS = {
  ...{ at: 'at', account: { words: 'account' }, ip: 'ip', action: 'action', title: { words: 'title' } },
} as const satisfies Columns

export interface LogQuery<By extends string = string> extends Order<By> {
  from?: number | undefined
  to?: number | undefined
  account?: string | undefined
  /** sign-ins */
  ok?: boolean | undefined
  /** audit */
  kind?: string | undefined
  recordId?: string | undefined
  action?: string | undefined
  /** words of what was acted on, or its id */
  target?: string | undefined
  page: number
  pageSize: number
}

export const signInLog = (sql: Sql, query: LogQuery<keyof typeof SIGN_IN_COLUMNS>): Promise<Page<SignInRow>> =>
  paged(sql, sql`id, at, account, ip, ok, reason, user_agent`, sql`sign_in_log`, query, SIGN_IN_COLUMNS, [
    ...(query.ok === undefined ? [] : [sql`ok = ${query.ok}`]),
  ])

export const auditLog = (sql: Sql, query: LogQuery<keyof typeof AUDIT_COLUMNS>): Promise<Page<AuditRow>> =>
  paged(
    sql,
    sql`id, at, account, ip, action, kind, record_id, title, before, after`,
    sql`audit_log`,
    query,
    AUDIT_COLUMNS,
    [
      ...(query.kind ? [sql`kind = ${query.kind}`] : []),
      ...(query.recordId ? [sql`record_id = ${query.recordId}`] : []),
      ...(query.action ? [sql`action = ${query.action}`] : []),
      ...(query.target ? [sql`(title ilike ${like(query.target)} or record_id = ${query.target})`] : []),
    ],
  )

async function paged<Row extends object, By extends string>(
  sql: Sql,
  columns: Fragment,
  table: Fragment,
  query: LogQuery<By>,
  sorted: Columns<By>,
  more: Fragment[],
): Promise<Page<Row>> {
  const where = [sql`true`, ...common(sql, query), ...more].reduce((all, one) => sql`${all} and ${one}`)
  const rows = await sql<Row[]>`select ${columns} from ${table} where ${where}
    order by ${orderBy(sql, sorted, query)} id desc limit ${query.pageSize} offset ${(query.page - 1) * query.pageSize}`
  const [count] = await sql<{ total: number }[]>`select count(*) as total from ${table} where ${where}`
  return { rows: [...rows] as Row[], total: count?.total ?? 0, page: query.page, pageSize: query.pageSize }
}

const like = (text: string): string => `%${text.replace(/[\\%_]/g, (mark) => `\\${mark}`)}%`

function common(sql: Queries, query: LogQuery): Fragment[] {
  const parts: Fragment[] = []
  if (query.from !== undefined) parts.push(sql`at >= ${query.from}::timestamptz`)
  if (query.to !== undefined) parts.push(sql`at < ${query.to}::timestamptz`)
  if (query.account) parts.push(sql`account ilike ${like(query.account)}`)
  return parts
}
