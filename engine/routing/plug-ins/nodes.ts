// The IVR node types: a new type is one file in core/ivr/nodes, and nothing else names it.
import { plugInsIn } from '#config/plug-ins.ts'
import { type NodeKind, type NodeKinds, nodeKinds } from '../core/ivr/node.ts'

export async function loadNodes(): Promise<NodeKinds> {
  const found = await plugInsIn<NodeKind>(new URL('../core/ivr/nodes/', import.meta.url), ({ type }) => type)
  return nodeKinds([...found.values()])
}
