// The demo's planning: weeks of made-up history for the sample queues and a published roster, made once, over the API, as
// a planner would. A centre that has history or a roster of its own is left alone.
import type { PlanJob, SeriesInfo } from '#engine/protocol/planning.ts'
import type { RosterInfo } from '#engine/protocol/roster.ts'
import { Gateway } from './gateway.ts'
import { historyFile, type SampleQueue } from './history.ts'

const DAY_MS = 86_400_000
const HISTORY_DAYS = 70
const SOLVE_SECONDS = 5
const LOOK_EVERY_MS = 1_000
const LOOKS = 120
const ROSTER_NAME = '示例班表（模拟数据）'

export interface PlanSettings {
  /** http://host:port of the gateway */
  gateway: string
  timeZone: string
  planner: { account: string; password: string }
  queues: SampleQueue[]
}

class Unable extends Error {}

/** The centre's own date as days since 1970. */
const today = (timeZone: string, now: number): number =>
  Math.floor(Date.parse(new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short' }).format(now)) / DAY_MS)
const dateOf = (day: number): string => new Date(day * DAY_MS).toISOString().slice(0, 10)
const mondayOf = (day: number): number => day - ((((day + 3) % 7) + 7) % 7)

async function ask<Value>(gateway: Gateway, method: string, path: string, body?: unknown): Promise<Value> {
  const { status, value } = await gateway.call(method, path, body)
  if (status >= 400) throw new Unable(`${method} ${path} answers ${status}: ${JSON.stringify(value)}`)
  return value as Value
}

async function bringHistory(gateway: Gateway, { queues, timeZone }: PlanSettings): Promise<void> {
  const series = await ask<SeriesInfo[]>(gateway, 'GET', '/plan/series')
  if (series.some((each) => each.days > 0)) return
  const until = today(timeZone, Date.now())
  for (const queue of queues) {
    const path = `/plan/import?what=history&series=queue:${queue.queueId}`
    await ask(gateway, 'POST', path, historyFile(queue, until, HISTORY_DAYS))
  }
}

async function solved(gateway: Gateway, job: PlanJob, stopped: () => boolean): Promise<boolean> {
  for (let looks = 0; looks < LOOKS && !stopped(); looks++) {
    const now = await ask<PlanJob>(gateway, 'GET', `/plan/jobs/${job.id}`)
    if (now.state === 'done') return true
    if (now.state === 'failed' || now.state === 'cancelled') throw new Unable(`the roster: ${now.detail ?? now.state}`)
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS))
  }
  return false
}

async function makeRoster(gateway: Gateway, { timeZone }: PlanSettings, stopped: () => boolean): Promise<void> {
  const rosters = await ask<RosterInfo[]>(gateway, 'GET', '/plan/rosters')
  if (rosters.length > 0) return
  const from = dateOf(mondayOf(today(timeZone, Date.now())))
  const roster = await ask<RosterInfo>(gateway, 'POST', '/plan/rosters', {
    name: ROSTER_NAME,
    from,
    weeks: 2,
    series: 'all',
  })
  const path = `/plan/rosters/${roster.id}`
  const job = await ask<PlanJob>(gateway, 'POST', `${path}/generate`, { budgetSeconds: SOLVE_SECONDS })
  if (!(await solved(gateway, job, stopped))) return
  const { version } = await ask<RosterInfo>(gateway, 'GET', path)
  await ask(gateway, 'POST', `${path}/publish`, { version })
}

/** Resolves when it is done or not to be done; why not is said in one line. */
export async function prepareSamplePlan(
  settings: PlanSettings,
  say: (text: string) => void,
  stopped: () => boolean,
): Promise<void> {
  const gateway = new Gateway(settings.gateway)
  try {
    const { account, password } = settings.planner
    const signedIn = await gateway.signIn(account, password)
    // the sample planner is gone or has another password: this is no sample company any more
    if (signedIn.status >= 400) return
    await bringHistory(gateway, settings)
    await makeRoster(gateway, settings, stopped)
  } catch (fault) {
    say(`the sample plan was not made: ${fault instanceof Error ? fault.message : String(fault)}`)
  }
}
