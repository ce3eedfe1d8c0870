// The step-by-step log of what operators did: who, when, from where, before and after. Secrets never get in.
import type { Label } from '../../protocol/fields.ts'
import type { AuditAct, OtherKind, SUPERVISION_ACTS } from '../../protocol/words/records.ts'
import type { Queries } from '../store/postgres.ts'

/** Who does it. */
export interface By {
  accountId: string
  account: string
  ip: string
}

/** A configured kind brings its own words (`audited`); the rest have theirs in engine/protocol/words. */
export type AuditedKind = OtherKind | Configured
type Configured = string & { readonly configured: true }
export const audited = ({ kind }: { kind: string; label: Label }): AuditedKind => kind as Configured

export interface AuditEntry {
  action: AuditAct
  kind: AuditedKind
  recordId: string
  title?: string
  before?: unknown
  after?: unknown
}

export type SupervisionAct = keyof typeof SUPERVISION_ACTS

const json = (value: unknown): string | null => (value === undefined ? null : JSON.stringify(value))

export async function audit(sql: Queries, by: By, entry: AuditEntry): Promise<void> {
  await sql`insert into audit_log (account_id, account, ip, action, kind, record_id, title, before, after)
    values (${by.accountId}, ${by.account}, ${by.ip}, ${entry.action}, ${entry.kind}, ${entry.recordId},
      ${entry.title ?? ''}, ${json(entry.before)}::text::jsonb, ${json(entry.after)}::text::jsonb)`
}
