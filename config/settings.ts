// The one loader of the settings (settings-schema.ts): defaults, then an optional JSON file, then TINGLAN_* of the environment.
// Nobody else reads process.env. Every wrong key or value is told at once.
import { join, resolve } from 'node:path'
import type { z } from 'zod'
import { countHere, neededFromElsewhere, type RolesHere } from './roles.ts'
import { loadSecrets, type Secrets } from './secrets.ts'
import { addressProblems } from './settings-addresses.ts'
import { schema } from './settings-schema.ts'
import { fileContent, fromEnvironment, merge, SettingsError } from './settings-sources.ts'

type Shape = z.output<typeof schema>
type Named = { node: string }

export interface Settings extends Omit<Shape, 'roles' | 'engine' | 'media' | 'gateway'> {
  /** undefined: everything runs here */
  roles: RolesHere | undefined
  engine: Shape['engine'] & Named
  media: Shape['media'] & Named
  gateway: Shape['gateway'] & Named
  secrets: Secrets
  /** folders below dataDir */
  dirs: {
    run: string
    nats: string
    postgres: string
    clickhouse: string
    storage: string
    recordings: string
    prompts: string
    cache: string
    logs: string
  }
  /** where the parts are reached, embedded or not; of a cluster all, with commas */
  natsUrl: string
  postgresUrl: string
  /** as the edge's own role, which may only read the schema kamailio */
  edgePostgresUrl: string
  clickhouseUrl: string
  clickhousePassword: string
}

function edgeUrl(base: string, password: string): string {
  return Object.assign(new URL(base), { username: 'tinglan_edge', password }).href
}

/** Reads the settings. Throws SettingsError with one line per wrong key. Secrets are made at the first call. */
export function loadSettings(env: Record<string, string | undefined> = process.env): Settings {
  const problems: string[] = []
  const environment = fromEnvironment(schema.shape, env, problems)
  const dataDir = resolve(String(environment.dataDir ?? 'var'))
  const parsed = schema.safeParse(merge(fileContent(env.TINGLAN_SETTINGS, dataDir), environment))
  if (!parsed.success)
    for (const issue of parsed.error.issues) problems.push(`${issue.path.join('.') || 'settings'}: ${issue.message}`)
  if (problems.length > 0 || !parsed.success) throw new SettingsError(`Wrong settings:\n  ${problems.join('\n  ')}`)
  const shape = parsed.data
  const together = countHere(shape.roles, 'edge') > 0 && countHere(shape.roles, 'media') > 0
  const nowhere = addressProblems(shape, together)
  if (nowhere.length > 0) throw new SettingsError(`Wrong settings:\n  ${nowhere.join('\n  ')}`)
  const root = resolve(shape.dataDir)
  const missing = neededFromElsewhere(shape.roles).filter((part) => shape[part as 'nats'].url === undefined)
  if (missing.length > 0)
    throw new SettingsError(missing.map((part) => `${part}.url: ${part} does not run here, say where it is`).join('\n'))
  // who joins a centre must know its secrets
  const secrets = secretsIn(root, countHere(shape.roles, 'nats') > 0)
  const { nats, postgres, clickhouse } = shape
  return {
    ...shape,
    roles: shape.roles,
    engine: { ...shape.engine, node: shape.engine.node ?? `engine-${shape.node ?? 1}` },
    media: { ...shape.media, node: shape.media.node ?? `media-${shape.node ?? 1}` },
    gateway: { ...shape.gateway, node: shape.gateway.node ?? `gateway-${shape.node ?? 1}` },
    dataDir: root,
    secrets,
    dirs: {
      run: join(root, 'run'),
      nats: join(root, 'nats'),
      postgres: join(root, 'postgres'),
      clickhouse: join(root, 'clickhouse'),
      storage: join(root, 'storage'),
      recordings: join(root, 'storage/recordings'),
      prompts: join(root, 'storage/prompts'),
      cache: join(root, 'cache'),
      logs: join(root, 'logs'),
    },
    natsUrl: natsUrls(nats, countHere(shape.roles, 'nats') > 0),
    edgePostgresUrl: edgeUrl(
      postgres.url ?? `postgres://${reached(postgres.host)}:${postgres.port}/tinglan`,
      secrets.edgePassword,
    ),
    postgresUrl:
      postgres.url ??
      `postgres://tinglan:${secrets.postgresPassword}@${reached(postgres.host)}:${postgres.port}/tinglan`,
    clickhouseUrl: clickhouse.url ?? `http://${reached(clickhouse.host)}:${clickhouse.port}`,
    clickhousePassword: clickhouse.password ?? secrets.clickhousePassword,
  }
}

function secretsIn(root: string, make: boolean): Secrets {
  try {
    return loadSecrets(root, { make })
  } catch (cause) {
    throw new SettingsError((cause as Error).message, { cause })
  }
}

/** This machine's own server first: whoever is cut off from the others is not cut off from it. */
function natsUrls({ url, host, port }: Shape['nats'], here: boolean): string {
  const own = `${reached(host)}:${port}`
  if (url === undefined) return `nats://${own}`
  const all = url.split(',').map((each) => each.trim())
  const isOwn = (each: string) => here && each.replace(/^nats:\/\//, '') === own
  return [...all.filter(isOwn), ...all.filter((each) => !isOwn(each))].join()
}

/** What listens everywhere is reached on loopback from here. */
const reached = (host: string): string => (host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host)
