// Checks a flow against the company as it stands in the database: which prompts, queues and flows there are.

import type { Flow } from '../../protocol/company.ts'
import type { FlowNode, FlowProblem } from '../../protocol/flow.ts'
import type { FlowTest } from '../../protocol/flow-try.ts'
import { checkFlow, refuses } from '../../routing/core/ivr/check.ts'
import { failedTest } from '../../routing/core/ivr/flow-test.ts'
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
    const problems = checkFlow(kinds, checked, known)
    return refuses(problems) ? problems : [...problems, ...(await failedTests(sql, kinds, flow))]
  }
}

const MOST_TESTS = 200

/** What the flow did when its tests were kept, and does no more. */
async function failedTests(sql: Queries, kinds: NodeKinds, flow: Values): Promise<FlowProblem[]> {
  const tests = await sql<FlowTest[]>`
    select name, caller, called, moment, inputs, steps, words from flow_tests
    where flow_id = ${String(flow.id)} and enabled order by name limit ${MOST_TESTS}`
  const tested = flow as unknown as Pick<Flow, 'name' | 'lang' | 'startNodeId' | 'nodes'>
  return tests.flatMap((test) => failedTest(kinds, tested, test) ?? [])
}
