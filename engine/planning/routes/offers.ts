// The rest of today with agents: planners offer a change of a duty, agents accept or decline it on the desk.
import { z } from 'zod'
import { json, jsonOf, type Route, route } from '../../gateway/http/route.ts'
import type { Services } from '../../gateway/http/services.ts'
import type { DayOffers, Offer, OfferedChange } from '../../protocol/offers.ts'
import { dateNow } from '../acts/moment.ts'
import { dayOffers, sendOffers, tell } from '../acts/offers.ts'
import { answerOffer, offersOf } from '../records/offers.ts'
import { planDate, seriesId } from './forecast-schemas.ts'
import { asAgent } from './leave.ts'

const id = z.string().max(64)
/** a duty may begin the day before and end the day after */
const minute = z.number().int().min(0).max(2_880)
const lack = z.object({ missing: z.number(), tooMany: z.number() })
const change = {
  agentId: id,
  date: planDate,
  type: z.enum(['move-break', 'stay-longer', 'leave-early']),
  ...{ from: minute, to: minute, minutes: z.number().int().min(1).max(720) },
}
const named = { ...change, number: z.string(), name: z.string(), before: lack, after: lack }
const offerSchema = z
  .object({
    ...named,
    id,
    state: z.enum(['open', 'accepted', 'declined', 'withdrawn', 'expired']),
    ...{ offeredAt: z.number(), expiresAt: z.number(), decidedAt: z.number().exactOptional() },
  })
  .meta({ id: 'Offer' }) satisfies z.ZodType<Offer>
const daySchema = z
  .object({
    ...{ series: z.string(), date: planDate, now: z.number() },
    grid: z.object({
      slotMinutes: z.union([z.literal(5), z.literal(15), z.literal(30), z.literal(60)]),
      ...{ opensAt: z.number(), closesAt: z.number() },
    }),
    slots: z.array(z.object({ at: z.number(), need: z.number(), cover: z.number() })),
    ...{ lack, lackWithAll: lack },
    notThere: z.array(z.object({ number: z.string(), name: z.string() })),
    ...{ proposals: z.array(z.object(named)), offers: z.array(offerSchema) },
  })
  .meta({ id: 'DayOffers' }) satisfies z.ZodType<DayOffers>
const changes = z
  .array(z.object(change) satisfies z.ZodType<OfferedChange>)
  .min(1)
  .max(50)

export const offerRoutes = (services: Services): Route[] => [...planners(services), ...agents(services)]

function planners(services: Services): Route[] {
  const { sql, now } = services
  return [
    route({
      right: 'plan-view',
      scope: 'all',
      tag: 'planning',
      method: 'GET',
      path: '/api/plan/offers',
      summary:
        'The rest of today: need and cover, what might be offered to agents with its effect, and what was offered',
      query: z.object({ series: seriesId.default('all') }),
      answer: daySchema,
      handle: async ({ query }) => jsonOf(await dayOffers(services, query.series)),
    }),
    route({
      right: 'plan',
      tag: 'planning',
      method: 'POST',
      path: '/api/plan/offers',
      summary: 'Offer changes of duties of today to their agents; all or none',
      body: z.object({ series: seriesId.default('all'), changes }),
      answer: z.array(offerSchema),
      handle: async ({ body, by }) => jsonOf(await sendOffers(services, body, by)),
    }),
    route({
      right: 'plan',
      tag: 'planning',
      method: 'POST',
      path: '/api/plan/offers/:id/withdraw',
      summary: 'Take an offer back that nobody has answered',
      answer: offerSchema,
      handle: async ({ params, by }) => {
        const answered = await answerOffer(sql, { id: params.id ?? '', command: 'withdraw', at: now() }, by)
        if (answered.ok) await tell(services, [answered.value])
        return jsonOf(answered)
      },
    }),
  ]
}

const COMMANDS = {
  accept: 'Accept an offer: the published duty is changed',
  decline: 'Decline an offer: the duty stays as it is',
} as const

function agents({ sql, now, settings }: Services): Route[] {
  const shared = { right: 'plan-view', tag: 'planning' } as const
  return [
    route({
      ...shared,
      method: 'GET',
      path: '/api/plan/my-offers',
      summary: 'What is offered for the own duty of today, newest first',
      answer: z.array(offerSchema),
      handle: ({ who }) =>
        asAgent({ who }, async (agentId) =>
          json(await offersOf(sql, [agentId], dateNow(now(), settings.timeZone), now())),
        ),
    }),
    ...Object.entries(COMMANDS).map(([command, summary]) =>
      route({
        ...shared,
        method: 'POST',
        path: `/api/plan/my-offers/:id/${command}`,
        summary,
        answer: offerSchema,
        handle: ({ params, who, by }) =>
          asAgent({ who }, async (agentId) =>
            jsonOf(
              await answerOffer(
                sql,
                { id: params.id ?? '', command: command as keyof typeof COMMANDS, agentId, at: now() },
                by,
              ),
            ),
          ),
      }),
    ),
  ]
}
