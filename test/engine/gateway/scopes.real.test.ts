// A role of the company's own through the doors: a part of the floor on the API, in files and on the WebSocket's sessions.
import t from 'tap'
import { startedGateway } from './started.ts'

const started = await startedGateway()
t.teardown(() => started.stop())
const { sql } = started
const admin = await started.signIn('administrator')
const PASSWORD = 'correct-horse'

const grant = (right: string, scope: string, more: object = {}) => ({
  right,
  scope,
  groupIds: [],
  queueIds: [],
  ...more,
})
const make = async (kind: string, values: object): Promise<string> => {
  const made = await admin.post(`/api/config/${kind}`, values)
  if (made.status !== 200) throw new Error(JSON.stringify(made.body))
  return made.body.id
}
const call = (id: string, agentId: string) => sql`
  insert into calls (call_id, fact_id, direction, from_number, to_number, access_number, arrived_at, ended_at, outcome,
    hung_up_by, wait_ms, talk_ms, hold_ms, region, vip, queues, agents, path, collected, agent_ids, missed_agent_ids, queue_ids)
  values (${id}, ${id}, 'in', '1', '2', '2', now(), now(), 'answered', 'caller', 0, 0, 0, '', false,
    '[]', '[]', '[]', '{}', ${[agentId]}, '{}', '{}')`
await call('call-of-1', 'agent-1')
await call('call-of-2', 'agent-2')

t.test('a leader of a department sees its calls and those below, and no others', async (t) => {
  const top = await make('departments', { name: '客服部' })
  const below = await make('departments', { name: '一线', parentId: top })
  const other = await make('departments', { name: '二线' })
  const role = await make('roles', {
    name: '组长',
    grants: [grant('calls-all', 'department'), grant('monitor', 'department')],
  })
  const account = (await admin.get('/api/config/accounts/account-agent')).body
  const { lockedUntil: _locked, inForceAt: _since, ...form } = account
  t.equal((await admin.put('/api/config/accounts/account-agent', { ...form, departmentId: below })).status, 200)
  await make('accounts', {
    account: 'of-2',
    name: '李',
    role: 'agent',
    agentId: 'agent-2',
    departmentId: other,
    password: PASSWORD,
  })
  await make('accounts', { account: 'leader', name: '组长', role, departmentId: top, password: PASSWORD })
  const leader = await started.signIn('leader')
  const seen = (await leader.get('/api/calls')).body.rows.map((row: { callId: string }) => row.callId)
  t.same(seen, ['call-of-1'])
  t.equal((await leader.get('/api/calls/call-of-1')).status, 200)
  t.match(await leader.get('/api/calls/call-of-2'), { status: 403, body: { refusal: 'not-allowed' } })
  t.equal((await leader.post('/api/exports/calls?format=csv')).body.rows, 1)
  t.same((await leader.get('/api/session')).body.overAll, [], 'nothing over everybody')
  t.equal((await leader.get('/api/config/accounts')).status, 403)
  t.equal(
    (await admin.put(`/api/config/departments/${top}`, { name: '客服部', parentId: below, version: 1 })).status,
    400,
  )
  t.match((await admin.remove(`/api/config/departments/${below}`)).body, { refusal: 'in-use' })

  const now = (await admin.get(`/api/config/roles/${role}`)).body
  const lesser = await admin.put(`/api/config/roles/${role}`, { ...now, grants: [grant('monitor', 'department')] })
  t.equal(lesser.status, 200, JSON.stringify(lesser.body))
  t.equal((await leader.get('/api/calls')).status, 401, 'a right taken away ends the sessions of the role')
  const again = await started.signIn('leader')
  t.equal((await again.get('/api/calls')).status, 403)
})

t.test('the shipped administrator stays as it is, and a right goes no further than it can', async (t) => {
  const { body } = await admin.get('/api/config/roles/administrator')
  t.equal((await admin.put('/api/config/roles/administrator', { ...body, name: '老板' })).status, 400)
  t.match((await admin.remove('/api/config/roles/planner')).body, { refusal: 'in-use' })
  const far = await admin.post('/api/config/roles', { name: '越界', grants: [grant('configure', 'own')] })
  t.match(far, { status: 400, body: { fields: [{ path: 'grants.0.scope' }] } })
  const empty = await admin.post('/api/config/roles', { name: '空', grants: [grant('monitor', 'groups')] })
  t.match(empty, { status: 400, body: { fields: [{ path: 'grants.0.groupIds' }] } })
})

t.test('a password that somebody else set opens nothing but its change', async (t) => {
  await make('accounts', {
    account: 'fresh',
    name: '新',
    role: 'administrator',
    newPasswordNeeded: true,
    password: PASSWORD,
  })
  const fresh = await started.signIn('fresh')
  t.match((await fresh.get('/api/session')).body, { newPasswordNeeded: true, rights: [], overAll: [] })
  t.equal((await fresh.get('/api/config/accounts')).status, 403)
  t.equal((await fresh.get('/api/calls')).status, 403)
  const same = await fresh.post('/api/password', { old: PASSWORD, next: PASSWORD })
  t.match(same, { status: 422, body: { refusal: 'same-password' } })
  t.equal((await fresh.post('/api/password', { old: PASSWORD, next: 'battery-staple-9' })).status, 200)
  t.equal((await fresh.get('/api/config/accounts')).status, 200)
  t.notOk('newPasswordNeeded' in (await fresh.get('/api/session')).body)
})

t.test('no answer broke its schema', async (t) => t.same(started.wrong, []))
