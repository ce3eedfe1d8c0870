// What a business record names must be there, and be seen by who names it; what is no number, price or sum is refused at its field.
import t from 'tap'
import { type Client, startedGateway } from '../gateway/started.ts'

const started = await startedGateway()
const { sql } = started
t.teardown(() => started.stop())
const lead = await started.signIn('supervisor')
const agent = await started.signIn('agent')
await sql`insert into accounts (id, account, name, role, agent_id, password_hash)
  select 'account-agent-2', 'agent-2', '李四', 'agent', 'agent-2', password_hash from accounts where account = 'agent'`
const other = await started.signIn('agent-2')

const faults = async (who: Client, kind: string, values: object): Promise<string[]> => {
  const { body } = await who.post(`/api/business/${kind}`, values)
  return (body.fields ?? []).map(({ path }: { path: string }) => path)
}

t.test('of a colleague, unknown, negative, no number: each told at its field', async (t) => {
  const phones = [{ type: 'mobile', number: '13700000001' }]
  const { body: customer } = await agent.post('/api/business/customers', { name: '王一', phones })
  t.same(await faults(agent, 'tickets', { title: '自己的', customerId: customer.id }), [])
  t.same(await faults(other, 'tickets', { title: '别人的', customerId: customer.id }), ['customerId'])
  const lines = [{ productId: 'nope', count: 1, price: 1 }]
  t.same(await faults(agent, 'orders', { customerId: customer.id, lines }), ['lines.0.productId'])
  t.same(await faults(lead, 'products', { name: '负价', price: -5 }), ['price'])
  t.same(await faults(lead, 'blacklist', { type: 'number', value: 'abc' }), ['value'])
  t.same(await faults(agent, 'customers', { name: '张', phones: [{ type: 'mobile', number: 'abc' }] }), [
    'phones.0.number',
  ])
})
