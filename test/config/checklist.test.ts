// The checklist says what is open, to whom, and by which passwords.
import { chmodSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { checklist } from '#config/checklist.ts'
import { loadSettings } from '#config/settings.ts'

const settingsOf = (dataDir: string, more: Record<string, string> = {}) =>
  loadSettings({ TINGLAN_DATA_DIR: dataDir, ...more })
const running = { openAccounts: [] as string[], now: Date.parse('2026-11-30'), uid: 1000 }
const stateOf = (checks: ReturnType<typeof checklist>, name: string) =>
  checks.find((each) => each.name.en === name)?.state

t.test('on one machine with passwords of one’s own nothing is bad', async (t) => {
  const checks = checklist(settingsOf(t.testdir()), running)
  t.same(
    checks.filter(({ state }) => state === 'bad'),
    [],
  )
  t.equal(stateOf(checks, 'Pages and API'), 'good')
  t.equal(stateOf(checks, 'Published passwords'), 'good')
  t.equal(stateOf(checks, 'Sample company'), 'look', 'it is on until it is turned off')
  t.equal(stateOf(checks, 'SIP certificate'), 'look', 'there is none yet')
})

t.test('what others reach is said, with the passwords that open it and what should be inside', async (t) => {
  const open = settingsOf(t.testdir(), {
    ...{ TINGLAN_GATEWAY_HOST: '0.0.0.0', TINGLAN_EDGE_RPC_HOST: '0.0.0.0', TINGLAN_NATS_HOST: '10.0.0.5' },
  })
  const checks = checklist(open, { ...running, openAccounts: ['admin', '1001'], uid: 0 })
  t.equal(stateOf(checks, 'Published passwords'), 'bad')
  t.match(checks[0]?.detail, { zh: /admin, 1001/ })
  t.equal(stateOf(checks, 'Pages encrypted'), 'bad')
  t.equal(stateOf(checks, 'SIP edge, control'), 'bad', 'everywhere')
  t.equal(stateOf(checks, 'Bus'), 'look', 'an inner address')
  t.equal(stateOf(checks, 'Runs as'), 'look')
})

t.test('secrets that others may read are bad', async (t) => {
  const dataDir = t.testdir()
  const settings = settingsOf(dataDir)
  t.equal(stateOf(checklist(settings, running), 'Data folder'), 'good')
  chmodSync(join(dataDir, 'secrets.json'), 0o644)
  t.equal(stateOf(checklist(settings, running), 'Data folder'), 'bad')
})
