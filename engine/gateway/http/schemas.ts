// Schemas of what the API answers; tests hold the answers against them, the OpenAPI document is drawn from them.
import { z } from 'zod'
import type { AgentView } from '../../protocol/agent.ts'
import type {
  AgentDay,
  ApiError,
  CallRow,
  DeskInfo,
  ExportJob,
  SessionInfo,
  SipCredentials,
} from '../../protocol/api.ts'
import { type ActFailure, FAILURES } from '../../protocol/failures.ts'
import { LOOK_COLOURS, type Look, type Colour as LookColour } from '../../protocol/look.ts'
import { COLOURS, type Colour } from '../../protocol/words/agents.ts'
import type { Columns } from '../../records/store/order.ts'

export const label = z.object({ zh: z.string(), en: z.string() })
const ms = z.number().describe('absolute ms since 1970')
const spanMs = z.number().describe('ms')

export const errorSchema = z
  .object({
    refusal: z.string(),
    message: label,
    detail: z.string().exactOptional(),
    say: label.exactOptional(),
    fields: z.array(z.object({ path: z.string(), message: z.string() })).exactOptional(),
    problems: z.array(z.any()).exactOptional(),
  })
  .meta({ id: 'ApiError' }) satisfies z.ZodType<ApiError>

export const exportSchema = z
  .object({
    ...{ id: z.string(), title: label, format: z.enum(['csv', 'xlsx', 'pdf', 'zip']), fileName: z.string() },
    state: z.enum(['waiting', 'running', 'done', 'cancelled', 'failed']),
    ...{ rows: z.number(), total: z.number(), startedAt: ms },
    endedAt: ms.exactOptional(),
    bytes: z.number().exactOptional(),
    until: ms.exactOptional(),
  })
  .meta({ id: 'ExportJob' }) satisfies z.ZodType<ExportJob>

export const pageOf = <Row extends z.ZodType>(row: Row) =>
  z.object({ rows: z.array(row), total: z.number(), page: z.number(), pageSize: z.number() })

/** Query of a list; `from` and `to` are absolute ms. */
export const paging = {
  page: z.coerce.number().int().min(1).max(100_000).default(1),
  pageSize: z.coerce.number().int().min(1).max(1_000).default(50),
}
export const flag = z.enum(['true', 'false']).transform((value) => value === 'true')
/** by which of a list's columns, and which way round; its own order where none is asked for */
export const sorting = <By extends string>(columns: Columns<By>) => ({
  sort: z.enum(Object.keys(columns) as [By, ...By[]]).optional(),
  descending: flag.optional(),
})
export const when = z.coerce.number().int().min(0)

const colour = z.enum(Object.keys(COLOURS) as [Colour, ...Colour[]])
const agentState = z.object({ value: z.string(), label, colour, working: z.boolean(), enabled: z.boolean() })

export const lookSchema = z
  .object({
    companyName: z.string(),
    colour: z.enum(Object.keys(LOOK_COLOURS) as [LookColour, ...LookColour[]]),
    logo: z.string().exactOptional(),
  })
  .meta({ id: 'Look' }) satisfies z.ZodType<Look>

export const sessionSchema = z
  .object({
    accountId: z.string(),
    account: z.string(),
    name: z.string(),
    role: z.string(),
    rights: z.array(z.string()),
    overAll: z.array(z.string()),
    newPasswordNeeded: z.literal(true).exactOptional(),
    passwordAdvice: z.literal(true).exactOptional(),
    agentId: z.string().exactOptional(),
    lang: z.enum(['zh', 'en']),
    version: z.string(),
    companyName: z.string(),
    look: lookSchema,
    timeZone: z.string(),
    demo: z.boolean(),
    agentStates: z.array(agentState),
    dispositions: z.array(
      z.object({ id: z.string(), label, parentId: z.string().exactOptional(), queueIds: z.array(z.string()) }),
    ),
    exposed: z.literal(true).exactOptional(),
  })
  .meta({ id: 'SessionInfo' }) satisfies z.ZodType<Omit<SessionInfo, 'rights' | 'overAll'>>

const phone = z.discriminatedUnion('type', [
  z.object({ type: z.literal('browser') }),
  z.object({ type: z.literal('extension'), user: z.string().regex(/^[A-Za-z0-9._-]{1,64}$/) }),
  z.object({ type: z.literal('none') }),
])
const transferTarget = z.discriminatedUnion('type', [
  z.object({ type: z.literal('agent'), agentId: z.string().max(64) }),
  z.object({ type: z.literal('queue'), queueId: z.string().max(64) }),
  z.object({ type: z.literal('outside'), number: z.string().regex(/^[0-9*#+]{1,32}$/) }),
  z.object({ type: z.literal('flow'), flowId: z.string().max(64) }),
  z.object({ type: z.literal('answer'), promptId: z.string().max(64) }),
  z.object({ type: z.literal('park') }),
])

/** The present call, or another of the agent's calls by its id. */
export const whichCall = z
  .object({ callId: z.string().min(1).max(64).exactOptional() })
  .nullish()
  .transform((which) => which ?? {})

/** Of the page's own counting: nonsense is refused at the door. */
const lineSchema = z.object({
  loss: z.number().min(0).max(1),
  jitterMs: z.number().min(0).max(60_000),
  roundTripMs: z.number().min(0).max(60_000).exactOptional(),
})

export const deskBodies = {
  'sign-in': z.object({ phone }),
  'use-skills': z.object({ skillIds: z.array(z.string().min(1).max(64)).max(200) }),
  break: z.object({ reason: z.string().min(1).max(40) }),
  'after-call': z.discriminatedUnion('mode', [
    z.object({ mode: z.enum(['usual', 'ready', 'signed-out']) }),
    z.object({ mode: z.literal('break'), reason: z.string().min(1).max(64) }),
  ]),
  record: z.object({ act: z.enum(['start', 'stop', 'pause', 'resume']) }),
  dispose: z.object({
    callId: z.string().min(1).max(64),
    dispositionId: z.string().min(1).max(64),
    note: z.string().max(1_000),
  }),
  dial: z.object({ number: z.string().regex(/^[0-9*#+]{1,32}$/) }),
  transfer: z.object({ target: transferTarget }),
  consult: z.object({ target: transferTarget }),
  invite: z.object({ target: transferTarget }),
  line: lineSchema,
  verify: z.object({ flowId: z.string().min(1).max(64) }),
  'switch-call': z.object({ callId: z.string().min(1).max(64) }),
  drop: z.object({ legId: z.string().min(1).max(64) }),
  'send-digits': z.object({ digits: z.string().regex(/^[0-9A-D*#]{1,32}$/) }),
}

export const agentViewSchema = z
  .looseObject({
    agentId: z.string(),
    number: z.string(),
    name: z.string(),
    mode: z.enum(['signed-out', 'break', 'ready', 'ringing', 'dialling', 'talking', 'wrap-up']),
    since: ms,
    phone,
  })
  .meta({ id: 'AgentView' }) satisfies z.ZodType<
  Pick<AgentView, 'agentId' | 'number' | 'name' | 'mode' | 'since' | 'phone'>
>

export const sipSchema = z
  .object({
    server: z.string(),
    uri: z.string(),
    authorizationUser: z.string(),
    password: z.string(),
    expiresAt: ms,
  })
  .meta({ id: 'SipCredentials' }) satisfies z.ZodType<SipCredentials>

export const deskSchema = z
  .object({
    agent: agentViewSchema.exactOptional(),
    groupName: z.string().exactOptional(),
    sip: sipSchema.exactOptional(),
    breakReasons: z.array(agentState),
    messageCode: z.string().exactOptional(),
    skills: z.array(z.object({ id: z.string(), name: z.string() })),
    checks: z.array(z.object({ id: z.string(), name: z.string() })),
  })
  .meta({ id: 'DeskInfo' }) satisfies z.ZodType<Omit<DeskInfo, 'agent'>>

const direction = z.enum(['in', 'out', 'internal'])
export const callOutcome = z.enum([
  'answered',
  'abandoned-in-flow',
  'abandoned-in-queue',
  'abandoned-ringing',
  'self-served',
  'voicemail',
  'callback',
  'overflowed',
  'rejected',
  'not-answered',
  'failed',
])
export const hungUpBy = z.enum(['caller', 'agent', 'flow', 'queue', 'supervisor', 'system', 'outside'])
const failure = z.enum(Object.keys(FAILURES) as [ActFailure, ...ActFailure[]])

const flags = z.array(z.object({ at: ms, agentId: z.string() }))
export const callRowSchema = z
  .object({
    callId: z.string(),
    direction,
    from: z.string(),
    to: z.string(),
    accessNumber: z.string(),
    arrivedAt: ms,
    answeredAt: ms.exactOptional(),
    talkStartedAt: ms.exactOptional(),
    endedAt: ms,
    collected: z.record(z.string(), z.string()),
    failure: failure.exactOptional(),
    outcome: callOutcome,
    hungUpBy,
    recordingId: z.string().exactOptional(),
    customerId: z.string().exactOptional(),
    region: z.string(),
    vip: z.boolean(),
    agentIds: z.array(z.string()),
    agentNames: z.array(z.string()),
    queueIds: z.array(z.string()),
    queueNames: z.array(z.string()),
    waitMs: spanMs,
    talkMs: spanMs,
    holdMs: spanMs,
    recording: z
      .object({
        id: z.string(),
        durationMs: spanMs,
        formats: z.array(z.enum(['wav', 'mp3'])),
        expiredAt: ms.exactOptional(),
        gaps: z.array(
          z.object({
            fromMs: spanMs,
            untilMs: spanMs,
            reason: z.enum(['paused', 'sound-restarted', 'no-space', 'lost', 'awaited']),
          }),
        ),
      })
      .exactOptional(),
    disposition: z.object({ id: z.string(), zh: z.string(), en: z.string(), note: z.string() }).exactOptional(),
    flags: flags.exactOptional(),
  })
  .meta({ id: 'CallRow' }) satisfies z.ZodType<CallRow>

const journey = z.array(z.looseObject({}))
export const callDetailSchema = callRowSchema
  .extend({
    path: journey,
    agents: journey,
    queues: journey,
    line: journey,
    lines: z.array(lineSchema.extend({ agentId: z.string() })),
    flags,
    watches: journey.exactOptional(),
    missedAgentIds: z.array(z.string()),
    missedAgentNames: z.array(z.string()),
  })
  .meta({ id: 'CallDetail' })

export const agentDaySchema = z
  .object({
    answered: z.number(),
    missed: z.number(),
    outbound: z.number(),
    talkMs: spanMs,
    averageTalkMs: spanMs,
    calls: z.array(
      z.object({
        callId: z.string(),
        direction,
        from: z.string(),
        to: z.string(),
        arrivedAt: ms,
        outcome: callOutcome.exactOptional(),
        failure: failure.exactOptional(),
        part: z.enum(['answered', 'missed', 'outbound']),
        name: z.string().exactOptional(),
        rating: z.string().exactOptional(),
        talkMs: spanMs,
      }),
    ),
  })
  .meta({ id: 'AgentDay' }) satisfies z.ZodType<AgentDay>
