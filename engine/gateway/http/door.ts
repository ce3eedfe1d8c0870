// The door of every route: who is it, may they, is the input right. Pure of sockets, so a test can walk all routes.
import type { z } from 'zod'
import type { Session } from '../../records/accounts/accounts.ts'
import { type Outcome, type Refused, refused } from '../../records/record/outcome.ts'
import { may, type Who } from '../../rights/may.ts'
import type { Route } from './route.ts'

/** a wall screen, and a key of the API */
const NO_PERSON: ReadonlySet<string> = new Set(['kiosk', 'integration'])

/** Nobody's own: only a right over all reaches it. */
const EVERYBODY = { agentIds: [] }

/** Answers a refusal, or nothing when this person may go in. */
export function entry(route: Route, who: Who): Refused | undefined {
  if (route.right === 'public') return undefined
  if (who.role === 'guest') return refused('not-signed-in')
  if (route.right === 'signed-in') return NO_PERSON.has(who.role) ? refused('not-allowed') : undefined
  const rights = Array.isArray(route.right) ? route.right : [route.right]
  const target = route.scope === 'all' ? EVERYBODY : undefined
  return rights.some((right) => may(who, right, target)) ? undefined : refused('not-allowed')
}

/** With a password that somebody else knows nobody has a right but to change it. */
const NEWCOMER = 'newcomer'

export function whoOf(session: Session | undefined): Who {
  if (session === undefined) return { role: 'guest' }
  if (session.newPasswordNeeded) return { role: NEWCOMER }
  const { role, reaches, agentId } = session
  return { role, reaches, ...(agentId === undefined ? {} : { agentId }) }
}

/**
 * Writes must come from our own pages: a browser names the page's origin. Programs that send none have no cookie jar
 * that a foreign page could abuse. `host` is what the client connected to.
 */
export function isOwnOrigin(method: string, origin: string, host: string, publicUrl: string | undefined): boolean {
  if (method === 'GET' || origin === '') return true
  const from = URL.canParse(origin) ? new URL(origin) : undefined
  if (!from) return false
  return from.host === host || (publicUrl !== undefined && from.origin === new URL(publicUrl).origin)
}

/** Parses one input by its schema, with the wrong fields by path. */
export function parsed<Schema extends z.ZodType>(schema: Schema, input: unknown): Outcome<z.output<Schema>> {
  const result = schema.safeParse(input)
  if (result.success) return { ok: true, value: result.data }
  const fields = result.error.issues.map((issue) => ({ path: issue.path.join('.'), message: issue.message }))
  return refused('bad-input', { fields })
}

/** RFC 6750 */
export const bearerOf = (header: string): string => /^Bearer +(\S+)$/i.exec(header)?.[1] ?? ''

export function cookieOf(header: string, name: string): string {
  for (const part of header.split(';')) {
    const at = part.indexOf('=')
    if (at > 0 && part.slice(0, at).trim() === name) return part.slice(at + 1).trim()
  }
  return ''
}
