// The desk and the live socket: real HTTP and WebSocket, the engine played by the test on the bus.
import t from 'tap'
import WebSocket from 'ws'
import { subjects } from '#engine/protocol/actors.ts'
import { waitFor } from '#test/kit/wait.ts'
import { agentView, callView, queueView, talking } from './fixtures.ts'
import { livePages } from './live-page.ts'
import { KIOSK, startedGateway } from './started.ts'

const started = await startedGateway()
const { bus, clock } = started
t.teardown(() => started.stop())
const { open, subscribed } = livePages(started)

const tell = (kind: 'agent' | 'queue' | 'call', id: string, view?: unknown) => {
  clock.now += 1
  bus.publish(subjects.liveViews(kind), { node: 'engine-1', at: clock.now, views: [{ id, ...(view ? { view } : {}) }] })
}

const ALL = ['me', 'agents', 'queues', 'calls', 'notices']

t.test('nobody listens without a session, with a wrong token or from a foreign page', async (t) => {
  const supervisor = await started.signIn('supervisor')
  const doors = [
    open(undefined),
    open(undefined, '?token=wrong'),
    open(supervisor, '', { origin: 'https://evil.example' }),
  ]
  for (const door of doors) await waitFor(() => door.closed, { what: 'the socket is refused' })
  t.ok(doors.every((door) => door.frames.length === 0))
})

t.test('a wallboard by token sees a snapshot, then changes, then what is gone', async (t) => {
  tell('agent', 'agent-1', agentView('agent-1', 'ready'))
  const page = await subscribed(open(undefined, `?token=${KIOSK}`), ALL)
  t.match(page.frames[0], { type: 'snapshot', seq: Number })
  tell('queue', 'queue-1', queueView('queue-1', 2))
  tell('queue', 'queue-9', queueView('queue-9', 0))
  tell('call', 'c1', callView('c1'))
  const from = Date.now()
  const frame = await page.next(
    'the queue',
    (each) => each.type === 'changes' && (each.queues ?? each.patches?.queues) !== undefined,
  )
  t.comment(`told after ${Date.now() - from} ms`)
  t.match(frame, { queues: [{ waiting: [{ number: '13900000000' }, {}] }] })
  tell('queue', 'queue-9')
  await page.next('the end of a queue', (each) => each.type === 'changes' && each.gone?.includes('queue-9') === true)
  t.notMatch(JSON.stringify(page.frames), 'c1', 'calls are not a screen’s business')
  t.equal((await started.guest.get('/api/session')).status, 401, 'the token opens nothing else')
})

t.test('an agent gets own view as me, colleagues without their callers, and no calls', async (t) => {
  tell('agent', 'agent-2', talking('agent-2'))
  const page = await subscribed(open(await started.signIn('agent')), ALL)
  tell('agent', 'agent-1', talking('agent-1'))
  tell('call', 'c2', callView('c2'))
  await waitFor(() => page.store.data().me?.mode === 'talking', { what: 'my view' })
  t.match(page.store.data().me, { agentId: 'agent-1', call: { callId: 'c1', card: { number: '13800000001' } } })
  tell('queue', 'queue-1', queueView('queue-1', 1))
  await page.next('the queue', (each) => each.type === 'changes' && (each.queues ?? each.patches?.queues) !== undefined)
  const seen = JSON.stringify(
    page.frames.map((each) =>
      each.type === 'changes' || each.type === 'snapshot' ? { ...each, me: undefined } : each,
    ),
    (name, value) => (name === 'me' ? undefined : value),
  )
  t.notMatch(seen, /13800000001|13900000000|"callId":"c2"/, 'no number of anybody else')
  t.match(seen, /agent-2/)
})

t.test(
  'who comes back with the last number gets the changes in between; too old a number gets a snapshot',
  async (t) => {
    const supervisor = await started.signIn('supervisor')
    const first = await subscribed(open(supervisor), ALL)
    const seq = first.frames.at(-1)?.type === 'snapshot' ? (first.frames.at(-1) as { seq: number }).seq : 0
    first.socket.close()
    tell('queue', 'queue-2', queueView('queue-2', 1))
    const witness = await subscribed(open(supervisor), ALL)
    await waitFor(() => witness.frames.some((each) => JSON.stringify(each).includes('queue-2')), { what: 'the change' })
    const back = await subscribed(open(supervisor), ALL, seq)
    // in the first frame, or in the next when the batch was not closed yet
    await back.next('what was missed', (each) => JSON.stringify(each).includes('queue-2'))
    t.ok(back.frames.every((each) => each.type === 'changes'))
    const old = await subscribed(open(supervisor), ALL, 5)
    t.equal(old.frames[0]?.type, 'snapshot')
  },
)

t.test('a view of a slower, former owner does not paint over a newer one', async (t) => {
  const page = await subscribed(open(await started.signIn('supervisor')), ALL)
  tell('agent', 'agent-9', agentView('agent-9', 'ready'))
  bus.publish(subjects.live({ kind: 'agent', id: 'agent-9' }), {
    node: 'old',
    at: clock.now - 1000,
    view: agentView('agent-9', 'break'),
  })
  tell('agent', 'agent-8', agentView('agent-8', 'ready'))
  await waitFor(() => JSON.stringify(page.frames).includes('agent-8'), { what: 'the later view' })
  t.notMatch(JSON.stringify(page.frames), /break/)
})

t.test('a notice reaches who asked for notices; a ping is answered', async (t) => {
  const page = await subscribed(open(await started.signIn('supervisor')), ALL)
  bus.publish('live.notice', { level: 'alarm', zh: '队列拥堵', en: 'Queue is long' })
  const notice = await page.next('the notice', (each) => each.type === 'notice')
  t.match(notice, { level: 'alarm', zh: '队列拥堵', seq: Number })
  page.socket.send(JSON.stringify({ type: 'ping', at: 7 }))
  t.match(await page.next('the pong', (each) => each.type === 'pong'), { at: 7 })
})

t.test('who was let in is not hung up on at once, however often somebody comes and goes', async (t) => {
  let gone = 0
  for (let n = 0; n < 60; n++) {
    const client = await started.signIn('supervisor')
    const page = open(client)
    await waitFor(() => page.socket.readyState !== WebSocket.CONNECTING, { what: 'the answer' })
    if (page.socket.readyState !== WebSocket.OPEN) gone++
    await client.remove('/api/session')
    await waitFor(() => page.closed, { what: 'the end of the session is the end of the socket' })
  }
  t.equal(gone, 0)
})

t.test('signing out closes the live socket of that session', async () => {
  const one = await started.signIn('supervisor')
  const page = await subscribed(open(one), ALL)
  await one.remove('/api/session')
  await waitFor(() => page.closed, { what: 'the socket is closed' })
})

t.test('after the bus was away the views are asked for again, and what is over goes', async (t) => {
  const page = await subscribed(open(await started.signIn('supervisor')), ALL)
  tell('call', 'c7', callView('c7'))
  await page.next(
    'the call',
    (each) => each.type === 'changes' && each.calls?.some((call) => call.callId === 'c7') === true,
  )
  clock.now += 1000
  const answered = await bus.subscribe(subjects.liveSnapshot, (_value, _subject, answer) => {
    clock.now += 1
    answer?.({
      node: 'engine-1',
      at: clock.now,
      part: 0,
      parts: 1,
      agents: [agentView('agent-1', 'break')],
      queues: [],
      calls: [],
    })
  })
  bus.disconnect()
  bus.reconnect()
  await page.next('the end of the call', (each) => each.type === 'changes' && each.gone?.includes('c7') === true)
  await waitFor(() => page.store.data().agents.get('agent-1')?.mode === 'break', { what: 'the agent' })
  t.ok(
    page.frames.some((each) => each.type === 'notice' && each.level === 'alarm'),
    'the loss was told',
  )
  await answered.stop()
})

t.test('desk buttons are commands to the agent of the account, and refusals come back in words', async (t) => {
  const heard: { command: { type: string }; id: string; cause: string }[] = []
  const engine = await bus.subscribe(subjects.actor({ kind: 'agent', id: 'agent-1' }), (value, _subject, answer) => {
    const envelope = value as (typeof heard)[number]
    heard.push(envelope)
    if (envelope.command.type === 'ready') answer?.({ ok: false, refusal: 'agent-signed-out' })
    else if (envelope.command.type === 'hold') answer?.({ ok: false, refusal: 'no-such-word', detail: 'x' })
    else answer?.({ ok: true, value: agentView('agent-1', 'break') })
  })
  const agent = await started.signIn('agent')
  const signIn = await agent.post('/api/desk/sign-in', { phone: { type: 'browser' } })
  t.match(signIn, { status: 200, body: { agentId: 'agent-1', mode: 'break' } })
  await agent.post('/api/desk/break', { reason: 'meal' })
  await agent.post('/api/desk/transfer', { target: { type: 'queue', queueId: 'queue-1' } })
  t.match(
    heard.map((each) => each.command),
    [
      { type: 'sign-in', phone: { type: 'browser' }, session: String },
      { type: 'take-break', reason: 'meal' },
      { type: 'transfer', target: { type: 'queue', queueId: 'queue-1' } },
    ],
  )
  t.equal(new Set(heard.map((each) => each.id)).size, 3)
  t.match(await agent.post('/api/desk/ready'), {
    status: 409,
    body: { refusal: 'agent-signed-out', message: { zh: '坐席未签入，请先签入' } },
  })
  t.match((await agent.post('/api/desk/hold')).body, { refusal: 'command-not-possible', detail: 'x' })
  t.match(await agent.post('/api/desk/sign-in', { phone: { type: 'smoke-signs' } }), { status: 400 })
  t.equal((await agent.post('/api/desk/dial', { number: '10086' })).status, 200)
  t.match(heard.at(-1)?.command, { type: 'dial', number: '10086', node: '' }, 'the agent keeps it as a failed call')
  bus.publish(subjects.mediaHello('m1'), { node: 'm1', at: clock.now, kind: 'memory', legs: 0, draining: false })
  await waitFor(
    async () => {
      await agent.post('/api/desk/dial', { number: '10086' })
      return JSON.stringify(heard.at(-1)?.command).includes('"node":"m1"')
    },
    { what: 'a node is heard' },
  )
  await engine.stop()
  t.match(
    await agent.post('/api/desk/ready'),
    { status: 503, body: { refusal: 'unavailable' } },
    'nobody owns the agent',
  )
})

t.test('a page that reloads gets its view, reasons and short-lived SIP credentials', async (t) => {
  const agent = await started.signIn('agent')
  const { body } = await agent.get('/api/desk')
  t.match(body, {
    agent: { agentId: 'agent-1' },
    groupName: '一组',
    sip: { uri: 'sip:agent.1001@test.local', server: 'ws://127.0.0.1:5066' },
  })
  t.ok(body.breakReasons.length >= 5)
  const sip = (await agent.post('/api/desk/sip-credentials')).body
  t.match(sip.authorizationUser, /^\d{10}:agent\.1001$/)
  t.ok(sip.expiresAt > clock.now)
  t.equal(Buffer.from(sip.password, 'base64').length, 32, 'HMAC-SHA256')
  const guest = (await started.guest.post('/api/call-us')).body
  t.match(guest.authorizationUser, /^\d{10}:guest\.[0-9a-f]+$/)
})

t.test('the wallboard without a person learns whether its callers are simulated, others do not', async (t) => {
  const ask = (token: string) => started.guest.get(`/api/kiosk/demo?token=${token}`)
  t.match(await ask('wrong'), { status: 403, body: { refusal: 'not-allowed' } })
  t.equal((await started.guest.get('/api/kiosk/demo')).status, 400)
  t.match(await ask(KIOSK), { status: 503, body: { refusal: 'unavailable' } }, 'nobody answers for the demo')
  const demo = await bus.subscribe('ask.demo', (_value, _subject, answer) =>
    answer?.({ ok: true, value: { on: true, callsPerMinute: 6 } }),
  )
  t.match(await ask(KIOSK), { status: 200, body: { on: true } })
  await demo.stop()
})

t.test('nothing failed inside, and every answer fitted the schema of its route', async (t) => {
  t.same(started.wrong, [])
})
