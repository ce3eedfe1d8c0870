// Three weeks of calls with a known pattern go through the real machines, the ledger and ClickHouse on a shifted clock; a
// planner forecasts the week to come, staffs it, rosters it, publishes it, and sees it in Chromium.
import chineseDays from 'chinese-days'
import t, { type Test } from 'tap'
import { markOf } from '#analytics/forecast/calendar.ts'
import { chinaCalendar } from '#analytics/forecast/china-days.ts'
import { dayOf } from '#analytics/forecast/history.ts'
import { NEGLIGIBLE_PER_HOUR } from '#analytics/planning/demand.ts'
import { agentsForErlangA } from '#analytics/staffing/need.ts'
import type { ForecastAnswer, HistoryAnswer, NeedAnswer, PlanJob } from '#engine/protocol/planning.ts'
import type { MyRoster, RosterInfo, RosterView } from '#engine/protocol/roster.ts'
import { companyFrom } from '#engine/records/store/company.ts'
import { closeStore, openStore } from '#engine/records/store/postgres.ts'
import { startBrowser } from '#test/kit/browser.ts'
import { type Api, ApiRefused, type Centre, startCentre } from '#test/kit/centre.ts'
import { waitFor } from '#test/kit/wait.ts'
import { copyLedger, driveWeeks } from '#test/kit/weeks.ts'
import { CHINA } from '../kit/home.ts'

const DAY_MS = 86_400_000
/** Asia/Shanghai, the centre's own time; it knows no summer time */
const ZONE_MS = 8 * 3_600_000
const HISTORY_DAYS = 21
const QUEUE = 'queue-enquiry'
const SERIES = `queue:${QUEUE}`
const TEAM = 4
/** those of the sample company who serve the queue too */
const SAMPLE_AGENTS = ['agent-1001', 'agent-1002', 'agent-1003', 'agent-1004']
const OPENS = 9
const CLOSES = 18
const SEED = 20261121

const midnight = Math.floor((Date.now() + ZONE_MS) / DAY_MS) * DAY_MS - ZONE_MS
const dateOf = (at: number): string => new Date(at + ZONE_MS).toISOString().slice(0, 10)
const weekdayOf = (at: number): number => new Date(at + ZONE_MS).getUTCDay()
const from = midnight - HISTORY_DAYS * DAY_MS
/** the Monday to come */
const monday = midnight + ((8 - weekdayOf(midnight)) % 7 || 7) * DAY_MS
const WEEK = { from: dateOf(monday), to: dateOf(monday + 7 * DAY_MS) }

/** The test lives in the weeks before today, whatever these are: holidays are as quiet as Sundays, made-up workdays are not. */
const CALENDAR = chinaCalendar(
  chineseDays.getDayDetail,
  chineseDays.getSolarDateFromLunar,
  dayOf(dateOf(from)),
  HISTORY_DAYS + 14,
)

/** Expected calls in an hour: two humps a day, Mondays busy, weekends quiet. */
function rate(at: number, hour: number): number {
  if (hour < OPENS || hour >= CLOSES) return 0
  const { holiday, makeUp } = markOf(CALENDAR, dayOf(dateOf(at)))
  const weekday = holiday ? 0 : (makeUp ?? weekdayOf(at))
  const size = weekday === 0 || weekday === 6 ? 0.4 : weekday === 1 ? 1.3 : 1
  return size * (hour === 10 || hour === 15 ? 45 : hour === 12 ? 20 : 32)
}

/** Expected calls of a week. */
const weekSum = (): number =>
  sumOf(Array.from({ length: 7 * 24 }, (_, n) => rate(monday + Math.floor(n / 24) * DAY_MS, n % 24)))

const sumOf = (values: Iterable<number>): number => [...values].reduce((total, each) => total + each, 0)

const ask = (path: string, query: Record<string, string>): string =>
  `/plan/${path}?${new URLSearchParams({ series: SERIES, ...query })}`

/** Agents as an administrator enters them, and the rule by which they work, as a planner does. */
async function hire(admin: Api, planner: Api): Promise<string[]> {
  const team: string[] = []
  for (let n = 0; n < TEAM; n++) {
    const { id } = await admin.call<{ id: string }>('POST', '/config/agents', {
      number: `${7001 + n}`,
      name: `班组${n + 1}`,
      region: '010',
      level: 5,
      groupId: 'group-service',
      queueIds: [QUEUE],
      wrapUpMs: 15_000,
    })
    team.push(id)
  }
  await planner.call('POST', '/config/work-rules', {
    name: '班组全日制',
    weekHours: 40,
    maxDaysWeek: 5,
    minRestHours: 11,
    maxConsecutiveDays: 6,
    weekendsOffInTwo: 0,
    shiftIds: ['shift-early', 'shift-middle', 'shift-late'],
    agentIds: team,
  })
  return team
}

async function drive(t: Test, centre: Centre, team: string[]): Promise<number[]> {
  const sql = openStore(await centre.postgresUrl())
  const driven = await driveWeeks({
    company: companyFrom(sql, 'Asia/Shanghai', CHINA),
    from,
    days: HISTORY_DAYS,
    rate: (day, hour) => rate(from + day * DAY_MS, hour),
    closing: { hour: CLOSES, quietMs: 60_000 },
    talkMs: (call) => 120_000 + (call % 7) * 20_000,
    patienceMs: 120_000,
    to: '95588',
    digits: ['1'],
    agentIds: [...team, ...SAMPLE_AGENTS],
    signedIn: [OPENS - 1, CLOSES + 1],
    seed: SEED,
  })
  await closeStore(sql)
  const connection = await centre.connect()
  const entries = await copyLedger(driven.ledger, await connection.ledger())
  await connection.bus.close()
  t.comment(`${driven.arrivals.length} calls, ${entries} entries of the ledger`)
  return driven.arrivals
}

async function refusal(asked: Promise<unknown>): Promise<{ status: number; body: unknown }> {
  try {
    return { status: 200, body: await asked }
  } catch (error) {
    if (error instanceof ApiRefused) return { status: error.status, body: error.body }
    throw error
  }
}

t.test('three weeks of calls, and the week to come planned', { timeout: 580_000 }, async (t) => {
  const centre = await startCentre({}, ['nats', 'postgres', 'prepare', 'clickhouse', 'analytics', 'gateway'])
  t.teardown(() => centre.stop())
  const admin = await centre.api('admin', 'tinglan-admin')
  const planner = await centre.api('3001', 'tinglan-3001')
  const team = await hire(admin, planner)
  const arrivals = await drive(t, centre, team)

  await t.test('history has every call on its day', async (t) => {
    const history = async (): Promise<Map<string, number>> => {
      const query = { from: dateOf(from), to: dateOf(midnight), horizon: 'day', slotMinutes: '15' }
      const { points } = await planner.call<HistoryAnswer>('GET', ask('history', query))
      return new Map(points.map((point) => [point.at, point.offered ?? 0]))
    }
    await waitFor(async () => sumOf((await history()).values()) >= arrivals.length, {
      timeoutMs: 120_000,
      what: 'ClickHouse has every call',
    })
    const wanted = new Map<string, number>()
    for (const at of arrivals) wanted.set(dateOf(at), (wanted.get(dateOf(at)) ?? 0) + 1)
    t.same([...(await history())], [...wanted])
  })

  await t.test('the forecast of the week to come is near the pattern that made the calls', async (t) => {
    const query = { ...WEEK, horizon: 'interval', slotMinutes: '60' }
    const { points, model } = await planner.call<ForecastAnswer>('GET', ask('forecast', query))
    t.equal(new Set(points.map((point) => point.at.slice(0, 10))).size, 7, 'every day of the week')
    const wanted = points.map(({ at }) => rate(Date.parse(`${at}Z`) - ZONE_MS, Number(at.slice(11, 13))))
    t.ok(Math.abs(sumOf(wanted) - weekSum()) < 1e-6, 'and every hour at which anybody calls')
    const wape = sumOf(points.map((point, n) => Math.abs(point.mean - wanted[n]!))) / sumOf(wanted)
    t.comment(`model ${model}, WAPE against the true rate ${wape.toFixed(3)}`)
    // three weeks of Poisson counts know an hour's rate to about 1/√(3 × 30) = 0.1; a weekday ignored would cost 0.3
    t.ok(wape < 0.16, `WAPE ${wape}`)
    const off = sumOf(points.map((point) => point.mean)) / sumOf(wanted) - 1
    t.ok(Math.abs(off) < 0.06, `the week's total is off by ${off}`)
    t.ok(
      points.every(
        (each) => each.lower95 <= each.lower80 && each.lower80 <= each.upper80 && each.upper80 <= each.upper95,
      ),
      'bands in order',
    )
    // where hardly anybody calls, nine times in ten is nobody: the mean may lie above the band
    t.ok(
      points.filter((each) => each.mean >= 1).every((each) => each.lower80 <= each.mean && each.mean <= each.upper80),
      'the mean within',
    )
    t.same(
      points.filter(({ mean }, n) => wanted[n] === 0 && mean >= 0.5),
      [],
      'nobody calls at night',
    )
  })

  const need = await planner.call<NeedAnswer>('POST', '/plan/need', { series: SERIES, ...WEEK })
  await t.test('the need is the smallest number of agents that keeps the target', async (t) => {
    const { target, grid } = need
    t.ok(need.points.some((point) => point.agents > 3))
    // calls are told to two places and handle time to the ms: the need lies between those of what they may stand for
    const agents = (calls: number, ahtMs: number): number => {
      // nobody sits where nobody calls
      if ((calls * 60) / grid.slotMinutes < NEGLIGIBLE_PER_HOUR) return 0
      return agentsForErlangA({
        rate: calls / (grid.slotMinutes * 60),
        aht: ahtMs / 1000,
        patience: target.patienceSeconds!,
        serviceLevel: target.serviceLevel,
        within: target.withinSeconds,
        ...(target.maxAbandon === undefined ? {} : { maxAbandon: target.maxAbandon }),
        ...(target.maxOccupancy === undefined ? {} : { maxOccupancy: target.maxOccupancy }),
      }).agents
    }
    const wrong = need.points.filter(
      (point) =>
        point.agents < agents(Math.max(0, point.calls - 0.005), point.ahtMs - 0.5) ||
        point.agents > agents(point.calls + 0.005, point.ahtMs + 0.5),
    )
    t.same(wrong, [])
  })

  let roster = await planner.call<RosterInfo>('POST', '/plan/rosters', {
    name: '第四周',
    from: WEEK.from,
    weeks: 1,
    series: SERIES,
  })
  const view = (): Promise<RosterView> => planner.call<RosterView>('GET', `/plan/rosters/${roster.id}`)

  await t.test('a roster is generated that breaks no rule, and says how good it is', async (t) => {
    const begun = await planner.call<PlanJob>('POST', `/plan/rosters/${roster.id}/generate`, { budgetSeconds: 5 })
    const job = await waitFor(
      async () => {
        const now = await planner.call<PlanJob>('GET', `/plan/jobs/${begun.id}`)
        return now.state === 'waiting' || now.state === 'running' ? undefined : now
      },
      { timeoutMs: 90_000, what: 'the solver is done' },
    )
    t.comment(`${job.state}: cost ${job.cost}, bound ${job.bound}, gap ${job.gap} ${job.detail ?? ''}`)
    t.match(job, { state: 'done', cost: Number, bound: Number, gap: Number })
    const filled = await waitFor(
      async () => {
        const now = await view()
        return now.duties.length > 0 ? now : undefined
      },
      { what: 'the duties are there' },
    )
    t.same(filled.faults, [])
    t.ok(filled.duties.length >= TEAM * 5, `${filled.duties.length} duties`)
    const short = sumOf(filled.coverage.flatMap((day) => day.need.map((each, n) => Math.max(0, each - day.cover[n]!))))
    const spare = sumOf(filled.coverage.flatMap((day) => day.need.map((each, n) => Math.max(0, day.cover[n]! - each))))
    t.equal(filled.costs.under, short)
    t.equal(filled.costs.over, spare)
    t.equal(filled.costs.total, ((4 * short + spare) * filled.grid.slotMinutes) / 60, 'in points, of an hour')
    t.ok(filled.bound !== null && filled.bound <= filled.costs.total, 'the bound is below the cost')
    roster = filled
  })

  await t.test('published, it is what the agent sees and what the need is compared with', async (t) => {
    await planner.call('POST', `/plan/rosters/${roster.id}/publish`, { version: roster.version })
    const after = await planner.call<NeedAnswer>('POST', '/plan/need', { series: SERIES, ...WEEK })
    t.ok(after.points.some((point) => (point.scheduled ?? 0) > 0))
    await admin.call('POST', '/config/accounts', {
      account: '7001',
      name: '班组1',
      role: 'agent',
      agentId: team[0],
      password: 'a-good-password',
    })
    const agent = await centre.api('7001', 'a-good-password')
    const mine = await agent.call<MyRoster>('GET', `/plan/my-roster?from=${WEEK.from}&to=${WEEK.to}`)
    const wanted = (await view()).duties.filter((duty) => duty.agentId === team[0]).map((duty) => duty.date)
    t.same(mine.duties.map((duty) => duty.date).sort(), wanted.sort())
  })

  await t.test('who may not plan gets a clear refusal', async (t) => {
    const agent = await centre.api('1001', 'tinglan-1001')
    const supervisor = await centre.api('2001', 'tinglan-2001')
    const clear = { status: 403, body: { refusal: 'not-allowed', message: { zh: /\S/, en: /\S/ } } }
    const query = { ...WEEK, horizon: 'day', slotMinutes: '60' }
    t.match(await refusal(agent.call('GET', ask('forecast', query))), clear)
    t.match(await refusal(agent.call('GET', `/plan/rosters/${roster.id}`)), clear)
    t.match(await refusal(supervisor.call('POST', `/plan/rosters/${roster.id}/withdraw`, {})), clear)
    t.match(await refusal(supervisor.call('GET', ask('forecast', query))), { status: 200 })
  })

  await t.test('the planner sees it in Chromium', async (t) => {
    const browser = await startBrowser(440)
    t.teardown(() => browser.close())
    const page = await browser.page()
    await page.goto(`${centre.url}/plan/forecast`)
    await page.getByLabel('账号').fill('3001')
    await page.getByLabel('密码').fill('tinglan-3001')
    await page.getByRole('button', { name: '登录' }).click()
    await page.locator('canvas').first().waitFor()
    await page.goto(`${centre.url}/plan/rosters/${roster.id}`)
    const grid = page.getByTestId('roster-grid')
    await grid.getByText('班组1', { exact: true }).waitFor()
    const drawn = grid.locator(['早班', '中班', '晚班'].map((name) => `[data-text=${name}]`).join(', '))
    t.ok((await drawn.count()) >= (await view()).duties.length / 2, 'its duties are drawn')
  })
})
