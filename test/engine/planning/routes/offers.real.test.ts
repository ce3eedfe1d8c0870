// Offers of the day: computed from the need and who is there, sent by a planner, answered by the agent, kept in the roster.
import t from 'tap'
import { subjects } from '#engine/protocol/actors.ts'
import type { PlanAsk } from '#engine/protocol/plan-ask.ts'
import type { TodayAnswer } from '#engine/protocol/planning.ts'
import { agentView } from '../../gateway/fixtures.ts'
import { PASSWORD } from '../../gateway/started.ts'
import { day, MONDAY, plannedGateway } from '../planned.ts'

// ten on Monday morning, in Shanghai
const { started, played, planner, agent } = await plannedGateway(Date.parse(`${day(0)}T10:00:00+08:00`))
t.teardown(() => started.stop())
const admin = await started.signIn('administrator')
await admin.post('/api/config/accounts', {
  ...{ account: 'second', name: '李四', role: 'agent', agentId: 'agent-2', password: PASSWORD },
})
const [second, supervisor] = [await started.signIn('second'), await started.signIn('supervisor')]
// the clock is turned below
await started.sql`update sessions set expires_at = '2100-01-01'`
const [early] = (await planner.get('/api/config/shifts?sort=startsAt')).body.rows as { id: string }[]

/** by hour from eight: one is needed at the meal, two in the afternoon until seven */
const NEED = [2, 2, 2, 1, 1, 2, 2, 2, 2, 1, 1, 0]
const today = (ask: PlanAsk): TodayAnswer | undefined =>
  ask.type !== 'today'
    ? undefined
    : ({
        ...{ series: ask.series, grid: ask.grid, planned: 0, reforecast: 0, soFar: 0, plannedSoFar: 0 },
        ...{ computedAt: started.clock.now, timeZone: 'Asia/Shanghai', warnings: [] },
        points: NEED.map((need, hour) => ({
          at: `${day(0)}T${String(8 + hour).padStart(2, '0')}:00`,
          ...{ planned: 1, actual: null, reforecast: 1, lower80: 1, upper80: 1, need, scheduled: null, staffed: null },
        })),
      } satisfies TodayAnswer)
played.first = today

const made = await planner.post('/api/plan/rosters', { name: '班表', from: MONDAY, weeks: 1, series: 'all' })
const id = made.body.id as string
const meal = { breaks: [{ at: 660, minutes: 60, paid: false }] }
await planner.post(`/api/plan/rosters/${id}/changes`, {
  version: 1,
  changes: ['agent-1', 'agent-2'].map((agentId) => ({ agentId, date: day(0), shiftId: early?.id, ...meal })),
})
await planner.post(`/api/plan/rosters/${id}/publish`)
const there = (agentId: string) =>
  started.bus.publish(subjects.liveViews('agent'), {
    ...{ node: 'engine-1', at: started.clock.now },
    views: [{ id: agentId, view: agentView(agentId, 'ready') }],
  })
const offers = async (who = planner) => (await who.get('/api/plan/offers?series=all')).body
const dutyOf = async (agentId: string) =>
  (await planner.get(`/api/plan/rosters/${id}`)).body.duties.find(
    (duty: { agentId: string; date: string }) => duty.agentId === agentId && duty.date === day(0),
  )

t.test('who is on duty and not there is told and counted out', async (t) => {
  const { notThere, lack, proposals } = await offers()
  t.same(notThere.map(({ number }: { number: string }) => number).sort(), ['1001', '1002'])
  t.equal(proposals.length, 0, 'nobody is there to be asked')
  t.equal(lack.missing, 14)
})

t.test('with both there the meal is moved apart and the evening is asked for, each with its effect', async (t) => {
  there('agent-1')
  there('agent-2')
  await t.resolveMatch(
    (async () => {
      for (;;) {
        const answer = await offers()
        if (answer.notThere.length === 0) return answer
      }
    })(),
    { lack: { missing: 3 }, lackWithAll: { missing: 0 } },
  )
  const { proposals, slots } = await offers()
  t.match(slots[3], { at: 660, need: 1, cover: 0 })
  t.match(proposals, [
    { type: 'stay-longer', from: 1020, to: 1140, before: { missing: 3 }, after: { missing: 1 } },
    { type: 'move-break', from: 660, to: 720, before: { missing: 3 }, after: { missing: 2 } },
  ])
})

t.test('planners send, others do not; an agent has one open offer a day', async (t) => {
  const { proposals } = await offers()
  const changes = proposals.map(
    ({ agentId, date, type, from, to, minutes }: Record<string, unknown>) =>
      ({ agentId, date, type, from, to, minutes }) as const,
  )
  t.equal((await supervisor.post('/api/plan/offers', { series: 'all', changes })).status, 403)
  t.equal((await agent.get('/api/plan/offers')).status, 403)
  t.equal((await supervisor.get('/api/plan/offers')).status, 200, 'who watches the floor sees them')
  const late = [{ ...changes[1], to: 1_000 }]
  t.match(await planner.post('/api/plan/offers', { series: 'all', changes: late }), {
    body: { refusal: 'offer-outdated' },
  })
  const sent = await planner.post('/api/plan/offers', { series: 'all', changes })
  t.match(sent.body, [{ state: 'open' }, { state: 'open', after: { missing: 2 } }])
  t.match(await planner.post('/api/plan/offers', { series: 'all', changes: [changes[0]] }), {
    body: { refusal: 'offer-open' },
  })
  t.match(await offers(), { proposals: [], offers: [{ state: 'open' }, { state: 'open' }] })
})

t.test('accepted on the desk it stands in the roster; nobody answers for another, nor twice', async (t) => {
  const [longer] = (await agent.get('/api/plan/my-offers')).body
  const [moved] = (await second.get('/api/plan/my-offers')).body
  t.match([longer, moved], [{ type: 'stay-longer' }, { type: 'move-break' }])
  t.equal((await second.post(`/api/plan/my-offers/${longer.id}/accept`)).status, 404)
  t.match((await agent.post(`/api/plan/my-offers/${longer.id}/accept`)).body, { state: 'accepted' })
  t.match(await dutyOf('agent-1'), { endsAt: 1_140, pinned: true, breaks: [{ at: 660 }] })
  t.match(await agent.post(`/api/plan/my-offers/${longer.id}/decline`), { status: 409 })
  t.match((await offers()).lack, { missing: 1 })
  t.match((await second.post(`/api/plan/my-offers/${moved.id}/decline`)).body, { state: 'declined' })
  t.match(await dutyOf('agent-2'), { endsAt: 1_020, breaks: [{ at: 660 }] })
  t.match((await offers()).proposals, [], 'who declined is not asked again')
})

t.test('a duty that changed meanwhile, a rule that would break and a late answer change nothing', async (t) => {
  await started.sql`delete from duty_offers`
  const move = { agentId: 'agent-2', date: day(0), type: 'move-break', from: 660, to: 720, minutes: 60 }
  const send = async (change: object) =>
    (await planner.post('/api/plan/offers', { series: 'all', changes: [change] })).body[0].id as string
  const accept = (offer: string) => second.post(`/api/plan/my-offers/${offer}/accept`)
  const first = await send(move)
  const { version } = (await planner.get(`/api/plan/rosters/${id}`)).body
  const at = (minute: number) => ({ breaks: [{ at: minute, minutes: 60, paid: false }] })
  const change = (minute: number, more: number) =>
    planner.post(`/api/plan/rosters/${id}/changes`, {
      version: version + more,
      changes: [{ agentId: 'agent-2', date: day(0), shiftId: early?.id, ...at(minute) }],
    })
  await change(675, 0)
  t.match(await accept(first), { status: 409, body: { refusal: 'offer-outdated' } })
  await change(660, 1)
  t.match((await planner.post(`/api/plan/offers/${first}/withdraw`)).body, { state: 'withdrawn' })
  await started.sql`update work_rules set latest_end = '17:30'`
  const stay = { ...move, type: 'stay-longer', from: 1_020, to: 1_080 }
  t.match(await planner.post('/api/plan/offers', { series: 'all', changes: [stay] }), {
    body: { refusal: 'offer-outdated' },
  })
  const last = await send(move)
  started.clock.now += 61 * 60_000
  t.match(await accept(last), { status: 409, body: { refusal: 'offer-not-open' } }, 'the break has begun')
  const states = (await second.get('/api/plan/my-offers')).body.map(({ state }: { state: string }) => state)
  t.same(states.sort(), ['expired', 'withdrawn'])
})

t.test('the audit log tells who offered and who accepted', async (t) => {
  const rows = await started.sql<{ action: string; account: string }[]>`
    select action, account from audit_log where kind = 'duty-offers' order by id limit 4`
  t.same(
    rows.map(({ action, account }) => `${action} ${account}`),
    ['offer planner', 'offer planner', 'agree agent', 'refuse second'],
  )
})

t.test('nothing failed inside, and every answer fitted the schema of its route', async (t) => {
  t.same(started.wrong, [])
})
