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
  if (ask.type === 'undo-import') return { removed: imported.splice(0).length, restored: 3 }
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
const PAST = '2026-03-02'
const HISTORY = `时间,呼入量,平均处理时长(秒)\n${PAST} 08:00,12,180\n${PAST} 09:00,many,180\n${PAST} 10:00,14,\n`

t.test('a dry run tells what would be taken and what is wrong, and takes nothing', async (t) => {
  const { status, body } = await send('what=history&series=all&dryRun=true', HISTORY)
  t.equal(status, 200)
  t.match(body, {
    ...{ what: 'history', rows: 3, accepted: 2, from: PAST, to: PAST, imported: false },
    problems: [{ row: 3, cell: 'B3', column: '呼入量', text: { zh: '“many”不是非负数' } }],
    sample: [{ 时间: `${PAST} 08:00`, 呼入量: '12', '平均处理时长(秒)': '180' }, {}, {}],
  })
  t.same(imported, [])
})

t.test('the import takes the good rows, is written down, and is taken back', async (t) => {
  t.match((await send('what=history&series=all', HISTORY)).body, { accepted: 2, imported: true })
  t.same(imported, [
    { at: `${PAST}T08:00`, offered: 12, ahtMs: 180_000 },
    { at: `${PAST}T10:00`, offered: 14, ahtMs: null },
  ])
  const asked = played.asked.findLast((ask) => ask.type === 'import')
  t.match(asked, { series: 'all', slotMinutes: 60 })
  const csv = await planner.get(`/api/plan/export?what=history&series=all&from=${PAST}&to=2026-03-03&lang=zh`)
  t.match(csv.headers.get('content-type'), 'text/csv')
  t.equal(
    csv.bytes.toString('utf8'),
    `\ufeff时间,呼入量,平均处理时长(秒),来源\r\n${PAST} 08:00,12,180,导入\r\n${PAST} 10:00,14,,导入\r\n`,
  )
  const [last] = (await planner.get('/api/plan/imports?lang=en')).body
  t.match(last, {
    what: 'history',
    series: 'all',
    name: 'All queues',
    accepted: 2,
    from: PAST,
    to: PAST,
    account: 'planner',
  })
  t.same((await planner.post(`/api/plan/imports/${last.id}/undo`)).body, { removed: 2, restored: 3 })
  t.match(played.asked.at(-1), { type: 'undo-import', id: last.id, series: 'all' })
  t.match(await planner.post(`/api/plan/imports/${last.id}/undo`), {
    status: 409,
    body: { say: { zh: '此次导入已经撤销。' } },
  })
  const administrator = await started.signIn('administrator')
  const { body } = await administrator.get('/api/audit?kind=plan-history')
  t.same(
    body.rows.map((row: { action: string }) => row.action),
    ['undo-import', 'export', 'import'],
  )
})

t.test('what was exported as Excel is imported again as it was', async (t) => {
  await send('what=history&series=all', HISTORY)
  const query = `what=history&series=all&from=${PAST}&to=2026-03-03&format=xlsx&lang=en`
  const { bytes, headers } = await planner.get(`/api/plan/export?${query}`)
  t.match(headers.get('content-disposition'), `history-${PAST}.xlsx`)
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
  const forgotten = await planner.remove(`/api/plan/import?what=need&series=all&from=${MONDAY}&to=${day(1)}`)
  t.same(forgotten.body, { removed: 2 })
  t.match((await planner.post('/api/plan/need', ask)).body.points[0], { toRoster: 2.5 })
})

t.test('need taken back brings what was imported before it, the later import first', async (t) => {
  const file = (...agents: number[]) =>
    `at,agents\n${agents.map((n, slot) => `${MONDAY} ${slot === 0 ? '08:00' : '09:00'},${n}`).join('\n')}`
  const first = (await send('what=need&series=all', file(5, 6))).body
  started.clock.now += 1_000
  const second = (await send('what=need&series=all', file(9))).body
  const need = async () => {
    const { body } = await planner.post('/api/plan/need', { series: 'all', from: MONDAY, to: day(1) })
    return body.points.map((point: { toRoster: number }) => point.toRoster)
  }
  t.same(await need(), [9, 2.5])
  t.match(await planner.post(`/api/plan/imports/${first.id}/undo`), {
    status: 409,
    body: { say: { zh: /planner 又导入了 2026-12-07 至 2026-12-07/, en: /take that back first/ } },
  })
  t.same((await planner.post(`/api/plan/imports/${second.id}/undo`)).body, { restored: 2 })
  t.same(await need(), [5, 6])
  t.same((await planner.post(`/api/plan/imports/${first.id}/undo`)).body, { restored: 0 })
  t.same(await need(), [2.5, 2.5])
})

t.test('a file that would hurt is refused in words, and the gateway answers meanwhile', async (t) => {
  const wide = `${'a,'.repeat(10_000)}a\n1,2`
  t.match(await send('what=history&series=all&dryRun=true', wide), { status: 400, body: { say: { zh: /NTQ1/ } } })
  const rows = Array.from({ length: 120_000 }, (_, n) => `2026-01-${String((n % 28) + 1).padStart(2, '0')} 09:00,x${n}`)
  const reading = send('what=history&series=all&dryRun=true', `at,offered\n${rows.join('\n')}`)
  let answered = 0
  let over = false
  void reading.then(() => {
    over = true
  })
  while (!over) if ((await planner.get('/api/session')).status === 200) answered += 1
  t.match((await reading).body, { rows: 120_000, accepted: 0, problems: { length: 500 }, moreProblems: 119_500 })
  t.ok(answered > 10, 'the gateway did not wait for the file')
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
  const again = (await send(`what=roster&id=${made.id}`, edited.replace('早班', '休'))).body
  t.same((await planner.get(`/api/plan/rosters/${made.id}`)).body.duties, [])
  t.same((await planner.post(`/api/plan/imports/${again.id}/undo`)).body, { restored: 1 })
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
  t.match(await send('what=history&series=all', 'a,b\n1,2'), { status: 400, body: { say: { zh: /需要的列/ } } })
  t.match(await send('what=roster&id=nothing', 'agent,date,shift\n1,2,3'), { status: 404 })
})

t.test('what a file leaves open is asked, and read as the planner answers', async (t) => {
  const rows = ['02/03/2026', '03/03/2026', '04/03/2026'].flatMap((date) =>
    Array.from({ length: 11 }, (_, slot) => `${date} ${String(slot + 8).padStart(2, '0')}:00,${slot % 3 ? 1 : ''},180`),
  )
  const file = ['时间,呼入量,平均处理时长(秒)', ...rows.filter((row) => !row.includes(',,'))].join('\n')
  const asked = (await send('what=history&series=all&dryRun=true', file)).body
  t.match(asked, {
    ...{ accepted: 30, from: '2026-03-02', to: '2026-03-04' },
    questions: [
      { name: 'dates', chosen: 'dmy', options: [{ value: 'dmy', label: { zh: '日/月/年' } }, {}] },
      { name: 'gaps', chosen: 'zero', text: { en: /missing or zero/ } },
    ],
  })
  const answered = (await send('what=history&series=all&dryRun=true&dates=mdy&gaps=missing', file)).body
  t.match(answered, {
    accepted: 21,
    from: '2026-02-03',
    to: '2026-04-03',
    questions: [{ chosen: 'mdy' }, { chosen: 'missing' }],
  })
  t.equal((await send('what=history&series=all&dryRun=true&dates=ymd', file)).status, 400)
})

t.test('nothing failed inside, and every answer fitted the schema of its route', async (t) => {
  t.same(started.wrong, [])
})
