// Stored tests of a flow: what it did when they were kept it must still do.
import t from 'tap'
import type { FlowNode } from '#engine/protocol/flow.ts'
import type { FlowTest } from '#engine/protocol/flow-try.ts'
import { failedTest } from '#engine/routing/core/ivr/flow-test.ts'
import { loadNodes } from '#engine/routing/plug-ins/nodes.ts'

const kinds = await loadNodes()
const text = (words: string) => [{ type: 'text', text: words }]
const flow = (hello = '您好，查询请按1。', toKey1 = 'q') => {
  const next = { 'key-1': toKey1, 'key-2': 'bye', 'wrong-key': 'bye', timeout: 'bye' }
  const nodes: FlowNode[] = [
    { id: 'menu', type: 'menu', name: '菜单', settings: { prompts: text(hello), retries: 0 }, next },
    { id: 'q', type: 'to-queue', name: '查询', settings: { queueId: 'q1' }, next: {} },
    { id: 'bye', type: 'hang-up', name: '再见', settings: {}, next: {} },
  ]
  return { name: '总机', lang: 'zh' as const, startNodeId: 'menu', nodes }
}
const kept: FlowTest = {
  ...{ name: '按 1 进队列', caller: '13800000000', called: '95600', moment: '' },
  inputs: [{ type: 'keys', digits: '1' }],
  steps: [
    { nodeId: 'menu', outlet: 'key-1' },
    { nodeId: 'q', outlet: 'end' },
  ],
  words: ['查询请按1'],
}

t.test('a flow that still does it passes, and what fails is named with its node', async (t) => {
  t.equal(failedTest(kinds, flow(), kept), undefined)
  const other = failedTest(kinds, flow(undefined, 'bye'), kept)
  t.match(other, { problem: 'failed-test', level: 'error', nodeId: 'bye', nodeName: '再见' })
  t.match(other?.message.zh, /按 1 进队列.*第 2 步应为 「查询」.*现为 「再见」/)
  const silent = failedTest(kinds, flow('您好。'), kept)
  t.match(silent?.message, { zh: /没有播放“查询请按1”/, en: /is not said/ })
  t.equal(failedTest(kinds, flow('您好。'), { ...kept, words: [] }), undefined, 'words are looked at only where named')
  t.match(failedTest(kinds, flow(), { ...kept, inputs: [] }), { problem: 'failed-test' }, 'it waits, and goes nowhere')
})

t.test('a test has its moment', async (t) => {
  const hours = [{ days: ['1'], from: '09:00', to: '18:00' }]
  const nodes: FlowNode[] = [
    { id: 'h', type: 'by-time', name: '时间', settings: { hours }, next: { open: 'a', closed: 'b' } },
    { id: 'a', type: 'hang-up', name: 'a', settings: {}, next: {} },
    { id: 'b', type: 'hang-up', name: 'b', settings: {}, next: {} },
  ]
  const timed = { name: 'f', lang: 'zh' as const, startNodeId: 'h', nodes }
  const way = (outlet: string, end: string) => ({
    ...{
      inputs: [],
      words: [],
      steps: [
        { nodeId: 'h', outlet },
        { nodeId: end, outlet: 'end' },
      ],
    },
  })
  t.equal(failedTest(kinds, timed, { ...kept, ...way('open', 'a') }), undefined)
  t.equal(failedTest(kinds, timed, { ...kept, ...way('closed', 'b'), moment: '2026-11-23T20:00' }), undefined)
  t.match(failedTest(kinds, timed, { ...kept, ...way('open', 'a'), moment: '2026-11-23T20:00' }), { nodeId: 'h' })
})
