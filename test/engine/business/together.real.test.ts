// Two administrators and two agents at the same record at the same moment: each change stands once, and who came late is told.
import t from 'tap'
import { startedGateway } from '../gateway/started.ts'

const started = await startedGateway()
const { sql } = started
t.teardown(() => started.stop())
for (const [role, agentId] of [
  ['administrator', null],
  ['agent', 'agent-2'],
] as const)
  await sql`insert into accounts (id, account, name, role, agent_id, password_hash)
    select ${`account-${role}-2`}, ${`${role}-2`}, '二', ${role}, ${agentId}, password_hash from accounts where account = ${role}`
const everybody = await Promise.all(['administrator', 'administrator-2', 'agent', 'agent-2'].map(started.signIn))
const [first, second, agent, other] = everybody
if (!first || !second || !agent || !other) throw new Error('four are signed in')
const ROUNDS = 10

t.test('of four who save one version exactly one is taken, the others are told, and no change is lost', async (t) => {
  const { body: made } = await agent.post('/api/business/customers', { name: '同一个人', company: '0' })
  const share = { those: { ids: [made.id] }, act: { act: 'share', agentIds: ['agent-2'] } }
  t.match((await agent.post('/api/business-acts/customers', share)).body, { done: 1 })
  const taken: string[] = []
  for (let round = 0; round < ROUNDS; round += 1) {
    const read = await Promise.all(everybody.map((who) => who.get(`/api/business/customers/${made.id}`)))
    const told = await Promise.all(
      everybody.map((who, n) =>
        who.put(`/api/business/customers/${made.id}`, { ...read[n]?.body.record, company: `${round}-${n}` }),
      ),
    )
    const won = told.filter(({ status }) => status === 200)
    t.equal(won.length, 1, `round ${round}`)
    t.ok(told.every(({ status, body }) => status === 200 || body.refusal === 'changed-meanwhile'))
    taken.push(won[0]?.body.company)
    t.equal((await first.get(`/api/business/customers/${made.id}`)).body.record.company, won[0]?.body.company)
  }
  const history = (await first.get(`/api/business-history/customers/${made.id}`)).body
  const companies = history.map((line: { after: { company?: string } | null }) => line.after?.company)
  t.same(
    companies.filter((one: string | undefined) => one && one !== '0').reverse(),
    taken,
    'each stands in the history',
  )
})

t.test('a ticket is dispatched once, whoever of four presses at the same moment', async (t) => {
  const { body: ticket } = await first.post('/api/business/tickets', { title: '抢着派' })
  const act = { act: 'move', to: 'dispatched', ownerId: 'agent-1' }
  const told = await Promise.all(
    [first, second].map((who) => who.post('/api/business-acts/tickets', { those: { ids: [ticket.id] }, act })),
  )
  t.same(told.map(({ status }) => status).sort(), [200, 409])
  const moves = await sql`select 1 from business_moves where record_id = ${ticket.id}`
  t.equal(moves.length, 1)
})

t.test('of two administrators who change the fields of a kind one is told to look again', async (t) => {
  const setup = (zh: string) => ({
    ...{ version: 0, states: [], layout: {}, rules: {} },
    columns: [{ name: 'own', type: 'text', label: { zh, en: '' } }],
  })
  const told = await Promise.all(
    [first, second].map((who, n) => who.put('/api/business-setup/customers', setup(`字段${n}`))),
  )
  t.same(told.map(({ status }) => status).sort(), [200, 409])
  t.equal(told.find(({ status }) => status === 409)?.body.refusal, 'changed-meanwhile')
})

t.test('no answer broke its schema', async (t) => t.same(started.wrong, []))
