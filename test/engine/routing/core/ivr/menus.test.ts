// The IVR driven node by node: menus five levels deep and back, retries, digits, HTTP, endless rings.
import t from 'tap'
import type { Flow } from '#engine/protocol/company.ts'
import type { FlowNode } from '#engine/protocol/flow.ts'
import type { Heard } from '#engine/routing/core/ivr/node.ts'
import { enterNode, hearAtNode, type Moved, startRun } from '#engine/routing/core/ivr/run.ts'
import { loadNodes } from '#engine/routing/plug-ins/nodes.ts'

const kinds = await loadNodes()
const text = (words: string) => [{ type: 'text', text: words }]
const node = (id: string, type: FlowNode['type'], settings = {}, next = {}): FlowNode => ({
  ...{ id, type, name: id, settings, next },
})
const flowOf = (...nodes: FlowNode[]): Flow => ({
  ...{ id: 'f', version: 1, name: 'f', lang: 'zh', startNodeId: nodes[0]?.id ?? '', nodes },
})
const VALUES = { caller: '139', called: '4001', time: '' }

/** Drives a flow; `spoken` is what the caller hears now. */
class Caller {
  moved: Moved
  readonly flow: Flow
  constructor(flow: Flow) {
    this.flow = flow
    this.moved = enterNode(kinds, flow, startRun(flow, VALUES), 0)
  }
  hears(heard: Heard): this {
    this.moved = hearAtNode(kinds, this.flow, this.moved.run, heard, 0)
    return this
  }
  keys(digits: string): this {
    return this.hears({ type: 'digits', digits, count: digits.length, ended: digits === '' ? 'first-timeout' : 'max' })
  }
  played = (): this => this.hears({ type: 'played', reason: 'finished' })
  get spoken(): string {
    const { pause } = this.moved
    if (!pause || pause.do === 'ask') return ''
    return pause.sounds.map((sound) => (sound.type === 'text' ? sound.text : `[${sound.type}]`)).join('|')
  }
}

const LEVELS = 5
const up = node('up', 'back')
const first = node('first', 'top')
const bye = node('bye', 'hang-up')
const menus = Array.from({ length: LEVELS }, (_, n) =>
  node(
    `m${n + 1}`,
    'menu',
    { prompts: text(`第${n + 1}级`) },
    {
      ...{
        'key-1': n + 1 < LEVELS ? `m${n + 2}` : 'info',
        'key-star': 'up',
        'key-hash': 'first',
        'wrong-key': 'bye',
        timeout: 'bye',
      },
    },
  ),
)
const deep = flowOf(...menus, node('info', 'play', { prompts: text('内容') }, { done: 'up' }), up, first, bye)

t.test('five levels of menus down and back, one level at a time', async (t) => {
  const caller = new Caller(deep)
  for (let level = 1; level <= LEVELS; level++) {
    t.equal(caller.spoken, `第${level}级`)
    if (level < LEVELS) caller.keys('1')
  }
  for (let level = LEVELS - 1; level >= 1; level--) t.equal(caller.keys('*').spoken, `第${level}级`)
  t.equal(caller.keys('*').spoken, '第1级', 'above the first level there is the first level')
})

t.test('from the third level back one level is the second, the top is the first', async (t) => {
  t.equal(new Caller(deep).keys('1').keys('1').keys('*').spoken, '第2级')
  t.equal(new Caller(deep).keys('1').keys('1').keys('#').spoken, '第1级')
  t.equal(new Caller(deep).keys('1').keys('#').keys('1').keys('*').spoken, '第1级', 'the way down begins anew')
})

t.test('back after content of the deepest menu goes one level up', async (t) => {
  const caller = new Caller(deep)
  for (let n = 0; n < LEVELS; n++) caller.keys('1')
  t.equal(caller.spoken, '内容')
  t.equal(caller.played().spoken, '第4级')
})

t.test('the path tells each node with its key, and the label of a self-service', async (t) => {
  const caller = new Caller({
    ...deep,
    nodes: deep.nodes.map((each) => (each.id === 'm1' ? { ...each, business: '查询' } : each)),
  })
  t.match(caller.keys('1').moved.passed, [{ flowId: 'f', nodeId: 'm1', outlet: 'key-1', business: '查询' }])
  t.match(caller.keys('*').moved.passed, [
    { nodeId: 'm2', outlet: 'key-star' },
    { nodeId: 'up', outlet: 'back' },
  ])
})

t.test('a menu is played again after a wrong key or none, then takes its branch', async (t) => {
  const menu = (next: object) =>
    node('m', 'menu', { prompts: text('选'), wrongPrompts: text('错'), timeoutPrompts: text('没按'), retries: 1 }, next)
  const flow = flowOf(
    menu({ 'key-1': 'bye', 'wrong-key': 'wrong', timeout: 'late' }),
    bye,
    node('wrong', 'play', { prompts: text('W') }, { done: 'bye' }),
    node('late', 'play', { prompts: text('T') }, { done: 'bye' }),
  )
  t.equal(new Caller(flow).keys('9').spoken, '错|选')
  t.equal(new Caller(flow).keys('9').keys('8').spoken, 'W')
  t.equal(new Caller(flow).keys('').spoken, '没按|选')
  t.equal(new Caller(flow).keys('').keys('').spoken, 'T')
  t.same(new Caller(flow).keys('9').keys('1').moved.end, { type: 'hang-up' })
  t.equal(new Caller(flow).hears({ type: 'deadline' }).spoken, '没按|选', 'a lost answer counts as none')
})

t.test('digits are kept in a variable and read back as digits, quantity and text', async (t) => {
  const speak = (as: string, next: string) =>
    node(`s-${as}`, 'speak', { as, value: '{order}', before: text('您的订单') }, { done: next })
  const collect = node(
    'c',
    'collect',
    { variable: 'order', prompts: text('请输入'), minDigits: 4, maxDigits: 6, wrongPrompts: text('位数'), retries: 1 },
    { done: 's-digits', 'wrong-length': 'bye', timeout: 'bye' },
  )
  const flow = flowOf(collect, speak('digits', 's-quantity'), speak('quantity', 's-text'), speak('text', 'bye'), bye)
  t.match(new Caller(flow).moved.pause, { do: 'collect', collect: { maxDigits: 6, terminators: '#', bargeIn: true } })
  const caller = new Caller(flow).keys('1003')
  t.equal(caller.spoken, '您的订单|一零零三')
  t.equal(caller.played().spoken, '您的订单|一千零三')
  t.equal(caller.played().spoken, '您的订单|1003')
  t.equal(new Caller(flow).keys('12').spoken, '位数|请输入')
  t.same(new Caller(flow).keys('12').keys('1').moved.end, { type: 'hang-up' })
  t.equal(new Caller(flow).keys('').spoken, '请输入', 'asked again after nothing')
  t.same(new Caller(flow).keys('').keys('').moved.end, { type: 'hang-up' })
  t.equal(new Caller(flow).keys('12').keys('1003').spoken, '您的订单|一零零三', 'a second try that is right')
})

t.test('a secret is kept out of what others may see', async (t) => {
  const collect = node(
    'c',
    'collect',
    { variable: 'pin', prompts: text('密码'), secret: true },
    { done: 'bye', 'wrong-length': 'bye', timeout: 'bye' },
  )
  t.same(new Caller(flowOf(collect, bye)).keys('4321').moved.run.secrets, ['pin'])
})

const ask = node(
  'a',
  'ask',
  {
    ...{ method: 'POST', url: 'http://crm/{caller}?x={order}', deadlineMs: 800 },
    values: [{ name: 'order', value: 'A-{caller}' }],
    results: [{ field: 'balance', variable: 'balance' }],
  },
  { done: 'say', error: 'sorry' },
)
const asking = flowOf(
  ask,
  node('say', 'speak', { as: 'quantity', value: '{balance}' }, { done: 'bye' }),
  node('sorry', 'play', { prompts: text('查询失败') }, { done: 'bye' }),
  bye,
)
const http = (status: number, fields: Record<string, string>): Heard => ({
  type: 'answer',
  answer: { type: 'http', status, fields, text: '' },
})

t.test('another system is asked with caller and variables, and its answer is spoken', async (t) => {
  t.match(new Caller(asking).moved.pause, {
    ...{ do: 'ask', deadlineMs: 800 },
    lookup: {
      type: 'http',
      method: 'POST',
      url: 'http://crm/139?x=',
      values: { caller: '139', called: '4001', order: 'A-139' },
    },
  })
  t.equal(new Caller(asking).hears(http(200, { balance: '4096' })).spoken, '四千零九十六')
})

t.test('a late, broken or incomplete answer takes the error branch', async (t) => {
  const wrong: Heard[] = [
    http(500, { balance: '1' }),
    http(200, {}),
    { type: 'answer', answer: { type: 'timeout' } },
    { type: 'answer', answer: { type: 'fault', detail: 'refused' } },
    { type: 'deadline' },
  ]
  for (const heard of wrong) t.equal(new Caller(asking).hears(heard).spoken, '查询失败')
})

t.test('values keyed by a caller cannot change an address', async (t) => {
  const collect = node(
    'c',
    'collect',
    { variable: 'order', prompts: text('?'), maxDigits: 9 },
    { done: 'a', 'wrong-length': 'bye', timeout: 'bye' },
  )
  const caller = new Caller(flowOf(collect, ...asking.nodes)).keys('1#2*3')
  t.match(caller.moved.pause, { lookup: { url: 'http://crm/139?x=1%232*3' } })
})

t.test('a flow that a fault let through ends instead of turning for ever', async (t) => {
  t.match(new Caller(flowOf(node('p', 'play', { prompts: [] }, { done: 'p' }))).moved.end, { type: 'broken' })
  t.match(new Caller(flowOf(node('up', 'top'))).moved.end, { type: 'broken' })
  t.match(new Caller(flowOf(node('p', 'play', { prompts: text('x') }))).played().moved.end, { type: 'broken' })
  t.match(new Caller({ ...deep, startNodeId: 'gone' }).moved.end, { type: 'broken' })
})

t.test('ends: queue, voicemail with its own words, goodbye before hanging up', async (t) => {
  t.same(new Caller(flowOf(node('q', 'to-queue', { queueId: 'q1' }))).moved.end, { type: 'to-queue', queueId: 'q1' })
  t.match(new Caller(flowOf(node('v', 'voicemail', { prompts: text('请留言'), queueId: 'q1' }))).moved.end, {
    type: 'voicemail',
    queueId: 'q1',
    sounds: [{ text: '请留言' }],
    maxMs: 180_000,
  })
  const goodbye = new Caller(flowOf(node('h', 'hang-up', { prompts: text('再见') })))
  t.equal(goodbye.spoken, '再见')
  t.same(goodbye.played().moved.end, { type: 'hang-up' })
})
