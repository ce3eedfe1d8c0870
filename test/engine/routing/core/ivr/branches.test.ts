// Nodes that branch, set and lead elsewhere, played by the machine that runs calls.
import t from 'tap'
import type { FlowNode, NodeType } from '#engine/protocol/flow.ts'
import type { TryInput } from '#engine/protocol/flow-try.ts'
import { isWithin } from '#engine/routing/core/ivr/hours.ts'
import type { Heard, Visit } from '#engine/routing/core/ivr/node.ts'
import { rehearse } from '#engine/routing/core/ivr/rehearse.ts'
import { loadNodes } from '#engine/routing/plug-ins/nodes.ts'

const kinds = await loadNodes()
/** a Monday at 09:30 in Beijing */
const AT = Date.parse('2026-11-23T01:30:00Z')

const node = (id: string, type: NodeType, settings: object, next: Record<string, string> = {}): FlowNode => ({
  ...{ id, type, name: id, settings: { ...settings }, next },
})
const end = (id: string) => node(id, 'hang-up', {})
const play = (nodes: FlowNode[], inputs: TryInput[] = [], at = AT) =>
  rehearse(
    kinds,
    {
      flow: { name: 'f', lang: 'zh', startNodeId: nodes[0]!.id, nodes },
      ...{ caller: '13912345678', called: '95600', inputs },
    },
    at,
  )
const wayOf = (tried: ReturnType<typeof play>) => tried.path.map(({ nodeId, outlet }) => `${nodeId}:${outlet}`)

t.test('a branch by value: each condition, and numbers that are none', async (t) => {
  const cases = [
    ['{caller}', 'begins', '139', 'yes'],
    ['{caller}', 'is', '139', 'no'],
    ['{called}', 'one-of', '95500，95600', 'yes'],
    ['7', 'above', '6', 'yes'],
    ['x', 'above', '6', 'no'],
    ['', 'below', '6', 'no'],
    ['{nothing}', 'empty', '', 'yes'],
    ['abc', 'contains', 'b', 'yes'],
    ['{caller_vip}', 'is-not', 'yes', 'yes'],
  ] as const
  for (const [value, test, other, outlet] of cases) {
    const nodes = [node('b', 'branch', { value, test, other }, { yes: 'e', no: 'e' }), end('e')]
    t.equal(wayOf(play(nodes))[0], `b:${outlet}`, `${value} ${test} ${other}`)
  }
})

t.test('by the hour, past midnight too', async (t) => {
  const hours = [{ days: ['1'], from: '09:00', to: '18:00' }]
  const nodes = [node('h', 'by-time', { hours }, { open: 'e', closed: 'e' }), end('e')]
  t.equal(wayOf(play(nodes))[0], 'h:open')
  t.equal(wayOf(play(nodes, [], AT + 12 * 3_600_000))[0], 'h:closed')
  const night = { days: ['1'], from: '22:00', to: '06:00' }
  const local = (time: string) => Date.parse(`${time}Z`)
  t.ok(isWithin(night, local('2026-11-24T05:59:00')), 'Monday night reaches into Tuesday')
  t.notOk(isWithin(night, local('2026-11-24T06:00:00')))
  t.notOk(isWithin(night, local('2026-11-24T23:00:00')))
  t.ok(isWithin({ ...night, days: [] }, local('2026-11-24T23:00:00')), 'no day is every day')
})

t.test('by a time group: the answer decides, and a directory that is away closes nobody', async (t) => {
  const nodes = [node('h', 'by-time', { timeGroupId: 'g' }, { open: 'e', closed: 'e' }), end('e')]
  t.equal(wayOf(play(nodes))[0], 'h:open', 'tried as if it were open')
  const kind = kinds.get('by-time')!
  const visit: Visit = { node: nodes[0]!, lang: 'zh', values: {}, at: AT, tries: 0 }
  t.match(kind.enter(visit), { do: 'ask', lookup: { type: 'time-group', timeGroupId: 'g', at: AT } })
  const hears = (heard: Heard) => (kind.hear(visit, heard) as { outlet?: string }).outlet
  t.equal(hears({ type: 'answer', answer: { type: 'time-group', state: 'closed' } }), 'closed')
  t.equal(hears({ type: 'answer', answer: { type: 'time-group', state: 'holiday' } }), 'closed')
  t.equal(hears({ type: 'deadline' }), 'open')
  t.match(kind.check(node('h', 'by-time', {}), {} as never), [{ problem: 'bad-settings' }])
})

t.test('variables are set from others; the language changes what is spoken', async (t) => {
  const tried = play([
    node(
      's',
      'set',
      {
        values: [
          { name: 'a', value: 'x{caller}' },
          { name: 'b', value: '{a}!' },
        ],
      },
      { done: 'l' },
    ),
    node('l', 'language', { lang: 'en' }, { done: 'p' }),
    node('p', 'speak', { as: 'quantity', value: '21' }, { done: 'e' }),
    end('e'),
  ])
  t.match(tried.values, { a: 'x13912345678', b: 'x13912345678!' })
  t.match(tried.lines[0], { sounds: [{ text: 'twenty-one', lang: 'en' }] })
})

t.test('by the queue: a short wait, a long one, nobody there', async (t) => {
  const kind = kinds.get('queue-state')!
  const visit: Visit = {
    node: node('q', 'queue-state', { queueId: 'q1', longMs: 300_000 }),
    lang: 'zh',
    values: {},
    at: AT,
    tries: 0,
  }
  const hears = (wait?: { halfMs: number; mostMs: number }): Heard => ({
    type: 'answer',
    answer: { type: 'queue-state', waiting: 3, ...(wait ? { wait } : {}) },
  })
  t.match(kind.hear(visit, hears({ halfMs: 100_000, mostMs: 250_000 })), {
    ...{ outlet: 'short', set: { values: { waiting: '3', wait_from: '2', wait_to: '5' } } },
  })
  t.match(kind.hear(visit, hears({ halfMs: 100_000, mostMs: 301_000 })), { outlet: 'long' })
  t.match(kind.hear(visit, hears()), { outlet: 'nobody' })
  t.match(kind.hear(visit, { type: 'deadline' }), { outlet: 'short' })
})

t.test('a callback: the number is read back, confirmed or keyed anew', async (t) => {
  const nodes = [node('c', 'callback', { queueId: 'q1' }, { declined: 'e' }), end('e')]
  const keys = (digits: string): TryInput => ({ type: 'keys', digits })
  const confirmed = play(nodes, [keys('1')])
  t.match(confirmed.lines[0], { sounds: [{ text: /幺三九/ }] })
  t.match(confirmed.lines.at(-1), { type: 'callback', queueId: 'q1', number: '13912345678' })
  const other = play(nodes, [keys('2'), keys('01088886666#'), keys('1')])
  t.match(other.lines.at(-1), { type: 'callback', number: '01088886666' })
  t.equal(wayOf(play(nodes, [{ type: 'silence' }]))[0], 'c:declined')
})

t.test('a rating keeps its mark, asks again for one that is none; a wait ends by itself; other ways out', async (t) => {
  const rating = { prompts: [{ type: 'text', text: '请评分' }], highest: 5 }
  const nodes = [
    node('w', 'wait', { forMs: 1_000 }, { done: 'r' }),
    node('r', 'rating', rating, { done: 'o', timeout: 'f' }),
    node('o', 'transfer-out', { number: '{caller}' }),
    node('f', 'to-flow', { flowId: 'f2' }),
  ]
  const silence: TryInput = { type: 'silence' }
  const rated = play(nodes, [silence, { type: 'keys', digits: '9' }, { type: 'keys', digits: '4' }])
  t.equal(rated.values.rating, '4')
  t.match(rated.lines.at(-1), { type: 'outside', number: '13912345678' })
  t.match(play(nodes, [silence, silence, silence]).lines.at(-1), { type: 'to-flow', flowId: 'f2' })
})
