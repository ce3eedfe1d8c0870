// Nodes on the clipboard, as text that another flow, another tab or a message can carry.
import type { FlowNode } from '#engine/protocol/flow.ts'
import { type FlowDraft, newNodeId } from './flow-edit.ts'

const MARK = 'tinglan-flow-nodes'
const BESIDE = 40

export function copyNodes(flow: FlowDraft, ids: ReadonlySet<string>): string {
  return JSON.stringify({ [MARK]: flow.nodes.filter(({ id }) => ids.has(id)) })
}

/** New ids; links among the copies stay among them, links to nodes this flow has too lead there. undefined: no nodes. */
export function pasteNodes(flow: FlowDraft, text: string): { flow: FlowDraft; ids: string[] } | undefined {
  const copied = nodesIn(text)
  if (!copied || copied.length === 0) return undefined
  const nodes = [...flow.nodes]
  const named = new Map<string, string>()
  for (const node of copied) {
    const id = newNodeId(nodes, node.type)
    named.set(node.id, id)
    nodes.push({
      ...node,
      id,
      next: {},
      ...(node.at ? { at: { x: node.at.x + BESIDE, y: node.at.y + BESIDE } } : {}),
    })
  }
  const there = new Set(flow.nodes.map(({ id }) => id))
  for (const [n, node] of copied.entries()) {
    const links = Object.entries(node.next).flatMap(([outlet, to]) => {
      const target = named.get(to) ?? (there.has(to) ? to : undefined)
      return target === undefined ? [] : [[outlet, target] as const]
    })
    const at = flow.nodes.length + n
    nodes[at] = { ...(nodes[at] as FlowNode), next: Object.fromEntries(links) }
  }
  const ids = [...named.values()]
  return { flow: { ...flow, nodes, startNodeId: flow.startNodeId || (ids[0] ?? '') }, ids }
}

function nodesIn(text: string): FlowNode[] | undefined {
  let given: unknown
  try {
    given = JSON.parse(text)
  } catch {
    return undefined
  }
  if (typeof given !== 'object' || given === null || !(MARK in given)) return undefined
  const nodes = given[MARK]
  if (!Array.isArray(nodes)) return undefined
  return nodes.filter(
    (node: Partial<FlowNode> | null): node is FlowNode =>
      typeof node?.id === 'string' &&
      typeof node.type === 'string' &&
      typeof node.name === 'string' &&
      typeof node.settings === 'object' &&
      typeof node.next === 'object',
  )
}
