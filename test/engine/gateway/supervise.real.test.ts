// A supervisor's acts by the API: which actor hears what, who may, what is told to the agent and what is written down.
import t from 'tap'
import { subjects } from '#engine/protocol/actors.ts'
import type { AgentCommand } from '#engine/protocol/agent.ts'
import { waitFor } from '#test/kit/wait.ts'
import { agentView, card } from './fixtures.ts'
import { startedGateway } from './started.ts'

const started = await startedGateway()
const { bus, sql, clock } = started
t.teardown(() => started.stop())
await sql`insert into agents (id, number, name, group_id) values ('agent-9', '9001', '班长', 'group-1')`
await sql`update accounts set agent_id = 'agent-9' where account = 'supervisor'`
const supervisor = await started.signIn('supervisor')
const agent = await started.signIn('agent')

interface Phone {
  number: string
  registered: boolean
}

interface Heard {
  to: string
  command: AgentCommand | { type: string }
}
const heard: Heard[] = []
for (const [kind, id] of [
  ['agent', 'agent-1'],
  ['agent', 'agent-9'],
  ['call', 'c1'],
] as const)
  await bus.subscribe(subjects.actor({ kind, id }), (value, _subject, answer) => {
    heard.push({ to: id, command: (value as { command: AgentCommand }).command })
    answer?.({ ok: true })
  })

const call = { callId: 'c1', legId: 'l1', node: 'm1', direction: 'in', card, ringingSince: 0, held: false } as const
const shows = async (inTalk: boolean) => {
  const view = inTalk
    ? agentView('agent-1', 'talking', { call: { ...call, connectedAt: 1 } })
    : agentView('agent-1', 'ready')
  bus.publish(subjects.live({ kind: 'agent', id: 'agent-1' }), { node: 'e', at: ++clock.now, view })
  await waitFor(async () => (await supervisor.post('/api/supervise/agent-1/ready', {})).status === 200, {
    what: 'the gateway knows the agent',
  })
}
const does = async (act: string, body: object = {}) => {
  heard.length = 0
  const { status } = await supervisor.post(`/api/supervise/agent-1/${act}`, body)
  return { status, heard: [...heard] }
}
const lastAct = async () =>
  (
    await sql<{ action: string; title: string; account: string }[]>`
    select action, title, account from audit_log order by id desc limit 1`
  )[0]

t.test('forced states go to the agent, with a word to it, and are written down', async (t) => {
  await shows(false)
  for (const [act, command] of [
    ['ready', { type: 'ready' }],
    ['sign-out', { type: 'sign-out', by: 'supervisor' }],
    ['pause', { type: 'bar', on: true }],
    ['release', { type: 'bar', on: false }],
  ] as const) {
    t.match(await does(act, { note: '开会' }), {
      status: 200,
      heard: [
        { to: 'agent-1', command },
        { to: 'agent-1', command: { type: 'told', by: 'supervisor', act, note: '开会' } },
      ],
    })
    t.match(await lastAct(), { action: act, account: 'supervisor' })
  }
  t.match(await does('break', { reason: 'meal' }), { heard: [{ command: { type: 'take-break', reason: 'meal' } }, {}] })
  t.equal((await does('break', { reason: 'no-such-state' })).status, 404)
})

t.test('a call is watched from the supervisor’s own phone, and the agent is told nothing of it', async (t) => {
  await shows(true)
  for (const [act, as, written] of [
    ['listen', 'listener', 'listen-in'],
    ['whisper', 'whisperer', 'whisper'],
    ['barge', 'barger', 'barge'],
  ] as const) {
    const { heard } = await does(act)
    t.match(heard, [{ to: 'agent-9', command: { type: 'watch', callId: 'c1', node: 'm1', as } }])
    t.equal(heard.length, 1)
    t.match(await lastAct(), { action: written })
  }
  t.match((await does('take-over')).heard, [
    { to: 'agent-9', command: { type: 'watch', as: 'agent' } },
    { to: 'agent-1', command: { type: 'told', act: 'take-over' } },
  ])
  t.match((await does('cut')).heard, [
    { to: 'c1', command: { type: 'hang-up', by: 'supervisor' } },
    { to: 'agent-1', command: { type: 'told', act: 'cut' } },
  ])
  t.match((await does('redirect', { number: '02188' })).heard, [
    { to: 'agent-1', command: { type: 'transfer', target: { type: 'outside', number: '02188' } } },
    {},
  ])
  const ringing = agentView('agent-1', 'ringing', { call })
  bus.publish(subjects.live({ kind: 'agent', id: 'agent-1' }), { node: 'e', at: ++clock.now, view: ringing })
  await waitFor(async () => (await does('redirect', { number: '02188' })).heard[0]?.to === 'c1', {
    what: 'a ringing call is redirected by itself',
  })
  t.match(heard[0], { to: 'c1', command: { type: 'redirect', number: '02188' } })
  heard.length = 0
  t.equal((await supervisor.post('/api/supervise/calls/c1/end', {})).status, 200)
  t.match(heard, [{ to: 'c1', command: { type: 'hang-up', by: 'supervisor' } }])
})

t.test('agents supervise nobody; nobody who is unknown is supervised', async (t) => {
  t.equal((await agent.post('/api/supervise/agent-1/listen', {})).status, 403)
  t.equal((await supervisor.post('/api/supervise/nobody/ready', {})).status, 404)
})

t.test('lines: trunks with their most, extensions with whether they are registered', async (t) => {
  await sql`insert into extensions (id, number, name, realm, ha1) values ('x-1', '8001', '前台', 'test.local', '')`
  await sql`insert into extensions (id, number, name, realm, ha1) values ('x-2', '8002', '后台', 'test.local', '')`
  bus.publish(subjects.phones('m1'), { node: 'm1', users: { '8001': 100 } })
  await waitFor(
    async () => {
      const { body } = await supervisor.get('/api/lines')
      return body.extensions.some(({ number, registered }: Phone) => number === '8001' && registered)
    },
    { what: 'the phone is known to be registered' },
  )
  const { body } = await supervisor.get('/api/lines')
  t.match(body.extensions, [
    { number: '8001', registered: true },
    { number: '8002', registered: false },
  ])
})
