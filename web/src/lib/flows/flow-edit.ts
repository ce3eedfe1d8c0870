// Changes to a flow as pure functions: add, remove, connect, import. The server is the judge of the whole.
import type { NodeInfo } from '#engine/protocol/api.ts'
import type { Flow, Lang } from '#engine/protocol/company.ts'
import type { Label } from '#engine/protocol/fields.ts'
import type { FlowNode, NodeType } from '#engine/protocol/flow.ts'
import { outletLabel } from '#engine/protocol/words/flow.ts'

export type FlowDraft = Pick<Flow, 'name' | 'lang' | 'startNodeId' | 'nodes'>

export const emptyFlow = (lang: Lang): FlowDraft => ({ name: '', lang, startNodeId: '', nodes: [] })

export function newNodeId(nodes: readonly FlowNode[], type: NodeType): string {
  let n = 1
  while (nodes.some((node) => node.id === `${type}-${n}`)) n++
  return `${type}-${n}`
}

/** Keys a new menu shows open, so that its lines can be drawn at once. */
const FIRST_KEYS = { 'key-1': '', 'key-2': '' } as const

export function addNode(flow: FlowDraft, info: NodeInfo, name: string, at?: { x: number; y: number }): FlowDraft {
  const id = newNodeId(flow.nodes, info.type)
  const settings: Record<string, unknown> = {}
  for (const field of info.fields)
    if (field.default !== undefined) settings[field.name] = structuredClone(field.default)
  const next = info.type === 'menu' ? { ...FIRST_KEYS } : {}
  const node: FlowNode = { id, type: info.type, name, settings, next, ...(at ? { at } : {}) }
  return { ...flow, nodes: [...flow.nodes, node], startNodeId: flow.startNodeId || id }
}

/** Links to the removed node go too; they would only be problems at save. */
export function removeNode(flow: FlowDraft, id: string): FlowDraft {
  const nodes = flow.nodes
    .filter((node) => node.id !== id)
    .map((node) => ({ ...node, next: Object.fromEntries(Object.entries(node.next).filter(([, to]) => to !== id)) }))
  return { ...flow, nodes, startNodeId: flow.startNodeId === id ? (nodes[0]?.id ?? '') : flow.startNodeId }
}

export const changeNode = (flow: FlowDraft, id: string, change: Partial<FlowNode>): FlowDraft => ({
  ...flow,
  nodes: flow.nodes.map((node) => (node.id === id ? { ...node, ...change } : node)),
})

export function connect(node: FlowNode, outlet: string, to: string): FlowNode {
  const { [outlet]: _before, ...rest } = node.next
  return { ...node, next: to ? { ...rest, [outlet]: to } : rest }
}

export const link = (flow: FlowDraft, from: string, outlet: string, to: string): FlowDraft => ({
  ...flow,
  nodes: flow.nodes.map((node) => (node.id === from ? { ...node, next: { ...node.next, [outlet]: to } } : node)),
})

/** A key of a menu stays open, another outlet is as it was before it was drawn. */
export const unlink = (flow: FlowDraft, from: string, outlet: string): FlowDraft => ({
  ...flow,
  nodes: flow.nodes.map((node) => {
    if (node.id !== from) return node
    return isKey(outlet) ? { ...node, next: { ...node.next, [outlet]: '' } } : connect(node, outlet, '')
  }),
})

/** The first outlet of a node that leads nowhere yet: where the next node is hung. */
export const openOutlet = (node: FlowNode, info: NodeInfo | undefined): string | undefined =>
  outletsOf(node, info).find(({ name }) => !node.next[name])?.name

/** What changed, so that the letters of one text are one step of undo; '' when it is more than one field of one node. */
export function kindOfChange(before: FlowDraft, after: FlowDraft): string {
  if (before.name !== after.name) return 'name'
  if (before.nodes.length !== after.nodes.length) return ''
  const changed = after.nodes.filter((node, n) => node !== before.nodes[n])
  const [node] = changed
  const old = before.nodes.find(({ id }) => id === node?.id)
  if (changed.length !== 1 || !node || !old) return ''
  const fields = (['name', 'business'] as const).filter((field) => node[field] !== old[field])
  const settings = Object.keys(node.settings).filter((field) => node.settings[field] !== old.settings[field])
  return fields.length + settings.length === 1 ? `${node.id} ${fields[0] ?? ''} ${settings[0] ?? ''}` : ''
}

/** An outlet that was opened but leads nowhere is not part of what is published. */
export const withoutOpenOutlets = (flow: FlowDraft): FlowDraft => ({
  ...flow,
  nodes: flow.nodes.map((one) => ({
    ...one,
    next: Object.fromEntries(Object.entries(one.next).filter(([, to]) => to !== '')),
  })),
})

const KEYS = ['1', '2', '3', '4', '5', '6', '7', '8', '9', '0', 'star', 'hash'] as const

const isKey = (outlet: string): boolean => outlet.startsWith('key-')

export interface Outlet {
  name: string
  label: Label
  required: boolean
  /** may be taken away again */
  key: boolean
}

/** A menu's keys that are in use come first, in the order of a telephone, then the fixed outlets, then what only the data knows. */
export function outletsOf(node: FlowNode, info: NodeInfo | undefined): Outlet[] {
  const fixed = (info?.outlets ?? []).flatMap((outlet) => (isKey(outlet.name) ? [] : [{ ...outlet, key: false }]))
  const known = new Set(fixed.map((outlet) => outlet.name))
  const keys = KEYS.filter((key) => `key-${key}` in node.next && !known.has(`key-${key}`)).map((key) => ({
    name: `key-${key}`,
    label: outletLabel(`key-${key}`),
    required: false,
    key: true,
  }))
  const shown = new Set([...known, ...keys.map((one) => one.name)])
  const others = Object.keys(node.next)
    .filter((name) => !shown.has(name))
    .map((name) => ({ name, label: outletLabel(name), required: false, key: true }))
  return [...keys, ...fixed, ...others]
}

/** Keys a menu could still get. */
export const freeKeys = (node: FlowNode): { name: string; label: Label }[] =>
  node.type === 'menu'
    ? KEYS.filter((key) => !(`key-${key}` in node.next)).map((key) => ({
        name: `key-${key}`,
        label: outletLabel(`key-${key}`),
      }))
    : []

export function incoming(flow: FlowDraft, id: string): { from: FlowNode; outlet: string }[] {
  return flow.nodes.flatMap((from) =>
    Object.entries(from.next).flatMap(([outlet, to]) => (to === id ? [{ from, outlet }] : [])),
  )
}

/** undefined when the text is not a flow. */
export function importFlow(text: string): FlowDraft | undefined {
  let given: Partial<FlowDraft>
  try {
    given = JSON.parse(text) as Partial<FlowDraft>
  } catch {
    return undefined
  }
  if (typeof given !== 'object' || given === null || !Array.isArray(given.nodes)) return undefined
  const isNode = (node: Partial<FlowNode>): boolean => typeof node?.id === 'string' && typeof node.type === 'string'
  if (!given.nodes.every(isNode)) return undefined
  const nodes = given.nodes.map((node) => ({
    ...node,
    name: node.name ?? node.id,
    settings: node.settings ?? {},
    next: node.next ?? {},
  }))
  return {
    name: String(given.name ?? ''),
    lang: given.lang === 'en' ? 'en' : 'zh',
    startNodeId: String(given.startNodeId ?? nodes[0]?.id ?? ''),
    nodes,
  }
}

export const exportFlow = (flow: FlowDraft): string =>
  `${JSON.stringify({ name: flow.name, lang: flow.lang, startNodeId: flow.startNodeId, nodes: flow.nodes }, null, 2)}\n`
