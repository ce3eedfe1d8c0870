// The centre's own name, colour and logo.
import { z } from 'zod'
import { LOGO_BYTES, logoOf, saveLogo, saveLook } from '../../records/company-look.ts'
import { refused } from '../../records/record/outcome.ts'
import { json, jsonOf, type Route, route } from '../http/route.ts'
import { lookSchema } from '../http/schemas.ts'
import type { Services } from '../http/services.ts'

export function lookRoutes({ sql }: Services): Route[] {
  const shared = { right: 'configure', tag: 'configuration', answer: z.boolean() } as const
  return [
    route({
      method: 'GET',
      path: '/api/logo',
      summary: 'The logo, for the sign-in page too',
      right: 'public',
      tag: 'configuration',
      query: z.object({ is: z.string().max(40).optional() }),
      answer: 'image/*',
      handle: async () => {
        const found = await logoOf(sql)
        return found
          ? { ok: true, value: { type: 'bytes', bytes: found.bytes, contentType: found.type } }
          : refused('not-found')
      },
    }),
    route({
      ...shared,
      method: 'PUT',
      path: '/api/look',
      summary: 'Name and colour on the pages; an empty name is that of the settings',
      body: z.object({ name: z.string().trim().max(60), colour: lookSchema.shape.colour }),
      handle: async ({ body, by }) => {
        await saveLook(sql, by, body)
        return json(true)
      },
    }),
    route({
      ...shared,
      method: 'PUT',
      path: '/api/look/logo',
      summary: 'A logo: PNG, JPEG or WebP as the body',
      uploadBytes: LOGO_BYTES,
      uploadType: 'image/*',
      handle: async ({ bytes, by }) => jsonOf(await saveLogo(sql, by, bytes)),
    }),
    route({
      ...shared,
      method: 'DELETE',
      path: '/api/look/logo',
      summary: 'No logo of its own any more',
      handle: async ({ by }) => jsonOf(await saveLogo(sql, by, undefined)),
    }),
  ]
}
