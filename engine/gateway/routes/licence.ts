// The licence of this centre: seen and set anew by administrators.
import { z } from 'zod'
import { licenceAnswer, resetLicence } from '../../records/licence.ts'
import { plainText } from '../../records/record/plain-text.ts'
import { json, type Route, route } from '../http/route.ts'
import type { Services } from '../http/services.ts'

const shared = { right: 'configure', scope: 'all', tag: 'system', path: '/api/licence' } as const
const licence = z.strictObject({
  holder: plainText().trim().min(1).max(100),
  number: plainText().trim().max(100).default(''),
  agents: z.number().int().min(0).max(100_000).default(0),
  until: z.union([z.literal(''), z.iso.date()]).default(''),
  note: plainText(true).trim().max(500).default(''),
})
const answer = z.object({
  licence: licence.extend({ account: z.string(), updatedAt: z.number() }).exactOptional(),
  agentsUsed: z.number(),
})

export const licenceRoutes = ({ sql }: Services): Route[] => [
  route({
    ...shared,
    ...{ method: 'GET', answer },
    summary: 'What this centre is licensed for, and how many agents there are',
    handle: async () => json(await licenceAnswer(sql)),
  }),
  route({
    ...shared,
    ...{ method: 'PUT', body: licence, answer },
    summary: 'Set the licence anew; nothing is refused for it',
    handle: async ({ body, by }) => {
      await resetLicence(sql, body, by)
      return json(await licenceAnswer(sql))
    },
  }),
  route({
    ...shared,
    ...{ method: 'DELETE', answer },
    summary: 'Take the licence away',
    handle: async ({ by }) => {
      await resetLicence(sql, undefined, by)
      return json(await licenceAnswer(sql))
    },
  }),
]
