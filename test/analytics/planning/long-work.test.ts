// Long work: one job at a time, progress that only grows, cancelled while it waits or runs, kept for an hour.
import t from 'tap'
import { type Hooks, jobsOf } from '#analytics/planning/long-work.ts'
import { PlanRefusal } from '#analytics/planning/plain.ts'
import type { JobAsk, JobResult } from '#engine/protocol/plan-ask.ts'

const ASK: JobAsk = { type: 'forecast-all', of: [], from: '2026-06-18', days: 7 }
const RESULT: JobResult = { type: 'roster', duties: [], cost: 110, bound: 100, gap: 0.1 }

/** Work that ends when the test says so. */
function played() {
  const running: { hooks: Hooks; done(result: JobResult): void; failed(why: string): void }[] = []
  const clock = { now: 1_000 }
  const jobs = jobsOf(
    (_ask, hooks) =>
      new Promise((resolve, reject) => {
        running.push({ hooks, done: resolve, failed: (why) => reject(new Error(why)) })
      }),
    () => clock.now,
  )
  return { jobs, running, clock }
}

t.test('jobs run one after the other and tell how far they are', async (t) => {
  const { jobs, running } = played()
  t.match(jobs.start('one', 'first', ASK), { id: 'one', state: 'running', progress: 0 })
  t.match(jobs.start('two', 'second', ASK), { state: 'waiting' })
  t.match(jobs.start('one', 'again', ASK), { title: 'first' }, 'the same id starts nothing twice')
  t.equal(running.length, 1)
  running[0]!.hooks.told({ progress: 0.5, cost: 120 })
  running[0]!.hooks.told({ progress: 0.4 })
  t.match(jobs.find('one'), { progress: 0.5, cost: 120 }, 'progress does not go back')
  running[0]!.done(RESULT)
  t.match(await jobs.ended('one', 60_000), { state: 'done', progress: 1, cost: 110, bound: 100, gap: 0.1 })
  t.same(jobs.result('one'), RESULT)
  t.match(jobs.find('two'), { state: 'running' })
  t.throws(() => jobs.result('two'), 'it has none yet')
  running[1]!.failed('no memory')
  t.match(await jobs.ended('two', 60_000), { state: 'failed', detail: 'no memory' })
  t.same(
    jobs.list().map((job) => job.id),
    ['two', 'one'],
  )
})

t.test('a running job is asked to stop and its best so far is kept; a waiting one never starts', async (t) => {
  const { jobs, running } = played()
  jobs.start('running', '', ASK)
  jobs.start('waiting', '', ASK)
  t.match(jobs.cancel('waiting'), { state: 'cancelled' })
  jobs.cancel('running')
  t.equal(running[0]!.hooks.signal.aborted, true)
  running[0]!.done(RESULT)
  t.match(await jobs.ended('running', 60_000), { state: 'cancelled', cost: 110 })
  t.same(jobs.result('running'), RESULT)
  t.equal(running.length, 1)
  t.throws(() => jobs.cancel('nothing'))
})

t.test('what was cancelled and is forgotten begins anew when asked for again', async (t) => {
  const { jobs, running } = played()
  jobs.start('one', '', ASK)
  jobs.forget('one')
  t.equal(jobs.find('one').state, 'running', 'what runs is not forgotten')
  jobs.cancel('one')
  running[0]!.failed('cancelled')
  t.match(await jobs.ended('one', 60_000), { state: 'cancelled' })
  jobs.forget('one')
  t.match(jobs.start('one', '', ASK), { state: 'running' })
  t.equal(running.length, 2)
})

t.test('what has ended is kept for an hour, and no more than so much waits', async (t) => {
  const { jobs, running, clock } = played()
  jobs.start('old', '', ASK)
  running[0]!.done(RESULT)
  await jobs.ended('old', 60_000)
  clock.now += 3_599_000
  t.equal(jobs.list().length, 1)
  clock.now += 2_000
  t.equal(jobs.list().length, 0)
  for (let n = 0; n < 21; n++) jobs.start(`job-${n}`, '', ASK)
  t.throws(() => jobs.start('one-more', '', ASK), new PlanRefusal('overloaded'))
})
