// A small company for made-up calls: one number, one menu, one queue.
import type { AccessNumber, CallerInfo, Flow } from '#engine/protocol/company.ts'
import type { FlowNode } from '#engine/protocol/flow.ts'
import type { LookupAnswer } from '#engine/protocol/lookups.ts'

const text = (words: string) => [{ type: 'text', text: words }]
export const node = (id: string, type: FlowNode['type'], settings = {}, next = {}): FlowNode => ({
  ...{ id, type, name: `${id} name`, settings, next },
})

export const flow: Flow = {
  ...{ id: 'f1', version: 1, name: 'Main', lang: 'zh', startNodeId: 'hello' },
  nodes: [
    node('hello', 'play', { prompts: text('您好') }, { done: 'menu' }),
    node(
      'menu',
      'menu',
      { prompts: text('一转人工，二留言，三挂断') },
      {
        ...{ 'key-1': 'sales', 'key-2': 'mail', 'key-3': 'bye', 'wrong-key': 'bye', timeout: 'bye' },
      },
    ),
    node('sales', 'to-queue', { queueId: 'q1' }),
    node('mail', 'voicemail', { maxMs: 60_000 }),
    node('bye', 'hang-up'),
  ],
}

const number: AccessNumber = {
  ...{ id: 'n1', number: '4001', name: 'Hotline', lang: 'zh', vip: false, flowId: 'f1', hours: [], enabled: true },
}
const caller: CallerInfo = {
  ...{
    number: '13900000001',
    name: '王',
    region: '北京',
    vip: false,
    vipQueueIds: [],
    customerId: 'k1',
    lastAgentId: 'a9',
  },
  recent: [],
}
export const known = (over: Partial<CallerInfo> = {}, run = flow): LookupAnswer => ({
  ...{ type: 'access-number', found: true, number, flow: run, caller: { ...caller, ...over } },
})

export const outside = (number = '13911112222'): LookupAnswer => ({
  ...{ type: 'dialled', found: true },
  target: { type: 'outside', number, trunk: { id: 't1' }, callerNumber: '01012345678' },
})
