// Settings: defaults, file and environment, and every wrong key told at once.
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import t, { type Test } from 'tap'
import { partsHere } from '#config/launch/parts.ts'
import { loadSettings } from '#config/settings.ts'

const folder = (t: Test): string => {
  const dir = mkdtempSync(join(tmpdir(), 'tinglan-settings-'))
  t.teardown(() => rmSync(dir, { recursive: true, force: true }))
  return dir
}

t.test('nothing set: everything has a default and listens on loopback', async (t) => {
  const dir = folder(t)
  const settings = loadSettings({ TINGLAN_DATA_DIR: dir, HOME: '/root' })
  t.equal(settings.gateway.host, '127.0.0.1')
  t.equal(settings.edge.host, '127.0.0.1')
  t.equal(settings.natsUrl, 'nats://127.0.0.1:4250')
  t.equal(settings.demo.company, true)
})

t.test('secrets are made once, kept, and readable by their owner only', async (t) => {
  const dir = folder(t)
  const first = loadSettings({ TINGLAN_DATA_DIR: dir }).secrets
  t.same(loadSettings({ TINGLAN_DATA_DIR: dir }).secrets, first)
  t.match(first.natsToken, /^[0-9a-f]{48}$/)
  t.equal(statSync(join(dir, 'secrets.json')).mode & 0o777, 0o600)
})

t.test('the environment wins over the file, the file over the default', async (t) => {
  const dir = folder(t)
  writeFileSync(
    join(dir, 'settings.json'),
    JSON.stringify({ gateway: { port: 9000, host: '127.0.0.2' }, companyName: '测试' }),
  )
  const settings = loadSettings({ TINGLAN_DATA_DIR: dir, TINGLAN_GATEWAY_PORT: '9001', TINGLAN_DEMO_CALLERS: 'on' })
  t.equal(settings.gateway.port, 9001)
  t.equal(settings.gateway.host, '127.0.0.2')
  t.equal(settings.companyName, '测试')
  t.equal(settings.demo.callers, true)
})

t.test('every wrong key and value is told at once', async (t) => {
  const dir = folder(t)
  writeFileSync(join(dir, 'settings.json'), JSON.stringify({ gateway: { prot: 1 }, edge: { sip: 'x' } }))
  t.throws(() => loadSettings({ TINGLAN_DATA_DIR: dir, TINGLAN_GATWAY_PORT: '1', TINGLAN_MEDIA_SIP: '70000' }), {
    message: /TINGLAN_GATWAY_PORT(.|\n)*prot(.|\n)*edge\.sip(.|\n)*media\.sip/,
  })
})

t.test('a settings file that is not JSON is named', async (t) => {
  const dir = folder(t)
  writeFileSync(join(dir, 'settings.json'), '{')
  t.throws(() => loadSettings({ TINGLAN_DATA_DIR: dir }), { message: /settings\.json is not valid JSON/ })
  t.throws(() => loadSettings({ TINGLAN_DATA_DIR: dir, TINGLAN_SETTINGS: '/no/such' }), {
    message: /check TINGLAN_SETTINGS/,
  })
})

t.test(
  'a machine that joins runs what it is told, under names of its own, and reaches the rest where it is said',
  async (t) => {
    const dir = folder(t)
    writeFileSync(join(dir, 'secrets.json'), JSON.stringify(loadSettings({ TINGLAN_DATA_DIR: folder(t) }).secrets))
    const settings = loadSettings({
      TINGLAN_DATA_DIR: dir,
      TINGLAN_ROLES: 'engine=2, media',
      TINGLAN_NODE: 'b',
      TINGLAN_NATS_URL: 'nats://10.0.0.1:4250,nats://10.0.0.2:4250',
      TINGLAN_POSTGRES_URL: 'postgres://x@10.0.0.1/tinglan',
    })
    t.equal(settings.engine.node, 'engine-b')
    t.equal(settings.media.node, 'media-b')
    t.same(settings.roles, { engine: 2, media: 1 })
    const parts = partsHere(settings)
    t.same(
      parts.map((part) => `${part.name}${part.embedded(settings) ? '' : ' outside'}`),
      ['nats outside', 'postgres outside', 'redis', 'rtpengine', 'engine', 'engine-2', 'media'],
    )
    const second = await parts.find((part) => part.name === 'engine-2')?.command(settings)
    t.match(second?.env, { TINGLAN_ENGINE_NODE: 'engine-b-2', TINGLAN_METRICS_ENGINE: '9411' })
  },
)

t.test('a list in the settings file is as good as commas', async (t) => {
  const dir = folder(t)
  const file = { roles: ['nats', 'engine'], nats: { clusterPort: 6250 }, postgres: { url: 'postgres://x/y' } }
  writeFileSync(join(dir, 'settings.json'), JSON.stringify(file))
  t.same(loadSettings({ TINGLAN_DATA_DIR: dir }).roles, { nats: 1, engine: 1 })
})

t.test('who joins says where the rest is, and brings the secrets of the centre', async (t) => {
  const dir = folder(t)
  const env = { TINGLAN_DATA_DIR: dir, TINGLAN_ROLES: 'gateway' }
  t.throws(() => loadSettings(env), { message: /nats\.url(.|\n)*postgres\.url/ })
  const urls = { TINGLAN_NATS_URL: 'nats://10.0.0.1:4250', TINGLAN_POSTGRES_URL: 'postgres://10.0.0.1/tinglan' }
  t.throws(() => loadSettings({ ...env, ...urls }), { message: /copy secrets\.json/ })
  t.throws(() => loadSettings({ ...env, ...urls, TINGLAN_ROLES: 'engin' }), { message: /"engin" is no role/ })
  t.throws(() => loadSettings({ ...env, ...urls, TINGLAN_ROLES: 'media=2' }), { message: /of the others one/ })
})
