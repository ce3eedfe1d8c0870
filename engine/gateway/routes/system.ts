// The system page, the simulated callers, the wallboard's address.
import { z } from 'zod'
import { lookOf } from '../../records/company-look.ts'
import { audit } from '../../records/record/audit.ts'
import { refused } from '../../records/record/outcome.ts'
import { askFor } from '../http/ask.ts'
import { json, jsonOf, type Route, route } from '../http/route.ts'
import { label, lookSchema } from '../http/schemas.ts'
import type { Services } from '../http/services.ts'

const DEMO_MS = 2_000
const tag = 'system'
const demo = z.object({ on: z.boolean(), callsPerMinute: z.number().min(1).max(600).default(6) })

/** engine/protocol/nodes.ts */
const node = z.object({
  role: z.enum(['engine', 'media', 'analytics', 'gateway']),
  name: z.string(),
  machine: z.string(),
  pid: z.number(),
  since: z.number(),
  up: z.boolean(),
  heardAt: z.number(),
  doubled: z.boolean(),
  engine: z.record(z.enum(['shards', 'epoch', 'unkept', 'agents', 'queues', 'calls']), z.number()).optional(),
  media: z.object({ legs: z.number(), draining: z.boolean() }).optional(),
  follows: z.object({ sequence: z.number().optional(), lagMs: z.number() }).optional(),
})

export const systemRoutes = (services: Services): Route[] => [
  ...centre(services),
  ...wallboard(services),
  ...demoCalls(services),
]

function centre({ settings, sql, parts, everybody, checklist }: Services): Route[] {
  return [
    route({
      method: 'GET',
      path: '/api/checklist',
      summary: 'What to look at before strangers reach this centre: what is open, passwords, certificates',
      right: 'configure',
      tag,
      answer: z.array(z.object({ name: label, state: z.enum(['good', 'look', 'bad']), detail: label })),
      handle: async () => json(await checklist()),
    }),
    route({
      method: 'GET',
      path: '/api/about',
      summary: 'Name, version and time zone, for pages nobody signs in to',
      right: 'public',
      tag,
      answer: lookSchema.extend({ version: z.string(), timeZone: z.string() }),
      handle: async () => {
        const { companyName, version, timeZone } = settings
        return json({ ...(await lookOf(sql, companyName)), version, timeZone })
      },
    }),
    route({
      method: 'GET',
      path: '/api/system',
      summary: 'Version, state of every part, every node of every role',
      right: 'configure',
      tag,
      answer: z.object({
        version: z.string(),
        parts: z.array(z.object({ name: label, up: z.boolean(), detail: label })),
        nodes: z.array(node),
      }),
      handle: async () => {
        const [lines, nodes] = await Promise.all([parts(), everybody()])
        return json({ version: settings.version, parts: lines, nodes })
      },
    }),
  ]
}

function wallboard({ bus, settings, kiosks }: Services): Route[] {
  return [
    route({
      method: 'GET',
      path: '/api/kiosk',
      summary: 'Address of a wallboard without a person, if one was made',
      right: 'monitor',
      tag,
      answer: z.object({ path: z.string() }),
      handle: async () => {
        const id = await kiosks.first()
        return id === undefined ? refused('no-kiosk') : json({ path: kiosks.pathOf(id) })
      },
    }),
    route({
      ...{ method: 'GET', path: '/api/kiosk/boards', right: 'public', tag, perMinute: 60 },
      summary: 'The boards that a wall screen goes through: its token opens this',
      query: z.object({ token: z.string().min(1).max(200) }),
      answer: z.array(z.looseObject({ id: z.string(), name: z.string(), seconds: z.number() })),
      handle: async ({ query }) => {
        const screen = await kiosks.find(query.token)
        return screen ? json(await kiosks.boards(screen.id)) : refused('not-allowed')
      },
    }),
    route({
      method: 'GET',
      path: '/api/kiosk/demo',
      summary: 'Are the simulated callers on? For the wallboard without a person: its token opens this',
      right: 'public',
      tag,
      perMinute: 60,
      query: z.object({ token: z.string().min(1).max(200) }),
      answer: z.object({ on: z.boolean() }),
      handle: async ({ query }) => {
        if (!(await kiosks.find(query.token))) return refused('not-allowed')
        if (!settings.demo) return json({ on: false })
        const state = await askFor(bus, 'ask.demo', {}, DEMO_MS)
        return state.ok ? json({ on: (state.value as { on: boolean }).on }) : state
      },
    }),
  ]
}

function demoCalls({ bus, settings, sql }: Services): Route[] {
  return [
    route({
      method: 'GET',
      path: '/api/demo',
      summary: 'Are the simulated callers on?',
      right: 'demo',
      tag,
      answer: demo,
      handle: async () => (settings.demo ? jsonOf(await askFor(bus, 'ask.demo', {}, DEMO_MS)) : refused('unavailable')),
    }),
    route({
      method: 'POST',
      path: '/api/demo',
      summary: 'Switch the simulated callers',
      right: 'demo',
      tag,
      body: demo,
      answer: demo,
      handle: async ({ body, by }) => {
        if (!settings.demo) return refused('unavailable')
        bus.publish('demo.callers', body)
        await audit(sql, by, { action: 'change', kind: 'demo', recordId: 'callers', after: body })
        return json(body)
      },
    }),
  ]
}
