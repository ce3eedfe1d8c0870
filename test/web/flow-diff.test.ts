// Two versions of a flow compared: nodes that came, went and changed, and lines that lead elsewhere.
import t from 'tap'
import type { FlowNode, NodeType } from '#engine/protocol/flow.ts'
import { diffOf } from '#web/src/lib/flows/flow-diff.ts'
import type { FlowDraft } from '#web/src/lib/flows/flow-edit.ts'
import { NODES } from './mock/kinds.ts'

const node = (id: string, type: NodeType, next: Record<string, string>, settings = {}): FlowNode => ({
  ...{ id, type, name: id, settings, next },
})
const flow = (...nodes: FlowNode[]): FlowDraft => ({ name: 'f', lang: 'zh', startNodeId: 'hello', nodes })

t.test('what came, what went, what changed and where lines lead', async (t) => {
  const before = flow(
    node('hello', 'play', { done: 'end' }, { prompts: [{ type: 'text', text: '您好' }] }),
    node('old', 'hang-up', {}),
    node('end', 'to-queue', {}, { queueId: 'q1' }),
  )
  const after = flow(
    { ...node('hello', 'play', { done: 'new' }, { prompts: [{ text: '您好', type: 'text' }] }), at: { x: 9, y: 9 } },
    node('new', 'hang-up', {}),
    node('end', 'to-queue', {}, { queueId: 'q2' }),
  )
  const diff = diffOf(before, after, NODES)
  t.same(
    diff.changes.map(({ id, mark, what }) => [id, mark, what.map(({ en }) => en).join()]),
    [
      ['hello', 'changed', 'Lines'],
      ['new', 'added', ''],
      ['end', 'changed', 'Queue'],
      ['old', 'removed', ''],
    ],
  )
  t.same(
    diff.lines.map(({ id, mark }) => [id, mark]),
    [
      ['hello done new', 'added'],
      ['hello done end', 'removed'],
    ],
  )
  t.equal(diff.flow.nodes.length, 4)
  t.same(diffOf(after, after, NODES).changes, [])
  const moved = { ...after, nodes: after.nodes.map((one) => ({ ...one, at: { x: 1, y: 1 } })) }
  t.same(diffOf(after, moved, NODES).changes, [], 'a place is no change')
})
