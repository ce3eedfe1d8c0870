// A flow played in text goes where a call would go: it is run by the same machine, with keys and answers given beforehand.
import t from 'tap'
import type { FlowNode } from '#engine/protocol/flow.ts'
import type { TryAnswer, TryInput, TryLine } from '#engine/protocol/flow-try.ts'
import { rehearse } from '#engine/routing/core/ivr/rehearse.ts'
import { loadNodes } from '#engine/routing/plug-ins/nodes.ts'

const kinds = await loadNodes()
const say = (words: string) => [{ type: 'text', text: words }]
const node = (id: string, type: FlowNode['type'], settings: Record<string, unknown> = {}, next = {}): FlowNode => ({
  ...{ id, type, name: id, settings, next },
})
const NODES = [
  node('hello', 'play', { prompts: say('您好') }, { done: 'menu' }),
  node(
    'menu',
    'menu',
    { prompts: say('查询按一'), retries: 1 },
    { 'key-1': 'order', 'key-2': 'people', timeout: 'bye', 'wrong-key': 'bye' },
  ),
  node(
    'order',
    'collect',
    { variable: 'order', prompts: say('请输入订单号'), maxDigits: 8, retries: 0 },
    { done: 'pin', 'wrong-length': 'bye', timeout: 'bye' },
  ),
  node(
    'pin',
    'collect',
    { variable: 'pin', prompts: say('密码'), secret: true, maxDigits: 4 },
    { done: 'ask', 'wrong-length': 'bye', timeout: 'bye' },
  ),
  node(
    'ask',
    'ask',
    { url: 'https://shop.example/orders/{order}', results: [{ field: 'state', variable: 'state' }] },
    { done: 'tell', error: 'people' },
  ),
  node('tell', 'play', { prompts: say('订单{state}') }, { done: 'bye' }),
  node('people', 'to-queue', { queueId: 'queue-service' }),
  node('bye', 'hang-up'),
]
const played = (inputs: TryInput[], nodes = NODES): TryAnswer =>
  rehearse(
    kinds,
    { flow: { name: 'f', lang: 'zh', startNodeId: 'hello', nodes }, caller: '138', called: '95', inputs },
    0,
  )
const keys = (digits: string): TryInput => ({ type: 'keys', digits })
const types = (lines: TryLine[]): string[] => lines.map(({ type, nodeId }) => `${nodeId} ${type}`)

t.test('it stops where the caller must do something, and says what', async (t) => {
  const answer = played([])
  t.same(types(answer.lines), ['hello said', 'menu said'])
  t.match(answer.lines[0], { sounds: [{ type: 'text', text: '您好' }] })
  t.match(answer, { at: 'menu', waitsFor: { type: 'keys', maxDigits: 1 }, path: [{ nodeId: 'hello', outlet: 'done' }] })
})

t.test(
  'keys lead on; a terminator ends them; an answer of another system is used; what is secret is not told',
  async (t) => {
    const given = [keys('1'), keys('4711#'), keys('1234')]
    const asked = played(given)
    t.match(asked, { at: 'ask', waitsFor: { type: 'answer' }, values: { order: '4711' } })
    t.notOk(JSON.stringify(asked).includes('1234'))
    t.match(asked.lines.at(-1), { type: 'keyed', digits: '****' })

    const told = played([...given, { type: 'answer', status: 200, body: '{"state":"已发货","price":3}' }])
    t.match(told.lines.at(-3), {
      type: 'asked',
      method: 'GET',
      url: 'https://shop.example/orders/4711',
      answered: '200',
    })
    t.same(told.lines.at(-1), { type: 'hung-up', nodeId: 'bye' })
    t.same(told.values, { order: '4711', state: '已发货' })
    t.notOk(told.at)
    for (const wrong of [
      { type: 'no-answer' },
      { type: 'answer', status: 500, body: '{"state":"x"}' },
      { type: 'answer', status: 200, body: 'not JSON' },
    ] as const)
      t.same(played([...given, wrong]).lines.at(-1), { type: 'to-queue', nodeId: 'people', queueId: 'queue-service' })
  },
)

t.test('silence and wrong keys are asked again as often as the node says', async (t) => {
  t.match(played([keys('9')]), { at: 'menu' })
  t.same(played([keys('9'), keys('9')]).path.at(-2), { nodeId: 'menu', outlet: 'wrong-key' })
  t.same(played([{ type: 'silence' }, { type: 'silence' }]).path.at(-2), { nodeId: 'menu', outlet: 'timeout' })
})

t.test('a flow that is not finished says where it stands, and one that goes round comes to an end', async (t) => {
  const open = NODES.map((one) => (one.id === 'hello' ? { ...one, next: {} } : one))
  t.match(played([], open).lines.at(-1), { type: 'broken', nodeId: 'hello' })
  const round = [node('hello', 'play', { prompts: say('您好') }, { done: 'hello' })]
  t.match(played([], round).lines.at(-1), { type: 'broken' })
})
