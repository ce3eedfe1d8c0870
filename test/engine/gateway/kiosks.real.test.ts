// Wall screens: their tokens open what an administrator says, and nothing once they are revoked.
import t from 'tap'
import { subjects } from '#engine/protocol/actors.ts'
import { waitFor } from '#test/kit/wait.ts'
import { queueView, talking } from './fixtures.ts'
import { livePages } from './live-page.ts'
import { startedGateway } from './started.ts'

const started = await startedGateway()
const { bus, clock } = started
t.teardown(() => started.stop())
const { open, subscribed } = livePages(started)
const ALL = ['me', 'agents', 'queues', 'calls', 'notices']

const tell = (kind: 'agent' | 'queue', id: string, view: unknown) => {
  clock.now += 1
  bus.publish(subjects.live({ kind, id }), { node: 'engine-1', at: clock.now, view })
}

t.test(
  'a wall screen is made, named and limited in a page, holds no number unless it may, and is revoked',
  async (t) => {
    const admin = await started.signIn('administrator')
    const queue = (name: string) => admin.post('/api/config/queues', { name, strategy: 'longest-idle' })
    const [mine, other] = [(await queue('售前')).body.id, (await queue('售后')).body.id]
    const made = (await admin.post('/api/config/kiosks', { name: '二楼', queueIds: [mine] })).body
    const found = (await admin.get('/api/config/kiosks?name=二楼')).body.rows[0]
    t.match(found.path, /^\/kiosk\?token=kiosk-/)
    const query = found.path.slice('/kiosk'.length)
    const agent = (id: string, queueIds: string[]) => ({ ...talking(id), queueIds })
    tell('agent', 'agent-1', agent('agent-1', [mine]))
    tell('agent', 'agent-2', agent('agent-2', [other]))
    const page = await subscribed(open(undefined, query), ALL)
    tell('queue', mine, queueView(mine, 1))
    tell('queue', other, queueView(other, 1))
    await waitFor(() => page.store.data().queues.size > 0, { what: 'its queue' })
    tell('agent', 'agent-2', agent('agent-2', [mine, other]))
    await waitFor(() => page.store.data().agents.size === 2, { what: 'who came into its queue' })
    tell('agent', 'agent-1', agent('agent-1', [other]))
    await waitFor(() => page.store.data().agents.size === 1, { what: 'who left it is gone' })
    const said = JSON.stringify(page.frames)
    t.notMatch(said, `"queueId":"${other}"`, 'another queue is not told of')
    t.notMatch(said, /13[89]0000000/, 'no number, of those who wait and of those who talk')
    const put = (more: object) => admin.put(`/api/config/kiosks/${made.id}`, { ...found, ...more })
    t.equal((await put({ showNumbers: true })).status, 200)
    await waitFor(() => page.closed, { what: 'a changed screen comes in again' })
    const again = await subscribed(open(undefined, query), ALL)
    t.match(JSON.stringify(again.frames), /13[89]0000000/, 'numbers where that is allowed')
    t.equal((await started.guest.get(`/api/kiosk/demo${query}`)).status, 503, 'nobody simulates')
    t.equal((await admin.remove(`/api/config/kiosks/${made.id}`)).status, 200)
    await waitFor(() => again.closed, { what: 'a revoked screen is hung up on' })
    const refused = open(undefined, query)
    await waitFor(() => refused.closed, { what: 'and does not come in' })
    t.equal((await started.guest.get(`/api/kiosk/demo${query}`)).status, 403)
    t.match((await admin.get('/api/kiosk')).body.path, /token=kiosk-1\./, 'the wallboard opens one that is there')
  },
)
