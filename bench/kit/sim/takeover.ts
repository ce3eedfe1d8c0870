// A crash at one moment of a centre's life: its node dies before its n-th message or append leaves, with the last `lag` appends
// never written; another node takes over from what is written and from the media node's truth, and the life goes on.
import type { Machines } from '#engine/protocol/machine.ts'
import { Centre } from './centre.ts'
import { Life } from './life.ts'
import { broken } from './watch.ts'

const AGENTS = 3
const AWAY_MS = 1_000
const LIFE_MS = 180_000
/** by then every leg without owner is hung up, and every answer that was lost is asked for */
const REST_MS = 40_000

export interface Crash {
  /** before the message of this number leaves; undefined: no crash */
  at?: number
  /** appends before the crash that are lost */
  lag: number
}

export interface Lived {
  wrong: string[]
  /** messages and appends that left the first node */
  sends: number
  /** those that left while anybody was there */
  inLife: number
  /** the number of the append before each of them */
  appendsAt: number[]
}

export async function liveThrough(
  machines: Machines,
  { at, lag }: Crash,
  appendsAt: readonly number[] = [],
): Promise<Lived> {
  const last = at === undefined ? Number.POSITIVE_INFINITY : Math.max(appendsAt[0] ?? 0, (appendsAt[at] ?? 0) - lag)
  let crashed = false
  const centre = new Centre({
    dice: { delayMs: () => 1, lost: () => false, doubled: () => false },
    ...{ machines, agents: AGENTS },
    phone: () => ({ type: 'answers', afterMs: 2_000 }),
    appendArrives: (n) => crashed || n <= last,
  })
  await centre.openMedia()
  await centre.start('A')
  await centre.turn(1_500)
  const life = new Life(centre)
  const ready = life.everybodyReady()
  await centre.turn(2_000)
  await ready
  const seen: number[] = []
  let sends = 0
  centre.network.onSend = (link) => {
    if (link.name !== 'A' || crashed) return
    seen.push(centre.appends)
    if (sends++ !== at) return
    crashed = true
    centre.kill('A')
    centre.clock.after(AWAY_MS, () => void centre.start('B'))
  }
  life.call('moved', 'first')
  await life.run(1_000)
  life.call('mail', 'mail')
  life.call('one', 'first')
  await life.run(1_000)
  life.call('two', 'first')
  await life.run(LIFE_MS, () => life.over())
  const inLife = sends
  await life.run(REST_MS)
  const wrong = [...life.wrong, ...(await broken(centre, life.callers))]
  for (const name of centre.nodes.keys()) centre.kill(name)
  return { wrong, sends, inLife, appendsAt: seen }
}
