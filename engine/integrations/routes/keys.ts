// Keys of the API: who has them, what each may and did.
import { z } from 'zod'
import { json, jsonOf, type Route, route } from '../../gateway/http/route.ts'
import { pageOf, paging } from '../../gateway/http/schemas.ts'
import type { Services } from '../../gateway/http/services.ts'
import type { Right } from '../../protocol/api.ts'
import { KEY_RIGHTS } from '../../protocol/integrations.ts'
import { changeKey, keysIn, keyUses, makeKey, removeKey, turnKey } from '../keys.ts'

const shared = { right: 'accounts', scope: 'all', tag: 'integrations' } as const
const rights = z.array(z.enum(KEY_RIGHTS as [Right, ...Right[]])).max(20)
const values = z.strictObject({
  name: z.string().trim().min(1).max(60),
  rights,
  perMinute: z.number().int().min(1).max(100_000).default(300),
  enabled: z.boolean().default(true),
})
const key = z.object({
  ...{ id: z.string(), name: z.string(), rights: z.array(z.string()), perMinute: z.number(), hint: z.string() },
  ...{ enabled: z.boolean(), createdAt: z.number(), createdBy: z.string() },
  lastUsedAt: z.number().exactOptional(),
  oldUntil: z.number().exactOptional(),
})
const use = z.object({
  ...{ id: z.number(), at: z.number(), keyId: z.string(), keyName: z.string(), method: z.string(), path: z.string() },
  ...{ status: z.number(), ip: z.string() },
})
const once = z.object({ key: z.string().describe('shown this once') })

export const keyRoutes = (services: Services): Route[] => [...kept(services), ...one(services), usage(services)]

function kept({ sql, now, newId }: Services): Route[] {
  return [
    route({
      ...shared,
      method: 'GET',
      path: '/api/keys',
      summary: 'Keys of the API, without the keys themselves',
      answer: z.array(key),
      handle: async () => json(await keysIn(sql)),
    }),
    route({
      ...shared,
      method: 'POST',
      path: '/api/keys',
      summary: 'Make a key with these rights',
      body: values,
      answer: once,
      handle: async ({ body, by }) => {
        const made = await makeKey(sql, by, `key-${newId()}`, body, now())
        return made.ok ? json({ key: made.value }) : made
      },
    }),
  ]
}

function one({ sql, now }: Services): Route[] {
  return [
    route({
      ...shared,
      method: 'PUT',
      path: '/api/keys/:id',
      summary: 'Other rights, another share, on or off',
      body: values,
      answer: z.boolean(),
      handle: async ({ params, body, by }) => jsonOf(await changeKey(sql, by, params.id ?? '', body)),
    }),
    route({
      ...shared,
      method: 'POST',
      path: '/api/keys/:id/turn',
      summary: 'A new key; the one of before opens for a day more',
      answer: once,
      handle: async ({ params, by }) => {
        const made = await turnKey(sql, by, params.id ?? '', now())
        return made.ok ? json({ key: made.value }) : made
      },
    }),
    route({
      ...shared,
      method: 'DELETE',
      path: '/api/keys/:id',
      summary: 'The key opens nothing any more',
      answer: z.boolean(),
      handle: async ({ params, by }) => jsonOf(await removeKey(sql, by, params.id ?? '')),
    }),
  ]
}

const usage = ({ sql }: Services): Route =>
  route({
    ...shared,
    method: 'GET',
    path: '/api/key-log',
    summary: 'What keys asked, newest first, for 30 days',
    query: z.object({ keyId: z.string().max(64).optional(), ...paging }),
    answer: pageOf(use),
    handle: async ({ query }) => json(await keyUses(sql, query)),
  })
