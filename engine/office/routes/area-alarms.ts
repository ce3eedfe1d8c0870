// Area fault alarms of the last day, and the rules that raise them.
import { z } from 'zod'
import { json, type Route, route } from '../../gateway/http/route.ts'
import type { Services } from '../../gateway/http/services.ts'
import { recentAlarms, rulesOf, saveRules } from '../area-alarms.ts'

const alarm = z.object({
  ...{ id: z.number(), area: z.string(), level: z.number(), calls: z.number() },
  ...{ raisedAt: z.number(), lastAt: z.number() },
})
const calls = z.number().int().min(1).max(100_000)
const rules = z.strictObject({
  ...{ enabled: z.boolean(), windowMinutes: z.number().int().min(1).max(1_440) },
  ...{ level1: calls, level2: calls, level3: calls },
})
const inOrder = rules.refine(({ level1, level2, level3 }) => level1 > level2 && level2 > level3, {
  path: ['level1'],
  message: 'level 1 must need more calls than level 2, and that more than level 3',
})

export const areaAlarmRoutes = ({ sql, now }: Services): Route[] => [
  route({
    ...{ right: 'signed-in', tag: 'office', method: 'GET', path: '/api/area-alarms' },
    summary: 'Area fault alarms of the last day, the newest first',
    answer: z.array(alarm),
    handle: async () => json(await recentAlarms(sql, now())),
  }),
  route({
    ...{ right: 'configure', tag: 'office', method: 'GET', path: '/api/area-alarm-rules' },
    summary: 'How many calls of an area raise which level',
    answer: rules,
    handle: async () => json(await rulesOf(sql)),
  }),
  route({
    ...{ right: 'configure', tag: 'office', method: 'PUT', path: '/api/area-alarm-rules' },
    summary: 'Set them',
    body: inOrder,
    answer: z.boolean(),
    handle: async ({ body, by }) => {
      await saveRules(sql, by, body)
      return json(true)
    },
  }),
]
