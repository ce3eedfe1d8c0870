// Planners' files by the API: looked at first, then taken in; taken back; written out as they are read in.
import t from 'tap'
import type { ImportedRow, PlanAsk } from '#engine/protocol/plan-ask.ts'
import { day, MONDAY, plannedGateway } from '../planned.ts'

const { started, played, planner, agent } = await plannedGateway()
t.teardown(() => started.stop())
const supervisor = await started.signIn('supervisor')

const need = { agents: 2, toRoster: 2.5, calls: 30, ahtMs: 180_000, erlangs: 1.5, scheduled: null, actual: null }
const more = { lines: 5, channels: 8, serviceLevel: 0.9, occupancy: 0.75, abandoned: 0.01 }
const target = { serviceLevel: 0.8, withinSeconds: 20, ahtSeconds: 240, lineBlocking: 0.01, ivrSeconds: 0 }
const imported: ImportedRow[] = []

/** Analytics as far as files go. */
played.first = (ask: PlanAsk) => {
  if (ask.type === 'import') {
    imported.push(...ask.rows)
    return { accepted: ask.rows.length }
  }
  if (ask.type === 'forget-import') return { removed: imported.splice(0).length }
  if (ask.type === 'history') {
    const points = imported
      .filter((row) => row.at >= ask.from && row.at < ask.to)
      .map((row) => ({ ...row, imported: true }))
    return { series: ask.series, grid: ask.grid, horizon: ask.horizon, points, marks: [], warnings: [] }
  }
  if (ask.type === 'need' && ask.series === 'all') {
    const points = ['08:00', '09:00'].map((time) => ({ at: `${ask.from}T${time}`, ...need, ...more }))
    const peak = { at: points[0]!.at, erlangs: 1.5, agents: 2, lines: 5, channels: 8 }
    const answer = { target: { ...target, shrinkage: { illness: 0.2 } }, points, peak, hours: 5, warnings: [] }
    return { series: ask.series, grid: ask.grid, ...answer }
  }
  return undefined
}

const send = (query: string, text: string | Buffer, by = planner) =>
  by.post(`/api/plan/import?${query}`, Buffer.from(text))
const HISTORY = `时间,呼入量,平均处理时长(秒)\n${MONDAY} 08:00,12,180\n${MONDAY} 09:00,many,180\n${MONDAY} 10:00,14,\n`

t.test('a dry run tells what would be taken and what is wrong, and takes nothing', async (t) => {
  const { status, body } = await send('what=history&series=all&dryRun=true', HISTORY)
  t.equal(status, 200)
  t.match(body, {
    ...{ what: 'history', rows: 3, accepted: 2, from: MONDAY, to: MONDAY, imported: false },
    problems: [{ row: 3, column: '呼入量', text: { zh: '“many”不是非负数' } }],
    sample: [{ 时间: `${MONDAY} 08:00`, 呼入量: '12', '平均处理时长(秒)': '180' }, {}, {}],
  })
  t.same(imported, [])
})

t.test('the import takes the good rows, is written down, and is taken back', async (t) => {
  t.match((await send('what=history&series=all', HISTORY)).body, { accepted: 2, imported: true })
  t.same(imported, [
    { at: `${MONDAY}T08:00`, offered: 12, ahtMs: 180_000 },
    { at: `${MONDAY}T10:00`, offered: 14, ahtMs: null },
  ])
  const asked = played.asked.findLast((ask) => ask.type === 'import')
  t.match(asked, { series: 'all', slotMinutes: 60 })
  const csv = await planner.get(`/api/plan/export?what=history&series=all&from=${MONDAY}&to=${day(1)}&lang=zh`)
  t.match(csv.headers.get('content-type'), 'text/csv')
  t.equal(
    csv.bytes.toString('utf8'),
    `\ufeff时间,呼入量,平均处理时长(秒),来源\r\n${MONDAY} 08:00,12,180,导入\r\n${MONDAY} 10:00,14,,导入\r\n`,
  )
  const undo = await planner.remove(`/api/plan/import?series=all&from=${MONDAY}&to=${day(1)}`)
  t.same(undo.body, { removed: 2 })
  const administrator = await started.signIn('administrator')
  const { body } = await administrator.get('/api/audit?kind=plan-history')
  t.same(
    body.rows.map((row: { action: string }) => row.action),
    ['delete', 'export', 'import'],
  )
})

t.test('what was exported as Excel is imported again as it was', async (t) => {
  await send('what=history&series=all', HISTORY)
  const query = `what=history&series=all&from=${MONDAY}&to=${day(1)}&format=xlsx&lang=en`
  const { bytes, headers } = await planner.get(`/api/plan/export?${query}`)
  t.match(headers.get('content-disposition'), `history-${MONDAY}.xlsx`)
  const before = imported.splice(0)
  t.match((await send('what=history&series=all', bytes)).body, { accepted: 2, problems: [], imported: true })
  t.same(imported, before)
})

t.test('a planner’s own need stands in for the computed one until a slider is moved', async (t) => {
  const ask = { series: 'all', from: MONDAY, to: day(1) }
  const own = `interval,agents\n${MONDAY} 08:00,10\n${MONDAY} 08:30,12`
  t.match((await send('what=need&series=all', own)).body, { what: 'need', accepted: 2, imported: true })
  const { body } = await planner.post('/api/plan/need', ask)
  // the most of the hour's halves; 20 % of those on the roster are not on the phones
  t.match(body.points, [
    { toRoster: 12, agents: 9, imported: true },
    { toRoster: 2.5, agents: 2 },
  ])
  t.match(body, { hours: 14.5, peak: { agents: 9 } })
  const moved = await planner.post('/api/plan/need', { ...ask, whatIf: { volume: 1.1 } })
  t.match(moved.body.points[0], { toRoster: 2.5 })
  t.notOk(moved.body.points[0].imported)
  const table = await planner.get(`/api/plan/export?what=need&series=all&from=${MONDAY}&to=${day(1)}&lang=zh`)
  t.match(table.bytes.toString('utf8').split('\r\n')[1], `${MONDAY} 08:00,30,180,1.5,9,12,,,5,8,0.9,0.75,0.01`)
  const undo = await planner.remove(`/api/plan/import?what=need&series=all&from=${MONDAY}&to=${day(1)}`)
  t.same(undo.body, { removed: 2 })
  t.match((await planner.post('/api/plan/need', ask)).body.points[0], { toRoster: 2.5 })
})

t.test('a roster is written out, edited elsewhere and read in again', async (t) => {
  const series = 'all'
  const { body: made } = await planner.post('/api/plan/rosters', { name: '一周', from: MONDAY, weeks: 1, series })
  const file = await planner.get(`/api/plan/export?what=roster&id=${made.id}&format=csv&lang=zh`)
  const lines = file.bytes.toString('utf8').split('\r\n')
  t.equal(lines[1], `1001,张三,${MONDAY},休,,,`)
  lines[1] = `1001,张三,${MONDAY},早班,,,11:30-12:30`
  lines[2] = `1001,张三,${day(1)},夜班,,,`
  const edited = lines.join('\r\n')
  const dry = await send(`what=roster&id=${made.id}&dryRun=true`, edited)
  t.match(dry.body, { what: 'roster', rows: 14, accepted: 13, problems: [{ row: 3, column: '班次' }], imported: false })
  t.same((await planner.get(`/api/plan/rosters/${made.id}`)).body.duties, [])
  t.match((await send(`what=roster&id=${made.id}`, edited)).body, { accepted: 13, imported: true })
  t.match((await planner.get(`/api/plan/rosters/${made.id}`)).body.duties, [
    { agentId: 'agent-1', date: MONDAY, startsAt: 480, breaks: [{ at: 690, minutes: 60 }], pinned: true },
  ])
})

t.test('supervisors export and do not import, agents do neither', async (t) => {
  const query = `what=history&series=all&from=${MONDAY}&to=${day(1)}`
  t.equal((await supervisor.get(`/api/plan/export?${query}`)).status, 200)
  t.equal((await send('what=history&series=all', HISTORY, supervisor)).status, 403)
  t.equal((await supervisor.remove(`/api/plan/import?series=all&from=${MONDAY}&to=${day(1)}`)).status, 403)
  t.equal((await agent.get(`/api/plan/export?${query}`)).status, 403)
  t.equal((await send('what=history&series=all', HISTORY, agent)).status, 403)
})

t.test('files and series that are not there are refused with a sentence', async (t) => {
  t.match(await send('what=history&series=queue:nothing', HISTORY), { status: 404, body: { detail: 'queue:nothing' } })
  t.match(await send('what=history&series=all', 'a,b\n1,2'), { status: 400, body: { detail: /columns are missing/ } })
  t.match(await send('what=roster&id=nothing', 'agent,date,shift\n1,2,3'), { status: 404 })
})

t.test('nothing failed inside, and every answer fitted the schema of its route', async (t) => {
  t.same(started.wrong, [])
})
