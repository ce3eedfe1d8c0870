// Secrets are made at the first start and kept beside the data, readable by their owner only.
import { randomBytes } from 'node:crypto'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

const NAMES = [
  'natsToken',
  'sipSecret',
  'sessionSecret',
  'postgresPassword',
  'edgePassword',
  'clickhousePassword',
  'kiosk',
  'redisPassword',
] as const

export type Secrets = Record<(typeof NAMES)[number], string>

const fresh = (): string => randomBytes(24).toString('hex')

/** Reads <dataDir>/secrets.json, adding what is missing when this machine may `make` secrets. */
export function loadSecrets(dataDir: string, { make }: { make: boolean }): Secrets {
  const file = join(dataDir, 'secrets.json')
  let kept: Partial<Secrets> = {}
  try {
    kept = JSON.parse(readFileSync(file, 'utf8')) as Partial<Secrets>
  } catch (cause) {
    if ((cause as { code?: string }).code !== 'ENOENT')
      throw new Error(`${file} cannot be read; restore it from a copy or remove it to have new secrets made.`, {
        cause,
      })
  }
  const secrets = Object.fromEntries(NAMES.map((name) => [name, kept[name] ?? fresh()])) as Secrets
  if (NAMES.some((name) => kept[name] === undefined)) {
    if (!make)
      throw new Error(
        `${file} is missing or not whole: copy secrets.json from the data folder of the centre that is joined.`,
      )
    mkdirSync(dataDir, { recursive: true })
    writeFileSync(file, `${JSON.stringify(secrets, null, 2)}\n`, { mode: 0o600 })
  }
  return secrets
}
