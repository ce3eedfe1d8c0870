// A short storm over a whole centre by real calls: two parts die or stand still, and everybody is accounted for everywhere.
// `./tinglan bench chaos` and `./tinglan bench faults` go through all parts.
import t from 'tap'
import chaos from '#bench/scenarios/chaos.ts'

const SHORT = { seed: 5, faults: 2, everySeconds: 6, perMinute: 40, agents: 6 }

t.test('nobody is cut, lost, doubled or overtaken, and all counters agree', { timeout: 480_000 }, async (t) => {
  const quiet = { show: () => undefined, end: () => undefined }
  const { ok, rows, notes } = await chaos.run(SHORT, quiet, { parts: 'engine,gateway,analytics' })
  t.equal(rows.length, SHORT.faults + 1)
  t.comment(notes[0])
  t.ok(ok, notes.join('\n'))
})
