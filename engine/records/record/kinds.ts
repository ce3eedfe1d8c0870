// Finds the configuration kinds: every file in a kinds folder is one, and nothing else names them.
import { plugInsIn } from '#config/plug-ins.ts'
import type { KindInfo } from '../../protocol/api.ts'
import type { Kind } from './kind.ts'

export type Kinds = ReadonlyMap<string, Kind>

/** A room with kinds of its own adds its folder here. */
const FOLDERS = [new URL('../kinds/', import.meta.url), new URL('../../planning/kinds/', import.meta.url)]

export async function loadKinds(): Promise<Kinds> {
  const kinds = await Promise.all(FOLDERS.map((folder) => plugInsIn<Kind>(folder, ({ kind }) => kind)))
  return new Map(kinds.flatMap((each) => [...each]).sort(([a], [b]) => (a < b ? -1 : 1)))
}

export function kindNamed(kinds: Kinds, name: string): Kind {
  const kind = kinds.get(name)
  if (!kind) throw new Error(`the kind ${name} is missing`)
  return kind
}

export const infoOf = (kind: Kind, mayWrite: boolean): KindInfo => ({
  kind: kind.kind,
  label: kind.label,
  fields: kind.fields,
  title: kind.title,
  mayWrite,
})
