// How the system stood: minutes are kept two days, quarters of an hour 90; what a quarter was is its mean and its peak.
import t from 'tap'
import { centreNow, keepSample, rollUp } from '#engine/gateway/history/keep.ts'
import { spentSoFar, usedBetween } from '#engine/gateway/history/processors.ts'
import type { SystemHistory } from '#engine/protocol/system-history.ts'
import { startedGateway } from '../started.ts'

const started = await startedGateway()
t.teardown(() => started.stop())
const { sql, clock } = started
const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR
const START = Math.floor(clock.now / DAY) * DAY + 8 * HOUR
await sql`delete from system_samples`
await sql`insert into removed_names (kind, id, name) values ('queues', 'q1', '售前'), ('trunks', 't1', '电信')`

/** three quarters of an hour, of which the second was busy */
for (let n = 0; n < 45; n++) {
  clock.now = START + n * MINUTE
  const waiting = n >= 15 && n < 30 ? n - 14 : 0
  const values = { calls: 10, waiting, 'queue:q1': waiting, 'trunk:t1': 3, cpu: 0.25, disk: 0.5, unheardOf: 1 }
  await keepSample({ sql, gateway: 'gateway-1', now: () => clock.now }, values)
}
const historyOf = async (from: number, to: number): Promise<SystemHistory> => {
  const admin = await started.signIn('administrator')
  return (await admin.get(`/api/system/history?from=${from}&to=${to}`)).body
}
const series = ({ series: all }: SystemHistory, key: string) => all.find((one) => one.key === key)

t.test('by the minute while it is fresh, with the names of queues and lines', async (t) => {
  clock.now = START + HOUR
  const now = await historyOf(START, START + HOUR)
  t.equal(now.stepMinutes, 1)
  t.equal(now.ats.length, 60)
  t.equal(series(now, 'waiting')?.mean[20], 6)
  t.equal(series(now, 'waiting')?.mean[50], null, 'a minute that was not written is a gap')
  t.match(series(now, 'queue:q1'), { group: 'queues', name: '售前' })
  t.match(series(now, 'trunk:t1'), { group: 'calls', name: '电信' })
  t.notOk(series(now, 'unheardOf'))
})

t.test('later by the quarter of an hour: mean and peak; another gateway’s sums change nothing', async (t) => {
  await rollUp(sql, clock.now)
  await rollUp(sql, clock.now)
  clock.now = START + 3 * DAY
  await rollUp(sql, clock.now)
  t.equal((await sql`select 1 from system_samples where step = 1 and at < ${clock.now - 2 * DAY}`).length, 0)
  const past = await historyOf(START, START + HOUR)
  t.equal(past.stepMinutes, 15)
  t.same(series(past, 'waiting')?.mean, [0, 8, 0, null])
  t.same(series(past, 'waiting')?.peak, [0, 15, 0, null])
  const long = await historyOf(clock.now - 90 * DAY, clock.now)
  t.ok(long.ats.length <= 721 && long.stepMinutes > 15, 'no more points than a screen shows')
  clock.now = START + 91 * DAY
  await rollUp(sql, clock.now)
  t.equal((await sql`select 1 from system_samples where at < ${clock.now - 90 * DAY}`).length, 0)
})

t.test('it is not for who may not look after the system, and not for longer than it is kept', async (t) => {
  clock.now = START
  const supervisor = await started.signIn('supervisor')
  t.equal((await supervisor.get(`/api/system/history?from=${START - HOUR}&to=${START}`)).status, 403)
  const admin = await started.signIn('administrator')
  t.equal((await admin.get(`/api/system/history?from=${START - 91 * DAY}&to=${START}`)).status, 400)
})

t.test('processors: of the machine and of a part with all that it has started', async (t) => {
  const self = [{ name: 'this', pid: process.pid, since: 0 }]
  const before = spentSoFar(self)
  const at = performance.now()
  // the machine's and the part's ticks of 10 ms do not come together
  while ((spentSoFar(self).parts.this ?? 0) < (before.parts.this ?? 0) + 200) Math.sqrt(at)
  const used = usedBetween(before, spentSoFar(self), performance.now() - at)
  t.ok((used['part:this'] ?? 0) > 0 && (used['part:this'] ?? 0) < 3)
  t.ok((used.cpu ?? 0) > 0 && (used.cpu ?? 0) <= 1)
  const anew = usedBetween({ ...before, parts: { this: 1e12 } }, before, 1_000)
  t.notOk('part:this' in anew, 'a part that was started anew has no figure for that minute')
})

t.test('what the centre does now', async (t) => {
  const view = { queueId: 'q1', waiting: [{}, {}], waitingCount: 2, oldestJoinedAt: 1_000 }
  const agent = { signedIn: true, mode: 'talking' }
  const values = await centreNow({
    gateway: 'g',
    everybody: async () => [{ up: true }, { up: false }] as never,
    views: () => ({ agents: [agent], queues: [view], calls: [{ trunks: ['t1'] }, { trunks: ['t1'] }, {}] }) as never,
    ...{ legs: () => 5, lagMs: () => 40, now: () => 31_000, failed: () => undefined },
  })
  t.match(values, { calls: 3, legs: 5, waiting: 2, longest: 30, signedIn: 1, talking: 1, nodesUp: 1, nodesDown: 1 })
  t.match(values, { 'queue:q1': 2, 'trunk:t1': 2 })
})
