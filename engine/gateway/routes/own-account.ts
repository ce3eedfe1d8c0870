// One's own account: where it is signed in, the second factor. And both of everybody's for who looks after accounts.
import { z } from 'zod'
import { beginFactor, confirmFactor, dropFactor, factorOf } from '../../records/accounts/second-factor.ts'
import { endSession, openSessions } from '../../records/accounts/sessions.ts'
import { lookOf } from '../../records/company-look.ts'
import { refused } from '../../records/record/outcome.ts'
import { json, jsonOf, type Route, route } from '../http/route.ts'
import type { Services } from '../http/services.ts'

const tag = 'session'
const session = z.object({
  ...{ id: z.string(), account: z.string(), name: z.string(), ip: z.string(), userAgent: z.string() },
  ...{ createdAt: z.number(), seenAt: z.number(), here: z.boolean() },
})
const code = z.object({ code: z.string().min(1).max(40) })
const proof = z.object({ password: z.string().min(1).max(200) })

export const ownAccountRoutes = (services: Services): Route[] => [
  ...sessions(services),
  ...secondFactor(services),
  ...everybodys(services),
]

function sessions({ sql, dropSession }: Services): Route[] {
  const own = { right: 'signed-in', tag } as const
  return [
    route({
      ...own,
      method: 'GET',
      path: '/api/own/sessions',
      summary: 'Where one is signed in',
      answer: z.array(session),
      handle: async ({ session: here }) => (here ? json(await openSessions(sql, here)) : refused('not-signed-in')),
    }),
    route({
      ...own,
      method: 'DELETE',
      path: '/api/own/sessions/:id',
      summary: 'End one of the own sessions',
      answer: z.boolean(),
      handle: async ({ params, by }) => {
        const ended = await endSession(sql, by, params.id ?? '', by.accountId)
        if (!ended.ok) return ended
        dropSession(ended.value)
        return json(true)
      },
    }),
  ]
}

function secondFactor({ sql, accounts, settings, now }: Services): Route[] {
  const own = { right: 'signed-in', tag, perMinute: 20 } as const
  return [
    route({
      ...own,
      method: 'GET',
      path: '/api/own/second-factor',
      summary: 'Is the second factor on, and how many codes on paper are left',
      answer: z.object({ on: z.boolean(), codesLeft: z.number() }),
      handle: async ({ by }) => json(await factorOf(sql, by.accountId)),
    }),
    route({
      ...own,
      method: 'POST',
      path: '/api/own/second-factor/begin',
      summary: 'A secret for an authenticator; it does nothing until a code of it was shown',
      body: proof,
      answer: z.object({ secret: z.string(), qr: z.string().describe('an SVG') }),
      handle: async ({ by, body }) => {
        if (!(await accounts.isPassword(by.accountId, body.password))) return refused('wrong-password')
        const { companyName } = await lookOf(sql, settings.companyName)
        return jsonOf(await beginFactor(sql, by, companyName))
      },
    }),
    route({
      ...own,
      method: 'POST',
      path: '/api/own/second-factor/confirm',
      summary: 'Switch it on by a first code; answers the codes on paper, this once',
      body: code,
      answer: z.array(z.string()),
      handle: async ({ by, body }) => jsonOf(await confirmFactor(sql, by, body.code, now())),
    }),
    route({
      ...own,
      method: 'POST',
      path: '/api/own/second-factor/off',
      summary: 'Switch it off',
      body: proof,
      answer: z.boolean(),
      handle: async ({ by, body }) =>
        (await accounts.isPassword(by.accountId, body.password))
          ? jsonOf(await dropFactor(sql, by, by.accountId))
          : refused('wrong-password'),
    }),
  ]
}

function everybodys({ sql, dropSession }: Services): Route[] {
  const over = { right: 'accounts', scope: 'all', tag } as const
  return [
    route({
      ...over,
      method: 'GET',
      path: '/api/sessions',
      summary: 'Who is signed in from where',
      answer: z.array(session),
      handle: async ({ session: here }) => json(await openSessions(sql, { tokenHash: here?.tokenHash ?? '' })),
    }),
    route({
      ...over,
      method: 'DELETE',
      path: '/api/sessions/:id',
      summary: "End anybody's session",
      answer: z.boolean(),
      handle: async ({ params, by }) => {
        const ended = await endSession(sql, by, params.id ?? '')
        if (!ended.ok) return ended
        dropSession(ended.value)
        return json(true)
      },
    }),
    route({
      ...over,
      method: 'DELETE',
      path: '/api/accounts/:id/second-factor',
      summary: 'Switch the second factor of somebody off who lost phone and paper',
      answer: z.boolean(),
      handle: async ({ params, by }) => jsonOf(await dropFactor(sql, by, params.id ?? '')),
    }),
  ]
}
