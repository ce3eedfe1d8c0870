// One seed is one centre with its callers, its network's moods and its accidents; the same seed is the same, message by message.
import { randomOf } from '#analytics/random.ts'
import type { Machines } from '#engine/protocol/machine.ts'
import { Centre } from './centre.ts'
import type { NUMBERS } from './company.ts'
import { Life } from './life.ts'
import type { Dice } from './network.ts'
import { broken } from './watch.ts'

const NODES = ['A', 'B'] as const
const AGENTS = 4
const ACCIDENTS_MS = 60_000
const LIFE_MS = 400_000
const REST_MS = 60_000
const HOUR_MS = 3_600_000

export interface Simulated {
  seed: number
  wrong: string[]
  accidents: string[]
  callers: number
}

interface Chance {
  next(): number
  /** whole, from `low` up to and without `high` */
  between(low: number, high: number): number
  pick<Item>(items: readonly Item[]): Item
}

function chanceOf(seed: number): Chance {
  const next = randomOf(seed)
  const between = (low: number, high: number) => low + Math.floor(next() * (high - low))
  return { next, between, pick: (items) => items[between(0, items.length)]! }
}

/** Most networks are quick and lose nothing; some are slow, some lose and double. */
function diceOf(chance: Chance): Dice & { calm: boolean } {
  const slowest = chance.pick([3, 3, 30, 200])
  const lost = chance.pick([0, 0, 0.005, 0.02])
  const doubled = chance.pick([0, 0.02])
  const dice = {
    calm: false,
    delayMs: () => 1 + Math.floor(chance.next() * slowest),
    lost: () => !dice.calm && chance.next() < lost,
    doubled: () => !dice.calm && chance.next() < doubled,
  }
  return dice
}

type Accident = (centre: Centre, chance: Chance, forMs: number) => string

const stopped = (centre: Centre, name: string, link: { stop(stopped: boolean): void }, ms: number): string => {
  link.stop(true)
  centre.clock.after(ms, () => link.stop(false))
  return `${name} stopped ${ms} ms`
}

const cut = (centre: Centre, name: string, link: { cut(cut: boolean): void }, ms: number): string => {
  link.cut(true)
  centre.clock.after(ms, () => link.cut(false))
  return `${name} cut off ${ms} ms`
}

/** An engine is left with one server of the bus, alone or with the media node. */
const stranded: Accident = (centre, chance, ms) => {
  const node = centre.nodes.get(chance.pick(NODES))
  if (!node) return 'nobody'
  const media = chance.next() < 0.5 ? [centre.mediaLink] : []
  for (const link of [node.link, ...media]) link.strand(node.name)
  centre.clock.after(ms, () => {
    for (const link of [node.link, ...media]) link.strand('')
  })
  return `${node.name}${media.length > 0 ? ' and media' : ''} stranded ${ms} ms`
}

const ACCIDENTS: readonly Accident[] = [
  (centre, chance, ms) => {
    const name = chance.pick(NODES)
    if (!centre.nodes.has(name)) return `${name} is dead already`
    centre.kill(name)
    centre.clock.after(ms, () => void centre.start(name))
    return `${name} dead ${ms} ms`
  },
  (centre, chance, ms) => {
    const node = centre.nodes.get(chance.pick(NODES))
    return node ? stopped(centre, node.name, node.link, ms) : 'nobody'
  },
  (centre, chance, ms) => {
    const node = centre.nodes.get(chance.pick(NODES))
    return node ? cut(centre, node.name, node.link, ms) : 'nobody'
  },
  (centre, _chance, ms) => stopped(centre, 'media', centre.mediaLink, ms),
  (centre, _chance, ms) => cut(centre, 'media', centre.mediaLink, ms),
  (centre, _chance, ms) => {
    centre.ledger.away(true)
    centre.clock.after(ms, () => centre.ledger.away(false))
    return `ledger away ${ms} ms`
  },
  (centre, chance) => {
    const byMs = chance.pick([-HOUR_MS, HOUR_MS])
    centre.clock.set(byMs)
    return `clock set by ${byMs} ms`
  },
]

/** `stranded`: an engine is always cut off from the others together with a server of the bus. */
export async function simulate(machines: Machines, seed: number, o: { stranded?: true } = {}): Promise<Simulated> {
  const chance = chanceOf(seed)
  const dice = diceOf(chance)
  dice.calm = true
  const answersMs = chance.between(500, 4_000)
  const centre = new Centre({ dice, machines, agents: AGENTS, phone: () => ({ type: 'answers', afterMs: answersMs }) })
  await centre.openMedia()
  for (const name of NODES) await centre.start(name)
  await centre.turn(6_000)
  const life = new Life(centre)
  const ready = life.everybodyReady()
  await centre.turn(10_000)
  await ready
  dice.calm = false
  centre.outages = true
  const accidents = plan(centre, chance, life, o.stranded ? [stranded] : ACCIDENTS)
  await life.run(ACCIDENTS_MS + 25_000)
  dice.calm = true
  await life.run(LIFE_MS, () => life.over())
  await life.run(REST_MS)
  await life.run(REST_MS, () => centre.settled())
  const wrong = [...life.wrong, ...(await broken(centre, life.callers))]
  for (const name of [...centre.nodes.keys()]) centre.kill(name)
  return { seed, wrong, accidents, callers: life.callers.length }
}

/** When who calls, and what breaks. */
function plan(centre: Centre, chance: Chance, life: Life, accidents: readonly Accident[]): string[] {
  const happened: string[] = []
  const callers = chance.between(3, 8)
  for (let n = 0; n < callers; n++) {
    const to = chance.pick(['first', 'first', 'first', 'second', 'mail'] as const satisfies (keyof typeof NUMBERS)[])
    const name = to === 'mail' ? `mail-${n}` : n === 0 ? 'moved' : `caller-${n}`
    centre.clock.after(chance.between(0, ACCIDENTS_MS), () => life.call(name, to))
  }
  for (let n = chance.between(1, 4); n > 0; n--) {
    const accident = chance.pick(accidents)
    const forMs = chance.between(500, 20_000)
    centre.clock.after(chance.between(0, ACCIDENTS_MS), () => {
      happened.push(`${Math.round(centre.clock.steady() / 1_000) % 100_000} s: ${accident(centre, chance, forMs)}`)
    })
  }
  return happened
}
