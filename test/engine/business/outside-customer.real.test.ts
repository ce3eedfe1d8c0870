// A caller our own list does not know, as a customer system of others knows it: by real HTTP, in time, kept, and only on a call.
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import t from 'tap'
import { subjects } from '#engine/protocol/actors.ts'
import { waitFor } from '../../kit/wait.ts'
import { agentView, callView } from '../gateway/fixtures.ts'
import { startedGateway } from '../gateway/started.ts'

const started = await startedGateway()
const admin = await started.signIn('administrator')
const lead = await started.signIn('supervisor')
const agent = await started.signIn('agent')

const asked: URL[] = []
let answer: (response: ServerResponse) => void = (response) => response.writeHead(404).end()
const server = createServer((request: IncomingMessage, response) => {
  asked.push(new URL(request.url ?? '', 'http://crm'))
  answer(response)
})
await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/who`
t.teardown(async () => {
  server.closeAllConnections()
  server.close()
  await started.stop()
})

async function onCall(number: string): Promise<string> {
  const callId = `call-${number}`
  const card = { ...callView('c').card, number, region: '上海' }
  const call = { callId, legId: 'l', direction: 'in' as const, card, ringingSince: started.clock.now, held: false }
  started.clock.now += 1_000
  const view = agentView('agent-1', 'talking', { call })
  started.bus.publish(subjects.live({ kind: 'agent', id: 'agent-1' }), {
    node: 'engine-1',
    at: started.clock.now,
    view,
  })
  await waitFor(async () => (await agent.get(`/api/pop-outside/${callId}`)).status === 200, {
    what: 'it is in the call',
  })
  return callId
}
const known = async (callId: string) => (await agent.get(`/api/pop-outside/${callId}`)).body

t.test('fields come by their names or words, what does not fit is left out, and the answer is kept', async (t) => {
  const setup = { version: 0, states: [], layout: {}, rules: {} }
  const columns = [{ name: 'level', type: 'text', label: { zh: '会员等级', en: 'Level' } }]
  t.equal((await lead.put('/api/business-setup/customers', { ...setup, columns })).status, 200)
  const source = { name: '会员系统', url, deadlineMs: 300, keepMs: 60_000 }
  const { status, body } = await admin.post('/api/config/customer-lookups', source)
  t.equal(status, 200, JSON.stringify(body))
  answer = (response) =>
    response
      .writeHead(200, { 'content-type': 'application/json' })
      .end(JSON.stringify({ 姓名: '陈静', company: '远洋', Gender: '女', 会员等级: '金', email: 'nope', 别的: 'x' }))
  const callId = await onCall('13911112222')
  const values = { name: '陈静', company: '远洋', gender: 'f', level: '金' }
  t.same(await known(callId), { source: '会员系统', values, failed: [] })
  t.same(asked.length, 1, 'asked once, though the page asked again')
  t.same(Object.fromEntries(asked[0]?.searchParams ?? []), { number: '13911112222', callId })
  started.clock.now += 61_000
  await known(callId)
  t.equal(asked.length, 2, 'and anew when its time is over')
})

t.test('who does not answer in time is told by name and asked again; 404 is an answer', async (t) => {
  answer = () => undefined
  const callId = await onCall('13911113333')
  t.same(await known(callId), { values: {}, failed: ['会员系统'] })
  const before = asked.length
  answer = (response) => response.writeHead(404).end()
  t.same(await known(callId), { values: {}, failed: [] })
  t.same(await known(callId), { values: {}, failed: [] })
  t.equal(asked.length, before + 1)
})

t.test('a caller without a number is asked of nobody: whoever has none there would be taken for him', async (t) => {
  answer = (response) => response.writeHead(200, { 'content-type': 'application/json' }).end('{"company":"远洋"}')
  const before = asked.length
  t.same(await known(await onCall('')), { values: {}, failed: [] })
  t.equal(asked.length, before)
})

t.test('only whoever is on the call may ask', async (t) => {
  t.equal((await lead.get('/api/pop-outside/call-13911113333')).status, 404)
  t.equal((await agent.get('/api/pop-outside/call-13911112222')).status, 404, 'nor for a call of before')
  t.equal((await started.guest.get('/api/pop-outside/call-13911113333')).status, 401)
})

t.test('no answer broke its schema', async (t) => t.same(started.wrong, []))
