// Forecasts changed by hand over the API: versions with who made them, taken back, brought back, and sent with each question.
import t from 'tap'
import { day, plannedGateway } from '../planned.ts'

const { started, played, planner, agent } = await plannedGateway()
t.teardown(() => started.stop())
const supervisor = await started.signIn('supervisor')
const edit = { series: 'all', from: day(0), to: day(1), fromMinute: 540, toMinute: 720, factor: 1.2, note: '寄出账单' }
const versions = async () => (await planner.get('/api/plan/forecast-edits?series=all')).body
const asked = async () => {
  await planner.get(`/api/plan/forecast?series=all&from=${day(0)}&to=${day(7)}&horizon=day`)
  const last = played.asked.at(-1)
  return last?.type === 'forecast' ? last.edits : undefined
}

t.test('a planner changes hours of dates; each change is a version with its maker', async (t) => {
  t.equal(await asked(), undefined, 'nothing is changed')
  t.match(await planner.post('/api/plan/forecast-edits', edit), {
    status: 200,
    body: { version: 1, account: 'planner' },
  })
  t.match((await planner.post('/api/plan/forecast-edits', { ...edit, factor: 0.5, note: '' })).body, { version: 2 })
  t.match((await planner.post('/api/plan/forecast-edits', { ...edit, series: 'queue:q-1' })).body, { version: 1 })
  t.match(await versions(), [
    { version: 2, factor: 0.5 },
    { version: 1, factor: 1.2, note: '寄出账单', from: day(0), to: day(1), fromMinute: 540, toMinute: 720 },
  ])
  const { series: _, note: __, ...first } = edit
  t.same(await asked(), [first, { ...first, factor: 0.5 }])
})

t.test('the need of a roster counts with them', async (t) => {
  await planner.post('/api/plan/rosters', { name: '班表', from: day(0), weeks: 1, series: 'all' })
  t.match(played.asked.at(-1), { type: 'need', edits: [{ factor: 1.2 }, { factor: 0.5 }] })
})

t.test('one is taken back and brought back; twice is refused, and who did it is kept', async (t) => {
  const [second] = await versions()
  t.match((await planner.post(`/api/plan/forecast-edits/${second.id}/undo`)).body, { undoneBy: 'planner' })
  t.match(await asked(), [{ factor: 1.2 }])
  t.equal((await asked())?.length, 1)
  t.equal((await planner.post(`/api/plan/forecast-edits/${second.id}/undo`)).status, 409)
  t.equal((await planner.post(`/api/plan/forecast-edits/${second.id}/restore`)).body.undoneAt, undefined)
  t.equal((await asked())?.length, 2)
  t.equal((await planner.post('/api/plan/forecast-edits/none/undo')).status, 404)
})

t.test('what makes no sense is refused at its field, and only planners change forecasts', async (t) => {
  const fault = async (more: object) =>
    (await planner.post('/api/plan/forecast-edits', { ...edit, ...more })).body.fields
  t.match(await fault({ to: day(-1) }), [{ path: 'to' }])
  t.match(await fault({ to: '2029-01-01' }), [{ path: 'to' }])
  t.match(await fault({ toMinute: 540 }), [{ path: 'toMinute' }])
  t.match(await fault({ factor: 21 }), [{ path: 'factor' }])
  t.equal((await supervisor.get('/api/plan/forecast-edits?series=all')).status, 200)
  t.equal((await supervisor.post('/api/plan/forecast-edits', edit)).status, 403)
  t.equal((await agent.get('/api/plan/forecast-edits?series=all')).status, 403)
  t.equal((await versions()).length, 2)
})

t.test('nothing failed inside, and every answer fitted the schema of its route', async (t) => {
  t.same(started.wrong, [])
})
