// A flow is checked as a whole when it is saved: one wrong flow per kind of problem, each naming its node.
import { readFile } from 'node:fs/promises'
import t from 'tap'
import type { Flow } from '#engine/protocol/company.ts'
import type { FlowNode, FlowProblem } from '#engine/protocol/flow.ts'
import { checkFlow, refuses } from '#engine/routing/core/ivr/check.ts'
import { loadNodes } from '#engine/routing/plug-ins/nodes.ts'

const kinds = await loadNodes()
const known = { prompts: new Set(['p1']), queues: new Set(['q1']), flows: new Set(['f1']), skills: new Set(['s1']) }
const words = [{ type: 'text', text: '您好' }]
const node = (id: string, type: string, settings = {}, next = {}): FlowNode => ({
  ...{ id, type: type as FlowNode['type'], name: `${id} name`, settings, next },
})
const bye = node('bye', 'hang-up')
const hello = (settings: object = { prompts: words }, next: object = { done: 'bye' }) =>
  node('hello', 'play', settings, next)
const ends = { 'wrong-key': 'bye', timeout: 'bye' }
const digits = { done: 'bye', 'wrong-length': 'bye', timeout: 'bye' }
const http = { done: 'bye', error: 'bye' }
const start = (first: FlowNode, ...more: FlowNode[]) => ({ startNodeId: first.id, nodes: [first, ...more, bye] })

const WRONG: [
  title: string,
  flow: Pick<Flow, 'startNodeId' | 'nodes'>,
  problem: FlowProblem['problem'],
  nodeId?: string,
][] = [
  ['nothing at all', { startNodeId: '', nodes: [] }, 'no-nodes'],
  ['a start that is not there', { startNodeId: 'x', nodes: [bye] }, 'no-start'],
  ['two nodes of one id', start(hello(), bye), 'doubled-id', 'bye'],
  ['a type nobody knows', start(node('odd', 'sing')), 'unknown-type', 'odd'],
  ['a play without an end', start(hello({ prompts: words }, {})), 'dead-end', 'hello'],
  ['a menu without any key', start(node('m', 'menu', { prompts: words }, ends)), 'dead-end', 'm'],
  [
    'a menu without timeout',
    start(node('m', 'menu', { prompts: words }, { 'key-1': 'bye', 'wrong-key': 'bye' })),
    'dead-end',
    'm',
  ],
  [
    'an HTTP node without error branch',
    start(node('a', 'ask', { url: 'http://x/' }, { done: 'bye' })),
    'dead-end',
    'a',
  ],
  ['a link to nowhere', start(hello({ prompts: words }, { done: 'gone' })), 'unknown-target', 'hello'],
  [
    'an outlet the type has not',
    start(hello({ prompts: words }, { done: 'bye', 'key-1': 'bye' })),
    'unknown-outlet',
    'hello',
  ],
  [
    'a prompt that was deleted',
    start(hello({ prompts: [{ type: 'file', promptId: 'p9' }] })),
    'missing-prompt',
    'hello',
  ],
  ['a queue that was deleted', start(node('q', 'to-queue', { queueId: 'q9' })), 'unknown-queue', 'q'],
  ['a voicemail for no queue', start(node('v', 'voicemail', { queueId: 'q9' })), 'unknown-queue', 'v'],
  ['a play of nothing', start(hello({})), 'bad-settings', 'hello'],
  ['an empty text', start(hello({ prompts: [{ type: 'text', text: ' ' }] })), 'bad-settings', 'hello'],
  ['half a prompt', start(hello({ prompts: [{ type: 'file' }] })), 'bad-settings', 'hello'],
  ['a setting nobody knows', start(hello({ prompts: words, volume: 3 })), 'bad-settings', 'hello'],
  [
    'a number as text',
    start(node('c', 'collect', { prompts: words, variable: 'x', maxDigits: '4' }, digits)),
    'bad-settings',
    'c',
  ],
  [
    'half a digit',
    start(node('c', 'collect', { prompts: words, variable: 'x', maxDigits: 1.5 }, digits)),
    'bad-settings',
    'c',
  ],
  [
    'too many digits',
    start(node('c', 'collect', { prompts: words, variable: 'x', maxDigits: 99 }, digits)),
    'bad-settings',
    'c',
  ],
  [
    'fewest above most',
    start(node('c', 'collect', { prompts: words, variable: 'x', minDigits: 6, maxDigits: 4 }, digits)),
    'bad-settings',
    'c',
  ],
  [
    'a variable with a blank',
    start(node('c', 'collect', { prompts: words, variable: 'my x' }, digits)),
    'bad-settings',
    'c',
  ],
  [
    'a wait out of range',
    start(node('m', 'menu', { prompts: words, firstDigitMs: 5 }, { ...ends, 'key-1': 'bye' })),
    'bad-settings',
    'm',
  ],
  [
    'a switch that is a word',
    start(node('m', 'menu', { prompts: words, bargeIn: 'yes' }, { ...ends, 'key-1': 'bye' })),
    'bad-settings',
    'm',
  ],
  [
    'a reading nobody knows',
    start(node('s', 'speak', { as: 'song', value: '1' }, { done: 'bye' })),
    'bad-settings',
    's',
  ],
  ['an address that is none', start(node('a', 'ask', { url: 'file:///etc/passwd' }, http)), 'bad-settings', 'a'],
  [
    'a result without variable',
    start(node('a', 'ask', { url: 'http://x/', results: [{ field: 'balance' }] }, http)),
    'bad-settings',
    'a',
  ],
  ['plays that play nothing in a ring', start(hello({ prompts: [] }, { done: 'hello' })), 'silent-loop', 'hello'],
  ['a way up where there is no menu', { startNodeId: 'up', nodes: [node('up', 'top')] }, 'silent-loop', 'up'],
  ['a node no link leads to', start(hello(), hello2()), 'unreachable', 'lost'],
  [
    'a variable never set',
    start(node('s', 'speak', { as: 'digits', value: '{order}' }, { done: 'bye' })),
    'unknown-variable',
    's',
  ],
]
function hello2(): FlowNode {
  return node('lost', 'play', { prompts: words }, { done: 'bye' })
}

for (const [title, flow, problem, nodeId] of WRONG) {
  t.test(`${title}: ${problem}`, async (t) => {
    const problems = checkFlow(kinds, flow, known)
    const found = problems.find((each) => each.problem === problem)
    t.ok(found, problems.map((each) => `${each.problem} ${each.nodeId}`).join(', '))
    t.equal(found?.nodeId, nodeId)
    if (nodeId)
      t.ok(
        found?.message.zh.includes(`${nodeId} name`) && found.message.en.includes(`${nodeId} name`),
        'the node is named',
      )
    const warns = problem === 'unreachable' || problem === 'unknown-variable'
    t.equal(found?.level, warns ? 'warning' : 'error')
    if (warns) t.notOk(refuses(problems), 'a warning refuses nothing')
  })
}

t.test('a right flow has no problem, and a loop with a sound is none', async (t) => {
  const menu = node('m', 'menu', { prompts: words }, { 'key-1': 'hello', 'key-2': 'in', ...ends })
  const collect = node('in', 'collect', { variable: 'order', prompts: words }, digits)
  const read = node('read', 'speak', { as: 'digits', value: '{order} {caller}' }, { done: 'm' })
  const flow = {
    startNodeId: 'm',
    nodes: [
      menu,
      hello({ prompts: [{ type: 'file', promptId: 'p1' }] }, { done: 'up' }),
      node('up', 'back'),
      collect,
      read,
      bye,
    ],
  }
  const fixed = {
    ...flow,
    nodes: flow.nodes.map((each) => (each.id === 'in' ? { ...each, next: { ...digits, done: 'read' } } : each)),
  }
  t.same(checkFlow(kinds, fixed, known), [])
})

t.test('the flows of the sample company pass', async (t) => {
  const read = async (name: string) =>
    JSON.parse(await readFile(new URL(`../../../../../config/sample-company/${name}.json`, import.meta.url), 'utf8'))
  const flows = (await read('flows')) as Flow[]
  const queues = new Set(((await read('queues')) as { id: string }[]).map((queue) => queue.id))
  for (const flow of flows) t.same(checkFlow(kinds, flow, { ...known, queues }), [], flow.name)
})

t.test('a silent loop of any length is found, node by node; who only leads into it is no part of it', async (t) => {
  const quiet = (id: string, done: string) => node(id, 'play', { prompts: [] }, { done })
  for (const length of [1, 2, 3, 6]) {
    const ring = Array.from({ length }, (_, n) => quiet(`r${n}`, `r${(n + 1) % length}`))
    const problems = checkFlow(kinds, start(quiet('in', 'r0'), ...ring), known)
    const loops = problems.filter((each) => each.problem === 'silent-loop').map((each) => each.nodeId)
    t.strictSame(
      loops,
      ring.map(({ id }) => id),
      `of ${length}`,
    )
  }
})
