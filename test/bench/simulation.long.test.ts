// Seeded centres with accidents, message by message the same in every run. `./tinglan bench simulation` lives through many more.
import t from 'tap'
import { simulate } from '#bench/kit/sim/seeded.ts'
import { loadMachines } from '#engine/routing/machines.ts'

/** with those below a hundred; the machine may be busy, so they are told one by one */
const SEEDS = 85
/** found something once: orders that a silent media node did not hear; an agent whose caller another engine had; a ring
 * ordered by an owner that had lost the agent meanwhile; an agent left alone whose caller went while nobody was there; a call
 * that took up an agent who had let it go; a wake before the truth of a takeover; a ring called missed while its order was
 * still on its way; a phone rung for the next call while the hang-up of the one before was late; a
 * ring taken back before it was heard; a lookup whose time ran out while nobody was there; a voicemail whose recording no media
 * node heard of; calls that came or ended while the ledger was away, under an owner that lost them meanwhile;
 * a clock set back while an agent's owner was dead: its wrap-up lasted an hour more */
const FOUND = [29, 188, 197, 206, 218, 269, 681, 692, 1368, 674, 435, 440, 1442, 1929, 5089]

/** an engine left with one server of the bus went on beside the one that had taken its shards: a phone was rung twice */
const STRANDED = [12, 1, 2]

// computing alone, and the machine may be busy
t.setTimeout(1_800_000)

t.test('a seed replays exactly', async (t) => {
  const machines = await loadMachines()
  t.strictSame(await simulate(machines, 7), await simulate(machines, 7))
})

t.test('whatever breaks for seconds, nobody is hung up, forgotten, rung twice or counted twice', async (t) => {
  const machines = await loadMachines()
  for (const seed of [...Array.from({ length: SEEDS }, (_, n) => n + 1), ...FOUND]) {
    const { wrong, accidents } = await simulate(machines, seed)
    t.strictSame(wrong, [], `seed ${seed}: ${accidents.join(', ')}`)
  }
})

t.test('an engine left alone with a server of the bus stops before another takes its shards', async (t) => {
  const machines = await loadMachines()
  for (const seed of STRANDED) {
    const { wrong, accidents } = await simulate(machines, seed, { stranded: true })
    t.strictSame(wrong, [], `seed ${seed}: ${accidents.join(', ')}`)
  }
})
