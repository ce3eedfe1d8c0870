// Whatever analytics refuses it says in both languages: the page shows those words, never the programs' English.
import t from 'tap'
import { refusalOf } from '#analytics/planning/answer.ts'
import { jobsOf } from '#analytics/planning/long-work.ts'
import { PlanRefusal } from '#analytics/planning/plain.ts'
import { spanOf } from '#analytics/planning/span.ts'
import { BadParameter, loadReports } from '#analytics/reporting/report.ts'
import { answerReport } from '#analytics/reporting/run.ts'
import { agentsForErlangC, withShrinkage } from '#analytics/staffing/need.ts'
import type { Label } from '#engine/protocol/fields.ts'
import { NOT_ROLLED } from '#test/kit/rolling.ts'

const GRID = { slotMinutes: 15, opensAt: 480, closesAt: 1_200 } as const

const isSaid = (say: Label | undefined): boolean =>
  say !== undefined && /\p{Script=Han}/u.test(say.zh) && !/\p{Script=Han}/u.test(say.en) && say.en.length > 8

function thrown(act: () => unknown): unknown {
  try {
    return act()
  } catch (error) {
    return error
  }
}

t.test('what planning refuses has words in both languages', async (t) => {
  const faults = {
    order: thrown(() => spanOf('2026-03-02', '2026-03-02', GRID, 'interval')),
    long: thrown(() => spanOf('2020-01-01', '2030-01-01', GRID, 'interval')),
    target: thrown(() => agentsForErlangC({ rate: 1, aht: 1, serviceLevel: 1.5, within: 0 })),
    shrinkage: thrown(() => withShrinkage(10, { leave: 1 })),
    other: new RangeError('the chain does not settle'),
    result: await notDone(),
  }
  for (const [name, fault] of Object.entries(faults)) {
    const refusal = refusalOf(fault)
    t.ok(isSaid(refusal.say), `${name}: ${JSON.stringify(refusal)}`)
  }
  t.same(refusalOf(new Error('clickhouse is away')), {
    ok: false,
    refusal: 'unavailable',
    detail: 'clickhouse is away',
  })
})

async function notDone(): Promise<unknown> {
  const jobs = jobsOf(() => Promise.reject(new PlanRefusal('unavailable')), Date.now)
  jobs.start('one', 'one', { type: 'forecast-all' } as never)
  await jobs.ended('one', 5_000)
  const fault = thrown(() => jobs.result('one'))
  await jobs.stop()
  return fault
}

t.test(
  'what a report refuses has words in both languages, and a result that is too long is refused, not cut',
  async (t) => {
    const reports = await loadReports()
    const rows = Array.from({ length: 50_001 }, () => ({ start: 0 }))
    const clickhouse = { rows: async () => rows } as never
    const ask = (report: string, parameters: object) =>
      answerReport(
        { type: 'run', report, parameters },
        { reports, clickhouse, timeZone: 'Asia/Shanghai', asOf: () => 0, through: NOT_ROLLED.through },
      )
    for (const [name, report] of reports) {
      for (const wrong of [
        {},
        { from: '2026-03-02', to: '2026-03-01' },
        { from: '2026-03-01', to: '2026-03-02', step: 7 },
        { from: '2000-01-01', to: '2026-03-02', step: 5 },
      ]) {
        const fault = thrown(() => report.query(wrong, 'Asia/Shanghai'))
        t.ok(fault instanceof BadParameter && isSaid(fault.say), `${name} ${JSON.stringify(wrong)}`)
      }
      const long = await ask(name, { from: '2026-03-01', to: '2026-03-02' })
      t.ok(!long.ok && long.refusal === 'bad-input' && isSaid(long.say), `${name}: 50,001 rows`)
    }
  },
)
