// Every route with every role: who gets in is what the table of rights says, and nothing is open by mistake.
import t from 'tap'
import { may } from '#engine/rights/may.ts'
import { type Client, KIOSK, PASSWORD, startedGateway } from './started.ts'

const started = await startedGateway()
t.teardown(() => started.stop())
const { routes } = started.gateway
const roles = ['administrator', 'supervisor', 'planner', 'agent'] as const
const clients: Record<string, Client> = { guest: started.guest }
for (const role of roles) clients[role] = await started.signIn(role)

/** harmless: nothing by this id, no body that fits */
const pathOf = (path: string) => path.replace(/:[a-zA-Z]+/g, 'nothing-here')
const endsTheSession = (path: string) => path === '/api/sign-out' || path === '/api/session'

t.test('the routes that anybody may use are exactly these', async (t) => {
  t.same(
    routes
      .filter((route) => route.right === 'public')
      .map((route) => `${route.method} ${route.path}`)
      .sort(),
    [
      'DELETE /api/session',
      'GET /api/about',
      'GET /api/kiosk/boards',
      'GET /api/kiosk/demo',
      'GET /api/kiosk/today',
      'GET /api/kiosk/words',
      'GET /api/logo',
      'GET /api/openapi.json',
      'GET /api/phone-files/:token/:file',
      'POST /api/call-us',
      'POST /api/call-us/callback',
      'POST /api/session',
      'POST /api/sign-in',
      'POST /api/sign-out',
    ],
  )
})

for (const role of ['guest', ...roles] as const) {
  t.test(`${role}: each route lets in or refuses as the table says`, async (t) => {
    for (const route of routes) {
      if (route.method !== 'GET' && endsTheSession(route.path)) continue
      const client = clients[role]!
      const path = pathOf(route.path)
      const send = { GET: client.get, POST: client.post, PUT: client.put, DELETE: client.remove }[route.method]
      const { status, body } = await send(path)
      const refusal = String(body?.refusal ?? '')
      const name = `${route.method} ${route.path} → ${status} ${refusal}`
      const who = { role, ...(role === 'agent' ? { agentId: 'agent-1' } : {}) }
      const rights = Array.isArray(route.right) ? route.right : [route.right]
      const open = rights.some(
        (right) =>
          right === 'public' ||
          (right === 'signed-in'
            ? role !== 'guest'
            : may(who, right, route.scope === 'all' ? { agentIds: [] } : undefined)),
      )
      if (open) t.notOk(refusal === 'not-signed-in' || refusal === 'not-allowed', name)
      else t.equal(refusal, role === 'guest' ? 'not-signed-in' : 'not-allowed', name)
    }
  })
}

t.test('the kiosk token is no session', async (t) => {
  const answer = await fetch(`${started.base}/api/calls?token=${KIOSK}`, {
    headers: { cookie: `tinglan_session=${KIOSK}` },
  })
  t.equal(answer.status, 401)
})

t.test('the OpenAPI document describes every route with its right', async (t) => {
  const { body } = await started.guest.get('/api/openapi.json')
  t.match(body.openapi, /^3\.1/)
  for (const route of routes) {
    const operation = body.paths[route.path.replace(/:([a-zA-Z]+)/g, '{$1}')]?.[route.method.toLowerCase()]
    t.ok(operation?.responses['200'], `${route.method} ${route.path}`)
    t.match(operation?.description, /Right: /)
  }
  t.match(body.paths['/api/config/agents'].post.requestBody.content['application/json'].schema.properties.level, {
    maximum: 9,
  })
  const ids = Object.values(body.paths as Record<string, Record<string, { operationId: string }>>).flatMap((path) =>
    Object.values(path).map((operation) => operation.operationId),
  )
  t.equal(new Set(ids).size, ids.length, 'operation ids are unique')
})

t.test('nothing failed inside, and every answer fitted the schema of its route', async (t) => {
  t.same(started.wrong, [])
})

const { sql } = started
const admin = clients.administrator!

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

t.test('a leader of a department sees its calls and those below, and no others', async (t) => {
  await call('call-of-1', 'agent-1')
  await call('call-of-2', 'agent-2')
  const top = await make('departments', { name: '客服部' })
  const below = await make('departments', { name: '一线', parentId: top })
  const other = await make('departments', { name: '二线' })
  const role = await make('roles', {
    name: '组长',
    grants: [grant('calls-all', 'department'), grant('monitor', 'department'), grant('export', 'all')],
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
  t.equal((await leader.post('/api/exports/calls?format=csv')).body.total, 1)
  t.same((await leader.get('/api/session')).body.overAll, ['export'], 'nobody else’s rows by it')
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
