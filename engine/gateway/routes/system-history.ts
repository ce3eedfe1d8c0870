// How the system stood: nodes, calls, lines, queues, processors and disk of the last 90 days.
import { z } from 'zod'
import { refused } from '../../records/record/outcome.ts'
import { QUARTERS_KEPT_MS } from '../history/keep.ts'
import { historyOf } from '../history/read.ts'
import { json, type Route, route } from '../http/route.ts'
import { when } from '../http/schemas.ts'
import type { Services } from '../http/services.ts'

const points = z.array(z.number().nullable())
const series = z.object({
  key: z.string(),
  group: z.enum(['calls', 'queues', 'agents', 'nodes', 'processors', 'space', 'lag']),
  ...{ name: z.string().exactOptional(), gateway: z.string().exactOptional(), mean: points, peak: points },
})

export const systemHistoryRoutes = ({ sql, now }: Services): Route[] => [
  route({
    ...{ method: 'GET', path: '/api/system/history', right: 'configure', scope: 'all', tag: 'system' },
    summary: 'How the system stood, of the last 90 days: by the minute for two days, else by the quarter of an hour',
    query: z.object({ from: when, to: when }),
    answer: z.object({ stepMinutes: z.number(), ats: z.array(z.number()), series: z.array(series) }),
    handle: async ({ query: { from, to } }) =>
      to <= from || to - from > QUARTERS_KEPT_MS ? refused('bad-input') : json(await historyOf(sql, from, to, now())),
  }),
]
