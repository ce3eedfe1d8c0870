// Which roles and parts run on this machine, and what each of them needs from elsewhere.

import { hostname } from 'node:os'

export const ROLES = [
  'nats',
  'postgres',
  'clickhouse',
  'edge',
  'media',
  'engine',
  'analytics',
  'gateway',
  'demo',
] as const
export type Here = (typeof ROLES)[number]

/** How many of each run here. */
export type RolesHere = Partial<Record<Here, number>>

/** of the others there is one on a machine: they hold its ports or its data */
const SEVERAL: readonly Here[] = ['engine', 'gateway']
const MOST = 9

/** What must be reached for a role to work. */
const NEEDS: Partial<Record<Here, readonly Here[]>> = {
  edge: ['nats', 'postgres'],
  media: ['nats'],
  engine: ['nats', 'postgres'],
  analytics: ['nats', 'clickhouse'],
  gateway: ['nats', 'postgres'],
}

/** `engine=2,gateway`; throws with a sentence. */
export function rolesOf(text: string): RolesHere {
  const here: RolesHere = {}
  for (const word of text.split(',').map((each) => each.trim())) {
    const [, name, count = '1'] = /^([a-z]+)(?:=(\d+))?$/.exec(word) ?? []
    const role = ROLES.find((each) => each === name)
    if (!role) throw new Error(`"${word}" is no role; there are ${ROLES.join(', ')}`)
    const many = Number(count)
    if (many < 1 || many > MOST || (many > 1 && !SEVERAL.includes(role)))
      throw new Error(`"${word}": of ${SEVERAL.join(' and ')} up to ${MOST} may run here, of the others one`)
    here[role] = many
  }
  return here
}

/** Without a list everything runs here, once. */
export const countHere = (roles: RolesHere | undefined, role: Here): number => (roles ? (roles[role] ?? 0) : 1)

/** What people call this machine. */
export const machineOf = ({ node }: { node?: string | undefined }): string => node ?? hostname()

/** What the roles here need and do not bring. */
export function neededFromElsewhere(roles: RolesHere | undefined): Here[] {
  if (!roles) return []
  const needed = (Object.keys(roles) as Here[]).flatMap((role) => NEEDS[role] ?? [])
  return [...new Set(needed)].filter((role) => countHere(roles, role) === 0)
}

/** Is the part started here? Without a list of roles: unless its url says that it is elsewhere. */
export const startedHere = (roles: RolesHere | undefined, role: Here, url: string | undefined): boolean =>
  roles ? countHere(roles, role) > 0 : url === undefined
