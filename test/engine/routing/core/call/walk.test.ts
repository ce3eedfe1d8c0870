// Thousands of random calls: each ends once, leaves no leg, no ringing agent and no place in a queue behind.
// `./tinglan bench walk` walks a million steps of them.
import t from 'tap'
import { walk } from '#bench/kit/call-walk/life.ts'

const CALLS = 500
const STEPS = 120
const MODES = 'arriving finding fetching flow queue ringing connecting talking voicemail farewell ended'.split(' ')
const SEED = 'call-walk-1'
/** broke a promise once: an old `queue-refused` was taken for the stay of now; an agent's page loaded anew outside a talk */
const KEPT = ['call-walk-6-191', 'call-walk-1-1305', 'call-walk-1-1317']

t.test(`random calls keep their promises (seed ${SEED}, ${CALLS} calls)`, async (t) => {
  const cells = new Set<string>()
  const seeds = [...KEPT, ...Array.from({ length: CALLS }, (_, n) => `${SEED}-${n}`)]
  for (const seed of seeds) {
    const { fault, heard } = walk(seed, STEPS, cells)
    if (fault) {
      t.fail(`${seed}: ${fault}`, { heard })
      return
    }
  }
  for (const mode of MODES)
    t.ok(
      [...cells].some((each) => each.startsWith(`${mode}/`)),
      `the walk came to ${mode}`,
    )
  t.ok(cells.size > 150, `${CALLS} calls ended, ${cells.size} cells walked`)
})
