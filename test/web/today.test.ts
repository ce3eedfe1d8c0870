// The agent's day on the desk: read again until the call that just ended stands in the records.
import t from 'tap'
import type { AgentDay } from '#engine/protocol/api.ts'
import { createToday } from '#web/src/lib/phone/today.ts'

const dayOf = (...ids: string[]): AgentDay => ({
  ...{ answered: ids.length, missed: 0, outbound: 0, talkMs: 0, averageTalkMs: 0 },
  calls: ids.map((callId) => ({
    ...{ callId, direction: 'in', from: '1', to: '2', arrivedAt: 0, outcome: 'answered', part: 'answered', talkMs: 0 },
  })),
})

function world(first: AgentDay) {
  const asked: number[] = []
  const waits: { ms: number; run: () => void }[] = []
  const shown: AgentDay[] = []
  const faults: unknown[] = []
  let day: AgentDay | Error = first
  const today = createToday({
    ask: async () => {
      asked.push(asked.length)
      if (day instanceof Error) throw day
      return day
    },
    show: (next) => void shown.push(next),
    failed: (fault) => void faults.push(fault),
    later: (ms, run) => {
      const one = { ms, run }
      waits.push(one)
      return () => void waits.splice(waits.indexOf(one) >= 0 ? waits.indexOf(one) : waits.length, 1)
    },
  })
  const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))
  return {
    ...{ today, asked, waits, shown, faults, settled },
    has: (next: AgentDay | Error) => {
      day = next
    },
    async passes(): Promise<number> {
      const one = waits.shift()
      one?.run()
      await settled()
      return one?.ms ?? 0
    },
  }
}

t.test('what is learnt while the first answer is under way asks no second time', async (t) => {
  const w = world(dayOf())
  w.today.follow(undefined, undefined)
  w.today.follow(undefined, undefined)
  await w.settled()
  t.equal(w.asked.length, 1)
})

t.test('the day is read at first and then by the minute', async (t) => {
  const w = world(dayOf())
  w.today.follow(undefined, undefined)
  await w.settled()
  t.same(w.shown, [dayOf()])
  t.equal(await w.passes(), 60_000)
  t.equal(w.asked.length, 2)
})

t.test('a call that is over is looked for until its record is written', async (t) => {
  const w = world(dayOf())
  w.today.follow('c1', undefined)
  await w.settled()
  w.today.follow(undefined, undefined)
  await w.settled()
  t.equal(await w.passes(), 300)
  t.equal(await w.passes(), 700)
  w.has(dayOf('c1'))
  t.equal(await w.passes(), 1_500)
  t.same(w.shown.at(-1), dayOf('c1'))
  t.equal(w.waits[0]?.ms, 60_000, 'found: by the minute again')
  w.today.follow(undefined, 'c2')
  await w.settled()
  t.equal(w.waits[0]?.ms, 300, 'a call that failed at once as well')
  w.today.follow(undefined, 'c2')
  await w.settled()
  t.equal(w.waits.length, 1, 'the same news asks once')
  for (const ms of [300, 700, 1_500, 3_000, 6_000, 12_000]) t.equal(await w.passes(), ms)
  t.equal(w.waits[0]?.ms, 60_000, 'bounded')
})

t.test('a failed question is told and asked again; a page that is gone asks nothing more', async (t) => {
  const w = world(dayOf())
  w.has(new Error('away'))
  w.today.follow('c1', undefined)
  await w.settled()
  t.equal(w.faults.length, 1)
  w.today.stop()
  t.same(w.waits, [])
})
