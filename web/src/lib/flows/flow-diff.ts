// What was changed between two versions of a flow, node by node and line by line. Where a card stands counts for nothing. Pure.

import type { NodeInfo } from '#engine/protocol/api.ts'
import type { Field, Label } from '#engine/protocol/fields.ts'
import type { FlowNode } from '#engine/protocol/flow.ts'
import { NODE_PARTS } from '#engine/protocol/words/flow.ts'
import { type Line, linesOf } from './drawing.ts'
import type { FlowDraft } from './flow-edit.ts'

export type Mark = 'added' | 'removed' | 'changed'

export interface NodeChange {
  id: string
  name: string
  mark: Mark
  /** of a changed node: what of it, in the words of its form */
  what: Label[]
}

export interface FlowDiff {
  /** both versions in one drawing: all nodes of the later one, and those it has no more */
  flow: FlowDraft
  changes: NodeChange[]
  nodes: ReadonlyMap<string, Mark>
  lines: readonly (Line & { mark?: Mark })[]
}

const same = (a: unknown, b: unknown): boolean => JSON.stringify(sorted(a)) === JSON.stringify(sorted(b))

/** A record is the same whatever the order of its keys; nothing set is nothing. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted)
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value).filter(([, one]) => one !== undefined && one !== '')
  return Object.fromEntries(entries.sort(([a], [b]) => a.localeCompare(b)).map(([key, one]) => [key, sorted(one)]))
}

const OWN = Object.keys(NODE_PARTS) as (keyof typeof NODE_PARTS)[]

function whatChanged(before: FlowNode, after: FlowNode, fields: readonly Field[]): Label[] {
  const own = OWN.filter((key) => !same(before[key] ?? '', after[key] ?? '')).map((key) => NODE_PARTS[key])
  const names = new Set([...Object.keys(before.settings), ...Object.keys(after.settings)])
  const settings = [...names].filter((name) => !same(before.settings[name] ?? '', after.settings[name] ?? ''))
  return [
    ...own,
    ...settings.map((name) => fields.find((field) => field.name === name)?.label ?? { zh: name, en: name }),
  ]
}

export function diffOf(before: FlowDraft, after: FlowDraft, infos: readonly NodeInfo[]): FlowDiff {
  const old = new Map(before.nodes.map((node) => [node.id, node]))
  const now = new Set(after.nodes.map(({ id }) => id))
  const gone = before.nodes.filter(({ id }) => !now.has(id))
  const changes = after.nodes.flatMap((node): NodeChange[] => {
    const was = old.get(node.id)
    const named = { id: node.id, name: node.name || node.id }
    if (!was) return [{ ...named, mark: 'added', what: [] }]
    const what = whatChanged(was, node, infos.find(({ type }) => type === node.type)?.fields ?? [])
    return what.length > 0 ? [{ ...named, mark: 'changed', what }] : []
  })
  const removed = gone.map(({ id, name }): NodeChange => ({ id, name: name || id, mark: 'removed', what: [] }))
  return {
    flow: { ...after, nodes: [...after.nodes, ...gone] },
    changes: [...changes, ...removed],
    nodes: new Map([...changes, ...removed].map(({ id, mark }) => [id, mark])),
    lines: linesBetween(before, after),
  }
}

/** An outlet that leads elsewhere is one line less and one more. */
function linesBetween(before: FlowDraft, after: FlowDraft): FlowDiff['lines'] {
  const key = ({ id, target }: Line): string => `${id} ${target}`
  const old = linesOf(before)
  const now = linesOf(after)
  const was = new Set(old.map(key))
  const is = new Set(now.map(key))
  return [
    ...now.map((line) => ({ ...line, id: key(line), ...(was.has(key(line)) ? {} : { mark: 'added' as const }) })),
    ...old.filter((line) => !is.has(key(line))).map((line) => ({ ...line, id: key(line), mark: 'removed' as const })),
  ]
}
