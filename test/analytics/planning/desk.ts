// A planning desk on the real ClickHouse engine with the weeks of the small centre, for one test file.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openClickHouse } from '#analytics/clickhouse/client.ts'
import { startFront } from '#analytics/clickhouse/front.ts'
import { createSchema } from '#analytics/clickhouse/schema.ts'
import { openPlanning } from '#analytics/planning/planning.ts'
import type { PlanAnswers, PlanAsk } from '#engine/protocol/plan-ask.ts'
import type { StaffingTarget } from '#engine/protocol/planning.ts'
import { waitFor } from '#test/kit/wait.ts'
import { GRID, NOW, weeks, ZONE } from './weeks.ts'

export const of = (series: string) => ({ series, grid: GRID, marks: [] })

export const target: StaffingTarget = {
  serviceLevel: 0.8,
  withinSeconds: 20,
  ahtSeconds: 240,
  shrinkage: { training: 0.1, illness: 0.1 },
  lineBlocking: 0.01,
  ivrSeconds: 30,
}

export async function startedDesk() {
  const dir = await mkdtemp(join(tmpdir(), 'tinglan-planning-'))
  const front = await startFront({ dataDir: dir, port: 0, password: 'front' })
  const clickhouse = openClickHouse({ url: `http://127.0.0.1:${front.port}`, password: 'front' })
  await createSchema(clickhouse)
  await clickhouse.insert('tinglan.facts', weeks())
  const planning = await openPlanning({ clickhouse, timeZone: ZONE, now: () => NOW })

  async function ask<Type extends PlanAsk['type']>(question: Extract<PlanAsk, { type: Type }>) {
    const answer = await planning.answer(question)
    if (!answer.ok) throw new Error(`${answer.refusal}: ${answer.detail}`)
    return answer.value as PlanAnswers[Type]
  }
  /** asks until the job has ended */
  const graded = (question: Extract<PlanAsk, { type: 'backtest' }>) =>
    waitFor(
      async () => {
        const answer = await planning.answer(question)
        if (!answer.ok && answer.refusal !== 'unavailable') throw new Error(answer.detail)
        // who asks meanwhile is told how far it is
        if (!answer.ok && !/已完成 \d+%|在排队/.test(answer.say?.zh ?? ''))
          throw new Error(`no words: ${answer.detail}`)
        return answer.ok ? (answer.value as PlanAnswers['backtest']) : undefined
      },
      { timeoutMs: 120_000, what: 'the backtest is done' },
    )
  return {
    ...{ clickhouse, planning, ask, graded },
    async stop() {
      await planning.stop()
      await clickhouse.close()
      await front.stop()
      await rm(dir, { recursive: true, force: true })
    },
  }
}
