// Schemas of what the planning routes take and answer.
import { z } from 'zod'
import { label } from '../../gateway/http/schemas.ts'
import type {
  BacktestAnswer,
  ForecastAnswer,
  HistoryAnswer,
  ImportDone,
  ImportPreview,
  NeedAnswer,
  NeedAsk,
  SeriesInfo,
  TodayAnswer,
} from '../../protocol/planning.ts'

export const planDate = z.iso.date()
export const seriesId = z
  .string()
  .max(90)
  .regex(/^(all|(queue|number|service):.+)$/)
const horizon = z.enum(['interval', 'day', 'month', 'year'])
const count = z.number()
const perhaps = z.number().nullable()
const slot = z.union([z.literal(5), z.literal(15), z.literal(30), z.literal(60)])
const slotText = z.enum(['5', '15', '30', '60']).transform((text) => Number(text) as 5 | 15 | 30 | 60)

/** `to` is the first date not asked for. */
export const spanQuery = {
  series: seriesId.default('all'),
  from: planDate,
  to: planDate,
  slotMinutes: slotText.optional(),
}
export const horizonQuery = { ...spanQuery, horizon: horizon.default('interval') }
export const todayQuery = { series: seriesId.default('all'), slotMinutes: slotText.optional() }
export const backtestQuery = { ...todayQuery, weeks: z.coerce.number().int().min(1).max(26).default(4) }

const share = z.number().min(0).max(0.9999)
const seconds = z.number().min(0).max(86_400)
export const needBody = z.object({
  series: seriesId,
  from: planDate,
  to: planDate,
  slotMinutes: slot.exactOptional(),
  whatIf: z
    .object({
      volume: z.number().min(0).max(100).exactOptional(),
      handleTime: z.number().positive().max(100).exactOptional(),
      serviceLevel: share.exactOptional(),
      withinSeconds: seconds.exactOptional(),
      patienceSeconds: z.number().positive().max(86_400).exactOptional(),
      maxOccupancy: z.number().min(0.01).max(1).exactOptional(),
      shrinkage: share.exactOptional(),
    })
    .exactOptional(),
}) satisfies z.ZodType<NeedAsk>

const grid = z.object({ slotMinutes: slot, opensAt: count, closesAt: count })
const mark = z.object({
  date: planDate,
  type: z.enum(['closed', 'holiday', 'as-weekday', 'promotion', 'outage']),
  weekday: count.exactOptional(),
  name: z.string().exactOptional(),
  lift: count.exactOptional(),
  series: z.string().exactOptional(),
})
const warning = z.object({
  ...{ type: z.string(), at: z.string(), count, text: label },
  mark: z.enum(['promotion', 'outage']).exactOptional(),
})
const of = { series: z.string(), grid }
const about = { marks: z.array(mark), warnings: z.array(warning) }

export const seriesSchema = z
  .array(
    z.object({
      id: z.string(),
      kind: z.enum(['all', 'queue', 'number', 'service']),
      name: z.string(),
      from: planDate.exactOptional(),
      to: planDate.exactOptional(),
      days: count,
    }),
  )
  .meta({ id: 'SeriesInfos' }) satisfies z.ZodType<SeriesInfo[]>

export const historySchema = z
  .object({
    ...of,
    horizon,
    points: z.array(
      z.object({ at: z.string(), offered: perhaps, ahtMs: perhaps, imported: z.literal(true).exactOptional() }),
    ),
    ...about,
  })
  .meta({ id: 'HistoryAnswer' }) satisfies z.ZodType<HistoryAnswer>

export const forecastSchema = z
  .object({
    ...of,
    horizon,
    model: z.string(),
    modelLabel: label,
    why: label.exactOptional(),
    points: z.array(
      z.object({
        ...{
          at: z.string(),
          mean: count,
          computed: count.exactOptional(),
          lower95: count,
          lower80: count,
          upper80: count,
          upper95: count,
        },
        ...{ ahtMs: perhaps, actual: perhaps, lastWeek: perhaps, lastYear: perhaps },
      }),
    ),
    ...about,
    computedAt: count,
  })
  .meta({ id: 'ForecastAnswer' }) satisfies z.ZodType<ForecastAnswer>

export const backtestSchema = z
  .object({
    ...of,
    from: planDate,
    to: planDate,
    scores: z.array(
      z.object({
        ...{ model: z.string(), label, chosen: z.boolean() },
        ...{ wapeNextDay: perhaps, wapeTwoWeeks: perhaps, wapeIntraday: perhaps },
        ...{ bias: perhaps, cover80: perhaps, cover95: perhaps },
      }),
    ),
    points: z.array(z.object({ at: z.string(), actual: perhaps, mean: count, lower80: count, upper80: count })),
    warnings: z.array(warning),
  })
  .meta({ id: 'BacktestAnswer' }) satisfies z.ZodType<BacktestAnswer>

const target = z.object({
  ...{ serviceLevel: count, withinSeconds: count, ahtSeconds: count, lineBlocking: count, ivrSeconds: count },
  patienceSeconds: count.exactOptional(),
  maxAbandon: count.exactOptional(),
  maxOccupancy: count.exactOptional(),
  shrinkage: z.record(z.string(), count),
})

export const needSchema = z
  .object({
    ...of,
    target,
    points: z.array(
      z.object({
        ...{ at: z.string(), calls: count, ahtMs: count, erlangs: count, agents: count, toRoster: count },
        ...{ scheduled: perhaps, actual: perhaps, lines: count, channels: count },
        ...{ serviceLevel: count, occupancy: count, abandoned: count },
        imported: z.literal(true).exactOptional(),
      }),
    ),
    peak: z.object({ at: z.string(), erlangs: count, agents: count, lines: count, channels: count }).nullable(),
    hours: count,
    warnings: z.array(warning),
  })
  .meta({ id: 'NeedAnswer' }) satisfies z.ZodType<NeedAnswer>

export const todaySchema = z
  .object({
    ...of,
    points: z.array(
      z.object({
        ...{ at: z.string(), planned: perhaps, actual: perhaps, reforecast: perhaps, lower80: perhaps },
        ...{ upper80: perhaps, need: perhaps, scheduled: perhaps, staffed: perhaps },
      }),
    ),
    ...{ planned: count, reforecast: count, soFar: count, plannedSoFar: count, computedAt: count },
    timeZone: z.string(),
    warnings: z.array(warning),
  })
  .meta({ id: 'TodayAnswer' }) satisfies z.ZodType<TodayAnswer>

export const importSchema = z
  .object({
    what: z.enum(['history', 'need', 'roster']),
    ...{ rows: count, accepted: count },
    from: planDate.exactOptional(),
    to: planDate.exactOptional(),
    sheet: z.string().exactOptional(),
    problems: z.array(z.object({ row: count, cell: z.string(), column: z.string().exactOptional(), text: label })),
    moreProblems: count,
    notes: z.array(label),
    questions: z.array(
      z.object({
        name: z.enum(['dates', 'gaps']),
        text: label,
        options: z.array(z.object({ value: z.string(), label })),
        chosen: z.string(),
      }),
    ),
    sample: z.array(z.record(z.string(), z.string())),
    imported: z.boolean(),
    id: z.string().exactOptional(),
  })
  .meta({ id: 'ImportPreview' }) satisfies z.ZodType<ImportPreview>

export const importDoneSchema = z
  .object({
    ...{ id: z.string(), what: z.enum(['history', 'need', 'roster']), series: z.string(), name: z.string() },
    ...{ at: z.number(), account: z.string(), accepted: count, from: planDate, to: planDate },
    undoneAt: z.number().exactOptional(),
  })
  .meta({ id: 'ImportDone' }) satisfies z.ZodType<ImportDone>
