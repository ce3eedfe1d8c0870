// Webhooks: who is told what, every message with how it went, sending again and replay from the ledger.
import { z } from 'zod'
import { json, jsonOf, type Route, route } from '../../gateway/http/route.ts'
import { pageOf, paging, when } from '../../gateway/http/schemas.ts'
import type { Services } from '../../gateway/http/services.ts'
import {
  DELIVERY_FAULTS,
  DELIVERY_STATES,
  type DeliveryFault,
  type DeliveryState,
  WEBHOOK_EVENTS,
  type WebhookEvent,
} from '../../protocol/integrations.ts'
import { audit } from '../../records/record/audit.ts'
import { refused } from '../../records/record/outcome.ts'
import { replay } from '../follow-ledger.ts'
import { changeWebhook, deliveriesOf, enqueue, makeWebhook, removeWebhook, sendAgain, webhooksIn } from '../webhooks.ts'

const shared = { right: 'accounts', scope: 'all', tag: 'integrations' } as const
const event = z.enum(Object.keys(WEBHOOK_EVENTS) as [WebhookEvent, ...WebhookEvent[]])
const fault = z.enum(Object.keys(DELIVERY_FAULTS) as [DeliveryFault, ...DeliveryFault[]])
const state = z.enum(Object.keys(DELIVERY_STATES) as [DeliveryState, ...DeliveryState[]])
const DAY_MS = 86_400_000
/** what one replay may ask for */
const LONGEST_REPLAY_MS = 31 * DAY_MS

const values = z.strictObject({
  name: z.string().trim().min(1).max(60),
  url: z.url({ protocol: /^https?$/ }).max(500),
  events: z.array(event).min(1).max(30),
  enabled: z.boolean().default(true),
})
const hook = z.object({
  ...{ id: z.string(), name: z.string(), url: z.string(), secret: z.string(), events: z.array(event) },
  ...{ enabled: z.boolean(), createdAt: z.number(), createdBy: z.string(), waiting: z.number(), failed: z.number() },
})
const delivery = z.object({
  ...{ id: z.number(), event, lane: z.string(), state, tries: z.number(), nextAt: z.number() },
  ...{ replayed: z.boolean(), createdAt: z.number(), body: z.looseObject({}) },
  ...{ status: z.number().exactOptional(), endedAt: z.number().exactOptional() },
  fault: fault.exactOptional(),
})

export const webhookRoutes = (services: Services): Route[] => [...kept(services), ...sent(services)]

function kept({ sql, now, newId, integrations }: Services): Route[] {
  /** said to every gateway when it was saved */
  const saved = async (outcome: Awaited<ReturnType<typeof makeWebhook>>) => {
    if (outcome.ok) await integrations.changed()
    return jsonOf(outcome)
  }
  return [
    route({
      ...shared,
      method: 'GET',
      path: '/api/webhooks',
      summary: 'Who is told of calls by HTTP, with the secret that signs',
      answer: z.array(hook),
      handle: async () => json(await webhooksIn(sql)),
    }),
    route({
      ...shared,
      method: 'POST',
      path: '/api/webhooks',
      summary: 'Tell another system from now on',
      body: values,
      answer: z.boolean(),
      handle: async ({ body, by }) => saved(await makeWebhook(sql, by, `webhook-${newId()}`, body, now())),
    }),
    route({
      ...shared,
      method: 'PUT',
      path: '/api/webhooks/:id',
      summary: 'Another address, other events, on or off; what waits while it is off is sent later',
      body: values,
      answer: z.boolean(),
      handle: async ({ params, body, by }) => saved(await changeWebhook(sql, by, params.id ?? '', body)),
    }),
    route({
      ...shared,
      method: 'DELETE',
      path: '/api/webhooks/:id',
      summary: 'Tell it nothing any more; what waits goes too',
      answer: z.boolean(),
      handle: async ({ params, by }) => saved(await removeWebhook(sql, by, params.id ?? '')),
    }),
  ]
}

function sent({ sql, now, newId, integrations, ledger }: Services): Route[] {
  return [
    route({
      ...shared,
      method: 'GET',
      path: '/api/webhooks/:id/deliveries',
      summary: 'Every message with how it went, newest first, for 30 days',
      query: z.object({ state: state.optional(), lane: z.string().max(200).optional(), ...paging }),
      answer: pageOf(delivery),
      handle: async ({ params, query }) => json(await deliveriesOf(sql, params.id ?? '', query)),
    }),
    route({
      ...shared,
      method: 'POST',
      path: '/api/webhooks/:id/test',
      summary: 'Send a test now',
      answer: z.boolean(),
      handle: async ({ params }) => {
        const found = (await webhooksIn(sql)).find(({ id }) => id === params.id)
        if (!found) return refused('not-found')
        const message = { event: 'ping' as const, id: newId(), at: now(), data: {} }
        await enqueue(sql, [{ webhookId: found.id, message }], now())
        integrations.wake()
        return json(true)
      },
    }),
    route({
      ...shared,
      method: 'POST',
      path: '/api/webhooks/:id/deliveries/:delivery/again',
      summary: 'Send one message again',
      answer: z.boolean(),
      handle: async ({ params }) => {
        const id = Number(params.delivery)
        if (!Number.isSafeInteger(id)) return refused('not-found')
        const again = await sendAgain(sql, params.id ?? '', id, now())
        if (again.ok) integrations.wake()
        return jsonOf(again)
      },
    }),
    route({
      ...shared,
      method: 'POST',
      path: '/api/webhooks/:id/replay',
      summary: 'Everything of a span once more, from the ledger, up to 31 days; answers how many messages',
      body: z.strictObject({ from: when, to: when }),
      answer: z.object({ messages: z.number() }),
      handle: async ({ params, body, by }) => {
        const found = (await webhooksIn(sql)).find(({ id }) => id === params.id)
        if (!found) return refused('not-found')
        if (body.to <= body.from || body.to - body.from > LONGEST_REPLAY_MS) return refused('bad-input')
        const messages = await replay(sql, ledger, found, body, now())
        await audit(sql, by, {
          ...{
            action: 'replay',
            kind: 'webhooks',
            recordId: found.id,
            title: found.name,
            after: { ...body, messages },
          },
        })
        integrations.wake()
        return json({ messages })
      },
    }),
  ]
}
