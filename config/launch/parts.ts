// The table of parts in the order they start; `up` and `doctor` both read it.
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
