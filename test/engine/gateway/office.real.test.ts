// What people tell each other over real HTTP and /live: announcements by scope and who has read them, messages within a
// second to two hundred, who may not broadcast, and area fault alarms exactly at the Nth call of a sliding hour.
import t from 'tap'
import { WebSocket } from 'ws'
import type { AgentReportFact } from '#engine/protocol/facts.ts'
import type { LiveToPage } from '#engine/protocol/live.ts'
import { waitFor } from '#test/kit/wait.ts'
import { record, summary } from './fixtures.ts'
import { type Client, KIOSK, startedGateway } from './started.ts'

const started = await startedGateway()
const { base, sql, ledger, clock, guest } = started
t.teardown(() => started.stop())
const administrator = await started.signIn('administrator')
const supervisor = await started.signIn('supervisor')
const agent = await started.signIn('agent')
const planner = await started.signIn('planner')

type Word = Extract<LiveToPage, { type: 'word' }>
/** What a page of this person is told. */
async function listening({ cookie }: Client): Promise<Word[]> {
  const words: Word[] = []
  const socket = new WebSocket(`${base.replace('http', 'ws')}/live`, { headers: { cookie, origin: base } })
  socket.on('message', (data) => {
    const frame = JSON.parse(String(data)) as LiveToPage
    if (frame.type === 'word') words.push(frame)
  })
  await new Promise<void>((resolve) => socket.once('open', () => resolve()))
  t.teardown(() => socket.close())
  return words
}
const announcement = (more: object) => ({ title: '系统升级', body: '今晚 23:00', fromAt: clock.now - 1_000, ...more })

t.test('an announcement reaches those it is for, urgent ones first, and it is known who has read it', async (t) => {
  const words = await listening(agent)
  t.equal((await agent.post('/api/announcements', announcement({}))).status, 403)
  t.equal((await supervisor.post('/api/announcements', announcement({ title: '全员' }))).status, 200)
  await supervisor.post('/api/announcements', announcement({ title: '一组', everybody: false, groupIds: ['group-1'] }))
  await supervisor.post(
    '/api/announcements',
    announcement({ title: '急', urgent: true, accountIds: ['account-agent'], everybody: false }),
  )
  await supervisor.post('/api/announcements', announcement({ title: '以后', fromAt: clock.now + 60_000 }))
  const titles = async (who: Client) =>
    (await who.get('/api/announcements')).body.map((one: { title: string }) => one.title)
  t.strictSame((await titles(agent))[0], '急')
  t.strictSame((await titles(agent)).sort(), ['一组', '全员', '急'].sort())
  t.strictSame(await titles(planner), ['全员'], 'only targets see it')
  await sql`insert into queues (id, name, lang, strategy, ring_ms, missed_agent, max_wait_ms, on_max_wait,
      nobody_wait_ms, on_nobody, max_waiting, on_full) values ('queue-1', '查询', 'zh', 'random', 1, 'stays-ready', 1, '{"type":"hang-up"}', 1, '{"type":"hang-up"}', 1, '{"type":"hang-up"}')`
  const [queue] = (await supervisor.get('/api/announcement-queues')).body
  t.equal((await agent.get('/api/announcement-queues')).status, 403)
  await supervisor.post(
    '/api/announcements',
    announcement({ title: '本技能组', everybody: false, queueIds: [queue.id] }),
  )
  t.notOk((await titles(agent)).includes('本技能组'), 'not an agent of the queue')
  await sql`insert into queue_members select ${queue.id}, agent_id from accounts where id = 'account-agent'`
  t.ok((await titles(agent)).includes('本技能组'), 'an agent of the queue')
  t.notOk((await titles(planner)).includes('本技能组'))
  await waitFor(() => words.some(({ about }) => about === 'announcements'), { what: 'the page is told' })
  const [urgent] = (await agent.get('/api/announcements')).body
  t.equal((await planner.post(`/api/announcements/${urgent.id}/read`)).status, 404, 'not theirs')
  t.equal((await agent.post(`/api/announcements/${urgent.id}/read`)).status, 200)
  t.match((await supervisor.get(`/api/announcements/${urgent.id}/readers`)).body, [{ account: 'agent', at: Number }])
  t.equal((await agent.get(`/api/announcements/${urgent.id}/readers`)).status, 403)
  await supervisor.put(`/api/announcements/${urgent.id}`, announcement({ title: '急：已改', urgent: true }))
  t.equal((await agent.get('/api/announcements')).body[0].read, false, 'other words are new again')
  t.equal((await supervisor.remove(`/api/announcements/${urgent.id}`)).status, 200)
  t.notOk((await titles(agent)).includes('急：已改'))
})

t.test('a wall screen shows what is meant for it, by its token', async (t) => {
  await supervisor.post('/api/announcements', announcement({ title: '本月目标 90%', wallboard: true }))
  t.strictSame((await guest.get(`/api/kiosk/words?token=${KIOSK}`)).body, ['本月目标 90%'])
  t.equal((await guest.get('/api/kiosk/words?token=wrong')).status, 403)
})

t.test('two write to each other; nobody else reads it', async (t) => {
  const [toAgent, toPlanner] = [await listening(agent), await listening(planner)]
  const send = (from: Client, id: string, body: string) =>
    from.post('/api/staff-messages', { to: { kind: 'person', id }, body })
  t.equal((await send(supervisor, 'account-agent', '请接一下 95588')).status, 200)
  await waitFor(() => toAgent.some(({ data }) => (data as { body: string }).body === '请接一下 95588'), {
    what: 'it comes',
  })
  const [thread] = (await agent.get('/api/staff-threads')).body
  t.match(thread, { kind: 'person', id: 'account-supervisor', unread: 1, last: { body: '请接一下 95588' } })
  await send(agent, 'account-supervisor', '好的')
  await agent.post('/api/staff-messages/read', { thread: thread.thread, lastId: thread.last.id })
  t.match((await agent.get('/api/staff-threads')).body, [{ unread: 0 }])
  const said = (await supervisor.get(`/api/staff-messages?thread=${thread.thread}`)).body
  t.strictSame(
    said.map((one: { body: string }) => one.body),
    ['请接一下 95588', '好的'],
  )
  for (const other of [planner, administrator])
    t.equal((await other.get(`/api/staff-messages?thread=${thread.thread}`)).status, 404, 'not theirs')
  t.equal(toPlanner.length, 0)
})

t.test('an agent writes to the own group, not to all or to others; who announces may', async (t) => {
  const to = (kind: string, id = '') => ({ to: { kind, id }, body: '大家好' })
  t.equal((await agent.post('/api/staff-messages', to('all'))).status, 403)
  t.equal((await agent.post('/api/staff-messages', to('group', 'group-1'))).status, 200)
  t.equal((await planner.post('/api/staff-messages', to('group', 'group-1'))).status, 403)
  t.equal((await supervisor.post('/api/staff-messages', to('group', 'group-1'))).status, 200)
})

t.test('two hundred people are told within a second', { timeout: 120_000 }, async (t) => {
  // a session takes twenty sockets at most
  const sessions = await Promise.all(Array.from({ length: 11 }, () => started.signIn('planner')))
  const pages = await Promise.all(Array.from({ length: 200 }, (_, n) => listening(sessions[n % 11] as Client)))
  const from = performance.now()
  await supervisor.post('/api/staff-messages', { to: { kind: 'all' }, body: '全体通知' })
  await waitFor(() => pages.every((words) => words.some(({ about }) => about === 'messages')), {
    what: 'all have it',
    timeoutMs: 30_000,
  })
  t.comment(`200 pages told ${Math.round(performance.now() - from)} ms after it was sent`)
})

async function disposed(callId: string, from: string, dispositionId: string): Promise<void> {
  const call = { kind: 'call', id: callId } as const
  const ended = { type: 'call-ended', summary: summary(callId, { from, region: '天津' } as never) } as const
  await ledger.append(
    call,
    { records: [{ ...record(callId, [ended]), at: clock.now }] },
    await ledger.lastSequence(call),
  )
  const ref = { kind: 'agent', id: 'agent-1' } as const
  const fact: AgentReportFact = { type: 'call-disposed', callId, dispositionId, note: '' }
  const told = { ...record('agent-1', [fact as never]), kind: 'agent' as const, actor: 'agent-1', at: clock.now }
  await ledger.append(ref, { records: [told] }, await ledger.lastSequence(ref))
  await waitFor(async () => (await sql`select 1 from call_dispositions where call_id = ${callId}`).length === 1, {
    what: `${callId} is disposed of`,
  })
}

t.test(
  'the fifth dispatched ticket of an area within an hour raises level 3, the tenth level 2; four do not',
  async (t) => {
    const words = await listening(agent)
    const { body: dispatched } = await administrator.post('/api/config/dispositions', {
      name: '已派单',
      areaAlarm: true,
    })
    const { body: other } = await administrator.post('/api/config/dispositions', { name: '咨询' })
    const alarms = () => words.filter(({ about }) => about === 'area-alarms').map(({ data }) => data)
    for (let n = 1; n <= 4; n++) await disposed(`a${n}`, '02288880000', dispatched.id)
    for (let n = 1; n <= 3; n++) await disposed(`o${n}`, '02288880000', other.id)
    t.strictSame(alarms(), [], 'four, and others that do not count')
    await disposed('a5', '02288880000', dispatched.id)
    await waitFor(() => alarms().length === 1, { what: 'the fifth raises it' })
    t.match(alarms()[0], { level: 3, calls: 5 })
    for (let n = 6; n <= 9; n++) await disposed(`a${n}`, '02288880000', dispatched.id)
    t.equal(alarms().length, 1, 'once')
    await disposed('a10', '02288880000', dispatched.id)
    await waitFor(() => alarms().length === 2, { what: 'the tenth' })
    t.match(alarms()[1], { level: 2, calls: 10 })
    clock.now += 3_600_001
    for (let n = 1; n <= 4; n++) await disposed(`b${n}`, '02288880000', dispatched.id)
    t.equal(alarms().length, 2, 'the hour slides: those of before count no more')
    t.match((await (await started.signIn('agent')).get('/api/area-alarms')).body, [{ level: 2 }, { level: 3 }])
  },
)

t.test('the rules are set by who configures, in their order', async (t) => {
  const one = await started.signIn('administrator')
  const rules = { enabled: true, windowMinutes: 30, level1: 8, level2: 4, level3: 2 }
  t.equal((await one.put('/api/area-alarm-rules', rules)).status, 200)
  t.strictSame((await one.get('/api/area-alarm-rules')).body, rules)
  t.equal((await one.put('/api/area-alarm-rules', { ...rules, level2: 9 })).status, 400)
  t.equal((await (await started.signIn('supervisor')).put('/api/area-alarm-rules', rules)).status, 403)
})

t.test('no answer broke its schema', async (t) => t.strictSame(started.wrong, []))
