// The planning routes: who may read, what the gateway adds to a question, and that every answer fits its schema.
import t from 'tap'
import { subjects } from '#engine/protocol/actors.ts'
import type { PlanAnswers, PlanAsk } from '#engine/protocol/plan-ask.ts'
import { type Client, KIOSK, startedGateway } from '../../gateway/started.ts'

const started = await startedGateway()
t.teardown(() => started.stop())
const { bus } = started

const clients: Record<string, Client> = {}
for (const role of ['administrator', 'supervisor', 'planner', 'agent']) clients[role] = await started.signIn(role)
const queue = async (name: string, agentIds: string[]): Promise<string> => {
  const { body } = await clients.administrator!.post('/api/config/queues', { name, strategy: 'longest-idle', agentIds })
  return body.id
}
const queueId = await queue('查询', ['agent-1'])
const series = `queue:${queueId}`

const grid = { slotMinutes: 30, opensAt: 540, closesAt: 600 } as const
const point = { mean: 1, lower95: 0, lower80: 0, upper80: 2, upper95: 3 }
const nothing = { actual: null, lastWeek: null, lastYear: null }
const target = {
  serviceLevel: 0.8,
  withinSeconds: 20,
  ahtSeconds: 240,
  shrinkage: {},
  lineBlocking: 0.01,
  ivrSeconds: 0,
}
const about = { series, grid, warnings: [], computedAt: 1 }

/** What analytics answers, one of each. */
const ANSWERS: Partial<PlanAnswers> = {
  series: [{ id: series, kind: 'queue', from: '2026-05-11', to: '2026-06-17', days: 27 }],
  history: {
    ...about,
    horizon: 'day',
    points: [{ at: '2026-05-11', offered: 3, ahtMs: null, imported: true }],
    marks: [],
  },
  forecast: {
    ...{ ...about, horizon: 'day', model: 'factors', modelLabel: { zh: '因子', en: 'Factors' }, marks: [] },
    points: [{ at: '2026-05-11', ...point, ahtMs: 1, ...nothing }],
  },
  need: { series, grid, target, points: [], peak: null, hours: 0, warnings: [] },
  'job-start': { id: 'j', type: 'forecast-all', title: '', state: 'running', progress: 0, startedAt: 1 },
  today: { ...about, points: [], planned: 1, reforecast: 1, soFar: 0, plannedSoFar: 0, timeZone: 'Asia/Shanghai' },
  backtest: {
    series,
    grid,
    from: '2026-05-11',
    to: '2026-06-17',
    scores: [],
    points: [],
    warnings: [],
  },
}

const asked: PlanAsk[] = []
await bus.subscribe(subjects.plan, (value, _subject, answer) => {
  const ask = value as PlanAsk
  asked.push(ask)
  const found = ANSWERS[ask.type]
  answer?.(found ? { ok: true, value: found } : { ok: false, refusal: 'bad-input' })
})
const last = <Type extends PlanAsk['type']>(type: Type) =>
  asked.findLast((ask) => ask.type === type) as Extract<PlanAsk, { type: Type }>

const span = `series=${series}&from=2026-06-18&to=2026-06-25`
const READ = [
  '/api/plan/series',
  `/api/plan/history?${span}&horizon=day`,
  `/api/plan/forecast?${span}`,
  `/api/plan/backtest?series=${series}&weeks=2`,
  `/api/plan/today?series=${series}`,
]
const NEED = { series, from: '2026-06-18', to: '2026-06-19', whatIf: { volume: 1.2 } }

t.test('planners, supervisors and administrators read the plan, agents do not', async (t) => {
  for (const path of READ) {
    for (const role of ['planner', 'supervisor', 'administrator'])
      t.equal((await clients[role]!.get(path)).status, 200, `${role} ${path}`)
    const refused = await clients.agent!.get(path)
    t.match([refused.status, refused.body.refusal], [403, 'not-allowed'], `agent ${path}`)
  }
  t.equal((await clients.supervisor!.post('/api/plan/need', NEED)).status, 200)
  t.equal((await clients.agent!.post('/api/plan/need', NEED)).status, 403)
})

t.test('the wallboard without a person reads today by its token, others do not', async (t) => {
  const ask = (token: string) => started.guest.get(`/api/kiosk/today?token=${token}`)
  t.match(await ask('wrong'), { status: 403, body: { refusal: 'not-allowed' } })
  t.match(await ask(KIOSK), { status: 200, body: { planned: 1, timeZone: 'Asia/Shanghai' } })
  t.equal(last('today').series, 'all')
})

t.test('series are listed by name, a queue without calls too', async (t) => {
  const other = await queue('投诉', [])
  const { body } = await clients.planner!.get('/api/plan/series')
  t.same(
    body,
    [
      { id: 'all', kind: 'all', name: '全部队列', days: 0 },
      { id: series, kind: 'queue', name: '查询', from: '2026-05-11', to: '2026-06-17', days: 27 },
      { id: `queue:${other}`, kind: 'queue', name: '投诉', days: 0 },
    ].sort((a, b) => (a.kind === 'all' ? -1 : b.kind === 'all' ? 1 : a.name.localeCompare(b.name, 'zh'))),
  )
})

t.test('the gateway adds grid, marks, target and agents to a question', async (t) => {
  await clients.planner!.get(`/api/plan/forecast?${span}&slotMinutes=30`)
  t.match(last('forecast'), {
    ...{ series, from: '2026-06-18', to: '2026-06-25', horizon: 'interval' },
    grid: { slotMinutes: 30, opensAt: 0, closesAt: 1440 },
    marks: [],
  })
  await clients.planner!.post('/api/plan/need', NEED)
  t.match(last('need'), {
    whatIf: { volume: 1.2 },
    agentIds: ['agent-1'],
    target: { withinSeconds: 20 },
    scheduled: [],
  })
  await clients.planner!.get(`/api/plan/backtest?series=${series}`)
  t.match(last('backtest'), { weeks: 4, title: '查询' })
})

t.test('a planner has every series forecast as long work, a supervisor has not', async (t) => {
  const { status, body } = await clients.planner!.post('/api/plan/forecast-all', { days: 7 })
  t.match([status, body.type, body.state], [200, 'forecast-all', 'running'])
  t.match(last('job-start').job, { type: 'forecast-all', days: 7, of: [{ series, grid: { slotMinutes: 15 } }] })
  t.equal((await clients.supervisor!.post('/api/plan/forecast-all', {})).status, 403)
})

t.test('a wrong question is refused with the field that is wrong', async (t) => {
  const { status, body } = await clients.planner!.get('/api/plan/history?series=weather&from=2026-06-18&to=tomorrow')
  t.equal(status, 400)
  t.same(body.fields.map((field: { path: string }) => field.path).sort(), ['series', 'to'])
  const sliders = await clients.planner!.post('/api/plan/need', { ...NEED, whatIf: { serviceLevel: 2 } })
  t.match(sliders.body.fields, [{ path: 'whatIf.serviceLevel' }])
})

t.test('nothing failed inside, and every answer fitted the schema of its route', async (t) => {
  t.same(started.wrong, [])
})
