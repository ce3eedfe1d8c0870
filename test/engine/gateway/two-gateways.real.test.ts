// Two gateways of one centre: who asks one may go on with the other.
import t from 'tap'
import { WebSocket } from 'ws'
import type { LiveToPage } from '#engine/protocol/live.ts'
import { waitFor } from '#test/kit/wait.ts'
import { startedGateway } from './started.ts'

const first = await startedGateway()
const second = await startedGateway({ beside: first })
t.teardown(async () => {
  await second.stop()
  await first.stop()
})

/** The same person at the other gateway. */
const across = (cookie: string) => {
  second.guest.cookie = cookie
  return second.guest
}

async function live(base: string, cookie: string, since?: number) {
  const socket = new WebSocket(`${base.replace('http', 'ws')}/live`, { headers: { cookie } })
  const frames: LiveToPage[] = []
  let closed = false
  socket.on('message', (data) => frames.push(JSON.parse(String(data))))
  socket.on('close', () => (closed = true))
  await new Promise((resolve) => socket.once('open', resolve))
  socket.send(JSON.stringify({ type: 'subscribe', topics: ['agents'], ...(since === undefined ? {} : { since }) }))
  await waitFor(() => frames.length > 0, { what: 'the first frame' })
  return { frames, closed: () => closed, close: () => socket.close() }
}

t.test('a session of one is one of the other; signed out at one, its pages at the other close', async (t) => {
  const one = await first.signIn('supervisor')
  t.equal((await across(one.cookie).get('/api/session')).status, 200)
  const page = await live(second.base, one.cookie)
  await one.remove('/api/session')
  await waitFor(page.closed, { what: 'the socket at the other gateway is closed' })
  t.equal((await across(one.cookie).get('/api/session')).status, 401)
})

t.test('a page that comes to the other gateway gets the whole, whatever number it has', async (t) => {
  const one = await first.signIn('supervisor')
  const page = await live(first.base, one.cookie)
  const { seq } = page.frames[0] as { seq: number }
  page.close()
  const again = await live(first.base, one.cookie, seq)
  t.equal(again.frames[0]?.type, 'changes', 'its own goes on')
  const other = await live(second.base, one.cookie, seq)
  t.equal(other.frames[0]?.type, 'snapshot')
  again.close()
  other.close()
})

t.test('a file made by one is listed, fetched and cancelled at the other', async (t) => {
  const one = await first.signIn('supervisor')
  const { id } = (await one.post('/api/exports/calls?format=csv')).body
  const other = across(one.cookie)
  t.match((await other.get('/api/exports')).body, [{ id, state: 'done' }])
  t.match((await other.get(`/api/exports/${id}`)).body, { id, state: 'done' })
  const [here, there] = [await one.get(`/api/exports/${id}/file`), await other.get(`/api/exports/${id}/file`)]
  t.equal(there.status, 200)
  t.same(there.bytes, here.bytes)
  t.equal((await other.post(`/api/exports/${id}/cancel`)).status, 200)
  const stranger = await second.signIn('administrator')
  t.equal((await stranger.get(`/api/exports/${id}/file`)).status, 404, 'another person’s is not even there')
})

t.test('what an address may ask in a minute is counted for both together', async (t) => {
  const ask = async ({ guest }: typeof first) => (await guest.get('/api/kiosk/demo?token=wrong')).status
  const statuses: number[] = []
  for (let n = 0; n < 35; n++) statuses.push(await ask(first), await ask(second))
  t.same(statuses, [...Array(60).fill(403), ...Array(10).fill(429)])
  first.clock.now -= 3_600_000
  t.equal(await ask(first), 403, 'a clock set back an hour keeps nobody out')
  first.clock.now += 3_600_000
})

t.test('nothing failed inside, and every answer fitted the schema of its route', async (t) => {
  t.same([...first.wrong, ...second.wrong], [])
})
