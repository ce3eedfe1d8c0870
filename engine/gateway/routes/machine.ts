// The machine: its processes and their restart, logs without personal data, the disk and how long it lasts, ping.
import { z } from 'zod'
import { recordingsPerDay } from '../../records/growth.ts'
import { audit } from '../../records/record/audit.ts'
import { refused } from '../../records/record/outcome.ts'
import { json, jsonOf, type Route, route } from '../http/route.ts'
import type { Services } from '../http/services.ts'
import type { Machine } from '../machine.ts'

const shared = { right: 'configure', scope: 'all', tag: 'system' } as const
const DAY_MS = 86_400_000
const process = z.object({ name: z.string(), pid: z.number(), since: z.number() })
const disk = z.object({
  ...{ free: z.number(), total: z.number(), recordingsPerDay: z.number(), ledgerPerDay: z.number() },
  daysLeft: z.number().exactOptional(),
})

export const machineRoutes = (services: Services, machine: Machine): Route[] => [
  ...running(services, machine),
  ...looking(services, machine),
]

function running({ sql }: Services, machine: Machine): Route[] {
  return [
    route({
      ...shared,
      ...{ method: 'GET', path: '/api/machine/processes', answer: z.array(process) },
      summary: 'Processes of this machine, since when each runs',
      handle: async () => json(machine.processes()),
    }),
    route({
      ...shared,
      ...{ method: 'POST', path: '/api/machine/processes/:name/restart', answer: z.boolean() },
      summary: 'End a process in an orderly way; it is started again, and calls go on',
      handle: async ({ params, by }) => {
        const name = params.name ?? ''
        const ended = machine.restart(name)
        if (ended.ok) await audit(sql, by, { action: 'restart', kind: 'parts', recordId: name, title: name })
        return jsonOf(ended)
      },
    }),
    route({
      ...shared,
      ...{ method: 'GET', path: '/api/machine/logs/:name', answer: 'text/plain' },
      summary: "The last 5 MB of a part's log; numbers of people are masked",
      handle: async ({ params, by }) => {
        const name = params.name ?? ''
        const text = await machine.log(name)
        if (text === undefined) return refused('not-found')
        await audit(sql, by, { action: 'export', kind: 'parts', recordId: name, title: `${name}.log` })
        return {
          ok: true,
          value: { type: 'text', text, contentType: 'text/plain; charset=utf-8', fileName: `${name}.log` },
        }
      },
    }),
  ]
}

function looking({ sql, ledger, now }: Services, machine: Machine): Route[] {
  return [
    route({
      ...shared,
      ...{ method: 'GET', path: '/api/machine/disk', answer: disk },
      summary: 'Free space, what is added a day, and how long it lasts so',
      handle: async () => {
        const [space, recordings, extent] = await Promise.all([
          machine.disk(),
          recordingsPerDay(sql, now()),
          ledger.extent(),
        ])
        const days = Math.max(1, (extent.lastAt - extent.firstAt) / DAY_MS)
        const ledgerPerDay = Number.isFinite(days) ? Math.round(extent.bytes / days) : 0
        const perDay = recordings.bytes + ledgerPerDay
        return json({
          ...space,
          ...{ recordingsPerDay: recordings.bytes, ledgerPerDay },
          ...(perDay > 0 ? { daysLeft: Math.floor(space.free / perDay) } : {}),
        })
      },
    }),
    route({
      ...shared,
      ...{ method: 'POST', path: '/api/machine/ping', answer: z.object({ text: z.string() }) },
      summary: 'Does another machine answer?',
      perMinute: 20,
      body: z.strictObject({ host: z.string().trim().min(1).max(253) }),
      handle: async ({ body }) => {
        const answer = await machine.ping(body.host)
        return answer.ok ? json({ text: answer.value }) : answer
      },
    }),
  ]
}
