// Variables in texts and addresses: `{name}` becomes its value, an unset one becomes nothing.
import type { Values } from './node.ts'

/** Set for every call without any node. */
export const BUILT_IN: readonly string[] = ['caller', 'called', 'time']

/** What is known of the caller, as values of its own: `caller_vip` is yes or empty. */
export const OF_CALLER: readonly string[] = ['caller_vip', 'caller_name', 'caller_region', 'caller_customer']

const PLACE = /\{([\p{L}_][\p{L}\p{N}_]*)\}/gu

export const isVariable = (name: string): boolean => /^[\p{L}_][\p{L}\p{N}_]*$/u.test(name)

export const fill = (template: string, values: Values): string =>
  template.replace(PLACE, (_, name: string) => values[name] ?? '')

/** Values are encoded, so that one keyed by a caller cannot change the address. */
export const fillUrl = (template: string, values: Values): string =>
  template.replace(PLACE, (_, name: string) => encodeURIComponent(values[name] ?? ''))

export const variablesIn = (template: string): string[] => [...template.matchAll(PLACE)].map((found) => found[1] ?? '')

/** Every variable read anywhere in a node's settings. */
export function variablesOf(settings: unknown): string[] {
  if (typeof settings === 'string') return variablesIn(settings)
  if (typeof settings !== 'object' || settings === null) return []
  return Object.values(settings).flatMap(variablesOf)
}
