// Long work on a page: its figures, and the watch that ends with the work and outlives a lost line.
import t from 'tap'
import type { PlanJob } from '#engine/protocol/planning.ts'
import { ApiFailure } from '#web/src/lib/api/client.ts'
import { inOrder, leftMs, percentOf } from '#web/src/lib/plan/jobs-view.ts'
import { watchJob } from '#web/src/lib/plan/jobs-watch.ts'

const job = (more: Partial<PlanJob> = {}): PlanJob => ({
  id: 'job-1',
  type: 'roster',
  title: '排班',
  state: 'running',
  progress: 0.25,
  startedAt: 10_000,
  ...more,
})
const failure = (status: number): ApiFailure => new ApiFailure(status, { refusal: 'x', message: { zh: 'x', en: 'x' } })

/** Answers in the given order; timers run when told. */
function watched(answers: (PlanJob | ApiFailure)[]) {
  const seen: string[] = []
  const timers: (() => void)[] = []
  const stop = watchJob('job-1', {
    ask: async () => {
      const next = answers.shift()
      if (!next) throw new Error('asked once too often')
      if (next instanceof ApiFailure) throw next
      return next
    },
    onJob: (now) => seen.push(`${now.state} ${percentOf(now)}`),
    onFault: (fault) => seen.push(fault instanceof ApiFailure ? `fault ${fault.status}` : 'bug'),
    after: (_ms, run) => {
      timers.push(run)
      return () => {
        timers.length = 0
      }
    },
  })
  const settle = () => new Promise<void>((resolve) => setImmediate(resolve))
  return {
    seen,
    stop,
    settle,
    waiting: () => timers.length,
    async tick() {
      timers.shift()?.()
      await settle()
    },
  }
}

t.test('a job is watched until it has ended, and no longer', async (t) => {
  const watch = watched([job({ progress: 0.1 }), job({ progress: 0.999 }), job({ state: 'done', progress: 1 })])
  await watch.settle()
  await watch.tick()
  await watch.tick()
  t.same(watch.seen, ['running 10', 'running 99', 'done 100'])
  t.equal(watch.waiting(), 0)
})

t.test('a lost line is told and asked again; an unknown job is not', async (t) => {
  const watch = watched([failure(0), job(), failure(404)])
  await watch.settle()
  await watch.tick()
  await watch.tick()
  t.same(watch.seen, ['fault 0', 'running 25', 'fault 404'])
  t.equal(watch.waiting(), 0)
})

t.test('a page that left hears nothing more', async (t) => {
  const watch = watched([job(), job()])
  await watch.settle()
  watch.stop()
  await watch.tick()
  t.same(watch.seen, ['running 25'])
})

t.test('what is left follows the pace so far, and is not guessed from nothing', async (t) => {
  t.equal(leftMs(job(), 20_000), 30_000)
  t.equal(leftMs(job({ progress: 0.01 }), 20_000), undefined)
  t.equal(leftMs(job({ state: 'waiting' }), 20_000), undefined)
})

t.test('unfinished work stands above finished, newer above older', async (t) => {
  const jobs = [
    job({ id: 'old', state: 'done', startedAt: 1 }),
    job({ id: 'runs', startedAt: 2 }),
    job({ id: 'failed', state: 'failed', startedAt: 3 }),
  ]
  t.same(
    inOrder(jobs).map((one) => one.id),
    ['runs', 'failed', 'old'],
  )
})
