// Agents per group for several skills: one agent more where it helps most until every skill keeps its target, then those
// taken away again whom nobody misses. Every trial is a simulation with the same seed, so trials differ by the agents alone.
import { type Group, type Simulated, type Skill, simulate } from './multi-skill.ts'
import { Unreachable } from './unreachable.ts'

const nobodyTakes = (name: string) => ({
  zh: `没有任何一组坐席受理“${name}”。`,
  en: `No group takes ${name}.`,
})

export interface SkillTarget extends Skill {
  /** share (0…1) to be answered within `within` */
  serviceLevel: number
  /** most that may give up, 0…1 */
  maxAbandon?: number
}

export interface GroupChoice {
  skills: number[]
  /** cost of one agent against the others: the flexible are dearer */
  cost: number
  /** at most so many; absent: no limit */
  most?: number
}

export interface SkillNeed {
  agents: number[]
  cost: number
  reached: boolean
  simulated: Simulated
}

const MOST_TRIALS = 2_000

/** How far all skills are from their targets, in shares of callers; 0 = every target is kept. */
function missing(targets: readonly SkillTarget[], { skills }: Simulated): number {
  return targets.reduce((sum, target, n) => {
    const found = skills[n]!
    const late = Math.max(0, target.serviceLevel - found.serviceLevel)
    const gone = Math.max(0, found.pAbandon - (target.maxAbandon ?? 1))
    return sum + (late + gone) * target.rate
  }, 0)
}

/** `seconds` simulated per trial: a day of 28,800 s at one call a second gives about ± 0.01 of service level. */
export function agentsForSkills(
  targets: readonly SkillTarget[],
  choices: readonly GroupChoice[],
  seconds: number,
  seed: number,
): SkillNeed {
  const groupsOf = (agents: readonly number[]): Group[] =>
    choices.map(({ skills }, n) => ({ skills, agents: agents[n]! }))
  const tried = new Map<string, Simulated>()
  const run = (agents: readonly number[]): Simulated => {
    const key = agents.join()
    const known = tried.get(key) ?? simulate(targets, groupsOf(agents), seconds, seed)
    tried.set(key, known)
    return known
  }
  const short = (agents: readonly number[]): number => missing(targets, run(agents))
  const changed = (agents: readonly number[], n: number, by: number): number[] =>
    agents.map((count, each) => (each === n ? count + by : count))

  let agents = firstGuess(targets, choices)
  while (short(agents) > 0 && tried.size < MOST_TRIALS) {
    const now = short(agents)
    const [best] = choices
      .map((choice, n) => ({ choice, n }))
      .filter(({ choice, n }) => agents[n]! < (choice.most ?? Number.POSITIVE_INFINITY))
      .map(({ choice, n }) => ({ n, gain: (now - short(changed(agents, n, 1))) / choice.cost }))
      .sort((x, y) => y.gain - x.gain)
    if (!best) break
    agents = changed(agents, best.n, 1)
  }
  const dearest = choices.map((_, n) => n).sort((x, y) => choices[y]!.cost - choices[x]!.cost)
  for (const n of dearest)
    while (agents[n]! > 0 && short(agents) === 0 && short(changed(agents, n, -1)) === 0) agents = changed(agents, n, -1)
  return {
    agents,
    cost: agents.reduce((sum, count, n) => sum + count * choices[n]!.cost, 0),
    reached: short(agents) === 0,
    simulated: run(agents),
  }
}

/** The load of each skill to its cheapest group. */
function firstGuess(targets: readonly SkillTarget[], choices: readonly GroupChoice[]): number[] {
  const load = choices.map(() => 0)
  targets.forEach(({ rate, aht }, skill) => {
    const [cheapest] = choices
      .map((choice, n) => ({ choice, n }))
      .filter(({ choice }) => choice.skills.includes(skill))
      .sort((x, y) => x.choice.cost - y.choice.cost)
    if (!cheapest) throw new Unreachable(nobodyTakes(targets[skill]!.name))
    load[cheapest.n]! += rate * aht
  })
  return load.map((erlangs, n) => Math.min(choices[n]!.most ?? Number.POSITIVE_INFINITY, Math.floor(erlangs)))
}
