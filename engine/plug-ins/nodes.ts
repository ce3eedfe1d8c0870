// Reads the folder of IVR node types: a new type is one file there, and nothing else names it.
import { readdir } from 'node:fs/promises'
import { type NodeKind, type NodeKinds, nodeKinds } from '../core/ivr/kit.ts'

export async function loadNodes(): Promise<NodeKinds> {
  const folder = new URL('../core/ivr/nodes/', import.meta.url)
  const files = (await readdir(folder)).filter((file) => file.endsWith('.ts')).sort()
  const kinds = await Promise.all(
    files.map(async (file) => ((await import(new URL(file, folder).href)) as { default: NodeKind }).default),
  )
  return nodeKinds(kinds)
}
