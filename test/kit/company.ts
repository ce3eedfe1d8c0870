// A company of its own for a test with many calls, built over the API as an administrator would: queues, agents with
// phones and accounts, a menu (1 = first queue, 2 = second) and an access number.
import type { QueueConfig } from '#engine/protocol/company.ts'
import type { Api, Centre } from './centre.ts'
import type { PhoneAccount } from './phones.ts'
import { waitFor } from './wait.ts'

export interface CompanyPlan {
  number: string
  /** agent numbers, such as 3101 */
  agents: string[]
  /** one or two; `agents` of it by number */
  queues: { name: string; agents: string[]; settings?: Partial<QueueConfig> }[]
  /** false: no menu, straight to the first queue */
  menu?: boolean
}

export interface Company {
  /** queue ids in the plan's order */
  queueIds: string[]
  /** agent ids by number */
  agentIds: Map<string, string>
  phones: PhoneAccount[]
  /** signs one in to its phone and makes it ready */
  ready(number: string): Promise<Api>
}

const phoneOf = (agent: string): PhoneAccount => ({ user: `8${agent}`, password: `phone-${agent}` })
const passwordOf = (agent: string): string => `password-${agent}`

export async function buildCompany(centre: Centre, plan: CompanyPlan): Promise<Company> {
  const admin = await centre.api('admin', 'tinglan-admin')
  const create = async (kind: string, values: object): Promise<string> =>
    (await admin.call<{ id: string }>('POST', `/config/${kind}`, values)).id
  const groupId = await create('groups', { name: '压力组' })
  const queueIds: string[] = []
  for (const { name, settings } of plan.queues)
    queueIds.push(
      await create('queues', {
        ...{
          name,
          strategy: 'longest-idle',
          announcePosition: false,
          sayAgentNumber: false,
          missedAgent: 'stays-ready',
        },
        ...settings,
      }),
    )
  const agentIds = new Map<string, string>()
  for (const number of plan.agents) {
    const mine = queueIds.filter((_, n) => plan.queues[n]!.agents.includes(number))
    const named = { number, name: `坐席${number}` }
    const agentId = await create('agents', { ...named, groupId, queueIds: mine, wrapUpMs: 0, autoAnswer: false })
    agentIds.set(number, agentId)
    const { user, password } = phoneOf(number)
    await create('extensions', { number: user, name: user, password })
    await create('accounts', {
      ...{ account: number, name: number, role: 'agent', agentId, password: passwordOf(number) },
    })
  }
  const flowId = await create('flows', plan.menu === false ? straight(queueIds[0]!) : menu(queueIds))
  await create('numbers', { number: plan.number, name: '压力线', lang: 'zh', flowId })
  return {
    queueIds,
    agentIds,
    phones: plan.agents.map(phoneOf),
    async ready(number) {
      const api = await centre.api(number, passwordOf(number))
      const phone = { type: 'extension', user: phoneOf(number).user }
      await waitFor(async () => (await api.request('POST', '/desk/sign-in', { phone })).status < 400, {
        what: `agent ${number} signs in to the phone`,
      })
      await api.call('POST', '/desk/ready', {})
      return api
    },
  }
}

function straight(queueId: string): object {
  const node = { id: 'queue', type: 'to-queue', name: '队列', settings: { queueId }, next: {}, at: { x: 0, y: 0 } }
  return { name: '压力流程', lang: 'zh', startNodeId: 'queue', nodes: [node] }
}

function menu(queueIds: string[]): object {
  const at = { x: 0, y: 0 }
  const text = [{ type: 'text', text: '查询请按1，投诉请按2。' }]
  const nodes = queueIds.map((queueId, n) => ({
    ...{ id: `queue-${n + 1}`, type: 'to-queue', name: `队列 ${n + 1}`, settings: { queueId }, next: {}, at },
  }))
  const keys = Object.fromEntries(queueIds.map((_, n) => [`key-${n + 1}`, `queue-${n + 1}`]))
  const next = { ...keys, 'wrong-key': 'queue-1', timeout: 'queue-1' }
  const settings = { prompts: text, retries: 0, wrongPrompts: text, timeoutPrompts: text }
  nodes.unshift({ id: 'menu', type: 'menu', name: '菜单', settings, next, at } as never)
  return { name: '压力流程', lang: 'zh', startNodeId: 'menu', nodes }
}
