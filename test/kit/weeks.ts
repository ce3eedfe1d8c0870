// Weeks of calls on a shifted clock: the real machines around the in-memory media driver live through past days in
// seconds; what they write is then copied into a real ledger, in order.
import { randomOf } from '#analytics/random.ts'
import { manualClock } from '#engine/clock/manual.ts'
import type { Company } from '#engine/ports/company.ts'
import type { Ledger } from '#engine/ports/ledger.ts'
import type { LedgerEntry } from '#engine/protocol/ledger.ts'
import { nodeDefaults } from '#engine/routing/host/parts.ts'
import { memoryLedger } from '#engine/routing/ledger/memory.ts'
import { companyLookups } from '#engine/routing/lookups/lookups.ts'
import { loadMachines } from '#engine/routing/machines.ts'
import { memoryMedia } from '#media/memory/media.ts'
import { startEngine, type TestEngine } from './engine.ts'

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS
/** what looks after many nodes and long lives has nothing to do here, and would tick through every night */
const NEVER_MS = 365 * DAY_MS

export interface Weeks {
  company: Company
  /** midnight in the centre's own time, ms since 1970 */
  from: number
  days: number
  /** expected calls in an hour of a day */
  rate(day: number, hour: number): number
  /** nobody calls so shortly before the hour at which the centre closes: who calls has passed the menu by then */
  closing: { hour: number; quietMs: number }
  talkMs(call: number): number
  patienceMs: number
  /** number dialled and keys pressed */
  to: string
  digits: string[]
  agentIds: string[]
  /** hours of the day at which agents sign in and out */
  signedIn: [number, number]
  seed: number
}

export interface Driven {
  ledger: ReturnType<typeof memoryLedger>
  /** when calls arrived, ms since 1970 */
  arrivals: number[]
}

/** A Poisson stream whose rate changes by the hour. */
function arrivalsOf({ from, days, rate, closing, seed }: Weeks): number[] {
  const random = randomOf(seed)
  const found: number[] = []
  for (let hour = 0; hour < days * 24; hour++) {
    const perMs = rate(Math.floor(hour / 24), hour % 24) / HOUR_MS
    if (perMs <= 0) continue
    const end = hour % 24 === closing.hour - 1 ? HOUR_MS - closing.quietMs : HOUR_MS
    for (let at = -Math.log(1 - random()) / perMs; at < end; at += -Math.log(1 - random()) / perMs)
      found.push(Math.round(from + hour * HOUR_MS + at))
  }
  return found
}

async function quiet({ engine }: TestEngine): Promise<void> {
  // a command may be on its way between two turns
  for (let turns = 0; turns < 3; turns++) {
    await new Promise((resolve) => setImmediate(resolve))
    if (!engine.quiet()) turns = -1
  }
}

export async function driveWeeks(weeks: Weeks): Promise<Driven> {
  const clock = manualClock(weeks.from)
  const ledger = memoryLedger()
  let test: TestEngine | undefined
  const media = await memoryMedia({
    node: 'm1',
    clock,
    phone: () => ({ type: 'answers', afterMs: 3_000 }),
    onNews: (owner, { id, news }) => void test?.engine.ask(owner, { type: 'news', news } as { type: string }, id),
  })
  const { placement, keeper, truth } = nodeDefaults
  const running = await startEngine(
    {
      clock,
      media,
      ledger,
      company: weeks.company,
      machines: await loadMachines(),
      lookups: companyLookups(weeks.company),
    },
    {
      placement: { ...placement, beatMs: NEVER_MS },
      keeper: { ...keeper, tickMs: NEVER_MS },
      truth: { ...truth, sweepMs: NEVER_MS },
    },
  )
  test = running
  const until = async (at: number): Promise<void> => {
    for (let due = clock.next(); due !== undefined && due <= at; due = clock.next()) {
      clock.advance(Math.max(0, due - clock.now()))
      await quiet(running)
    }
    clock.advance(Math.max(0, at - clock.now()))
  }
  const tell = async (command: { type: string }): Promise<void> => {
    for (const id of weeks.agentIds) {
      const answer = await running.engine.ask({ kind: 'agent', id }, command)
      if (!answer.ok) throw new Error(`${id} refuses ${command.type}: ${answer.refusal}`)
    }
    await quiet(running)
  }
  const arrivals = arrivalsOf(weeks)
  let next = 0
  for (let day = 0; day < weeks.days; day++) {
    const [begin, end] = weeks.signedIn.map((hour) => weeks.from + day * DAY_MS + hour * HOUR_MS) as [number, number]
    await until(begin)
    await tell({ type: 'sign-in', phone: { type: 'browser' }, session: `day-${day}` } as { type: string })
    await tell({ type: 'ready' })
    for (; next < arrivals.length && arrivals[next]! < end; next++) {
      await until(arrivals[next]!)
      media.caller({
        number: `138${String(next).padStart(8, '0')}`,
        to: weeks.to,
        digits: weeks.digits,
        patienceMs: weeks.patienceMs,
        talkMs: weeks.talkMs(next),
      })
      await quiet(running)
    }
    await until(end)
    await tell({ type: 'sign-out' })
  }
  await until(clock.now() + HOUR_MS)
  running.engine.kill()
  return { ledger, arrivals }
}

const UNDER_WAY = 200

/** Entries keep their order within an actor; actors are written side by side. */
export async function copyLedger(from: Driven['ledger'], to: Ledger): Promise<number> {
  const lives = new Map<string, Promise<number>>()
  let count = 0
  for (const { ref, entry } of from.entries()) {
    const key = `${ref.kind}.${ref.id}`
    const write = async (after: number, records: LedgerEntry): Promise<number> => {
      const done = await to.append(ref, records, after)
      if (!done.ok) throw new Error(`somebody else writes the life of ${key}`)
      return done.sequence
    }
    lives.set(
      key,
      (lives.get(key) ?? Promise.resolve(0)).then((after) => write(after, entry)),
    )
    count += 1
    if (count % UNDER_WAY === 0) await Promise.all(lives.values())
  }
  await Promise.all(lives.values())
  return count
}
