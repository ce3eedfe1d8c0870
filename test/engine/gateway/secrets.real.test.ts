// Kinds that keep secrets or files, over real HTTP: phones, trunks, accounts, prompts.
import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import t from 'tap'
import { waitFor } from '#test/kit/wait.ts'
import { startedGateway } from './started.ts'

const started = await startedGateway()
const { sql, bus } = started
t.teardown(() => started.stop())
const admin = await started.signIn('administrator')

const heard: unknown[] = []
await bus.subscribe('edge.reload', (value) => void heard.push(value))
const announced = (pick: (value: Record<string, unknown>) => boolean) =>
  waitFor(() => heard.some((value) => pick(value as Record<string, unknown>)), { what: 'the edge is told' })

const FLOW = { name: '主流程', lang: 'zh', startNodeId: 'n1' }

t.test('an extension keeps a hash only, and a new number needs its password again', async (t) => {
  const made = await admin.post('/api/config/extensions', { number: '8001', name: '前台', password: 'phone-password' })
  t.equal(made.status, 200)
  t.notMatch(JSON.stringify(made.body), /ha1|phone-password/)
  await announced((value) => value.what === 'extensions')
  const ha1 = createHash('md5').update('8001:test.local:phone-password').digest('hex')
  t.match(await sql`select ha1 from extensions`, [{ ha1 }])
  const { id, ...values } = made.body
  const renamed = await admin.put(`/api/config/extensions/${id}`, { ...values, name: '大堂' })
  t.equal(renamed.status, 200, 'without the password the hash stays')
  t.match(await sql`select ha1 from extensions`, [{ ha1 }])
  const moved = await admin.put(`/api/config/extensions/${id}`, { ...values, version: 2, number: '8002' })
  t.match(moved, { status: 400, body: { fields: [{ path: 'password' }] } })
})

t.test('a trunk: carrier password kept but never shown, prefixes as people write them', async (t) => {
  const trunk = { name: '运营商', kind: 'registration', host: 'sip.carrier.example', prefixes: '0, 1，*' }
  t.match(await admin.post('/api/config/trunks', trunk), {
    status: 400,
    body: { fields: [{ path: 'username' }, { path: 'password' }] },
  })
  const made = await admin.post('/api/config/trunks', { ...trunk, username: 'u1', password: 'carrier-secret' })
  t.match(made.body, { prefixes: '0, 1, *' })
  t.notMatch(JSON.stringify(made.body), /carrier-secret/)
  t.match(await sql`select password, prefixes from trunks`, [{ password: 'carrier-secret', prefixes: ['0', '1', ''] }])
  t.notMatch(JSON.stringify((await admin.get('/api/audit?kind=trunks')).body), /carrier-secret/)
})

t.test(
  'accounts: a new password ends the sessions, the last administrator stays, nobody deletes themselves',
  async (t) => {
    const other = await started.signIn('supervisor')
    const { id: _, ...values } = (await admin.get('/api/config/accounts/account-supervisor')).body
    t.equal(
      (await admin.put('/api/config/accounts/account-supervisor', { ...values, password: 'new-password' })).status,
      200,
    )
    t.equal((await other.get('/api/session')).status, 401)
    const own = (await admin.get('/api/config/accounts/account-administrator')).body
    const { id: __, ...mine } = own
    const demoted = await admin.put('/api/config/accounts/account-administrator', { ...mine, role: 'supervisor' })
    t.match(demoted, { status: 400, body: { fields: [{ path: 'role' }] } })
    t.match(await admin.remove('/api/config/accounts/account-administrator'), { status: 409 })
    const lonely = await admin.post('/api/config/accounts', {
      account: 'a9',
      name: 'a9',
      role: 'agent',
      password: 'long-enough',
    })
    t.match(lonely, { status: 400, body: { fields: [{ path: 'agentId' }] } })
  },
)

t.test('a prompt is known by its content, heard again, and kept while a flow plays it', async (t) => {
  const wav = silentWav()
  const fake = await admin.post('/api/prompts?name=假&lang=zh', Buffer.from('MZ this is a program, not a sound'))
  t.match(fake, { status: 400, body: { fields: [{ path: 'file' }] } })
  const made = await admin.post(`/api/prompts?name=${encodeURIComponent('欢迎')}&lang=zh`, wav)
  t.match(made, { status: 200, body: { name: '欢迎', format: 'wav', bytes: wav.length } })
  const { id } = made.body
  t.same(await readFile(join(started.dir, 'prompts', `${id}.wav`)), wav)
  const heardAgain = await admin.get(`/api/prompts/${id}/sound`)
  t.same(heardAgain.bytes, wav)
  t.equal(heardAgain.headers.get('content-type'), 'audio/wav')
  const nodes = [
    {
      id: 'n1',
      type: 'play',
      name: 'p',
      settings: { prompts: [{ type: 'file', promptId: id }] },
      next: { done: 'n2' },
    },
    { id: 'n2', type: 'hang-up', name: '挂断', settings: {}, next: {} },
  ]
  const flow = await admin.post('/api/config/flows', { ...FLOW, name: '播放', nodes })
  t.match(await admin.remove(`/api/config/prompts/${id}`), { status: 409, body: { say: { zh: /：播放$/ } } })
  await admin.remove(`/api/config/flows/${flow.body.id}`)
  t.equal((await admin.remove(`/api/config/prompts/${id}`)).status, 200)
})

t.test('nothing failed inside, and every answer fitted the schema of its route', async (t) => {
  t.same(started.wrong, [])
})

/** 100 ms of 8 kHz mono. */
function silentWav(): Buffer {
  const data = Buffer.alloc(1600)
  const head = Buffer.alloc(44)
  head.write('RIFF', 0)
  head.writeUInt32LE(36 + data.length, 4)
  head.write('WAVEfmt ', 8)
  head.writeUInt32LE(16, 16)
  head.writeUInt16LE(1, 20)
  head.writeUInt16LE(1, 22)
  head.writeUInt32LE(8000, 24)
  head.writeUInt32LE(16000, 28)
  head.writeUInt16LE(2, 32)
  head.writeUInt16LE(16, 34)
  head.write('data', 36)
  head.writeUInt32LE(data.length, 40)
  return Buffer.concat([head, data])
}
