// What a supervisor does to an agent and its call. Every act asks for the right over that agent, is written down, and is
// told to the agent with a word, but for those that must not be noticed.
import { z } from 'zod'
import type { AgentCommand, AgentView } from '../../protocol/agent.ts'
import type { CallCommand } from '../../protocol/call.ts'
import type { Supervised, WatchAs } from '../../protocol/supervised.ts'
import { agentStates } from '../../records/agent-choices.ts'
import { audit, type SupervisionAct } from '../../records/record/audit.ts'
import { done, type Outcome, refused } from '../../records/record/outcome.ts'
import { may } from '../../rights/may.ts'
import { askActor } from '../http/ask.ts'
import { json, type Reply, type Request, type Route, route } from '../http/route.ts'
import { agentViewSchema, deskBodies } from '../http/schemas.ts'
import type { Services } from '../http/services.ts'

const note = z.string().max(200).default('')
const plain = z.object({ note })
const number = z.string().regex(/^[0-9*#+]{1,32}$/)
const none = z.object({})

const right = 'supervise'
const tag = 'supervise'
const answer = agentViewSchema
const at = (act: string, summary: string) => ({
  ...({ method: 'POST', right, tag, answer, path: `/api/supervise/:agentId/${act}`, summary } as const),
})

const WATCH: Record<string, WatchAs> = {
  listen: 'listener',
  whisper: 'whisperer',
  barge: 'barger',
  'take-over': 'agent',
}

const ACTS = {
  listener: 'listen-in',
  whisperer: 'whisper',
  barger: 'barge',
  agent: 'take-over',
} as const satisfies Record<WatchAs, SupervisionAct>

export function superviseRoutes(services: Services): Route[] {
  return [...stateRoutes(services), ...callRoutes(services), ...watchRoutes(services)]
}

type Asked<Body> = Request<unknown, Body>

/** The act itself, then the word and the log. */
async function act(
  services: Services,
  request: Asked<{ note: string }>,
  what: Supervised,
  run: (agent: AgentView) => Promise<Outcome<unknown>>,
): Promise<Outcome<Reply>> {
  const agent = supervised(services, request)
  if (!agent.ok) return agent
  const outcome = await run(agent.value)
  if (!outcome.ok) return outcome
  const { note: said } = request.body
  await written(services, request, agent.value, what, said)
  const told = { type: 'told', by: nameOf(request), act: what, note: said } as const
  const after = await toAgent(services, request, agent.value.agentId, told)
  return after.ok ? json(services.agent(agent.value.agentId) ?? agent.value) : after
}

const nameOf = ({ session, by }: Asked<unknown>): string => session?.name || by.account

/** The agent, if this person may do it to this agent. */
function supervised(services: Services, { params, who }: Asked<unknown>): Outcome<AgentView> {
  const agentId = params.agentId ?? ''
  const agent = services.agent(agentId)
  // whoever leads a queue leads who serves it
  if (!may(who, right, { agentIds: [agentId], queueIds: agent?.queueIds ?? [] })) return refused('not-allowed')
  return agent ? done(agent) : refused('agent-unknown')
}

const written = (services: Services, request: Asked<unknown>, agent: AgentView, action: SupervisionAct, said: string) =>
  audit(services.sql, request.by, {
    ...{ action, kind: 'agents-live', recordId: agent.agentId, title: `${agent.number} ${agent.name}` },
    ...(said === '' && !agent.call ? {} : { after: { note: said, callId: agent.call?.callId } }),
  })

function toAgent(services: Services, request: Asked<unknown>, agentId: string, command: AgentCommand) {
  const cause = `api.${request.by.account}`
  return askActor(services.bus, { kind: 'agent', id: agentId }, { id: services.newId(), cause, command })
}

function stateRoutes(services: Services): Route[] {
  const simple: [Supervised, string, AgentCommand][] = [
    ['ready', 'Make an agent ready', { type: 'ready' }],
    ['sign-out', 'Sign an agent out, after its call', { type: 'sign-out', by: 'supervisor' }],
    ['pause', 'Nothing is offered to an agent until it is released', { type: 'bar', on: true }],
    ['release', 'An agent is offered calls again', { type: 'bar', on: false }],
  ]
  return [
    ...simple.map(([name, summary, command]) =>
      route({
        ...at(name, summary),
        body: plain,
        handle: (request) =>
          act(services, request, name, ({ agentId }) => toAgent(services, request, agentId, command)),
      }),
    ),
    route({
      ...at('skills', 'Which of its skills an agent is called for, until it signs in anew'),
      body: z.object({ skillIds: deskBodies['use-skills'].shape.skillIds, note }),
      handle: (request) =>
        act(services, request, 'skills', ({ agentId }) =>
          toAgent(services, request, agentId, { type: 'use-skills', skillIds: request.body.skillIds }),
        ),
    }),
    route({
      ...at('break', 'Send an agent on break, after its call'),
      body: z.object({ reason: z.string().min(1).max(64), note }),
      async handle(request) {
        const { reason } = request.body
        const state = (await agentStates(services.sql)).find((one) => one.enabled && one.value === reason)
        if (!state) return refused('not-found')
        const command = { type: 'take-break', reason, ...(state.working ? { working: true as const } : {}) } as const
        return act(services, request, 'break', ({ agentId }) => toAgent(services, request, agentId, command))
      },
    }),
  ]
}

function callRoutes(services: Services): Route[] {
  return [
    route({
      ...at('redirect', 'Send the call that rings at an agent, or that it talks in, to another number'),
      body: z.object({ number, note }),
      handle: (request) =>
        act(services, request, 'redirect', async ({ agentId, call }) => {
          const { number: to } = request.body
          if (!call) return refused('no-call')
          if (call.connectedAt === undefined)
            return toCall(services, request, call.callId, { type: 'redirect', number: to })
          return toAgent(services, request, agentId, { type: 'transfer', target: { type: 'outside', number: to } })
        }),
    }),
    route({
      ...at('cut', 'End the call of an agent'),
      body: plain,
      handle: (request) =>
        act(services, request, 'cut', async ({ call }) =>
          call ? endCall(services, request, call.callId) : refused('no-call'),
        ),
    }),
    route({
      ...{ method: 'POST', right, tag, scope: 'all', answer: none, path: '/api/supervise/calls/:callId/end' },
      summary: 'End a call that is stuck, wherever it stands',
      body: plain,
      async handle(request) {
        const { callId = '' } = request.params
        const outcome = await endCall(services, request, callId)
        if (!outcome.ok) return outcome
        const { note: said } = request.body
        await audit(services.sql, request.by, { action: 'cut', kind: 'calls', recordId: callId, after: { note: said } })
        return json({})
      },
    }),
  ]
}

function toCall(services: Services, request: Asked<unknown>, callId: string, command: CallCommand) {
  const cause = `api.${request.by.account}`
  return askActor(services.bus, { kind: 'call', id: callId }, { id: services.newId(), cause, command })
}

const endCall = (services: Services, request: Asked<unknown>, callId: string) =>
  toCall(services, request, callId, { type: 'hang-up', by: 'supervisor', who: request.by.accountId })

/** The supervisor's own phone goes into the call; in it already, its part changes. */
function watchRoutes(services: Services): Route[] {
  return Object.entries(WATCH).map(([name, as]) =>
    route({
      ...at(name, `Supervise a call: ${name}`),
      body: none,
      async handle(request) {
        const agent = supervised(services, request)
        if (!agent.ok) return agent
        const { agentId, call, number: shown, name: called } = agent.value
        if (call?.connectedAt === undefined || call.node === undefined || call.watch) return refused('no-call')
        const own = request.who.agentId
        if (own === undefined || own === agentId) return refused('no-phone')
        const { callId, node } = call
        const command = { type: 'watch', callId, node, as, number: shown, name: called } as const
        const outcome = await toAgent(services, request, own, command)
        if (!outcome.ok) return outcome
        await written(services, request, agent.value, ACTS[as], '')
        if (as === 'agent')
          await toAgent(services, request, agentId, {
            type: 'told',
            by: request.by.account,
            act: 'take-over',
            note: '',
          })
        return json(services.agent(own))
      },
    }),
  )
}
