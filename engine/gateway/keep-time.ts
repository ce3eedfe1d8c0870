// What a gateway does by the clock: ticks of the live hub, sweeps of sessions, recordings that are kept no longer.
import type { Storage } from '../ports/storage.ts'
import type { Accounts } from '../records/accounts/accounts.ts'
import type { projectCalls } from '../records/call-log/project-calls.ts'
import { expireRecordings } from '../records/call-log/retention.ts'
import type { Sql } from '../records/store/postgres.ts'
import { adherenceAlarms } from './adherence-alarms.ts'
import type { Exposed } from './exposed.ts'
import { idleBesideWaiting } from './live/beside.ts'
import type { Hub } from './live/hub.ts'
import { sweep } from './live/sweep.ts'
import type { LiveViews } from './live/views.ts'

export const TICK_MS = 100
const SWEEP_MS = 60_000
const ADHERENCE_MS = 30_000
/** recordings are kept by days */
const CLEAN_MS = 10 * 60_000

export interface Gauges {
  sockets: number
  projectionLagMs: number
  projectionSequence: number
  idleBesideWaiting: number
}

interface TimeParts {
  accounts: Accounts
  sql: Sql
  storage: Storage
  settings: { timeZone: string }
  now(): number
  watch: {
    failed(error: unknown, where: string): void
    gauges(read: () => Gauges): void
  }
}

interface TimeWorld {
  hub: Hub
  views: Pick<LiveViews, 'all' | 'agent'>
  projection: Awaited<ReturnType<typeof projectCalls>>
  exposed: Exposed
}

/** Ticks of the live hub and sweeps of sessions; the answer ends both. */
export function keepTime(parts: TimeParts, { hub, views, projection, exposed }: TimeWorld): () => void {
  const ticks = setInterval(() => hub.tick(), TICK_MS)
  const look = () => exposed.look().catch((error: unknown) => parts.watch.failed(error, 'sample passwords'))
  const sweeps = setInterval(() => {
    sweep(parts.accounts, hub).catch((error: unknown) => parts.watch.failed(error, 'sweep'))
    void look()
  }, SWEEP_MS)
  const cleaning = setInterval(() => {
    expireRecordings(parts.sql, parts.storage, parts.now()).catch((error: unknown) =>
      parts.watch.failed(error, 'recordings kept no longer'),
    )
  }, CLEAN_MS)
  const { sql, now, settings } = parts
  const adhere = adherenceAlarms({ sql, now, timeZone: settings.timeZone, agent: views.agent }, hub.notice)
  const adhering = setInterval(() => {
    adhere().catch((error: unknown) => parts.watch.failed(error, 'adherence'))
  }, ADHERENCE_MS)
  void look()
  parts.watch.gauges(() => ({
    sockets: hub.clients(),
    projectionLagMs: projection.state().lagMs,
    projectionSequence: projection.state().sequence,
    idleBesideWaiting: idleBesideWaiting(views.all().queues.map(({ after }) => after)),
  }))
  return () => {
    clearInterval(ticks)
    clearInterval(sweeps)
    clearInterval(cleaning)
    clearInterval(adhering)
  }
}
