// The whole flow checked when it is saved: every problem names its node, in both languages.
import type { Flow } from '#engine/protocol/company.ts'
import type { Label } from '#engine/protocol/fields.ts'
import type { FlowNode, FlowProblem } from '#engine/protocol/flow.ts'
import { checkSettings } from './check-settings.ts'
import type { Known, NodeKinds } from './node.ts'
import { BUILT_IN, OF_CALLER, variablesOf } from './values.ts'

export type Checked = Pick<Flow, 'startNodeId' | 'nodes'>

const WARNINGS: readonly FlowProblem['problem'][] = ['unreachable', 'unknown-variable']

function problem(what: FlowProblem['problem'], message: Label, node?: FlowNode): FlowProblem {
  const level = WARNINGS.includes(what) ? 'warning' : 'error'
  if (!node) return { problem: what, message, level }
  const named = {
    zh: `节点「${node.name || node.id}」：${message.zh}`,
    en: `Node "${node.name || node.id}": ${message.en}`,
  }
  return { nodeId: node.id, nodeName: node.name, problem: what, message: named, level }
}

export function checkFlow(kinds: NodeKinds, flow: Checked, known: Known): FlowProblem[] {
  if (flow.nodes.length === 0) return [problem('no-nodes', { zh: '流程没有任何节点', en: 'The flow has no nodes' })]
  return [
    ...checkStart(flow),
    ...doubledIds(flow),
    ...flow.nodes.flatMap((node) => checkNode(kinds, flow, node, known)),
    ...silentLoops(kinds, flow),
    ...unreachable(flow),
    ...unknownVariables(kinds, flow),
  ]
}

export const refuses = (problems: readonly FlowProblem[]): boolean => problems.some((each) => each.level === 'error')

function checkStart({ startNodeId, nodes }: Checked): FlowProblem[] {
  if (nodes.some((node) => node.id === startNodeId)) return []
  return [problem('no-start', { zh: '没有指定开始节点，或开始节点不存在', en: 'The start node is missing' })]
}

function doubledIds({ nodes }: Checked): FlowProblem[] {
  const doubled = nodes.filter((node, n) => nodes.findIndex((other) => other.id === node.id) < n)
  return doubled.map((node) =>
    problem('doubled-id', { zh: `编号 ${node.id} 重复`, en: `the id ${node.id} is used twice` }, node),
  )
}

function checkNode(kinds: NodeKinds, { nodes }: Checked, node: FlowNode, known: Known): FlowProblem[] {
  const kind = kinds.get(node.type)
  if (!kind)
    return [problem('unknown-type', { zh: `没有节点类型 ${node.type}`, en: `no node type ${node.type}` }, node)]
  const ids = new Set(nodes.map((each) => each.id))
  const links = Object.entries(node.next)
  const faults = [...checkSettings(kind.fields, node.settings, known), ...kind.check(node, known)]
  return [
    ...faults.map(({ problem: what, zh, en }) => problem(what, { zh, en }, node)),
    ...kind.outlets
      .filter(({ name, required }) => required && node.next[name] === undefined)
      .map(({ label }) =>
        problem('dead-end', { zh: `出口「${label.zh}」没有连接`, en: `the outlet "${label.en}" leads nowhere` }, node),
      ),
    ...links
      .filter(([outlet]) => !kind.outlets.some(({ name }) => name === outlet))
      .map(([outlet]) =>
        problem('unknown-outlet', { zh: `没有出口 ${outlet}`, en: `there is no outlet ${outlet}` }, node),
      ),
    ...links
      .filter(([, target]) => !ids.has(target))
      .map(([outlet, target]) =>
        problem(
          'unknown-target',
          { zh: `出口 ${outlet} 指向不存在的节点 ${target}`, en: `${outlet} leads to ${target}, which does not exist` },
          node,
        ),
      ),
  ]
}

/** A cycle in which the caller hears nothing, keys nothing and nothing is waited for would never end. */
function silentLoops(kinds: NodeKinds, flow: Checked): FlowProblem[] {
  const silent = flow.nodes.filter((node) => kinds.get(node.type)?.audible(node) === false)
  const leads = (node: FlowNode): FlowNode[] => silent.filter((other) => targetsOf(flow, node).includes(other.id))
  const looping = silent.filter((node) => reaches(leads(node), leads, node.id))
  return looping.map((node) =>
    problem(
      'silent-loop',
      { zh: '处于没有任何播放或等待的循环中', en: 'is part of a loop without any sound or wait' },
      node,
    ),
  )
}

/** Back and top go to a menu; without any menu they start the flow anew. */
function targetsOf(flow: Checked, node: FlowNode): string[] {
  const up = node.type === 'back' || node.type === 'top'
  return up ? [flow.startNodeId] : Object.values(node.next)
}

function reaches(from: FlowNode[], leads: (node: FlowNode) => FlowNode[], id: string): boolean {
  const seen = new Set<string>()
  const next = [...from]
  for (let node = next.pop(); node; node = next.pop()) {
    if (node.id === id) return true
    if (seen.has(node.id)) continue
    seen.add(node.id)
    next.push(...leads(node))
  }
  return false
}

function unreachable(flow: Checked): FlowProblem[] {
  const byId = new Map(flow.nodes.map((node) => [node.id, node]))
  const seen = new Set<string>()
  const next = [flow.startNodeId]
  for (let id = next.pop(); id !== undefined; id = next.pop()) {
    const node = byId.get(id)
    if (!node || seen.has(id)) continue
    seen.add(id)
    next.push(...Object.values(node.next))
  }
  if (seen.size === 0) return []
  return flow.nodes
    .filter((node) => !seen.has(node.id))
    .map((node) => problem('unreachable', { zh: '没有任何路径到达', en: 'cannot be reached' }, node))
}

function unknownVariables(kinds: NodeKinds, flow: Checked): FlowProblem[] {
  const set = new Set([
    ...BUILT_IN,
    ...OF_CALLER,
    ...flow.nodes.flatMap((node) => kinds.get(node.type)?.sets(node) ?? []),
  ])
  return flow.nodes.flatMap((node) => {
    const unset = [...new Set(variablesOf(node.settings))].filter((name) => !set.has(name))
    return unset.map((name) =>
      problem('unknown-variable', { zh: `变量 ${name} 从未赋值`, en: `the variable ${name} is never set` }, node),
    )
  })
}
