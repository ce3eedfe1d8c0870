// What may be said behind a command: --roles engine,media --node b, which the parts read as settings, and --only names.
import { parseArgs } from 'node:util'
import { LaunchError, type Part } from './part.ts'

const FLAGS = { roles: { type: 'string' }, node: { type: 'string' }, only: { type: 'string' } } as const

export interface Flags {
  /** as settings of the environment */
  settings: Record<string, string>
  /** of these parts those named by --only; undefined when nothing is said */
  only(parts: readonly Part[]): readonly Part[] | undefined
}

/** Throws LaunchError for what is no flag. */
export function flagsOf(args: string[]): Flags {
  const { only, ...settings } = parsed(args)
  return {
    settings: Object.fromEntries(
      Object.entries(settings).map(([flag, said]) => [`TINGLAN_${flag.toUpperCase()}`, said]),
    ),
    only(parts) {
      if (only === undefined) return undefined
      const names = only.split(',')
      if (names.every((name) => parts.some((part) => part.name === name)))
        return parts.filter((part) => names.includes(part.name))
      throw new LaunchError(`--only takes names with commas between them: ${parts.map((part) => part.name).join(',')}`)
    },
  }
}

function parsed(args: string[]): { roles?: string; node?: string; only?: string } {
  try {
    return parseArgs({ args, options: FLAGS, strict: true }).values
  } catch (cause) {
    throw new LaunchError(
      `${(cause as Error).message.split('.')[0]}. There are --roles, --node, --only: ./tinglan help`,
    )
  }
}
