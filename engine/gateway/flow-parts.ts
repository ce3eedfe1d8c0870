// What the gateway does with the IVR's node types: describe them, judge a flow, play one in text.
import { flowCheckOf } from '../records/record/flow-check.ts'
import { type NodeKinds, nodeInfos } from '../routing/core/ivr/node.ts'
import { rehearse } from '../routing/core/ivr/rehearse.ts'
import type { Services } from './http/services.ts'

export const flowPartsOf = (
  nodes: NodeKinds,
  now: () => number,
): Pick<Services, 'flowNodes' | 'checkFlow' | 'tryFlow'> => ({
  flowNodes: nodeInfos(nodes),
  checkFlow: flowCheckOf(nodes),
  tryFlow: (ask) => rehearse(nodes, ask, now()),
})
