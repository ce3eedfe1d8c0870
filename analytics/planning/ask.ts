// The door of subject ask.plan: what a question must look like.
import { z } from 'zod'
import type { PlanAsk } from '#engine/protocol/plan-ask.ts'

const date = z.iso.date()
const series = z
  .string()
  .max(90)
  .regex(/^(all|(queue|number|service):.+)$/)
const slotMinutes = z.union([z.literal(5), z.literal(15), z.literal(30), z.literal(60)])
const minutes = z.number().int().min(0).max(1440)
const grid = z
  .object({ slotMinutes, opensAt: minutes, closesAt: minutes })
  .refine((value) => value.closesAt > value.opensAt && value.opensAt % 5 === 0, {
    error: 'closes after it opens, on a five-minute mark',
  })
const mark = z.object({
  date,
  type: z.enum(['closed', 'holiday', 'as-weekday', 'promotion', 'outage']),
  weekday: z.number().int().min(0).max(6).exactOptional(),
  name: z.string().max(100).exactOptional(),
  lift: z.number().positive().max(100).exactOptional(),
  series: series.exactOptional(),
})
const marks = z.array(mark).max(20_000)
const minute = z.number().int().min(0).max(1440)
const edit = z.object({ from: date, to: date, fromMinute: minute, toMinute: minute, factor: z.number().min(0).max(20) })
const of = { series, grid, marks, edits: z.array(edit).max(500).exactOptional() }
const span = { from: date, to: date }
const horizon = z.enum(['interval', 'day', 'month', 'year'])
// a service level of one is reached by no number of agents
const almostAll = z.number().min(0).max(0.9999)
const occupancy = z.number().min(0.01).max(1)
const seconds = z.number().min(0).max(86_400)
const target = z.object({
  serviceLevel: almostAll,
  withinSeconds: seconds,
  patienceSeconds: z.number().positive().max(86_400).exactOptional(),
  maxAbandon: z.number().min(0.0001).max(1).exactOptional(),
  maxOccupancy: occupancy.exactOptional(),
  ahtSeconds: z.number().positive().max(86_400),
  shrinkage: z.record(z.string().max(100), almostAll),
  lineBlocking: z.number().min(0.000_001).max(0.9999),
  ivrSeconds: seconds,
  minAgents: z.number().int().min(0).max(10_000).exactOptional(),
})
export const whatIfSchema = z.object({
  volume: z.number().min(0).max(100).exactOptional(),
  handleTime: z.number().positive().max(100).exactOptional(),
  serviceLevel: almostAll.exactOptional(),
  withinSeconds: seconds.exactOptional(),
  patienceSeconds: z.number().positive().max(86_400).exactOptional(),
  maxOccupancy: occupancy.exactOptional(),
  shrinkage: almostAll.exactOptional(),
})
const id = z.string().min(1).max(64)
const agentIds = z.array(id).max(20_000)
const staff = {
  scheduled: z.array(z.object({ date, agents: z.array(z.number().min(0)).max(288) })).max(800),
  agentIds,
}
const at = z.number().int().min(0)
const pair = z.tuple([z.number().int(), z.number().int()])
const whole = z.number().int().min(0).max(100_000)

// loose: what the solver learns to read need not be named here
const problem = z.looseObject({
  name: z.string().max(200),
  slotsPerDay: whole,
  slotMinutes: whole.min(1),
  days: z.number().int().min(1).max(400),
  demand: z.array(z.array(z.number().min(0)).max(288)).max(400),
  shifts: z
    .array(
      z.object({ id, start: whole, len: whole, hours: z.number(), breaks: z.array(z.array(pair).max(20)).max(500) }),
    )
    .max(500),
  agents: z
    .array(
      z.looseObject({
        id,
        weekHours: z.number().min(0),
        maxDaysWeek: whole,
        lens: z.array(z.number()).max(500),
        off: z.array(z.number()).max(400),
        earliest: z.number(),
        latestEnd: z.number(),
      }),
    )
    .max(5_000),
  rules: z.object({
    minRestSlots: z.number(),
    maxConsecutiveDays: z.number(),
    weekendsOffInTwo: z.number(),
    underCost: z.number(),
    spreadCost: z.number().min(0).exactOptional(),
    overCost: z.number(),
  }),
})
const duties = z.array(z.object({ agent: id, day: whole, shift: id, breaks: z.array(pair).max(50) })).max(200_000)
const budgetMs = z.number().int().min(1).max(3_600_000)
const weeks = z.number().int().min(1).max(26)

const job = z.discriminatedUnion('type', [
  z.looseObject({ type: z.literal('roster'), problem, fixed: duties, budgetMs, seed: z.number().int() }),
  z.looseObject({
    type: z.literal('replan'),
    problem,
    current: duties,
    day: whole,
    absent: agentIds,
    budgetMs,
  }),
  z.object({
    type: z.literal('forecast-all'),
    of: z.array(z.object(of)).max(2_000),
    from: date,
    days: z.number().int().min(1).max(366),
  }),
  z.object({ type: z.literal('backtest'), of: z.object(of), weeks }),
])

const row = z.object({
  at: z.string().regex(/^\d{4}-\d{2}-\d{2}T([01]\d|2[0-3]):[0-5]\d$/),
  offered: z.number().min(0).max(1e9),
  ahtMs: z.number().min(0).max(1e9).nullable(),
})

export const planAskSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('series') }),
  z.object({ type: z.literal('history'), horizon, ...span, ...of }),
  z.object({ type: z.literal('forecast'), horizon, ...span, ...of }),
  z.object({ type: z.literal('need'), target, whatIf: whatIfSchema, ...span, ...of, ...staff }),
  z.object({ type: z.literal('today'), target, ...of, ...staff }),
  z.object({ type: z.literal('backtest'), weeks, title: z.string().max(200), ...of }),
  z.object({ type: z.literal('undo-import'), id, series }),
  z.object({ type: z.literal('import'), id, series, slotMinutes, rows: z.array(row).max(20_000) }),
  z.object({ type: z.literal('forget-import'), series, ...span }),
  z.object({ type: z.literal('presence'), agentIds, from: at, to: at }),
  z.object({ type: z.literal('job-start'), id, title: z.string().max(200), job }),
  z.object({ type: z.literal('job'), id }),
  z.object({ type: z.literal('job-list') }),
  z.object({ type: z.literal('job-cancel'), id }),
  z.object({ type: z.literal('job-result'), id }),
]) satisfies z.ZodType<PlanAsk>
