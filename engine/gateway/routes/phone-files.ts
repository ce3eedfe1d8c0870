// A desk phone fetches its configuration: nobody signs in, the address is the secret, and every wrong one is not found.

import { PHONE_FILES } from '../../records/phones/secret.ts'
import { refused } from '../../records/record/outcome.ts'
import { type Route, route } from '../http/route.ts'
import type { Services } from '../http/services.ts'

export const phoneFileRoutes = ({ phones }: Services): Route[] => [
  route({
    method: 'GET',
    path: `${PHONE_FILES}/:token/:file`,
    summary: 'The configuration file of a desk phone, at the address that its record shows',
    right: 'public',
    tag: 'configuration',
    perMinute: 60,
    answer: 'text/plain',
    async handle({ params, ip }) {
      const found = await phones.find({ token: params.token ?? '', file: params.file ?? '', ip })
      return found ? { ok: true, value: { type: 'text', ...found } } : refused('not-found')
    },
  }),
]
