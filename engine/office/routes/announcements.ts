// Announcements: one's own to read; all of them for who may announce.
import { z } from 'zod'
import { json, jsonOf, type Route, route } from '../../gateway/http/route.ts'
import { when } from '../../gateway/http/schemas.ts'
import type { Services } from '../../gateway/http/services.ts'
import type { Outcome } from '../../records/record/outcome.ts'
import { refused } from '../../records/record/outcome.ts'
import {
  type Announced,
  announce,
  announcementsFor,
  changeAnnouncement,
  keptAnnouncements,
  readAnnouncement,
  readersOf,
  removeAnnouncement,
  wallboardWords,
} from '../announcements.ts'

const tag = 'office'
const ids = z.array(z.string().max(64)).max(500).default([])
const seen = {
  ...{ id: z.string(), title: z.string(), body: z.string(), urgent: z.boolean(), byName: z.string() },
  ...{ fromAt: z.number(), untilAt: z.number().exactOptional() },
}
const values = z.strictObject({
  title: z.string().trim().min(1).max(100),
  body: z.string().max(10_000).default(''),
  urgent: z.boolean().default(false),
  everybody: z.boolean().default(true),
  ...{ departmentIds: ids, groupIds: ids, queueIds: ids, accountIds: ids },
  wallboard: z.boolean().default(false),
  /** absent: from now on, or as it was */
  fromAt: when.optional(),
  untilAt: when.optional(),
})
const kept = z.object({
  ...seen,
  ...{ everybody: z.boolean(), wallboard: z.boolean(), readBy: z.number() },
  ...{ departmentIds: z.array(z.string()), groupIds: z.array(z.string()) },
  ...{ queueIds: z.array(z.string()), accountIds: z.array(z.string()) },
})
const reader = z.object({ name: z.string(), account: z.string(), at: z.number().exactOptional() })

export const announcementRoutes = (services: Services): Route[] => [
  ...own(services),
  ...writing(services),
  ...looking(services),
]

function own({ sql, now, kiosks }: Services): Route[] {
  return [
    route({
      ...{ right: 'signed-in', tag, method: 'GET', path: '/api/announcements' },
      summary: 'What is announced to oneself now, urgent ones first',
      answer: z.array(z.object({ ...seen, read: z.boolean() })),
      handle: async ({ by }) => json(await announcementsFor(sql, by.accountId, now())),
    }),
    route({
      ...{ right: 'signed-in', tag, method: 'POST', path: '/api/announcements/:id/read' },
      summary: 'One has read it',
      answer: z.boolean(),
      handle: async ({ params, by }) => jsonOf(await readAnnouncement(sql, by.accountId, params.id ?? '', now())),
    }),
    route({
      ...{ right: 'public', tag, method: 'GET', path: '/api/kiosk/words', perMinute: 60 },
      summary: 'What a wall screen says beside its figures: its token opens this',
      query: z.object({ token: z.string().min(1).max(200) }),
      answer: z.array(z.string()),
      handle: async ({ query }) =>
        (await kiosks.find(query.token)) ? json(await wallboardWords(sql, now())) : refused('not-allowed'),
    }),
  ]
}

const announcing = { right: 'announce', scope: 'all', tag } as const

function writing({ sql, now, newId, word }: Services): Route[] {
  const told = (outcome: Outcome<Announced>) => {
    if (outcome.ok) word({ to: outcome.value.to, about: 'announcements', data: {} })
    return outcome.ok ? json(true) : outcome
  }
  return [
    route({
      ...announcing,
      ...{ method: 'POST', path: '/api/announcements', summary: 'Announce something', answer: z.boolean() },
      body: values,
      handle: async ({ body, by }) => told(await announce(sql, by, `announcement-${newId()}`, body, now())),
    }),
    route({
      ...announcing,
      ...{ method: 'PUT', path: '/api/announcements/:id', answer: z.boolean() },
      summary: 'Change it; with other words it is new to everybody again',
      body: values,
      handle: async ({ params, body, by }) => told(await changeAnnouncement(sql, by, params.id ?? '', body, now())),
    }),
    route({
      ...announcing,
      ...{ method: 'DELETE', path: '/api/announcements/:id', summary: 'Take it back', answer: z.boolean() },
      handle: async ({ params, by }) => told(await removeAnnouncement(sql, by, params.id ?? '')),
    }),
  ]
}

const looking = ({ sql }: Services): Route[] => [
  route({
    ...announcing,
    ...{ method: 'GET', path: '/api/announcement-queues', summary: 'Queues whose agents one may address' },
    answer: z.array(z.object({ id: z.string(), name: z.string() })),
    handle: async () =>
      json([...(await sql<{ id: string; name: string }[]>`select id, name from queues order by name`)]),
  }),
  route({
    ...announcing,
    ...{
      method: 'GET',
      path: '/api/all-announcements',
      summary: 'All of them, past and to come',
      answer: z.array(kept),
    },
    handle: async () => json(await keptAnnouncements(sql)),
  }),
  route({
    ...announcing,
    ...{ method: 'GET', path: '/api/announcements/:id/readers', answer: z.array(reader) },
    summary: 'To whom it is, and when each has read it',
    handle: async ({ params }) => json(await readersOf(sql, params.id ?? '')),
  }),
]
