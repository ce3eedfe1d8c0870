// Checks a flow against the company as it stands in the database: which prompts, queues and flows there are.

import type { FlowNode, FlowProblem } from '../../protocol/flow.ts'
import { checkFlow } from '../../routing/core/ivr/check.ts'
import type { NodeKinds } from '../../routing/core/ivr/node.ts'
import type { Queries } from '../store/postgres.ts'
import type { Values } from './kind.ts'

export type FlowCheck = (sql: Queries, flow: Values) => Promise<FlowProblem[]>

/** `flow` has passed the check of its shape. */
export function flowCheckOf(kinds: NodeKinds): FlowCheck {
  return async (sql, flow) => {
    const rows = await sql<{ kind: 'prompts' | 'queues' | 'flows' | 'skills'; id: string }[]>`
      select 'prompts' as kind, id::text from prompts
      union all select 'queues', id::text from queues
      union all select 'skills', id::text from skills
      union all select 'flows', id::text from flows`
    const ids = (kind: string) => new Set(rows.filter((row) => row.kind === kind).map((row) => row.id))
    // a flow may lead to itself before it is saved
    const flows = ids('flows').add(String(flow.id))
    const checked = { startNodeId: String(flow.startNodeId), nodes: flow.nodes as FlowNode[] }
    const known = { prompts: ids('prompts'), queues: ids('queues'), flows, skills: ids('skills') }
    return checkFlow(kinds, checked, known)
  }
}
