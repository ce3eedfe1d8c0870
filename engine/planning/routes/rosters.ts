// Rosters: make, look at, change, publish, have computed. Their agents see their own part by /api/plan/my-roster.
import { z } from 'zod'
import { json, jsonOf, type Route, route } from '../../gateway/http/route.ts'
import { flag } from '../../gateway/http/schemas.ts'
import type { Services } from '../../gateway/http/services.ts'
import type { RosterInfo } from '../../protocol/roster.ts'
import { type Outcome, refused } from '../../records/record/outcome.ts'
import { needOf } from '../acts/need.ts'
import { generate, replan } from '../acts/solve.ts'
import { changeRoster } from '../records/changes.ts'
import { listRosters } from '../records/roster-rows.ts'
import { isBeingSolved } from '../records/roster-work.ts'
import { createRoster, publishRoster, removeRoster, viewOf, withdrawRoster } from '../records/rosters.ts'
import { planningOf } from '../records/targets.ts'
import {
  changesBody,
  consequencesSchema,
  generateBody,
  jobSchema,
  newRosterBody,
  replanBody,
  rosterInfoSchema,
  rosterViewSchema,
} from './roster-schemas.ts'

export const rosterRoutes = (services: Services): Route[] => [
  ...reading(services),
  ...making(services),
  ...solving(services),
]

const BASE = '/api/plan/rosters'
const write = { right: 'plan', tag: 'planning' } as const

function reading({ sql }: Services): Route[] {
  const read = { right: 'plan-view', scope: 'all', tag: 'planning' } as const
  return [
    route({
      ...read,
      method: 'GET',
      path: BASE,
      summary: 'Rosters, the latest weeks first',
      answer: z.array(rosterInfoSchema),
      handle: async () => json(await listRosters(sql)),
    }),
    route({
      ...read,
      method: 'GET',
      path: `${BASE}/:id`,
      summary: 'A roster with its duties, cover against need, broken rules and cost',
      answer: rosterViewSchema,
      handle: async ({ params }) => jsonOf(await viewOf(sql, params.id ?? '')),
    }),
  ]
}

function making(services: Services): Route[] {
  const { sql, now } = services
  // what is being computed would be stored into a roster that agents see, or that is gone
  const atRest = async (id: string, act: (id: string) => Promise<Outcome<RosterInfo>>) =>
    (await isBeingSolved(sql, id)) ? refused('roster-being-solved') : jsonOf(await act(id))
  return [
    route({
      ...write,
      method: 'POST',
      path: BASE,
      summary: 'A new roster of whole weeks from a Monday, empty',
      body: newRosterBody,
      answer: rosterInfoSchema,
      handle: async ({ body, by }) => {
        // a roster can be made by hand without a forecast: what analytics cannot say now is asked again later
        const need = await needOf(services, body.series, body.from, body.weeks * 7)
        const known = need.ok ? need.value : { grid: (await planningOf(sql, body.series)).grid, need: null }
        return jsonOf(await createRoster(sql, body, known, by))
      },
    }),
    route({
      ...write,
      method: 'DELETE',
      path: `${BASE}/:id`,
      summary: 'Delete a roster that is not published',
      answer: rosterInfoSchema,
      handle: async ({ params, by }) => atRest(params.id ?? '', (id) => removeRoster(sql, id, by)),
    }),
    route({
      ...write,
      method: 'POST',
      path: `${BASE}/:id/changes`,
      summary: 'Change duties by hand; dryRun=true answers what it would mean and keeps nothing',
      query: z.object({ dryRun: flag.optional() }),
      body: changesBody,
      answer: consequencesSchema,
      handle: async ({ params, query, body, by }) =>
        jsonOf(await changeRoster(sql, { id: params.id ?? '', input: body, dryRun: query.dryRun === true }, by)),
    }),
    route({
      ...write,
      method: 'POST',
      path: `${BASE}/:id/publish`,
      summary: 'Publish: its agents see it, attendance is judged by it',
      answer: rosterInfoSchema,
      handle: async ({ params, by }) => atRest(params.id ?? '', (id) => publishRoster(sql, id, by, now())),
    }),
    route({
      ...write,
      method: 'POST',
      path: `${BASE}/:id/withdraw`,
      summary: 'Back to a draft; swaps asked for in it end',
      answer: rosterInfoSchema,
      handle: async ({ params, by }) => jsonOf(await withdrawRoster(sql, params.id ?? '', by, now())),
    }),
  ]
}

const solving = (services: Services): Route[] => [
  route({
    ...write,
    method: 'POST',
    path: `${BASE}/:id/generate`,
    summary: 'Have a draft computed against the need; duties set by hand stay',
    body: generateBody,
    answer: jobSchema,
    handle: async ({ params, body, by }) => jsonOf(await generate(services, params.id ?? '', body.budgetSeconds, by)),
  }),
  route({
    ...write,
    method: 'POST',
    path: `${BASE}/:id/replan`,
    summary: 'One date anew without those absent',
    body: replanBody,
    answer: jobSchema,
    handle: async ({ params, body, by }) => jsonOf(await replan(services, params.id ?? '', body, by)),
  }),
]
