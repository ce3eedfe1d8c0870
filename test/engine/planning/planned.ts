// A gateway with a planner's records, and an analytics role played by the test: need, long work, presence.

import { addDays, daysBetween, timeOf } from '#engine/planning/core/clock.ts'
import type { JobAsk, JobResult, PlanAsk, PresenceSpan } from '#engine/protocol/plan-ask.ts'
import type { NeedPoint, PlanJob } from '#engine/protocol/planning.ts'
import { type Client, type Started, startedGateway } from '../gateway/started.ts'

export const MONDAY = '2026-12-07'
export const day = (number: number): string => addDays(MONDAY, number)

export interface Played {
  asked: PlanAsk[]
  /** by id, as the fake holds them; taken away they are as after a restart */
  jobs: Map<string, { job: PlanJob; ask: JobAsk; result?: JobResult }>
  /** agents needed in every slot; null: no history */
  need: number | null
  presence: PresenceSpan[]
  /** nobody answers while false */
  there: boolean
  /** takes the questions about long work instead of the fake */
  work?: (ask: PlanAsk) => unknown
  /** takes any question before the fake does; undefined leaves it to the fake */
  first?: (ask: PlanAsk) => unknown
}

/** `at`: where the hand-turned clock stands */
export async function plannedGateway(
  at = Date.now(),
): Promise<{ started: Started; played: Played; planner: Client; agent: Client }> {
  const started = await startedGateway()
  started.clock.now = at
  const played: Played = { asked: [], jobs: new Map(), need: 2, presence: [], there: true }
  await started.bus.subscribe('ask.plan', (value, _subject, answer) => {
    if (!played.there) return
    const ask = value as PlanAsk
    played.asked.push(ask)
    answer?.(played.work && ask.type.startsWith('job') ? played.work(ask) : answered(played, ask))
  })
  const planner = await started.signIn('planner')
  const agent = await started.signIn('agent')
  const make = async (kind: string, values: object) => {
    const made = await planner.post(`/api/config/${kind}`, values)
    if (made.status !== 200) throw new Error(JSON.stringify(made.body))
    return String(made.body.id)
  }
  await make('staffing-targets', { name: '默认', slotMinutes: '60', opensAt: '08:00', closesAt: '20:00' })
  const meal = { name: '用餐', earliest: '11:00', latest: '12:00', minutes: 60 }
  await make('shifts', { name: '早班', startsAt: '08:00', endsAt: '17:00', breaks: [meal] })
  await make('shifts', { name: '晚班', startsAt: '11:00', endsAt: '20:00' })
  await make('work-rules', { name: '全日', agentIds: ['agent-1', 'agent-2'], minRestHours: 13, weekHours: 45 })
  return { started, played, planner, agent }
}

function answered(played: Played, ask: PlanAsk): unknown {
  const ok = (value: unknown) => ({ ok: true, value })
  const missing = { ok: false, refusal: 'not-found' }
  const first = played.first?.(ask)
  if (first !== undefined) return ok(first)
  if (ask.type === 'need') return ok({ ...ask, points: points(played, ask), peak: null, hours: 0, warnings: [] })
  if (ask.type === 'presence') return ok(played.presence)
  if (ask.type === 'job-list') return ok([...played.jobs.values()].map(({ job }) => job))
  if (ask.type === 'job-start') {
    const job: PlanJob = {
      id: ask.id,
      type: 'roster',
      title: ask.title,
      state: 'running',
      progress: 0,
      startedAt: 1_000,
    }
    played.jobs.set(ask.id, { job, ask: ask.job })
    return ok(job)
  }
  if (ask.type !== 'job' && ask.type !== 'job-cancel' && ask.type !== 'job-result') return missing
  const known = played.jobs.get(ask.id)
  if (!known) return missing
  if (ask.type === 'job-cancel') known.job = { ...known.job, state: 'cancelled', endedAt: 2_000 }
  if (ask.type === 'job-result') return known.result ? ok(known.result) : { ok: false, refusal: 'command-not-possible' }
  return ok(known.job)
}

function points(
  { need }: Played,
  ask: Extract<PlanAsk, { type: 'need' }>,
): Pick<NeedPoint, 'at' | 'agents' | 'toRoster'>[] {
  if (need === null) return []
  const slots = (ask.grid.closesAt - ask.grid.opensAt) / ask.grid.slotMinutes
  return Array.from({ length: daysBetween(ask.from, ask.to) }, (_, n) =>
    Array.from({ length: slots }, (_slot, slot) => ({
      at: `${addDays(ask.from, n)}T${timeOf(ask.grid.opensAt + slot * ask.grid.slotMinutes)}`,
      agents: Math.floor(need),
      toRoster: need,
    })),
  ).flat()
}

/** The planner's hands on rosters. */
export function rostersOf(planner: Client) {
  const view = async (id: string) => (await planner.get(`/api/plan/rosters/${id}`)).body
  return {
    view,
    make: async (name: string, from = MONDAY) =>
      (await planner.post('/api/plan/rosters', { name, from, weeks: 1, series: 'all' })).body.id as string,
    change: async (id: string, changes: object[], query = '') =>
      planner.post(`/api/plan/rosters/${id}/changes${query}`, { version: (await view(id)).version, changes }),
  }
}
