// Reads a call-centre problem (quarter-hour slots, shifts with breaks, labour rules) as roster-200.json states it.
import type { RosterProblem } from '#engine/protocol/roster.ts'
import { type Automaton, type Contract, compile } from './automaton.ts'
import { type Agent, FORBIDDEN, type Problem, type Roster, type Shift } from './problem.ts'

type CentreAgent = RosterProblem['agents'][number]

const slots = (start: number, breaks: [number, number][]): Int16Array =>
  Int16Array.from(breaks.flatMap(([at, length]) => Array.from({ length }, (_, slot) => start + at + slot)))

/** Break lists that are every combination of independent choices become one group a choice: 4 + 5 + 5 tries, not 100. */
export function breakGroups(start: number, lists: [number, number][][]): Int16Array[][] {
  if (lists.length === 0) return []
  const width = lists[0]!.length
  const choices = Array.from({ length: width }, (_, place) => [
    ...new Map(lists.map((list) => [String(list[place]), list[place]!])).values(),
  ])
  const distinct = new Set(lists.map((list) => list.join(';'))).size
  const all = choices.reduce((product, choice) => product * choice.length, 1)
  const independent = lists.every((list) => list.length === width) && all === distinct
  return independent
    ? choices.map((choice) => choice.map((one) => slots(start, [one])))
    : [lists.map((list) => slots(start, list))]
}

/** Shifts wanted in each week: the contract's days, fewer when leave takes away Monday to Friday. */
const wantedDays = (agent: CentreAgent, days: number): number[] =>
  Array.from({ length: Math.ceil(days / 7) }, (_, week) => {
    const free = [0, 1, 2, 3, 4].filter((day) => week * 7 + day < days && !agent.off.includes(week * 7 + day))
    return Math.min(agent.maxDaysWeek, free.length)
  })

/** State: days worked this week, days in a row, weekends worked in this pair of weeks, end of yesterday's shift. */
function contract(file: RosterProblem, agent: CentreAgent): Contract {
  const { minRestSlots, maxConsecutiveDays, weekendsOffInTwo } = { ...file.rules, ...agent }
  const wanted = wantedDays(agent, file.days)
  const daySlots = (24 * 60) / file.slotMinutes
  const may = file.shifts.map(
    (shift) =>
      agent.lens.includes(shift.len) &&
      shift.start >= agent.earliest &&
      shift.start + shift.len <= agent.latestEnd &&
      (agent.shifts?.includes(shift.id) ?? true),
  )
  /** an end that hinders no start of tomorrow is all one */
  const free = daySlots - minRestSlots
  const pack = (week: number, run: number, ends: number, late: number): number =>
    ((week * 32 + run) * 8 + ends) * 1_024 + late
  const { daysInRow, endSlot } = agent.before ?? { daysInRow: 0, endSlot: 0 }
  return {
    days: file.days,
    symbols: file.shifts.length + 1,
    start: pack(0, Math.min(31, daysInRow), 0, Math.max(0, endSlot - free)),
    accepts: () => true,
    step(state, day, symbol) {
      let week = Math.floor(state / 262_144)
      let run = Math.floor(state / 8_192) % 32
      let ends = Math.floor(state / 1_024) % 8
      let late = state % 1_024
      const weekday = day % 7
      if (symbol === 0) {
        run = 0
        late = 0
      } else {
        const shift = file.shifts[symbol - 1]!
        if (!may[symbol - 1] || agent.off.includes(day)) return undefined
        if (shift.start < late || ++run > maxConsecutiveDays || ++week > wanted[Math.floor(day / 7)]!) return undefined
        late = Math.max(0, shift.start + shift.len - free)
        // bit 0: this weekend has work; above it: worked weekends of this pair
        if (weekday >= 5) ends |= 1
      }
      if (weekday === 6) {
        if (week !== wanted[Math.floor(day / 7)]) return undefined
        const worked = (ends >> 1) + (ends & 1)
        if (worked > 2 - weekendsOffInTwo) return undefined
        ends = Math.floor(day / 7) % 2 === 1 ? 0 : worked << 1
        week = 0
      }
      return pack(week, run, ends, late)
    },
  }
}

export function centreProblem(file: RosterProblem): Problem {
  const shifts: Shift[] = file.shifts.map(({ id, start, len, breaks }) => ({
    id,
    from: start,
    to: start + len,
    breaks: breakGroups(start, breaks),
  }))
  const cells = file.slotsPerDay
  const places = file.days * cells
  const compiled = new Map<string, Automaton>()
  const agents: Agent[] = file.agents.map((agent) => {
    const { id: _id, weekHours: _hours, wishes = [], ...ruled } = agent
    const key = JSON.stringify(Object.entries(ruled).sort())
    const sequences = compiled.get(key) ?? compile(contract(file, agent))
    if (!sequences) throw new Error(`the rules of agent ${agent.id} need too many states`)
    compiled.set(key, sequences)
    const symbols = shifts.length + 1
    const wish = new Int32Array(file.days * symbols)
    for (const { day, shift, cost } of wishes) {
      const wished = shift === null ? 0 : 1 + file.shifts.findIndex(({ id }) => id === shift)
      if (shift !== null && wished === 0)
        throw new Error(`agent ${agent.id} wishes a shift that is not there: ${shift}`)
      for (let symbol = 0; symbol < symbols; symbol++)
        if (symbol !== wished) wish[day * symbols + symbol] = wish[day * symbols + symbol]! + cost
    }
    for (const day of agent.off) wish.fill(FORBIDDEN, day * symbols + 1, (day + 1) * symbols)
    return { id: agent.id, wish, sequences }
  })
  return {
    name: file.name,
    days: file.days,
    cells,
    need: Int32Array.from(file.demand.flat()),
    under: new Int32Array(places).fill(file.rules.underCost),
    over: new Int32Array(places).fill(file.rules.overCost),
    ...(file.rules.spreadCost ? { spread: file.rules.spreadCost } : {}),
    shifts,
    agents,
  }
}

/** Temperatures that suit a search of ten seconds to some minutes, by what one agent-slot of cover is worth. */
export function heatOf({ rules }: RosterProblem): { hot: number; cold: number } {
  const worth = rules.underCost + rules.overCost + (rules.spreadCost ?? 0)
  return { hot: 0.4 * worth, cold: 0.04 * worth }
}

/** The roster as people would write it: agent, day, shift, and the breaks as [slot after the start, slots]. */
export function writeCentre(problem: Problem, file: RosterProblem, roster: Roster) {
  return problem.agents.flatMap((agent, index) =>
    Array.from({ length: problem.days }, (_, day) => index * problem.days + day)
      .filter((place) => roster.symbols[place] !== 0)
      .map((place) => {
        const number = roster.symbols[place]! - 1
        const shift = problem.shifts[number]!
        const start = file.shifts[number]!.start
        const gaps = shift.breaks.flatMap((group, at) => [...group[roster.breaks[place * roster.groups + at]!]!])
        const breaks: [number, number][] = []
        for (const gap of gaps.map((cell) => cell - start)) {
          const last = breaks.at(-1)
          if (last && last[0] + last[1] === gap) last[1] += 1
          else breaks.push([gap, 1])
        }
        return { agent: agent.id, day: place % problem.days, shift: shift.id, breaks }
      }),
  )
}
