// Multi-skill staffing by simulation: callers of several skills, groups of agents who each take some of them, by preference.
// No formula holds for general designs (Koole and Pot 2006); the N design, which has one, is the simulation's yardstick.
import { randomOf } from '../random.ts'
import { Agenda } from './agenda.ts'

export interface Skill {
  name: string
  /** calls per second */
  rate: number
  /** mean handle time, s (exponential) */
  aht: number
  /** mean patience, s (exponential); absent: callers wait for ever */
  patience?: number
  /** s: answered within counts as in time */
  within: number
}

export interface Group {
  agents: number
  /** indices of skills, the one taken first when several wait comes first */
  skills: number[]
}

export interface SkillFigures {
  name: string
  /** answered in time / offered */
  serviceLevel: number
  /** half width of its 95 % interval, by batch means */
  serviceLevelError: number
  pWait: number
  pAbandon: number
  /** s, of all offered */
  meanWait: number
}

export interface Simulated {
  skills: SkillFigures[]
  /** by group */
  occupancy: number[]
}

const BATCHES = 20
/** t of 19 degrees of freedom, 95 % */
const T19 = 2.093
/** share of the run that is thrown away while the centre fills */
const WARM_UP = 0.1

interface Caller {
  skill: number
  at: number
}

class Tally {
  readonly #offered = new Float64Array(BATCHES)
  readonly #inTime = new Float64Array(BATCHES)
  waited = 0
  abandoned = 0
  waitSum = 0

  offered(batch: number): void {
    this.#offered[batch]! += 1
  }

  inTime(batch: number): void {
    this.#inTime[batch]! += 1
  }

  figures(name: string): SkillFigures {
    const all = this.#offered.reduce((sum, each) => sum + each, 0)
    if (all === 0) return { name, serviceLevel: 1, serviceLevelError: 0, pWait: 0, pAbandon: 0, meanWait: 0 }
    const levels = [...this.#offered].flatMap((count, n) => (count > 0 ? [this.#inTime[n]! / count] : []))
    const mean = levels.reduce((sum, each) => sum + each, 0) / levels.length
    const variance = levels.reduce((sum, each) => sum + (each - mean) ** 2, 0) / Math.max(1, levels.length - 1)
    return {
      name,
      serviceLevel: this.#inTime.reduce((sum, each) => sum + each, 0) / all,
      serviceLevelError: T19 * Math.sqrt(variance / levels.length),
      pWait: this.waited / all,
      pAbandon: this.abandoned / all,
      meanWait: this.waitSum / all,
    }
  }
}

class Simulation {
  readonly #skills: readonly Skill[]
  readonly #groups: readonly Group[]
  readonly #seconds: number
  readonly #begins: number
  readonly #random: () => number
  readonly #agenda = new Agenda()
  readonly #queues: Caller[][]
  readonly #tallies: Tally[]
  readonly #busy: number[]
  readonly #busySeconds: number[]
  /** groups with fewest skills first: the flexible are kept for those whom nobody else can serve */
  readonly #order: number[]
  #now = 0

  constructor(skills: readonly Skill[], groups: readonly Group[], seconds: number, seed: number) {
    this.#skills = skills
    this.#groups = groups
    this.#seconds = seconds
    this.#begins = seconds * WARM_UP
    this.#random = randomOf(seed)
    this.#queues = skills.map(() => [])
    this.#tallies = skills.map(() => new Tally())
    this.#busy = groups.map(() => 0)
    this.#busySeconds = groups.map(() => 0)
    this.#order = groups.map((_, n) => n).sort((x, y) => groups[x]!.skills.length - groups[y]!.skills.length)
  }

  run(): Simulated {
    this.#skills.forEach((skill, n) => {
      if (skill.rate > 0) this.#in(1 / skill.rate, () => this.#arrive(n))
    })
    for (let event = this.#agenda.take(); event && event.at < this.#seconds; event = this.#agenda.take()) {
      this.#now = event.at
      event.happens()
    }
    const measured = this.#seconds - this.#begins
    return {
      skills: this.#skills.map(({ name }, n) => this.#tallies[n]!.figures(name)),
      occupancy: this.#groups.map(({ agents }, n) => (agents === 0 ? 0 : this.#busySeconds[n]! / agents / measured)),
    }
  }

  /** After an exponential span of this mean. */
  #in(mean: number, happens: () => void): number {
    const at = this.#now - mean * Math.log(1 - this.#random())
    this.#agenda.put(at, happens)
    return at
  }

  #counts(caller: Caller): boolean {
    return caller.at >= this.#begins
  }

  #batch(caller: Caller): number {
    return Math.floor(((caller.at - this.#begins) / (this.#seconds - this.#begins)) * BATCHES)
  }

  #arrive(skill: number): void {
    const { rate, patience } = this.#skills[skill]!
    this.#in(1 / rate, () => this.#arrive(skill))
    const caller: Caller = { skill, at: this.#now }
    const tally = this.#tallies[skill]!
    if (this.#counts(caller)) tally.offered(this.#batch(caller))
    const group = this.#order.find(
      (n) => this.#busy[n]! < this.#groups[n]!.agents && this.#groups[n]!.skills.includes(skill),
    )
    if (group !== undefined) {
      this.#serve(caller, group)
      return
    }
    if (this.#counts(caller)) tally.waited += 1
    this.#queues[skill]!.push(caller)
    if (patience !== undefined) this.#in(patience, () => this.#giveUp(caller))
  }

  #giveUp(caller: Caller): void {
    const queue = this.#queues[caller.skill]!
    const place = queue.indexOf(caller)
    if (place < 0) return
    queue.splice(place, 1)
    if (!this.#counts(caller)) return
    const tally = this.#tallies[caller.skill]!
    tally.abandoned += 1
    tally.waitSum += this.#now - caller.at
  }

  #serve(caller: Caller, group: number): void {
    const { aht, within } = this.#skills[caller.skill]!
    const ends = this.#in(aht, () => this.#free(group))
    this.#busy[group]! += 1
    this.#busySeconds[group]! += Math.max(0, Math.min(this.#seconds, ends) - Math.max(this.#begins, this.#now))
    if (!this.#counts(caller)) return
    const tally = this.#tallies[caller.skill]!
    const wait = this.#now - caller.at
    tally.waitSum += wait
    if (wait <= within) tally.inTime(this.#batch(caller))
  }

  #free(group: number): void {
    this.#busy[group]! -= 1
    for (const skill of this.#groups[group]!.skills) {
      const caller = this.#queues[skill]!.shift()
      if (!caller) continue
      this.#serve(caller, group)
      return
    }
  }
}

/**
 * A call takes the idle group with the fewest skills; a free agent takes the caller who has waited longest of the first of
 * its skills that has one. `seconds` is the simulated span. The same seed gives the same answer.
 */
export const simulate = (
  skills: readonly Skill[],
  groups: readonly Group[],
  seconds: number,
  seed: number,
): Simulated => new Simulation(skills, groups, seconds, seed).run()
