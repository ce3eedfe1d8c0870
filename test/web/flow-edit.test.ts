// Editing a flow: nodes, links, import and export.
import t from 'tap'
import type { NodeInfo } from '#engine/protocol/api.ts'
import * as edit from '#web/src/lib/flows/flow-edit.ts'
import { FLOW, NODES } from './mock/kinds.ts'

const info = (type: string): NodeInfo => NODES.find((one) => one.type === type) as NodeInfo

t.test('the first node of an empty flow is its start, and ids never clash', async (t) => {
  let flow = edit.addNode(edit.emptyFlow('zh'), info('menu'), '菜单')
  flow = edit.addNode(flow, info('menu'), '菜单')
  t.same(
    flow.nodes.map((node) => node.id),
    ['menu-1', 'menu-2'],
  )
  t.equal(flow.startNodeId, 'menu-1')
  t.same(flow.nodes[0]?.settings, { firstDigitMs: 5_000, bargeIn: true, retries: 2 }, 'defaults of the node type')
})

t.test('a removed node takes its links with it', async (t) => {
  const flow = edit.removeNode(FLOW, 'bye')
  t.same(flow.nodes.find((node) => node.id === 'menu')?.next, { 'key-1': 'service', 'key-2': 'sales' })
  t.equal(edit.removeNode(FLOW, 'welcome').startNodeId, 'menu')
})

t.test("a menu's outlets are its keys in telephone order, then the fixed ones", async (t) => {
  const menu = FLOW.nodes.find((node) => node.id === 'menu')
  if (!menu) throw new Error('no menu')
  t.same(
    edit.outletsOf({ ...menu, next: { ...menu.next, 'key-star': '' } }, info('menu')).map((outlet) => outlet.name),
    ['key-1', 'key-2', 'key-star', 'wrong-key', 'timeout'],
  )
  t.notOk(edit.freeKeys(menu).some((key) => key.name === 'key-1'))
})

t.test('what is exported can be imported, and rubbish cannot', async (t) => {
  const { id: _id, version: _version, ...plain } = FLOW
  t.same(edit.importFlow(edit.exportFlow(FLOW)), plain)
  for (const bad of ['', 'null', '[]', '{"nodes":3}', '{"nodes":[{"id":1}]}'])
    t.equal(edit.importFlow(bad), undefined, bad)
})
