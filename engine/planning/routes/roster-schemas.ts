// Schemas of what the roster routes take and answer.
import { z } from 'zod'
import { label } from '../../gateway/http/schemas.ts'
import type { PlanJob } from '../../protocol/planning.ts'
import type {
  AdherenceNow,
  AttendanceRow,
  Duty,
  MyRoster,
  NewRoster,
  RosterChanges,
  RosterConsequences,
  RosterInfo,
  RosterView,
  SwapRequest,
} from '../../protocol/roster.ts'
import { planDate, seriesId } from './forecast-schemas.ts'

const id = z.string().max(64)
const number = z.number()
const minutes = z.number().int().describe('minutes after midnight')
const breaks = z.array(z.object({ at: minutes, minutes: z.number().int(), paid: z.boolean() })).max(20)

const duty = z.object({
  agentId: id,
  date: planDate,
  shiftId: id,
  startsAt: minutes,
  endsAt: minutes,
  breaks,
  pinned: z.boolean(),
}) satisfies z.ZodType<Duty>

const shift = z.object({ id, name: z.string(), color: z.string(), startsAt: minutes, endsAt: minutes })

const info = {
  id,
  name: z.string(),
  from: planDate,
  days: number,
  state: z.enum(['draft', 'published']),
  version: number,
  series: z.string(),
  cost: number.nullable(),
  bound: number.nullable(),
  createdAt: number,
  publishedAt: number.exactOptional(),
}
export const rosterInfoSchema = z.object(info).meta({ id: 'RosterInfo' }) satisfies z.ZodType<RosterInfo>

const consequences = {
  duties: z.array(duty),
  coverage: z.array(z.object({ date: planDate, need: z.array(number), cover: z.array(number) })),
  faults: z.array(
    z.object({
      agentId: id,
      date: planDate,
      rule: z.enum([
        'rest-too-short',
        'too-many-days-in-a-row',
        'too-many-days-in-week',
        'too-few-days-in-week',
        'too-many-hours-in-week',
        'weekend-off-missing',
        'too-early',
        'too-late',
        'shift-not-allowed',
        'weekends-unfair',
        'nights-unfair',
        'on-leave',
        'no-rule',
      ]),
      text: label,
    }),
  ),
  costs: z.object({ under: number, over: number, total: number, wishes: number }),
  fairness: z.object({ weekends: z.tuple([number, number]), nights: z.tuple([number, number]) }),
}
export const consequencesSchema = z
  .object({ version: number, ...consequences })
  .meta({ id: 'RosterConsequences' }) satisfies z.ZodType<RosterConsequences>

const slotMinutes = z.union([z.literal(5), z.literal(15), z.literal(30), z.literal(60)])
const leave = z.array(z.object({ agentId: id, date: planDate, reason: z.string() }))
export const rosterViewSchema = z
  .object({
    ...info,
    grid: z.object({ slotMinutes, opensAt: minutes, closesAt: minutes }),
    agents: z.array(
      z.object({
        agentId: id,
        number: z.string(),
        name: z.string(),
        ruleId: z.string(),
        ruleName: z.string(),
        weekHours: number,
        unplanned: z.enum(['no-rule', 'no-shift']).exactOptional(),
      }),
    ),
    shifts: z.array(shift),
    ...consequences,
    leave,
    wishes: z.array(
      z.object({ agentId: id, date: planDate, wants: z.enum(['off', 'shift']), shiftId: id.exactOptional() }),
    ),
  })
  .meta({ id: 'RosterView' }) satisfies z.ZodType<RosterView>

export const newRosterBody = z.object({
  name: z.string().trim().min(1).max(80),
  from: planDate,
  weeks: z.number().int().min(1).max(12),
  series: seriesId.default('all'),
}) satisfies z.ZodType<NewRoster>

export const changesBody = z.object({
  version: z.number().int(),
  changes: z
    .array(
      z.object({
        agentId: id,
        date: planDate,
        shiftId: id.nullable(),
        breaks: breaks.exactOptional(),
        pinned: z.boolean().exactOptional(),
      }),
    )
    .min(1)
    .max(5_000),
}) satisfies z.ZodType<RosterChanges>

export const generateBody = z.object({ budgetSeconds: z.number().int().min(1).max(1_800).default(60) })
export const replanBody = z.object({ date: planDate, absent: z.array(id).max(5_000) })

export const swapSchema = z
  .object({
    id,
    rosterId: id,
    fromAgentId: id,
    fromName: z.string(),
    fromDate: planDate,
    toAgentId: id,
    toName: z.string(),
    toDate: planDate,
    state: z.enum(['asked', 'agreed', 'approved', 'refused', 'withdrawn']),
    note: z.string(),
    askedAt: number,
    decidedAt: number.exactOptional(),
  })
  .meta({ id: 'SwapRequest' }) satisfies z.ZodType<SwapRequest>

export const swapBody = z.object({
  fromDate: planDate,
  toAgentId: id,
  toDate: planDate,
  note: z.string().trim().max(200).default(''),
})
export const leaveBody = z.object({ from: planDate, to: planDate, reason: z.string().trim().max(100).default('') })

export const myRosterSchema = z
  .object({
    duties: z.array(duty),
    shifts: z.array(shift),
    leave: z.array(
      z.object({ date: planDate, reason: z.string(), state: z.enum(['asked', 'approved']).exactOptional() }),
    ),
    leaves: z.array(
      z.object({
        ...{ id, fromDate: planDate, toDate: planDate, reason: z.string() },
        state: z.enum(['asked', 'approved', 'refused', 'withdrawn']),
      }),
    ),
    allowance: z.object({ days: number, taken: number, asked: number }).nullable(),
    swaps: z.array(swapSchema),
    colleagues: z.array(z.object({ agentId: id, name: z.string(), duties: z.array(duty) })),
  })
  .meta({ id: 'MyRoster' }) satisfies z.ZodType<MyRoster>

const minutesOrNot = minutes.nullable()
export const attendanceSchema = z.array(
  z.object({
    agentId: id,
    number: z.string(),
    name: z.string(),
    date: planDate,
    plannedStart: minutesOrNot,
    plannedEnd: minutesOrNot,
    workedStart: minutesOrNot,
    workedEnd: minutesOrNot,
    plannedMs: number,
    workedMs: number,
    lateMs: number,
    earlyMs: number,
    state: z.enum(['present', 'late', 'left-early', 'late-and-left-early', 'absent', 'unplanned', 'leave', 'to-come']),
    adherence: number.nullable(),
  }) satisfies z.ZodType<AttendanceRow>,
)

const momentOrNot = number.nullable()
export const adherenceSchema = z.array(
  z.object({
    ...{ agentId: id, number: z.string(), name: z.string() },
    planned: z.enum(['working', 'break', 'meeting', 'off', 'leave']),
    ...{ plannedSince: momentOrNot, plannedUntil: momentOrNot },
    mode: z.enum(['signed-out', 'break', 'ready', 'ringing', 'dialling', 'talking', 'wrap-up']),
    deviation: z.enum(['not-there', 'on-break', 'no-break', 'stays-on']).nullable(),
    deviatesSince: momentOrNot,
    alarmMinutes: number,
  }) satisfies z.ZodType<AdherenceNow>,
)

export const jobSchema = z
  .object({
    id: z.string(),
    type: z.enum(['roster', 'forecast-all', 'backtest']),
    title: z.string(),
    state: z.enum(['waiting', 'running', 'done', 'cancelled', 'failed']),
    progress: number,
    startedAt: number,
    endedAt: number.exactOptional(),
    cost: number.exactOptional(),
    bound: number.exactOptional(),
    gap: number.exactOptional(),
    resultId: z.string().exactOptional(),
    detail: z.string().exactOptional(),
    say: label.exactOptional(),
  })
  .meta({ id: 'PlanJob' }) satisfies z.ZodType<PlanJob>
