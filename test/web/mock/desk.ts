// The mock's desk: the agent's buttons and a phone that rings, without an engine.
import type { AgentView } from '#engine/protocol/agent.ts'
import type {
  AgentCall,
  AgentDay,
  AgentStateInfo,
  Contact,
  DeskBodies,
  DeskInfo,
  DispositionInfo,
  SipCredentials,
} from '#engine/protocol/api.ts'
import { browserUser, type Forward } from '#engine/protocol/company.ts'
import type { ActFailure } from '#engine/protocol/failures.ts'
import type { Colour } from '#engine/protocol/words/agents.ts'
import { type MockAnswer, type MockAsked, refuse } from './asked.ts'
import { messagesOf } from './desk-messages.ts'
import type { MockSip } from './sip.ts'
import { type MockWorld, ringingCall } from './world.ts'

const state = (value: string, zh: string, en: string, colour: Colour, working = false): AgentStateInfo => ({
  ...{ value, label: { zh, en }, colour, working, enabled: true },
})
export const STATES: AgentStateInfo[] = [
  state('rest', '小休', 'Short rest', 'grey'),
  state('meal', '用餐', 'Meal', 'amber'),
  state('restroom', '洗手间', 'Restroom', 'grey'),
  state('meeting', '会议', 'Meeting', 'purple', true),
  state('training', '培训', 'Training', 'purple', true),
  state('outbound-only', '仅呼出', 'Outbound only', 'sea', true),
  state('do-not-disturb', '免打扰', 'Do not disturb', 'red'),
]
const said = (id: string, zh: string, en: string, parentId?: string): DispositionInfo => ({
  ...{ id, label: { zh, en }, queueIds: [] },
  ...(parentId ? { parentId } : {}),
})
export const DISPOSITIONS: DispositionInfo[] = [
  said('ask', '咨询', 'Question'),
  said('ask-price', '价格', 'Price', 'ask'),
  said('ask-delivery', '发货时间', 'Delivery time', 'ask'),
  said('complain', '投诉', 'Complaint'),
  said('complain-quality', '质量', 'Quality', 'complain'),
  said('wrong', '打错电话', 'Wrong number'),
]

/** numbers that cannot be reached here, each by its own reason */
const NOWHERE: Record<string, ActFailure> = {
  '00000000000': 'no-trunk',
  '1099': 'unknown-number',
  '1002': 'signed-out',
  '1001': 'oneself',
  '8009': 'not-registered',
}

let contacts: Contact[] = [
  { id: 'k1', name: '陈总（大客户）', number: '13800001111', favourite: true, shared: false },
  { id: 'k2', name: '仓库值班', number: '02160001234', favourite: false, shared: false },
  { id: 's1', name: '物流热线', number: '4008111111', favourite: false, shared: true },
]
let forward: Forward = { always: '', noAnswer: '', busy: '', from: '', to: '' }
let favourites = ['agent-1005']

/** Address book, favourites and forwards, of one agent for all. */
function peopleOf({ method, path, body }: MockAsked): MockAnswer | undefined {
  const [, name = '', id = ''] = /^\/api\/desk\/(contacts|forward|favourites|pick-up)\/?(.*)$/.exec(path) ?? []
  const json = (value: unknown): MockAnswer => ({ status: 200, json: value })
  if (name === 'contacts' && method === 'GET') return json(contacts)
  if (name === 'contacts') {
    const kept = contacts.filter((one) => one.id !== id)
    const made = { ...(body as Contact), id: id || `k${Date.now()}`, shared: false }
    contacts = method === 'DELETE' ? kept : [made, ...kept]
    return json(method === 'DELETE' ? { ok: true } : made)
  }
  if (name === 'forward') forward = method === 'PUT' ? (body as Forward) : forward
  if (name === 'forward') return json(forward)
  if (name === 'favourites' && method === 'PUT')
    favourites = (body as { on: boolean }).on ? [...favourites, id] : favourites.filter((one) => one !== id)
  if (name === 'favourites') return json(favourites)
  return name === 'pick-up' ? json({ ok: true }) : undefined
}

export interface DeskRoutes {
  handle(asked: MockAsked): MockAnswer | undefined
  answered(user: string): void
  phoneEnded(user: string): void
}

export function createDeskRoutes(world: MockWorld, sip: MockSip, sipUrl: () => string): DeskRoutes {
  const agentOf = (user: string): AgentView | undefined =>
    [...world.agents.values()].find((agent) => browserUser(agent.number) === user)
  const credentials = (user: string): SipCredentials => ({
    server: sipUrl(),
    uri: `sip:${user}@mock.invalid`,
    authorizationUser: user,
    password: 'mock',
    expiresAt: Date.now() + 600_000,
  })

  const done = new Map<string, AgentCall[]>()
  const record = (agentId: string, call: AgentCall): void =>
    void done.set(agentId, [call, ...(done.get(agentId) ?? [])])

  function today(agentId: string): AgentDay {
    const calls = done.get(agentId) ?? []
    const count = (part: AgentCall['part']): number => calls.filter((call) => call.part === part).length
    const talkMs = calls.reduce((all, call) => all + call.talkMs, 0)
    return {
      ...{ answered: count('answered'), missed: count('missed'), outbound: count('outbound') },
      ...{ talkMs, averageTalkMs: calls.length === 0 ? 0 : talkMs / calls.length, calls: calls.slice(0, 12) },
    }
  }

  function cannot(agent: AgentView, number: string, reason: ActFailure): AgentView {
    const [at, callId] = [Date.now(), `call-${Date.now()}`]
    const fixed = { callId, direction: 'out', from: agent.number, to: number, arrivedAt: at, talkMs: 0 } as const
    record(agent.agentId, { ...fixed, outcome: 'failed', part: 'outbound', failure: reason })
    return world.change(agent.agentId, (one) => ({ ...one, failure: { act: 'dial', reason, callId, number, at } }))
  }

  function ring(agent: AgentView, number: string): void {
    world.enterMode(agent.agentId, 'ringing', { call: ringingCall(number) })
    sip.phone(browserUser(agent.number))?.ring(number, false)
  }

  function wrapUp(agentId: string): void {
    const until = Date.now() + 10_000
    const call = world.agents.get(agentId)?.call
    if (call) {
      const out = call.direction === 'out'
      const { callId, direction, card, ringingSince, connectedAt } = call
      record(agentId, {
        ...{ callId, direction, from: card.number, to: card.number, arrivedAt: ringingSince, outcome: 'answered' },
        ...{ part: out ? 'outbound' : 'answered', talkMs: Date.now() - (connectedAt ?? Date.now()) },
      })
    }
    world.change(agentId, ({ call: _call, ...agent }) => ({
      ...agent,
      mode: 'wrap-up',
      available: false,
      since: Date.now(),
      wrapUpUntil: until,
      ...(call?.direction === 'in'
        ? { owes: { callId: call.callId, queueId: call.queueId ?? '', number: call.card.number } }
        : {}),
      today: { ...agent.today, answered: agent.today.answered + 1, talkMs: agent.today.talkMs + 61_000 },
    }))
    setTimeout(() => {
      const now = world.agents.get(agentId)
      if (now?.mode === 'wrap-up' && now.wrapUpUntil === until) world.enterMode(agentId, 'ready')
    }, 10_000).unref()
  }

  /** The third is colleague 1002, there at once. */
  function talk(agent: AgentView, action: string): AgentView | undefined {
    const { call } = agent
    if (!call) return agent
    if (action === 'hand-over') {
      sip.phone(browserUser(agent.number))?.hangUp()
      wrapUp(agent.agentId)
      return world.agents.get(agent.agentId)
    }
    const { parties: before, ...own } = call
    const third = { legId: 'l3', role: 'consulted', number: '1002', agentId: 'agent-1002', by: call.legId } as const
    const now = (customer: boolean, other: boolean, role: 'consulted' | 'agent') => ({
      held: customer,
      parties: [
        { legId: 'l1', role: 'customer', number: call.card.number, held: customer } as const,
        { legId: call.legId, role: 'agent', number: agent.number, agentId: agent.agentId, held: false } as const,
        { ...third, role, held: other },
      ],
    })
    const customer = before?.[0]?.held === true
    const to =
      action === 'consult'
        ? now(true, false, 'consulted')
        : action === 'swap'
          ? now(!customer, customer, 'consulted')
          : action === 'merge' || action === 'invite'
            ? now(false, false, 'agent')
            : { held: false }
    return world.change(agent.agentId, (one) => ({ ...one, call: { ...own, ...to } }))
  }

  function act(agent: AgentView, action: string, body: Record<string, unknown>): AgentView | undefined {
    const id = agent.agentId
    const phone = sip.phone(browserUser(agent.number))
    const held = (held: boolean): AgentView =>
      world.change(id, (one) => (one.call ? { ...one, call: { ...one.call, held } } : one))
    switch (action) {
      case 'sign-in':
        return world.enterMode(id, 'break', {
          phone: (body as unknown as DeskBodies['sign-in']).phone,
          breakReason: 'not-ready',
        })
      case 'sign-out':
        return world.enterMode(id, 'signed-out')
      case 'ready':
      case 'end-wrap-up':
        return world.enterMode(id, 'ready')
      case 'wrap-up':
        return world.enterMode(id, 'wrap-up', { wrapUpUntil: Date.now() + 900_000 })
      case 'more-time':
        return world.change(id, (one) => ({ ...one, wrapUpUntil: (one.wrapUpUntil ?? Date.now()) + 30_000 }))
      case 'record': {
        const { act } = body as unknown as DeskBodies['record']
        return world.change(id, (one) => {
          if (!one.call) return one
          const { recording: _, ...call } = one.call
          if (act === 'stop') return { ...one, call }
          return { ...one, call: { ...call, recording: act === 'pause' ? 'paused' : 'on' } }
        })
      }
      case 'dispose':
        return world.change(id, ({ owes: _, ...one }) => one)
      case 'after-call':
        return world.change(id, ({ after: _, ...one }) => ({
          ...one,
          ...(body.mode === 'usual' ? {} : { after: body as NonNullable<AgentView['after']> }),
        }))
      case 'break':
        return world.enterMode(id, 'break', { breakReason: String(body.reason) })
      case 'hold':
        return held(true)
      case 'resume':
        return held(false)
      case 'dial': {
        const reason = NOWHERE[String(body.number)]
        if (reason) return cannot(agent, String(body.number), reason)
        world.change(id, ({ failure: _over, ...one }) => one)
        const call = ringingCall(String(body.number))
        world.enterMode(id, 'dialling', { call: { ...call, direction: 'out' } })
        phone?.ring(String(body.number), true)
        return world.agents.get(id)
      }
      case 'reattach':
        phone?.ring(agent.call?.card.number ?? '', true)
        return agent
      case 'hang-up':
      case 'decline':
      case 'transfer':
        phone?.hangUp()
        if (action === 'decline')
          world.change(id, ({ call: _call, ...one }) => ({ ...one, mode: 'ready', since: Date.now() }))
        else wrapUp(id)
        return world.agents.get(id)
      case 'send-digits':
        return agent
      case 'consult':
      case 'invite':
      case 'swap':
      case 'merge':
      case 'take-back':
      case 'hand-over':
      case 'drop':
        return talk(agent, action)
      default:
        return undefined
    }
  }

  return {
    handle(asked) {
      if (asked.path === '/mock/ring') {
        const agent = world.agents.get('agent-1001')
        if (agent) ring(agent, '13800138000')
        return { status: 200, json: {} }
      }
      if (!asked.path.startsWith('/api/desk')) return undefined
      const agent = asked.session?.agentId ? world.agents.get(asked.session.agentId) : undefined
      if (!asked.session) return refuse(401, 'not-signed-in')
      if (asked.path === '/api/desk') {
        const info: DeskInfo = {
          ...{ breakReasons: STATES, skills: [], checks: [{ id: 'flow-id', name: '身份验证' }], messageCode: '*75' },
          groupName: '甲组',
          ...(agent ? { agent } : {}),
        }
        return { status: 200, json: info }
      }
      if (!agent) return refuse(404, 'agent-unknown')
      const people = peopleOf(asked) ?? messagesOf(asked, agent)
      if (people) return people
      if (asked.path === '/api/desk/today') return { status: 200, json: today(agent.agentId) }
      if (asked.path === '/api/desk/sip-credentials')
        return { status: 200, json: credentials(browserUser(agent.number)) }
      const after = act(agent, asked.path.slice('/api/desk/'.length), asked.body as Record<string, unknown>)
      return after ? { status: 200, json: after } : refuse(404, 'not-found')
    },
    answered(user) {
      const agent = agentOf(user)
      if (!agent?.call || agent.mode === 'talking') return
      const call = { ...agent.call, connectedAt: Date.now() }
      world.enterMode(agent.agentId, 'talking', { call })
    },
    phoneEnded(user) {
      const agent = agentOf(user)
      if (agent?.call) wrapUp(agent.agentId)
    },
  }
}
