// Wrong SIP passwords in the sign-in log, where an administrator looks.
import t from 'tap'
import { refusedSubject } from '#config/kamailio/settings.ts'
import { logSipRefusals } from '#engine/gateway/sip-refusals.ts'
import { waitFor } from '#test/kit/wait.ts'
import { startedGateway } from './started.ts'

const started = await startedGateway()
const { sql, bus } = started
t.teardown(() => started.stop())

t.test('guesses are one row for a name, an address and a minute; nonsense is none', async (t) => {
  let now = Date.now()
  const failed: unknown[] = []
  const refusals = await logSipRefusals({ bus, sql, now: () => now }, (fault) => failed.push(fault))
  const rows = () =>
    sql`select account, ip, ok, reason from sign_in_log where reason = 'wrong-sip-password' order by id`
  const row = { account: '8001', ip: '203.0.113.9', ok: false, reason: 'wrong-sip-password' }
  const guess = async (value: unknown, count: number) => {
    bus.publish(refusedSubject, value)
    await waitFor(async () => (await rows()).length === count, { what: `${count} rows` })
  }
  await guess({ user: '8001', from: '203.0.113.9' }, 1)
  bus.publish(refusedSubject, { user: '8001', from: '203.0.113.9' })
  for (const nonsense of [null, 7, { user: 1, from: 2 }, { user: 'x'.repeat(65), from: 'y' }, {}])
    bus.publish(refusedSubject, nonsense)
  await guess({ user: '8002', from: '203.0.113.9' }, 2)
  now += 61_000
  await guess({ user: '8001', from: '203.0.113.9' }, 3)
  t.same([...(await rows())], [row, { ...row, account: '8002' }, row])
  t.same(failed, [])
  const admin = await started.signIn('administrator')
  const log = await admin.get('/api/sign-in-log?account=8002')
  t.equal(log.status, 200)
  t.match(JSON.stringify(log.body), /wrong-sip-password/)
  await refusals.stop()
})
