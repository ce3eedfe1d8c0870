// Finds the configuration kinds: every file in kinds/ is one, and nothing else names them.
import { readdir } from 'node:fs/promises'
import type { KindInfo } from '../protocol/api.ts'
import type { Kind } from './kind.ts'

export type Kinds = ReadonlyMap<string, Kind>

export async function loadKinds(): Promise<Kinds> {
  const folder = new URL('./kinds/', import.meta.url)
  const files = (await readdir(folder)).filter((name) => name.endsWith('.ts')).sort()
  const kinds = await Promise.all(
    files.map(async (file) => ((await import(new URL(file, folder).href)) as { default: Kind }).default),
  )
  return new Map(kinds.map((kind) => [kind.kind, kind]))
}

export const infoOf = (kind: Kind): KindInfo => ({
  kind: kind.kind,
  label: kind.label,
  fields: kind.fields,
  title: kind.title,
})
