// A message for one agent alone: its receiver lists it, whoever hears all other messages does not, and the receiver is told.
import t from 'tap'
import { memoryBus } from '#engine/bus/memory.ts'
import { tellMessage } from '#engine/gateway/message-news.ts'
import type { Letter } from '#engine/ports/mail.ts'
import { startedGateway } from './started.ts'

const started = await startedGateway()
t.teardown(() => started.stop())
const { sql } = started
await sql`insert into messages (recording_id, call_id, fact_id, at, agent_id, by_agent_id, seq, epoch)
  values ('r1', 'c1', 'f1', now(), 'agent-1', null, 1, 1), ('r2', 'c2', 'f2', now(), 'another', 'agent-1', 1, 1)`

t.test('only its receiver knows of it', async (t) => {
  const agent = await started.signIn('agent')
  const admin = await started.signIn('administrator')
  t.match((await agent.get('/api/desk/messages')).body, [{ recordingId: 'r1', heardAt: null }])
  t.same((await admin.get('/api/messages')).body.rows, [])
  for (const id of ['r1', 'r2']) {
    t.equal((await admin.get(`/api/messages/${id}/sound`)).status, 403)
    t.equal((await admin.post(`/api/messages/${id}/heard`, {})).status, 403)
  }
  t.equal((await agent.get('/api/desk/messages/r2/sound')).status, 404, 'what it left itself is not its own to hear')
})

t.test('told on its page and by e-mail, where an address is set; the sound stays here', async (t) => {
  const letters: Letter[] = []
  const mail = { on: true, send: async (letter: Letter) => void letters.push(letter) }
  const bus = memoryBus()
  const told: unknown[] = []
  await bus.subscribe('live.notice', (value: unknown) => void told.push(value))
  const left = { callId: 'c1', queueId: '', queueName: '', agentId: 'agent-1', byName: '王' }
  await tellMessage({ bus, sql, mail }, left)
  t.same(letters, [], 'no address, no letter')
  await sql`update agents set email = 'a@example.test' where id = 'agent-1'`
  await tellMessage({ bus, sql, mail }, left)
  t.match(letters, [{ to: ['a@example.test'], subject: '王 给您留了言 / 王 left you a message' }])
  t.match(told, [{ agentId: 'agent-1' }, { agentId: 'agent-1' }])
  const admin = await started.signIn('administrator')
  const queue = { name: '售前', strategy: 'random', messageMail: 'b@x.test, c@x.test' }
  const queueId = (await admin.post('/api/config/queues', queue)).body.id
  t.equal((await admin.post('/api/config/queues', { ...queue, name: '售后', messageMail: 'nobody' })).status, 400)
  await tellMessage({ bus, sql, mail }, { callId: 'c3', queueId, queueName: '售前', byName: '' })
  t.match(letters[1], { to: ['b@x.test', 'c@x.test'], subject: '新留言：售前 / New voicemail: 售前' })
})
