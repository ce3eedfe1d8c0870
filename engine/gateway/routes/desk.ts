// The agent's desk: every button is a command to the agent's own actor.
import { z } from 'zod'
import { ephemeralCredential, GUEST_PREFIX } from '#config/kamailio/ephemeral.ts'
import type { AgentCommand } from '../../protocol/agent.ts'
import type { DeskInfo, SipCredentials } from '../../protocol/api.ts'
import { browserUser } from '../../protocol/company.ts'
import { agentStates, canBeSaid, checksOf, hadCall, skillsOf } from '../../records/agent-choices.ts'
import { agentDay } from '../../records/call-log/agent-day.ts'
import { callbackQueues as callbackQueuesOf, openNumbers } from '../../records/open-numbers.ts'
import { type Outcome, refused } from '../../records/record/outcome.ts'
import { fetchParked } from '../fetch-parked.ts'
import { askActor } from '../http/ask.ts'
import { json, type Reply, type Request, type Route, route } from '../http/route.ts'
import { agentDaySchema, agentViewSchema, deskBodies, deskSchema, sipSchema, whichCall } from '../http/schemas.ts'
import type { Services } from '../http/services.ts'

/** A page renews long before; a call may go on for as long as the registration needs to be refreshed. */
const SIP_MS = 12 * 3_600_000
const GUEST_SIP_MS = 3_600_000

const PLAIN = {
  ready: { type: 'ready' },
  'end-wrap-up': { type: 'end-wrap-up' },
  'wrap-up': { type: 'wrap-up' },
  'more-time': { type: 'more-time' },
  swap: { type: 'swap' },
  'take-back': { type: 'take-back' },
  decline: { type: 'decline' },
  reattach: { type: 'reattach' },
  flag: { type: 'flag' },
  'sign-out': { type: 'sign-out', by: 'agent' },
} as const satisfies Record<string, AgentCommand>

const OF_A_CALL = ['hold', 'resume', 'hang-up', 'merge', 'hand-over'] as const

export function deskRoutes(services: Services): Route[] {
  return [...readingRoutes(services), ...buttonRoutes(services), ...callButtons(services), callUs(services)]
}

const tag = 'desk'
const shared = { method: 'POST', right: 'desk', tag, answer: agentViewSchema } as const
const at = (action: string) => ({ path: `/api/desk/${action}`, summary: `Desk: ${action}` })

function readingRoutes(services: Services): Route[] {
  return [
    route({
      method: 'GET',
      path: '/api/desk',
      summary: 'What a reloaded page needs to go on',
      right: 'desk',
      tag,
      answer: deskSchema,
      handle: async ({ who }) => json(await desk(services, who.agentId ?? '')),
    }),
    route({
      method: 'GET',
      path: '/api/desk/today',
      summary:
        'Own calls of the centre’s day, those over and those missed that go on elsewhere, and the counters over them',
      right: 'desk',
      tag,
      answer: agentDaySchema,
      handle: async ({ who }) => {
        const { sql, now, settings } = services
        const agentId = who.agentId ?? ''
        return json(await agentDay(sql, agentId, now(), settings.timeZone, services.missing(agentId)))
      },
    }),
    route({
      method: 'POST',
      path: '/api/desk/sip-credentials',
      summary: 'Short-lived SIP credentials for the built-in soft phone',
      right: 'desk',
      tag,
      body: z.object({}),
      answer: sipSchema,
      handle: async ({ who }) => {
        const number = await numberOf(services, who.agentId ?? '')
        return number === undefined ? refused('agent-unknown') : json(sipFor(services, browserUser(number), SIP_MS))
      },
    }),
  ]
}

/** The agent's own state. */
function buttonRoutes(services: Services): Route[] {
  return [
    ...Object.entries(PLAIN).map(([action, plain]) =>
      route({ ...shared, ...at(action), body: z.unknown(), handle: (request) => toAgent(services, request, plain) }),
    ),
    route({
      ...shared,
      ...at('sign-in'),
      body: deskBodies['sign-in'],
      handle: (request) =>
        toAgent(services, request, {
          type: 'sign-in',
          phone: request.body.phone,
          session: request.session?.tokenHash.slice(0, 16) ?? '',
        }),
    }),
    route({
      ...shared,
      ...at('use-skills'),
      body: deskBodies['use-skills'],
      handle: (request) => toAgent(services, request, { type: 'use-skills', skillIds: request.body.skillIds }),
    }),
    route({
      ...shared,
      ...at('break'),
      body: deskBodies.break,
      handle: async (request) => {
        const chosen = await chosenState(services, request.body.reason)
        return chosen ? toAgent(services, request, { type: 'take-break', ...chosen }) : refused('not-found')
      },
    }),
    route({
      ...shared,
      ...at('after-call'),
      body: deskBodies['after-call'],
      handle: async (request) => {
        const { body } = request
        if (body.mode === 'usual') return toAgent(services, request, { type: 'after-call' })
        if (body.mode !== 'break') return toAgent(services, request, { type: 'after-call', after: { mode: body.mode } })
        const chosen = await chosenState(services, body.reason)
        if (!chosen) return refused('not-found')
        return toAgent(services, request, { type: 'after-call', after: { mode: 'break', ...chosen } })
      },
    }),
  ]
}

/** What is done to a call. A dial without a media node goes to the agent too: it stays in its calls with the reason. */
function callButtons(services: Services): Route[] {
  return [
    route({
      ...shared,
      ...at('dial'),
      body: deskBodies.dial,
      handle: async (request) => {
        const { number } = request.body
        const parked = services.parkedAt(number)
        if (parked === undefined)
          return toAgent(services, request, { type: 'dial', number, node: services.mediaNode() ?? '' })
        const fetched = await fetchParked(services, request, parked)
        return fetched.ok ? json(services.agent(request.who.agentId ?? '')) : fetched
      },
    }),
    ...OF_A_CALL.map((type) =>
      route({
        ...shared,
        ...at(type),
        body: whichCall,
        handle: (request) => toAgent(services, request, { type, ...request.body }),
      }),
    ),
    route({
      ...shared,
      ...at('record'),
      body: deskBodies.record,
      handle: (request) => toAgent(services, request, { type: 'record', act: request.body.act }),
    }),
    route({
      ...shared,
      ...at('dispose'),
      body: deskBodies.dispose,
      handle: async (request) => {
        const { body } = request
        if (!(await canBeSaid(services.sql, body.dispositionId))) return refused('not-found')
        if (!(await isOwnCall(services, request, body.callId))) return refused('not-allowed')
        return toAgent(services, request, { type: 'dispose', ...body })
      },
    }),
    ...(['verify', 'drop', 'switch-call', 'send-digits'] as const).map((type) =>
      route({
        ...shared,
        ...at(type),
        body: deskBodies[type],
        handle: (request) => toAgent(services, request, { type, ...request.body } as AgentCommand),
      }),
    ),
    ...(['transfer', 'consult', 'invite'] as const).map((type) =>
      route({
        ...shared,
        ...at(type),
        body: deskBodies[type],
        handle: (request) => toAgent(services, request, { type, target: request.body.target }),
      }),
    ),
    route({
      ...shared,
      ...at('line'),
      body: deskBodies.line,
      handle: (request) => toAgent(services, request, { type: 'line-told', line: request.body }),
    }),
  ]
}

/** A state of the company that is switched on, as the agent's actor wants it. */
async function chosenState({ sql }: Services, reason: string): Promise<{ reason: string; working?: true } | undefined> {
  const state = (await agentStates(sql)).find(({ value, enabled }) => enabled && value === reason)
  return state && { reason, ...(state.working ? { working: true as const } : {}) }
}

/** The call the agent is in, the one it owes a word on, or one the call log gives it. */
async function isOwnCall(services: Services, { who }: Request, callId: string): Promise<boolean> {
  const agentId = who.agentId ?? ''
  const view = services.agent(agentId)
  const beside = view?.beside?.map((call) => call.callId) ?? []
  if ([view?.call?.callId, view?.owes?.callId, ...beside].includes(callId)) return true
  return hadCall(services.sql, agentId, callId)
}

/** The page on which anybody may call the centre from the browser. */
function callUs(services: Services): Route {
  return route({
    method: 'POST',
    path: '/api/call-us',
    summary: 'SIP credentials of a guest, who may call access numbers only, and the numbers there are',
    right: 'public',
    tag: 'desk',
    perMinute: 20,
    body: z.unknown(),
    answer: sipSchema.extend({
      companyName: z.string(),
      numbers: z.array(z.object({ number: z.string(), name: z.string(), lang: z.string() })),
      callbackQueues: z.array(z.object({ id: z.string(), name: z.string() })),
    }),
    handle: async () => {
      const [numbers, callbackQueues] = await Promise.all([openNumbers(services.sql), callbackQueuesOf(services.sql)])
      const { companyName } = services.settings
      return json({
        ...sipFor(services, `${GUEST_PREFIX}${services.newId()}`, GUEST_SIP_MS),
        companyName,
        numbers,
        callbackQueues,
      })
    },
  })
}

async function toAgent(services: Services, request: Request, command: AgentCommand): Promise<Outcome<Reply>> {
  const agentId = request.who.agentId ?? ''
  const id = services.newId()
  const cause = `api.${request.session?.account ?? ''}`
  const outcome = await askActor(services.bus, { kind: 'agent', id: agentId }, { id, cause, command })
  if (!outcome.ok) return outcome
  const view = outcome.value as { agentId?: string } | undefined
  return json(view?.agentId === undefined ? services.agent(agentId) : view)
}

async function desk(services: Services, agentId: string): Promise<DeskInfo> {
  const agent = services.agent(agentId)
  const { sql } = services
  const [number, groupName, states, skills, checks, codes] = await Promise.all([
    numberOf(services, agentId),
    groupOf(services, agentId),
    agentStates(sql),
    skillsOf(sql, agentId),
    checksOf(sql),
    sql<{ code: string }[]>`select code from phone_codes where act = 'message' and enabled order by code limit 1`,
  ])
  const [message] = codes
  return {
    ...{ skills, checks },
    ...(agent ? { agent } : {}),
    ...(groupName === undefined ? {} : { groupName }),
    ...(number === undefined ? {} : { sip: sipFor(services, browserUser(number), SIP_MS) }),
    breakReasons: states.filter(({ enabled }) => enabled),
    ...(message ? { messageCode: message.code } : {}),
  }
}

async function numberOf({ sql }: Services, agentId: string): Promise<string | undefined> {
  const [row] = await sql<{ number: string }[]>`select number from agents where id = ${agentId} and enabled`
  return row?.number
}

async function groupOf({ sql }: Services, agentId: string): Promise<string | undefined> {
  const [row] = await sql<{ name: string }[]>`
    select g.name from agents a join groups g on g.id = a.group_id where a.id = ${agentId}`
  return row?.name
}

function sipFor({ settings, now }: Services, user: string, lifeMs: number): SipCredentials {
  const credential = ephemeralCredential(settings.sipSecret, user, now() + lifeMs)
  return {
    server: settings.sipServer,
    uri: `sip:${user}@${settings.sipDomain}`,
    authorizationUser: credential.username,
    password: credential.password,
    expiresAt: credential.expiresAt,
  }
}
