// A flow as a drawing: where its cards stand, which lines lead from which outlet. Pure.
// Why (2026-11-30): @dagrejs/dagre for the layout; elkjs does it better and is eight times as large.
import { Graph, layout } from '@dagrejs/dagre'
import type { NodeInfo } from '#engine/protocol/api.ts'
import type { FlowNode } from '#engine/protocol/flow.ts'
import { type FlowDraft, outletsOf } from './flow-edit.ts'

/** px; FlowCard.svelte draws a card so */
export const CARD = { width: 208, head: 52, row: 24, foot: 6 } as const
const GRID = 10
const GAP = { beside: 90, below: 40 } as const

export interface Point {
  x: number
  y: number
}

export interface Line {
  id: string
  source: string
  sourceHandle: string
  target: string
}

type Infos = readonly NodeInfo[]
const infoOf = (infos: Infos, node: FlowNode): NodeInfo | undefined => infos.find(({ type }) => type === node.type)

export const heightOf = (node: FlowNode, infos: Infos): number =>
  CARD.head + outletsOf(node, infoOf(infos, node)).length * CARD.row + CARD.foot

/** A line for each outlet that leads to a node there is. */
export function linesOf({ nodes }: FlowDraft): Line[] {
  const there = new Set(nodes.map(({ id }) => id))
  return nodes.flatMap(({ id, next }) =>
    Object.entries(next).flatMap(([outlet, target]) =>
      there.has(target) ? [{ id: `${id} ${outlet}`, source: id, sourceHandle: outlet, target }] : [],
    ),
  )
}

const onGrid = (value: number): number => Math.round(value / GRID) * GRID

/** From left to right, as the caller goes. */
export function tidied(flow: FlowDraft, infos: Infos): Map<string, Point> {
  const graph = new Graph({ multigraph: true })
  graph.setGraph({ rankdir: 'LR', nodesep: GAP.below, ranksep: GAP.beside, marginx: 20, marginy: 20 })
  graph.setDefaultEdgeLabel(() => ({}))
  for (const node of flow.nodes) graph.setNode(node.id, { width: CARD.width, height: heightOf(node, infos) })
  for (const { source, target, id } of linesOf(flow)) graph.setEdge(source, target, {}, id)
  layout(graph)
  const places = new Map(
    flow.nodes.map((node) => {
      const { x, y } = graph.node(node.id) as Point
      return [node.id, { x: onGrid(x - CARD.width / 2), y: onGrid(y - heightOf(node, infos) / 2) }]
    }),
  )
  return inOutletOrder(flow, infos, places)
}

/** In each column the order of the outlets that lead there, so that lines cross as little as may be: dagre knows no outlets. */
function inOutletOrder(flow: FlowDraft, infos: Infos, places: Map<string, Point>): Map<string, Point> {
  const nodeOf = new Map(flow.nodes.map((node) => [node.id, node]))
  const columns = new Map<number, FlowNode[]>()
  for (const node of flow.nodes) {
    const x = places.get(node.id)?.x ?? 0
    columns.set(x, [...(columns.get(x) ?? []), node])
  }
  const ordered = new Map(places)
  const cameFrom = (id: string, x: number): number => {
    const heights = linesOf(flow).flatMap(({ source, sourceHandle, target }) => {
      const from = ordered.get(source)
      const node = nodeOf.get(source)
      if (target !== id || !from || !node || from.x >= x) return []
      const row = outletsOf(node, infoOf(infos, node)).findIndex(({ name }) => name === sourceHandle)
      return [from.y + CARD.head + row * CARD.row]
    })
    return heights.length > 0 ? Math.min(...heights) : (ordered.get(id)?.y ?? 0)
  }
  for (const [x, nodes] of [...columns].sort(([a], [b]) => a - b)) {
    let y = Math.min(...nodes.map(({ id }) => places.get(id)?.y ?? 0))
    for (const { node } of nodes
      .map((node) => ({ node, from: cameFrom(node.id, x) }))
      .sort((a, b) => a.from - b.from)) {
      ordered.set(node.id, { x, y: onGrid(y) })
      y += heightOf(node, infos) + GAP.below
    }
  }
  return ordered
}

/** Where each card stands: where it was put; a flow that was never drawn is laid out, later nodes stand below the rest. */
export function placesOf(flow: FlowDraft, infos: Infos): Map<string, Point> {
  const put = flow.nodes.filter(({ at }) => at !== undefined)
  if (put.length === 0) return flow.nodes.length === 0 ? new Map() : tidied(flow, infos)
  let y = Math.max(...put.map((node) => (node.at?.y ?? 0) + heightOf(node, infos))) + GAP.below
  const x = Math.min(...put.map(({ at }) => at?.x ?? 0))
  return new Map(
    flow.nodes.map((node) => {
      if (node.at) return [node.id, node.at]
      const place = { x, y: onGrid(y) }
      y += heightOf(node, infos) + GAP.below
      return [node.id, place]
    }),
  )
}

export const withPlaces = (flow: FlowDraft, places: ReadonlyMap<string, Point>): FlowDraft => ({
  ...flow,
  nodes: flow.nodes.map((node) => {
    const place = places.get(node.id)
    return place ? { ...node, at: { x: onGrid(place.x), y: onGrid(place.y) } } : node
  }),
})

/** Right of the node that leads here, below what stands there already. */
export function placeAfter(flow: FlowDraft, infos: Infos, id: string | undefined): Point {
  const places = placesOf(flow, infos)
  const from = id === undefined ? undefined : places.get(id)
  if (!from) {
    const lowest = [...places.values()].reduce((most, { y }) => Math.max(most, y), -120)
    return { x: 20, y: onGrid(lowest + 140) }
  }
  const x = from.x + CARD.width + GAP.beside
  const taken = flow.nodes.filter((node) => Math.abs((places.get(node.id)?.x ?? 0) - x) < CARD.width)
  const below = taken.map((node) => (places.get(node.id)?.y ?? 0) + heightOf(node, infos) + GAP.below)
  return { x: onGrid(x), y: onGrid(Math.max(from.y, ...below)) }
}

/** Nodes whose name, type or spoken text holds what is looked for. */
export function found(flow: FlowDraft, sought: string, typeWords: (type: string) => string): string[] {
  const wanted = sought.trim().toLowerCase()
  if (wanted === '') return []
  return flow.nodes
    .filter((node) =>
      [node.name, node.id, typeWords(node.type), JSON.stringify(node.settings)].some((text) =>
        text.toLowerCase().includes(wanted),
      ),
    )
    .map(({ id }) => id)
}
