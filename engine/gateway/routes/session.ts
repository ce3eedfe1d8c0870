// Signing in and out, the session, the own password.
import { z } from 'zod'
import type { SessionInfo } from '../../protocol/api.ts'
import type { Session } from '../../records/accounts/accounts.ts'
import { agentStates, dispositionsOf } from '../../records/agent-choices.ts'
import { lookOf } from '../../records/company-look.ts'
import { done, refused } from '../../records/record/outcome.ts'
import { rightsOf, rightsOverAll } from '../../rights/may.ts'
import { whoOf } from '../http/door.ts'
import { json, jsonOf, type Request, type Route, route } from '../http/route.ts'
import { sessionSchema } from '../http/schemas.ts'
import type { Services } from '../http/services.ts'

/** by https a name that a browser keeps to this host */
export const sessionCookie = (secure: boolean): string => (secure ? '__Host-tinglan_session' : 'tinglan_session')

const signInBody = z.object({
  account: z.string().min(1).max(100),
  password: z.string().min(1).max(200),
  lang: z.enum(['zh', 'en']).optional(),
  code: z.string().max(40).optional(),
})

const named = async (sql: Services['sql'], companyName: string) => {
  const look = await lookOf(sql, companyName)
  return { companyName: look.companyName, look }
}

const infoOf =
  ({ settings, isExposed, sql }: Services) =>
  async (session: Session): Promise<SessionInfo> => ({
    accountId: session.accountId,
    account: session.account,
    name: session.name,
    role: session.role,
    rights: rightsOf(whoOf(session)),
    overAll: rightsOverAll(whoOf(session)),
    ...(session.newPasswordNeeded ? { newPasswordNeeded: true } : {}),
    ...(session.passwordAdvice ? { passwordAdvice: true } : {}),
    ...(session.agentId === undefined ? {} : { agentId: session.agentId }),
    lang: session.lang,
    version: settings.version,
    ...(await named(sql, settings.companyName)),
    timeZone: settings.timeZone,
    demo: settings.demo,
    agentStates: await agentStates(sql),
    dispositions: await dispositionsOf(sql),
    ...(isExposed() ? { exposed: true } : {}),
  })

const cookieOf =
  ({ settings }: Services) =>
  (token: string, maxAgeMs: number): string =>
    [
      `${sessionCookie(settings.secureCookie)}=${token}`,
      'Path=/',
      'HttpOnly',
      // a page of another site holds the phone in a frame: the cookie goes there too, kept apart by that site
      ...(settings.embedIn.length > 0 && settings.secureCookie ? ['SameSite=None', 'Partitioned'] : ['SameSite=Lax']),
      `Max-Age=${Math.floor(maxAgeMs / 1000)}`,
      ...(settings.secureCookie ? ['Secure'] : []),
    ].join('; ')

export const sessionRoutes = (services: Services): Route[] => [...inAndOut(services), ...own(services)]

function inAndOut(services: Services): Route[] {
  const { accounts, settings } = services
  const info = infoOf(services)
  const cookie = cookieOf(services)
  async function signIn(request: Request<unknown, z.output<typeof signInBody>>) {
    const outcome = await accounts.signIn({ ...request.body, ip: request.ip, userAgent: request.headers.userAgent })
    if (!outcome.ok) return outcome
    const { token, session } = outcome.value
    return done({ type: 'json' as const, value: await info(session), cookie: cookie(token, settings.sessionMs) })
  }
  async function signOut(request: Request) {
    if (request.session) {
      await accounts.signOut(request.session)
      services.dropSession(request.session.tokenHash)
    }
    return done({ type: 'json' as const, value: { ok: true }, cookie: cookie('', 0) })
  }
  const inward = { right: 'public', tag: 'session', body: signInBody, answer: sessionSchema, perMinute: 300 } as const
  const outward = { right: 'public', tag: 'session', answer: z.object({ ok: z.boolean() }) } as const

  return [
    route({ method: 'POST', path: '/api/session', summary: 'Sign in', ...inward, handle: signIn }),
    route({ method: 'POST', path: '/api/sign-in', summary: 'Sign in (same)', ...inward, handle: signIn }),
    route({ method: 'DELETE', path: '/api/session', summary: 'Sign out', ...outward, handle: signOut }),
    route({ method: 'POST', path: '/api/sign-out', summary: 'Sign out (same)', ...outward, handle: signOut }),
  ]
}

function own(services: Services): Route[] {
  const { accounts } = services
  const info = infoOf(services)
  return [
    route({
      method: 'GET',
      path: '/api/session',
      summary: 'Who am I, and what may I do',
      right: 'signed-in',
      tag: 'session',
      answer: sessionSchema,
      handle: async ({ session }) => (session ? json(await info(session)) : refused('not-signed-in')),
    }),
    route({
      method: 'POST',
      path: '/api/password',
      summary: 'Change the own password; other sessions of the account end',
      right: 'signed-in',
      tag: 'session',
      perMinute: 10,
      body: z.object({ old: z.string().max(200), next: z.string().min(8).max(200) }),
      answer: z.boolean(),
      handle: async ({ session, body, ip }) =>
        session ? jsonOf(await accounts.changePassword(session, body.old, body.next, ip)) : refused('not-signed-in'),
    }),
  ]
}
