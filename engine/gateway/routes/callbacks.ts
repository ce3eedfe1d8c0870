// Being called back instead of waiting: asked for by a visitor on the public page, by staff or by another system; seen in the
// live view of the queue, taken back by a supervisor. The queue keeps the place; nothing of it is in the database.
import { z } from 'zod'
import type { QueueCommand, WaitingCall } from '../../protocol/queue.ts'
import { callbackQueues, queueLang } from '../../records/open-numbers.ts'
import { audit } from '../../records/record/audit.ts'
import { type Outcome, refused } from '../../records/record/outcome.ts'
import { may } from '../../rights/may.ts'
import { askActor } from '../http/ask.ts'
import { json, type Reply, type Request, type Route, route } from '../http/route.ts'
import type { Services } from '../http/services.ts'

const body = z.object({
  queueId: z.string().max(64),
  number: z.string().regex(/^\+?[0-9]{3,20}$/),
  name: z.string().max(80).default(''),
})
/** `merged`: one with this number stood there already */
const answer = z.object({ callId: z.string(), merged: z.boolean() })
type Asked = z.output<typeof body>

export const callbackRoutes = (services: Services): Route[] => [
  route({
    ...{ method: 'POST', path: '/api/callbacks', right: 'supervise', tag: 'supervise', body, answer },
    summary: 'A customer is called back when it is his turn in this queue',
    async handle(request) {
      if (!may(request.who, 'supervise', { agentIds: [], queueIds: [request.body.queueId] }))
        return refused('not-allowed')
      const asked = await ask(services, request, 'staff')
      if (asked.ok)
        await audit(services.sql, request.by, {
          action: 'call-back',
          kind: 'callbacks',
          recordId: request.body.queueId,
          after: request.body,
        })
      return asked
    },
  }),
  route({
    ...{ method: 'DELETE', path: '/api/callbacks/:queueId/:callId', right: 'supervise', tag: 'supervise' },
    summary: 'He is not called back after all',
    answer: z.object({}),
    async handle({ params: { queueId = '', callId = '' }, who, by }) {
      if (!may(who, 'supervise', { agentIds: [], queueIds: [queueId] })) return refused('not-allowed')
      const told = await toQueue(services, queueId, { type: 'cancel-callback', callId })
      if (!told.ok) return told
      await audit(services.sql, by, { action: 'withdraw', kind: 'callbacks', recordId: queueId, title: callId })
      return json({})
    },
  }),
  route({
    ...{ method: 'POST', path: '/api/call-us/callback', right: 'public', tag: 'desk', perMinute: 5, body, answer },
    summary: 'A visitor wants to be called; only by queues that are set so',
    async handle(request) {
      const { queueId } = request.body
      const open = await callbackQueues(services.sql)
      return open.some(({ id }) => id === queueId) ? ask(services, request, 'web') : refused('not-found')
    },
  }),
]

const toQueue = (services: Services, id: string, command: QueueCommand) =>
  askActor(services.bus, { kind: 'queue', id }, { id: services.newId(), cause: 'api.callbacks', command })

async function ask(
  services: Services,
  { body }: Request<unknown, Asked>,
  by: 'web' | 'staff',
): Promise<Outcome<Reply>> {
  const { queueId, number, name } = body
  const lang = await queueLang(services.sql, queueId)
  const node = services.mediaNode()
  if (!lang) return refused('not-found')
  if (node === undefined) return refused('unavailable')
  const caller = await services.caller(number)
  const vip = caller.vip || caller.vipQueueIds.includes(queueId)
  const at = services.now()
  const call: WaitingCall & Required<Pick<WaitingCall, 'callback'>> = {
    ...{
      callId: `cb-${services.newId()}`,
      node,
      legId: '',
      lang,
      vip,
      region: caller.region,
      joinedAt: at,
    },
    card: {
      ...{ number, name: caller.name || name, region: caller.region, vip, accessNumber: '', queueName: '' },
      ...{ collected: {}, recent: caller.recent },
      ...(caller.customerId ? { customerId: caller.customerId } : {}),
    },
    ...(caller.lastAgentId ? { lastAgentId: caller.lastAgentId } : {}),
    ...(caller.dedicatedAgentId ? { dedicatedAgentId: caller.dedicatedAgentId } : {}),
    callback: { number, askedAt: at, by, tries: 0 },
  }
  const told = await toQueue(services, queueId, { type: 'ask-callback', call })
  return told.ok ? json(told.value) : told
}
