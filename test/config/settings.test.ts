// Settings: defaults, file and environment, and every wrong key told at once.
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import t, { type Test } from 'tap'
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
