// A route is data: method, path, right, schemas, handler. The door, the parser and the OpenAPI document all read it.
import type { z } from 'zod'
import type { Right } from '../../protocol/api.ts'
import type { Session } from '../../records/accounts/accounts.ts'
import type { By } from '../../records/record/audit.ts'
import type { Outcome } from '../../records/record/outcome.ts'
import type { Who } from '../../rights/may.ts'

/**
 * `public`: anybody. `signed-in`: any account. Else one of these rights, without a target; the handler narrows to the
 * target.
 */
export type RouteRight = Right | Right[] | 'public' | 'signed-in'

export interface Request<Query = unknown, Body = unknown> {
  params: Record<string, string>
  query: Query
  body: Body
  /** raw body of an upload */
  bytes: Buffer
  headers: { userAgent: string; range: string }
  ip: string
  who: Who
  /** absent on public routes of nobody */
  session: Session | undefined
  /** for the audit log */
  by: By
}

/** What a handler gives back besides JSON. */
export type Reply =
  | { type: 'json'; value: unknown; cookie?: string }
  | { type: 'text'; text: string; contentType: string; fileName?: string }
  | { type: 'bytes'; bytes: Buffer; contentType: string; fileName?: string }
  | { type: 'file'; path: string; contentType: string; fileName?: string }

export interface Route {
  method: 'GET' | 'POST' | 'PUT' | 'DELETE'
  /** params as `:name` */
  path: string
  right: RouteRight
  /** all: a right over one's own is not enough, as it concerns everybody */
  scope?: 'all'
  summary: string
  tag: string
  query?: z.ZodObject
  body?: z.ZodType
  /** schema of the body for the document, where the handler parses by itself */
  documented?: z.ZodType
  /** the body is a file of at most this many bytes, a sound unless told otherwise */
  uploadBytes?: number
  uploadType?: string
  /** JSON answer, or the content type of another one */
  answer: z.ZodType | string
  /** attempts per minute and address */
  perMinute?: number
  handle(request: Request): Promise<Outcome<Reply>>
}

interface Typed<Query extends z.ZodObject | undefined, Body extends z.ZodType | undefined>
  extends Omit<Route, 'query' | 'body' | 'handle'> {
  query?: Query
  body?: Body
  handle(
    request: Request<
      Query extends z.ZodObject ? z.output<Query> : unknown,
      Body extends z.ZodType ? z.output<Body> : unknown
    >,
  ): Promise<Outcome<Reply>>
}

/** Gives the handler the types of its schemas. */
export const route = <Query extends z.ZodObject | undefined, Body extends z.ZodType | undefined>(
  typed: Typed<Query, Body>,
): Route => typed as unknown as Route

export const json = (value: unknown): Outcome<Reply> => ({ ok: true, value: { type: 'json', value } })

/** A records answer as JSON. */
export const jsonOf = (outcome: Outcome<unknown>): Outcome<Reply> => (outcome.ok ? json(outcome.value) : outcome)
