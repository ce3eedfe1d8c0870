// The sign-in log and the audit log.
import { z } from 'zod'
import { SIGN_IN_REASONS, type SignInReason } from '../../protocol/words/records.ts'
import { AUDIT_COLUMNS, auditLog, SIGN_IN_COLUMNS, signInLog } from '../../records/accounts/logs.ts'
import { json, type Route, route } from '../http/route.ts'
import { flag, pageOf, paging, sorting, when } from '../http/schemas.ts'
import type { Services } from '../http/services.ts'

const common = { from: when.optional(), to: when.optional(), account: z.string().max(100).optional(), ...paging }

const signIn = z.object({
  id: z.number(),
  at: z.number(),
  account: z.string(),
  ip: z.string(),
  ok: z.boolean(),
  reason: z.enum(Object.keys(SIGN_IN_REASONS) as [SignInReason, ...SignInReason[]]),
  userAgent: z.string(),
})

const auditEntry = z.object({
  id: z.number(),
  at: z.number(),
  account: z.string(),
  ip: z.string(),
  action: z.string(),
  kind: z.string(),
  recordId: z.string(),
  title: z.string(),
  before: z.json(),
  after: z.json(),
})

export function logRoutes({ sql }: Services): Route[] {
  return [
    route({
      method: 'GET',
      path: '/api/sign-in-log',
      summary: 'Every attempt to sign in, failed ones too',
      right: 'sign-in-log',
      tag: 'logs',
      query: z.object({ ok: flag.optional(), ...sorting(SIGN_IN_COLUMNS), ...common }),
      answer: pageOf(signIn),
      handle: async ({ query }) => json(await signInLog(sql, query)),
    }),
    route({
      method: 'GET',
      path: '/api/audit',
      summary: 'What operators did, with the values before and after',
      right: 'sign-in-log',
      tag: 'logs',
      query: z.object({
        kind: z.string().max(40).optional(),
        recordId: z.string().max(64).optional(),
        action: z.string().max(40).optional(),
        target: z.string().max(100).optional(),
        ...sorting(AUDIT_COLUMNS),
        ...common,
      }),
      answer: pageOf(auditEntry),
      handle: async ({ query }) => json(await auditLog(sql, query)),
    }),
  ]
}
