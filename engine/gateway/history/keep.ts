// Writes down every minute how the system stands: a minute's rows are kept two days, their means and peaks of a quarter of an
// hour 90 days. A minute that could not be written is a gap, as it was.
import type { AgentView } from '../../protocol/agent.ts'
import type { CallView } from '../../protocol/call.ts'
import type { RoleSeen } from '../../protocol/nodes.ts'
import type { QueueView } from '../../protocol/queue.ts'
import type { Sql } from '../../records/store/postgres.ts'
import type { Machine } from '../machine.ts'
import { memoryNow, type Spent, spentSoFar, usedBetween } from './processors.ts'

export interface Watched {
  sql: Sql
  gateway: string
  machine: Machine
  everybody(): Promise<RoleSeen[]>
  views(): { agents: readonly AgentView[]; queues: readonly QueueView[]; calls: readonly CallView[] }
  legs(): number
  lagMs(): number
  now(): number
  failed(error: unknown): void
}

const MINUTE_MS = 60_000
const QUARTER_MS = 15 * MINUTE_MS
const DAY_MS = 86_400_000
export const MINUTES_KEPT_MS = 2 * DAY_MS
export const QUARTERS_KEPT_MS = 90 * DAY_MS

export function keepHistory(watched: Watched): { stop(): void } {
  const { machine, now, failed } = watched
  let before: { spent: Spent; at: number } | undefined
  let rolled = 0
  const look = async (): Promise<void> => {
    const spent = spentSoFar(machine.processes())
    const at = performance.now()
    const used = before ? usedBetween(before.spent, spent, at - before.at) : {}
    before = { spent, at }
    await keepSample(watched, { ...used, ...memoryNow(), ...(await centreNow(watched)), ...(await diskNow(machine)) })
    const quarter = Math.floor(now() / QUARTER_MS)
    if (quarter === rolled) return
    rolled = quarter
    await rollUp(watched.sql, now())
  }
  const run = () => void look().catch(failed)
  const timer = setInterval(run, MINUTE_MS)
  run()
  return { stop: () => clearInterval(timer) }
}

async function diskNow(machine: Machine): Promise<Record<string, number>> {
  const { free, total } = await machine.disk()
  return { disk: total > 0 ? 1 - free / total : 0 }
}

/** Calls, lines, queues, agents and nodes of the whole centre. Pure of everything but what it is given. */
export async function centreNow({ everybody, views, legs, lagMs, now }: Omit<Watched, 'sql' | 'machine'>) {
  const { agents, queues, calls } = views()
  const nodes = await everybody()
  const oldest = Math.min(now(), ...queues.flatMap(({ oldestJoinedAt }) => oldestJoinedAt ?? []))
  const waitingOf = (one: QueueView): number => one.waitingCount ?? one.waiting.length
  const values: Record<string, number> = {
    ...{ calls: calls.length, legs: legs(), lag: lagMs(), longest: (now() - oldest) / 1_000 },
    waiting: queues.reduce((sum, one) => sum + waitingOf(one), 0),
    signedIn: agents.filter(({ signedIn }) => signedIn).length,
    talking: agents.filter(({ mode }) => mode === 'talking').length,
    nodesUp: nodes.filter(({ up }) => up).length,
    nodesDown: nodes.filter(({ up }) => !up).length,
  }
  for (const queue of queues) values[`queue:${queue.queueId}`] = waitingOf(queue)
  for (const trunk of calls.flatMap(({ trunks = [] }) => trunks))
    values[`trunk:${trunk}`] = (values[`trunk:${trunk}`] ?? 0) + 1
  return values
}

export async function keepSample(
  { sql, gateway, now }: Pick<Watched, 'sql' | 'gateway' | 'now'>,
  values: Record<string, number>,
): Promise<void> {
  const minute = Math.floor(now() / MINUTE_MS) * MINUTE_MS
  const rounded = Object.fromEntries(Object.entries(values).map(([key, value]) => [key, Math.round(value * 1e4) / 1e4]))
  await sql`insert into system_samples (at, step, gateway, mean, peak)
    values (${minute}, 1, ${gateway}, ${sql.json(rounded)}, ${sql.json(rounded)}) on conflict do nothing`
}

/** The quarters of an hour of the last day that are over and not summed yet. Two gateways may do it: the first counts. */
export async function rollUp(sql: Sql, now: number): Promise<void> {
  const until = Math.floor(now / QUARTER_MS) * QUARTER_MS
  await sql`
    insert into system_samples (at, step, gateway, mean, peak)
    select at, 15, gateway, jsonb_object_agg(key, mean), jsonb_object_agg(key, peak) from (
      select date_bin('15 minutes', s.at, 'epoch') as at, s.gateway, v.key, round(avg(v.value::numeric), 4) as mean,
        max(v.value::numeric) as peak
      from system_samples s, jsonb_each_text(s.mean) v
      where s.step = 1 and s.at >= ${until - DAY_MS} and s.at < ${until} group by 1, 2, 3
    ) sums group by at, gateway
    on conflict do nothing`
  await sql`delete from system_samples where step = 1 and at < ${now - MINUTES_KEPT_MS}`
  await sql`delete from system_samples where step = 15 and at < ${now - QUARTERS_KEPT_MS}`
}
