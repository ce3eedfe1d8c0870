// What can be configured in the mock: kinds with their fields, flow nodes, one flow.
import type { KindInfo, NodeInfo, Right } from '#engine/protocol/api.ts'
import type { Flow } from '#engine/protocol/company.ts'
import type { FlowProblem } from '#engine/protocol/flow.ts'
import { loadKinds } from '#engine/records/record/kinds.ts'
import { nodeInfos } from '#engine/routing/core/ivr/node.ts'
import { loadNodes } from '#engine/routing/plug-ins/nodes.ts'

const REAL = await loadKinds()

/** the gateway's own, so that no page is looked at with fields it does not have */
export const KINDS: Omit<KindInfo, 'mayWrite'>[] = [...REAL.values()].map(({ kind, label, fields, title }) => ({
  ...{ kind, label, fields, title },
}))

export const writeRightOf = (kind: string): Right => REAL.get(kind)?.right ?? 'configure'

/** the gateway's own: what a drawing shows of a node was once right here and wrong there */
export const NODE_KINDS = await loadNodes()
export const NODES: NodeInfo[] = nodeInfos(NODE_KINDS)

export const FLOW: Flow = {
  id: 'flow-main',
  version: 3,
  name: '主流程',
  lang: 'zh',
  startNodeId: 'welcome',
  nodes: [
    {
      id: 'welcome',
      type: 'play',
      name: '欢迎词',
      settings: { prompts: [{ type: 'text', text: '欢迎致电听澜' }] },
      next: { done: 'menu' },
    },
    {
      id: 'menu',
      type: 'menu',
      name: '主菜单',
      settings: { prompts: [{ type: 'file', promptId: 'prompt-menu' }], firstDigitMs: 5_000, retries: 2 },
      next: { 'key-1': 'service', 'key-2': 'sales', timeout: 'bye', 'wrong-key': 'bye' },
    },
    { id: 'service', type: 'to-queue', name: '转客户服务', settings: { queueId: 'queue-service' }, next: {} },
    { id: 'sales', type: 'to-queue', name: '转产品销售', settings: { queueId: 'queue-sales' }, next: {} },
    { id: 'bye', type: 'hang-up', name: '再见', settings: {}, next: {} },
  ],
}

/** Outlets that lead nowhere. */
export function flowProblems(nodes: Flow['nodes']): FlowProblem[] {
  return nodes.flatMap((node) =>
    (NODES.find((info) => info.type === node.type)?.outlets ?? [])
      .filter((outlet) => outlet.required && !node.next[outlet.name])
      .map(
        (outlet): FlowProblem => ({
          nodeId: node.id,
          nodeName: node.name,
          problem: 'dead-end',
          level: 'error',
          message: { zh: `出口“${outlet.label.zh}”没有连接`, en: `Outlet “${outlet.label.en}” leads nowhere` },
        }),
      ),
  )
}
