// Pages of other systems for those who work with customers; which there are is configured like everything else.
import { z } from 'zod'
import { json, type Route, route } from '../../gateway/http/route.ts'
import type { Services } from '../../gateway/http/services.ts'

interface OutsidePage {
  id: string
  name: string
  url: string
  queueIds: string[]
}

export const outsidePageRoute = ({ sql }: Services): Route =>
  route({
    method: 'GET',
    path: '/api/outside-pages',
    summary: 'Pages of other systems that open as a tab, with the places in their address that are filled in',
    right: ['customers', 'desk'],
    tag: 'integrations',
    answer: z.array(z.object({ id: z.string(), name: z.string(), url: z.string(), queueIds: z.array(z.string()) })),
    handle: async () =>
      json([
        ...(await sql<OutsidePage[]>`select id, name, url, queue_ids from outside_pages
          where enabled order by name collate pinyin`),
      ]),
  })
