// The analytics role: follows the ledger into ClickHouse, answers report and planning questions.
import { Counter, Gauge } from 'prom-client'
import { type Running, runRole } from '#config/role.ts'
import { machineOf } from '#config/roles.ts'
import { connectBus } from '#engine/bus/nats.ts'
import { announcePresence } from '#engine/bus/presence.ts'
import { subjects } from '#engine/protocol/actors.ts'
import { openClickHouse } from './clickhouse/client.ts'
import { createSchema } from './clickhouse/schema.ts'
import { collectAnew } from './collector/anew.ts'
import { collect } from './collector/collector.ts'
import { openPlanning } from './planning/planning.ts'
import { loadReports } from './reporting/report.ts'
import { forgetRollUps, openRolling } from './reporting/rolling.ts'
import { answerReport } from './reporting/run.ts'

/** a day that changed after it was summed up is read from its rows until then */
const SUM_UP_MS = 600_000
const FOLLOWING = 'ClickHouse follows the ledger with trouble'

await runRole('analytics', async (settings, log): Promise<Running> => {
  const clickhouse = openClickHouse({ url: settings.clickhouseUrl, password: settings.clickhousePassword })
  await createSchema(clickhouse)
  const connection = await connectBus({
    servers: settings.natsUrl.split(','),
    token: settings.secrets.natsToken,
    name: 'analytics',
    onBug: (err, subject) => log.error({ err, subject }, 'a message could not be handled'),
    onTrouble: (what, fields) => log.warn(fields, what),
  })
  const collected = new Counter({ name: 'tinglan_facts_collected_total', help: 'Facts written to ClickHouse' })
  const newest = new Gauge({
    name: 'tinglan_facts_collected_at_ms',
    help: 'Time of the newest fact in ClickHouse, ms since 1970',
  })
  const planning = await openPlanning({ clickhouse, timeZone: settings.timeZone, now: () => Date.now() })
  let asOf = 0
  let lagMs = 0
  const ledger = await connection.ledger()
  const reports = await loadReports()
  const rollUps = [...reports.values()].flatMap((report) => report.rollUps?.(settings.timeZone) ?? [])
  await collectAnew(ledger, clickhouse, (why) => log.warn(why))
  await forgetRollUps(clickhouse, rollUps)
  const rolling = await openRolling(clickhouse, settings.timeZone, rollUps)
  const reader = await collect(ledger, clickhouse, {
    collected(done) {
      collected.inc(done.facts)
      newest.set(done.at)
      asOf = done.at
      lagMs = Date.now() - done.at
      planning.heard(done.at)
    },
    around: rolling.around,
    trouble: (trouble) => log.warn({ ...trouble, err: 'error' in trouble ? trouble.error : undefined }, FOLLOWING),
  })
  const summing = setInterval(() => {
    if (asOf > 0) rolling.sumUp(asOf).catch((err) => log.warn({ err }, 'reports could not be summed up ahead'))
  }, SUM_UP_MS)
  const room = { reports, clickhouse, timeZone: settings.timeZone, asOf: () => asOf, through: rolling.through }
  const asked = await connection.bus.subscribe(subjects.report, (value, _subject, answer) => {
    void answerReport(value, room).then((result) => {
      if (!result.ok && result.refusal === 'unavailable') log.warn({ detail: result.detail }, 'a report failed')
      answer?.(result)
    })
  })
  const planned = await connection.bus.subscribe(subjects.plan, (value, _subject, answer) => {
    void planning.answer(value).then((result) => {
      if (!result.ok && result.refusal === 'unavailable')
        log.warn({ detail: result.detail }, 'a planning question failed')
      answer?.(result)
    })
  })
  const presence = await announcePresence({
    ...{ bus: connection.bus, bucket: await connection.keyValue('roles'), now: Date.now },
    self: { role: 'analytics', name: `analytics-${settings.node ?? 1}`, machine: machineOf(settings) },
    own: () => ({ follows: { lagMs } }),
  })
  return {
    ...{ everybody: presence.all, messages: connection.counts },
    async stop() {
      clearInterval(summing)
      await presence.leave()
      await asked.stop()
      await planned.stop()
      await planning.stop()
      await reader.stop()
      await connection.bus.close()
      await clickhouse.close()
    },
  }
})
