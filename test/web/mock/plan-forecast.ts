// The mock's history, forecast, backtest, import and calendar marks.
import type {
  BacktestAnswer,
  ForecastAnswer,
  ForecastPoint,
  HistoryAnswer,
  Horizon,
  ImportDone,
  ImportPreview,
  PlanMark,
  PlanWarning,
} from '#engine/protocol/planning.ts'
import { type MockAnswer, type MockAsked, refuse } from './asked.ts'
import { addDays, daysOf, gridOf, localDate, pointsOf, type Slot, seriesOf } from './plan-data.ts'
import { createMockEdits } from './plan-edits.ts'
import type { MockJobs } from './plan-jobs.ts'

const ok = (json: unknown): MockAnswer => ({ status: 200, json })
type MarkRow = PlanMark & { id: string; version: number }

/** Days with history of a series that last until now. */
function known(series: string, date: string, today: string): boolean {
  const info = seriesOf(today).find((one) => one.id === series)
  return info?.from !== undefined && date >= info.from && date <= today
}

export interface MockForecast {
  marks(): PlanMark[]
  handle(asked: MockAsked): MockAnswer | undefined
}

export function createMockForecast(now: number, jobs: MockJobs): MockForecast {
  const today = localDate(now)
  let rows: MarkRow[] = [
    { id: 'mark-1', version: 1, date: addDays(today, 5), type: 'promotion', name: '双十二促销', lift: 1.35 },
    { id: 'mark-2', version: 1, date: addDays(today, -3), type: 'outage', name: '计费系统故障' },
    { id: 'mark-3', version: 1, date: addDays(today, 9), type: 'holiday', name: '公司年会' },
  ]
  const imported = new Set<string>()
  const done: ImportDone[] = []
  const backtests = new Map<string, string>()
  const edits = createMockEdits()
  const marks = (): PlanMark[] => rows

  const asks = ({ query }: MockAsked) => ({
    series: query.get('series') ?? 'all',
    from: query.get('from') ?? today,
    to: query.get('to') ?? addDays(today, 1),
    horizon: (query.get('horizon') ?? 'interval') as Horizon,
    slotMinutes: Number(query.get('slotMinutes') ?? 30),
  })

  const warnings = (series: string): PlanWarning[] =>
    series === 'queue:queue-new'
      ? []
      : [
          {
            type: 'slot-missing',
            at: `${addDays(today, -12)}T10:00`,
            count: 4,
            text: {
              zh: `${addDays(today, -12)}T10:00 起缺少 4 个时段，按未知处理`,
              en: `4 intervals are missing from ${addDays(today, -12)}T10:00; they count as unknown`,
            },
          },
          ...(series === 'queue:queue-sales'
            ? [
                {
                  type: 'history-short',
                  at: addDays(today, -30),
                  count: 30,
                  text: { zh: '历史只有 30 天，预测区间较宽', en: 'only 30 days of history; the bands are wide' },
                },
              ]
            : []),
        ]

  function history(asked: MockAsked): HistoryAnswer {
    const { series, from, to, horizon, slotMinutes } = asks(asked)
    const until = [to, today].sort()[0] ?? today
    const days = daysOf(from, until).filter((date) => known(series, date, today) || imported.has(series))
    const points = pointsOf(series, days, horizon, slotMinutes, rows).map((slot) => ({
      at: slot.at,
      offered: slot.truth,
      ahtMs: slot.ahtMs,
      ...(imported.has(series) ? { imported: true as const } : {}),
    }))
    return { series, grid: gridOf(slotMinutes), horizon, points, marks: rows, warnings: warnings(series) }
  }

  function point(slot: Slot, before: Slot[], actual: number | null): ForecastPoint {
    const spread = Math.sqrt(slot.mean) * 1.2 + slot.mean * 0.035
    return {
      at: slot.at,
      mean: slot.mean,
      lower95: Math.max(0, slot.mean - 1.96 * spread),
      lower80: Math.max(0, slot.mean - 1.28 * spread),
      upper80: slot.mean + 1.28 * spread,
      upper95: slot.mean + 1.96 * spread,
      ahtMs: slot.ahtMs,
      actual,
      lastWeek: before[0]?.truth ?? null,
      lastYear: before[1] ? Math.round(before[1].truth * 0.86) : null,
    }
  }

  function forecast(asked: MockAsked): ForecastAnswer {
    const { series, from, to, horizon, slotMinutes } = asks(asked)
    const clock = new Date(now).toTimeString().slice(0, 5)
    const has = known(series, today, today) || imported.has(series)
    const days = has ? daysOf(from, to) : []
    const shift = (by: number): Map<string, Slot> => {
      const days = daysOf(addDays(from, by), addDays(to, by))
      return new Map(
        pointsOf(series, days, horizon, slotMinutes, rows).map((slot) => [
          slot.at.length >= 10 ? addDays(slot.at.slice(0, 10), -by) + slot.at.slice(10) : slot.at,
          slot,
        ]),
      )
    }
    const [week, year] = horizon === 'month' || horizon === 'year' ? [new Map(), new Map()] : [shift(-7), shift(-364)]
    const points = pointsOf(series, days, horizon, slotMinutes, rows).map((slot) =>
      point(
        slot,
        [week.get(slot.at), year.get(slot.at)] as Slot[],
        slot.at < `${today}T${clock}`.slice(0, slot.at.length) ? slot.truth : null,
      ),
    )
    const short = series === 'queue:queue-sales'
    return {
      series,
      grid: gridOf(slotMinutes),
      horizon,
      model: short ? 'same-weekday' : 'factors',
      modelLabel: short ? { zh: '同星期均值', en: 'Same weekday' } : { zh: '因子模型', en: 'Factor model' },
      ...(short
        ? { why: { zh: '滚动回测中它更准，改用它', en: 'its own rolling backtest says that it is the better one' } }
        : {}),
      points: points.map((point) => edits.changed(series, point)),
      marks: rows,
      warnings: warnings(series),
      computedAt: Date.now(),
    }
  }

  function backtest(asked: MockAsked): MockAnswer {
    const { series } = asks(asked)
    const weeks = Number(asked.query.get('weeks') ?? 4)
    const key = `${series} ${weeks}`
    let id = backtests.get(key)
    if (!id) {
      id = jobs.start('backtest', `预测回测 ${series}`, 2_500).id
      backtests.set(key, id)
    }
    const job = jobs.find(id)
    if (job?.state === 'cancelled') backtests.delete(key)
    if (job?.state !== 'done') return refuse(503, 'unavailable', { detail: `still being computed: job ${id}` })
    const days = daysOf(addDays(today, -7 * weeks), today)
    const score = (model: string, zh: string, en: string, chosen: boolean, wape: number) => ({
      model,
      label: { zh, en },
      chosen,
      wapeNextDay: wape,
      wapeTwoWeeks: wape * 1.08,
      wapeIntraday: model === 'same-weekday' ? null : wape * 0.86,
      bias: 0.004 - wape * 0.05,
      cover80: 0.81 - wape * 0.1,
      cover95: 0.95 - wape * 0.05,
    })
    const answer: BacktestAnswer = {
      series,
      grid: gridOf(30),
      from: days[0] ?? today,
      to: today,
      scores: [
        score('factors', '因子模型', 'Factor model', true, 0.0512),
        score('same-weekday', '同星期均值', 'Same weekday', false, 0.0841),
        score('recent', '近期水平', 'Recent level', false, 0.0713),
      ],
      points: pointsOf(series, days, 'interval', 30, rows).map((slot) => ({
        at: slot.at,
        actual: slot.truth,
        mean: slot.mean,
        lower80: Math.max(0, slot.mean - 1.9 * Math.sqrt(slot.mean)),
        upper80: slot.mean + 1.9 * Math.sqrt(slot.mean),
      })),
      warnings: warnings(series),
    }
    return ok(answer)
  }

  function exported(asked: MockAsked): MockAnswer {
    const lines = forecast(asked).points.map((one) => `${one.at},${one.mean.toFixed(1)}`)
    return { status: 200, bytes: Buffer.from(`\uFEFF${['at,mean', ...lines].join('\r\n')}\r\n`), type: 'text/csv' }
  }

  function keep(asked: MockAsked, { what, accepted, from = '', to = '' }: ImportPreview): string {
    const series = asked.query.get('series') ?? 'all'
    const id = `import-${done.length + 1}`
    const name = seriesOf(today).find((one) => one.id === series)?.name ?? series
    done.unshift({ id, what, series, name, at: Date.now(), account: asked.session?.account ?? '', accepted, from, to })
    return id
  }

  function undo(id: string | undefined): MockAnswer {
    const found = done.find((one) => one.id === id)
    if (!found) return refuse(404, 'not-found')
    found.undoneAt = Date.now()
    imported.delete(found.series)
    return ok({ restored: 1_234 })
  }

  function preview(asked: MockAsked): MockAnswer {
    const text = Buffer.isBuffer(asked.body) ? asked.body.toString('utf8').replace(/^\uFEFF/, '') : ''
    const [head = '', ...lines] = text.split(/\r?\n/).filter((line) => line.trim() !== '')
    const names = head.split(',')
    if (!names.includes('at') || !names.includes('offered'))
      return refuse(400, 'bad-input', {
        say: { zh: '缺少列，需要：时间、来电量', en: 'Columns are missing; needed: Time and Calls' },
      })
    const cells = lines.map((line) =>
      Object.fromEntries(line.split(',').map((cell, n) => [names[n] ?? `column ${n + 1}`, cell])),
    )
    const problems: ImportPreview['problems'] = cells.flatMap((row, n) =>
      Number(row.offered) >= 0
        ? []
        : [
            {
              row: n + 2,
              cell: `B${n + 2}`,
              column: 'offered',
              text: { zh: `“${row.offered}”不是非负数`, en: `"${row.offered}" is not a number of at least 0` },
            },
          ],
    )
    const dryRun = asked.query.get('dryRun') === 'true'
    if (!dryRun) imported.add(asked.query.get('series') ?? 'all')
    const dates = cells.map((row) => (row.at ?? '').slice(0, 10)).sort()
    const answer: ImportPreview = {
      what: 'history',
      rows: cells.length,
      accepted: cells.length - problems.length,
      ...(dates.length > 0 ? { from: dates[0] ?? '', to: dates.at(-1) ?? '' } : {}),
      problems,
      moreProblems: 0,
      notes: [],
      questions: [],
      sample: cells.slice(0, 5) as Record<string, string>[],
      imported: !dryRun,
    }
    return ok(dryRun ? answer : { ...answer, id: keep(asked, answer) })
  }

  function config({ method, path, body }: MockAsked): MockAnswer {
    const id = path.split('/')[4]
    if (method === 'GET') return ok({ rows, total: rows.length, page: 1, pageSize: 1000 })
    if (method === 'DELETE') {
      const found = rows.find((row) => row.id === id)
      rows = rows.filter((row) => row.id !== id)
      return found ? ok(found) : refuse(404, 'not-found')
    }
    const given = body as MarkRow
    if (!given.date) return refuse(400, 'bad-input', { fields: [{ path: 'date', message: 'is required' }] })
    const row: MarkRow = { ...given, id: id ?? `mark-${Date.now()}`, version: (given.version ?? 0) + 1 }
    rows = [...rows.filter((one) => one.id !== row.id), row]
    return ok(row)
  }

  function handle(asked: MockAsked): MockAnswer | undefined {
    const { path, method, session } = asked
    if (path.startsWith('/api/config/calendar-marks')) return config(asked)
    if (path.startsWith('/api/plan/') && session?.role === 'agent') return refuse(403, 'not-allowed')
    if (path === '/api/plan/series')
      return ok(seriesOf(today).map((one) => (imported.has(one.id) ? { ...one, days: 90 } : one)))
    if (path.startsWith('/api/plan/forecast-edits')) return edits.handle(asked)
    if (path === '/api/plan/history') return ok(history(asked))
    if (path === '/api/plan/forecast') return ok(forecast(asked))
    if (path === '/api/plan/forecast-all') return ok(jobs.start('forecast-all', '全部预测', 1_500))
    if (path === '/api/plan/export') return exported(asked)
    if (path === '/api/plan/backtest') return backtest(asked)
    if (path === '/api/plan/import' && method === 'POST') return preview(asked)
    if (path === '/api/plan/imports') return ok(done)
    if (path.startsWith('/api/plan/imports/')) return undo(path.split('/')[4])
    return undefined
  }
  return { marks, handle }
}
