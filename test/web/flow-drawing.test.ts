// A flow as a drawing: places, order of columns, copies between flows, undo.
import t from 'tap'
import type { FlowNode, NodeType } from '#engine/protocol/flow.ts'
import { CARD, found, heightOf, linesOf, placeAfter, placesOf, tidied, withPlaces } from '#web/src/lib/flows/drawing.ts'
import { copyNodes, pasteNodes } from '#web/src/lib/flows/flow-clipboard.ts'
import { emptyFlow, type FlowDraft, kindOfChange, link, openOutlet, unlink } from '#web/src/lib/flows/flow-edit.ts'
import { History } from '#web/src/lib/flows/history.ts'
import { FLOW, NODES } from './mock/kinds.ts'

const node = (id: string, type: NodeType, next: Record<string, string> = {}): FlowNode => ({
  ...{ id, type, name: id, settings: {}, next },
})
const flow = (...nodes: FlowNode[]): FlowDraft => ({ ...emptyFlow('zh'), startNodeId: nodes[0]?.id ?? '', nodes })
const MENU = flow(
  node('hello', 'play', { done: 'menu' }),
  node('menu', 'menu', { 'key-1': 'one', 'key-2': 'two', timeout: 'end', 'wrong-key': 'menu' }),
  node('end', 'hang-up'),
  node('two', 'to-queue'),
  node('one', 'to-queue'),
)

t.test(
  'a layout goes from left to right, nothing lies on anything, and a column stands as the outlets do',
  async (t) => {
    const places = tidied(MENU, NODES)
    const at = (id: string) => places.get(id) ?? { x: Number.NaN, y: Number.NaN }
    t.ok(at('hello').x + CARD.width < at('menu').x)
    t.ok(at('menu').x + CARD.width < at('one').x)
    const column = ['one', 'two', 'end']
    for (const [n, id] of column.slice(1).entries()) {
      const above = MENU.nodes.find((one) => one.id === column[n]) as FlowNode
      t.ok(at(above.id).y + heightOf(above, NODES) < at(id).y, `${id} below ${above.id}`)
    }
  },
)

t.test('what was put stands where it was put; what came later stands below it', async (t) => {
  const first = MENU.nodes[0] as FlowNode
  const put = { ...MENU, nodes: [{ ...first, at: { x: 300, y: 70 } }, ...MENU.nodes.slice(1)] }
  const places = placesOf(put, NODES)
  t.same(places.get('hello'), { x: 300, y: 70 })
  for (const { id } of MENU.nodes.slice(1)) t.ok((places.get(id)?.y ?? 0) > 70 + heightOf(first, NODES), id)
  t.equal(new Set([...places.values()].map(({ y }) => y)).size, 5)
  t.same(placesOf(withPlaces(put, places), NODES), places)
  t.same(placesOf(flow(), NODES), new Map())
})

t.test('the next node stands right of the chosen one, and not on its other followers', async (t) => {
  const drawn = withPlaces(MENU, tidied(MENU, NODES))
  const menu = placesOf(drawn, NODES).get('menu')
  const next = placeAfter(drawn, NODES, 'menu')
  t.ok(next.x > (menu?.x ?? 0) + CARD.width)
  const lowest = Math.max(...['one', 'two', 'end'].map((id) => placesOf(drawn, NODES).get(id)?.y ?? 0))
  t.ok(next.y > lowest)
  t.same(placeAfter(flow(), NODES, undefined), { x: 20, y: 20 })
})

t.test(
  'a line for each outlet that leads to a node there is; a key taken off stays open, another outlet does not',
  async (t) => {
    t.equal(linesOf(MENU).length, 5)
    t.equal(linesOf(link(MENU, 'menu', 'key-3', 'nowhere')).length, 5)
    const menu = (from: FlowDraft) => from.nodes.find(({ id }) => id === 'menu')?.next
    t.match(menu(unlink(MENU, 'menu', 'key-1')), { 'key-1': '', 'key-2': 'two' })
    t.notOk('timeout' in (menu(unlink(MENU, 'menu', 'timeout')) ?? {}))
    const infoOf = (type: string) => NODES.find((info) => info.type === type)
    t.equal(openOutlet(node('m', 'menu', { 'key-1': 'x', 'key-2': '' }), infoOf('menu')), 'key-2')
    t.equal(openOutlet(node('p', 'play', { done: 'x' }), infoOf('play')), undefined)
  },
)

t.test('copies get ids of their own and keep their lines among themselves', async (t) => {
  const text = copyNodes(MENU, new Set(['menu', 'one']))
  const here = pasteNodes(MENU, text)
  t.same(here?.ids, ['menu-1', 'to-queue-1'])
  const copy = here?.flow.nodes.find(({ id }) => id === 'menu-1')
  t.same(copy?.next, { 'key-1': 'to-queue-1', 'key-2': 'two', timeout: 'end', 'wrong-key': 'menu-1' })
  t.same(here?.flow.nodes.slice(0, 5), MENU.nodes, 'nothing that was there changed')
  const elsewhere = pasteNodes(flow(), text)
  t.same(elsewhere?.flow.nodes[0]?.next, { 'key-1': 'to-queue-1', 'wrong-key': 'menu-1' }, 'what is not there is open')
  t.equal(elsewhere?.flow.startNodeId, 'menu-1')
  for (const bad of ['', 'hello', '[]', '{"nodes":[]}', '{"tinglan-flow-nodes":[{"id":3}]}'])
    t.equal(pasteNodes(MENU, bad), undefined, bad)
})

t.test('a node is found by its name, its type and what it says', async (t) => {
  const words = (type: string): string => (type === 'menu' ? '菜单' : type)
  t.same(found(FLOW, '菜单', words).length, 1)
  t.same(found(MENU, ' TWO ', words), ['two'])
  t.same(found(MENU, '', words), [])
})

t.test(
  'the letters of one text are one step back; another field, a pause and a new node are steps of their own',
  async (t) => {
    const named = (name: string): FlowDraft => ({
      ...MENU,
      nodes: MENU.nodes.map((one) => (one.id === 'menu' ? { ...one, name } : one)),
    })
    const kind = kindOfChange(MENU, named('a'))
    t.not(kind, '')
    t.equal(kindOfChange(named('a'), named('ab')), kind)
    t.equal(kindOfChange(MENU, { ...MENU, nodes: MENU.nodes.slice(1) }), '')
    t.equal(kindOfChange(MENU, withPlaces(MENU, tidied(MENU, NODES))), '')

    const history = new History<string>()
    history.note('', kind, 0)
    history.note('a', kind, 300)
    history.note('ab', kind, 600)
    history.note('abc', '', 700)
    history.note('abc+', kind, 5_000)
    t.equal(history.undo('abc+d'), 'abc+')
    t.equal(history.undo('abc+'), 'abc')
    t.equal(history.redo('abc'), 'abc+')
    t.equal(history.undo('abc+'), 'abc')
    t.equal(history.undo('abc'), '')
    t.equal(history.canUndo, false)
    t.equal(history.undo(''), undefined)
    t.equal(history.redo(''), 'abc')
    history.note('abc', '', 9_000)
    t.equal(history.canRedo, false, 'a new change ends what was taken back')
  },
)
