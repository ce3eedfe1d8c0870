// Skills as records: whom they belong to, who asks for them, and the company that the engine reads.
import t from 'tap'
import { companyFrom } from '#engine/records/store/company.ts'
import { CHINA } from '../../kit/home.ts'
import { startedGateway } from './started.ts'

const started = await startedGateway()
const { sql } = started
t.teardown(() => started.stop())
const admin = await started.signIn('administrator')

const FLOW = {
  ...{ name: '技能', lang: 'zh', startNodeId: 'n1' },
  nodes: [{ id: 'n1', type: 'hang-up', name: '挂断', settings: {}, next: {} }],
}

t.test('skills: of agents, numbers and queues, in the company the engine reads; one in use stays', async (t) => {
  const skill = (await admin.post('/api/config/skills', { name: '信用卡' })).body
  const needs = [{ skillId: skill.id, level: 4 }]
  const relax = [
    { afterMs: 60_000, by: 9 },
    { afterMs: 20_000, by: 2 },
  ]
  const queue = (await admin.post('/api/config/queues', { name: '信用卡', strategy: 'longest-idle', needs, relax }))
    .body
  t.match(queue, { needs, relax: relax.toReversed() }, 'steps in the order of their time')
  const agent = (await admin.get('/api/config/agents/agent-2')).body
  const { id: _, version: __, ...values } = agent
  const twice = await admin.put('/api/config/agents/agent-2', { ...agent, skills: [...needs, ...needs] })
  t.match(twice, { status: 400, body: { fields: [{ path: 'skills.1.skillId' }] } })
  t.match(await admin.put('/api/config/agents/agent-2', { ...agent, skills: needs }), {
    status: 200,
    body: { skills: needs },
  })
  const flow = (await admin.post('/api/config/flows', FLOW)).body
  const number = await admin.post('/api/config/numbers', { number: '4007', name: '卡', flowId: flow.id, needs })
  t.equal(number.status, 200, JSON.stringify(number.body))
  const company = await companyFrom(sql, 'Asia/Shanghai', CHINA).snapshot()
  t.match(company.agents.find(({ id }) => id === 'agent-2')?.skills, needs)
  t.match(
    company.queues.find(({ id }) => id === queue.id),
    { needs, relax: relax.toReversed() },
  )
  t.match(company.numbers.find((one) => one.number === '4007')?.needs, needs)
  t.match(await admin.remove(`/api/config/skills/${skill.id}`), { status: 409 })
  const unknown = await admin.post('/api/config/numbers', {
    ...number.body,
    number: '4008',
    needs: [{ skillId: 'x', level: 1 }],
  })
  t.match(unknown, { status: 400 })
  await admin.remove(`/api/config/numbers/${number.body.id}`)
  await admin.remove(`/api/config/queues/${queue.id}`)
  await admin.put('/api/config/agents/agent-2', { ...values, version: 2, skills: [] })
  await admin.remove(`/api/config/flows/${flow.id}`)
  t.equal((await admin.remove(`/api/config/skills/${skill.id}`)).status, 200)
})
