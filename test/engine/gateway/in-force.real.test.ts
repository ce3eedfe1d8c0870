// Saved means in force: the answer to a save comes when every engine node and the edge obey it, or names who does not yet.
import t from 'tap'
import { subjects } from '#engine/protocol/actors.ts'
import { waitFor } from '#test/kit/wait.ts'
import { startedGateway } from './started.ts'

/** an edge that obeys when the test lets it, and says which lines are registered */
const edge = { shut: false, waiting: [] as (() => void)[], lines: [] as { trunkId: string; registered: boolean }[] }
const open = () => {
  edge.shut = false
  for (const each of edge.waiting.splice(0)) each()
}
const started = await startedGateway({
  edge: {
    obeys: () => new Promise((resolve) => (edge.shut ? edge.waiting.push(resolve) : resolve())),
    trunkRegistrations: async () => edge.lines,
  },
})
const { sql, bus } = started
t.teardown(() => started.stop())
const admin = await started.signIn('administrator')

/** Engine nodes that work by what they read when they are told, until one is told to stand still. */
const standing = new Set<string>()
const revision = async () => (await sql<{ revision: number }[]>`select revision from company_revision`)[0]!.revision
const say = async (node: string) => bus.publish(subjects.configObeyed, { node, revision: await revision() })
await bus.subscribe(subjects.configChanged, () => {
  for (const node of ['engine-a', 'engine-b']) if (!standing.has(node)) void say(node)
})
await say('engine-a')
await say('engine-b')

const TRUNK = { name: '注册线', kind: 'registration', host: '192.0.2.7', username: 'line-1', password: 'first-secret' }
const inForceAt = async (path: string) => (await admin.get(path)).body.inForceAt

t.test('a save that all follow is answered plain, and its list says since when', async (t) => {
  const made = await admin.post('/api/config/trunks', TRUNK)
  t.equal(made.status, 200)
  t.equal(made.body.outstanding, undefined)
  t.type(await inForceAt(`/api/config/trunks/${made.body.id}`), 'number')
  const list = await admin.get('/api/config/trunks')
  t.match(list.body.rows, [{ name: '注册线', registration: 'not-registered' }])
  edge.lines = [{ trunkId: made.body.id, registered: true }]
  const { body } = await admin.get(`/api/config/trunks/${made.body.id}`)
  t.equal(body.registration, 'registered')
  const back = await admin.put(`/api/config/trunks/${made.body.id}`, { ...body, name: '注册线二' })
  t.equal(back.status, 200, 'a record may be sent back as it was read')
})

t.test('an engine node that stands still and an edge that does not answer are named, and followed up', async (t) => {
  standing.add('engine-b')
  edge.shut = true
  const made = await admin.post('/api/config/trunks', { ...TRUNK, name: '迟到线' })
  t.equal(made.status, 200, 'it is saved')
  t.match(made.body.outstanding, [{ en: 'engine node engine-b' }, { zh: 'SIP 边缘' }])
  const path = `/api/config/trunks/${made.body.id}`
  t.equal(await inForceAt(path), null, 'the list says that it is not in force everywhere')
  open()
  standing.clear()
  await say('engine-b')
  await waitFor(async () => (await inForceAt(path)) !== null, { what: 'it is dated when all have followed' })
})

t.test('what the edge does not read does not wait for it; who is deleted is waited for too', async (t) => {
  edge.shut = true
  const made = await admin.post('/api/config/groups', { name: '二组' })
  t.equal(made.body.outstanding, undefined)
  t.type(await inForceAt(`/api/config/groups/${made.body.id}`), 'number')
  const gone = await admin.post('/api/config/extensions', { number: '8123', name: '话机', password: 'long-enough-1' })
  t.match(gone.body.outstanding, [{ zh: 'SIP 边缘' }])
  open()
  t.equal((await admin.remove(`/api/config/extensions/${gone.body.id}`)).body.outstanding, undefined)
  t.same(started.wrong, [])
})
