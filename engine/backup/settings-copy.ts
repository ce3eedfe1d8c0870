// The settings file in and out of a backup: without what is secret, and put in place only where it cannot mislead.
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

type Content = Record<string, unknown>

const SECRET = /password|secret|key|token/i
/** what names a place: on another machine it may be another's */
const OUTSIDE = [
  ['nats', 'url'],
  ['postgres', 'url'],
  ['clickhouse', 'url'],
  ['storage', 'endpoint'],
] as const

const isContent = (value: unknown): value is Content =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const withoutPassword = (text: string): string => text.replace(/^([a-z0-9+.-]+:\/\/[^/@:]*):[^/@]*@/i, '$1@')

/** The names of what was left out come beside it. */
export function withoutSecrets(content: Content, path = ''): { kept: Content; left: string[] } {
  const kept: Content = {}
  const left: string[] = []
  for (const [name, value] of Object.entries(content)) {
    const full = `${path}${name}`
    if (SECRET.test(name)) left.push(full)
    else if (isContent(value)) {
      const inner = withoutSecrets(value, `${full}.`)
      kept[name] = inner.kept
      left.push(...inner.left)
    } else if (typeof value === 'string') {
      kept[name] = withoutPassword(value)
      if (kept[name] !== value) left.push(`the password in ${full}`)
    } else kept[name] = value
  }
  return { kept, left }
}

async function read(file: string): Promise<Content | undefined> {
  try {
    return JSON.parse(await readFile(file, 'utf8')) as Content
  } catch (cause) {
    if ((cause as { code?: string }).code === 'ENOENT') return undefined
    throw cause
  }
}

export async function settingsToKeep(dataDir: string): Promise<{ kept: Content; left: string[] }> {
  return withoutSecrets((await read(join(dataDir, 'settings.json'))) ?? {})
}

/** Answers where they lie now; '' when there was nothing to say. */
export async function putSettings(dataDir: string, content: Content): Promise<string> {
  if (Object.keys(content).length === 0) return ''
  const named = OUTSIDE.some(([part, key]) => isContent(content[part]) && content[part][key] !== undefined)
  const taken = (await read(join(dataDir, 'settings.json'))) !== undefined
  const file = join(dataDir, named || taken ? 'settings.from-backup.json' : 'settings.json')
  await writeFile(file, `${JSON.stringify(content, null, 2)}\n`, { mode: 0o600 })
  return file
}
