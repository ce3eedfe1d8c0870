// Every route with every role: who gets in is what the table of rights says, and nothing is open by mistake.
import t from 'tap'
import { may } from '#engine/rights/may.ts'
import { type Client, KIOSK, startedGateway } from './started.ts'

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
      'GET /api/kiosk/demo',
      'GET /api/kiosk/today',
      'GET /api/openapi.json',
      'POST /api/call-us',
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
