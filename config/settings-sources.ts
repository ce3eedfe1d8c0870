// Where settings come from before they are checked: a JSON file and TINGLAN_* of the environment.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'

export class SettingsError extends Error {}

/** TINGLAN_GATEWAY_PORT → gateway.port; TINGLAN_DATA_DIR → dataDir. Unknown names are errors too. */
export function fromEnvironment(
  shape: Record<string, unknown>,
  env: Record<string, string | undefined>,
  problems: string[],
): Record<string, unknown> {
  const known = new Map<string, string[]>()
  const walk = (within: Record<string, unknown>, path: string[]): void => {
    for (const [key, value] of Object.entries(within)) {
      const inner = innerShape(value)
      if (inner) walk(inner, [...path, key])
      else
        known.set(`TINGLAN_${[...path, key].map((part) => part.replace(/[A-Z]/g, '_$&').toUpperCase()).join('_')}`, [
          ...path,
          key,
        ])
    }
  }
  walk(shape, [])
  const found: Record<string, Record<string, unknown> | unknown> = {}
  for (const [name, value] of Object.entries(env)) {
    if (!name.startsWith('TINGLAN_') || name === 'TINGLAN_SETTINGS' || value === undefined) continue
    const path = known.get(name)
    if (!path) {
      problems.push(`${name}: there is no such setting`)
      continue
    }
    const [first = '', second] = path
    if (second === undefined) found[first] = value
    else found[first] = { ...(found[first] as object), [second]: value }
  }
  return found
}

function innerShape(value: unknown): Record<string, unknown> | undefined {
  const definition = value as { shape?: Record<string, unknown>; def?: { innerType?: unknown } }
  if (definition.shape) return definition.shape
  return definition.def?.innerType ? innerShape(definition.def.innerType) : undefined
}

export function merge(base: Record<string, unknown>, over: Record<string, unknown>): Record<string, unknown> {
  const merged = { ...base }
  for (const [key, value] of Object.entries(over)) {
    const before = merged[key]
    const both = typeof value === 'object' && value !== null && typeof before === 'object' && before !== null
    merged[key] = both ? { ...before, ...value } : value
  }
  return merged
}

export function fileContent(path: string | undefined, dataDir: string): Record<string, unknown> {
  const file = path ?? join(dataDir, 'settings.json')
  let text: string
  try {
    text = readFileSync(file, 'utf8')
  } catch (cause) {
    if (path === undefined) return {}
    throw new SettingsError(`The settings file ${file} cannot be read: check TINGLAN_SETTINGS.`, { cause })
  }
  try {
    return JSON.parse(text) as Record<string, unknown>
  } catch (cause) {
    throw new SettingsError(`The settings file ${file} is not valid JSON: ${(cause as Error).message}`, { cause })
  }
}
