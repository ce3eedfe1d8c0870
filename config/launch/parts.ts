// The table of parts in the order they start; `up` and `doctor` both read it.

import type { RoleName } from '../role.ts'
import { countHere, neededFromElsewhere } from '../roles.ts'
import type { Settings } from '../settings.ts'
import type { Part } from './part.ts'
import { clickhouse } from './parts/clickhouse.ts'
import { demo } from './parts/demo.ts'
import { kamailio } from './parts/kamailio.ts'
import { nats } from './parts/nats.ts'
import { postgres } from './parts/postgres.ts'
import { prepare } from './parts/prepare.ts'
import { redis } from './parts/redis.ts'
import { role } from './parts/roles.ts'
import { rtpengine } from './parts/rtpengine.ts'

export const PARTS: readonly Part[] = [
  nats,
  postgres,
  clickhouse,
  prepare,
  redis,
  rtpengine,
  kamailio,
  role('engine'),
  role('media'),
  role('analytics'),
  role('gateway'),
  demo,
]

/** The parts of this machine: those that run here, and those they need from elsewhere. */
export function partsHere({ roles }: Settings): Part[] {
  const needed = neededFromElsewhere(roles)
  return PARTS.flatMap((part) => {
    const count = countHere(roles, part.role)
    if (count === 0) return part.outside && needed.includes(part.role) ? [part] : []
    const more = Array.from({ length: count - 1 }, (_, n) => role(part.role as RoleName, n + 2))
    return [part, ...more]
  })
}
