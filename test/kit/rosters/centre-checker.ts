// Recomputes cost and every rule of a call-centre roster from the problem file alone; shares no code with the search.

export interface CentreText {
  slotsPerDay: number
  slotMinutes: number
  days: number
  demand: number[][]
  shifts: { id: string; start: number; len: number; breaks: number[][][] }[]
  agents: { id: string; maxDaysWeek: number; lens: number[]; off: number[]; earliest: number; latestEnd: number }[]
  rules: {
    minRestSlots: number
    maxConsecutiveDays: number
    weekendsOffInTwo: number
    underCost: number
    overCost: number
  }
}

/** One worked day as people would write it. */
export interface Worked {
  agent: string
  day: number
  shift: string
  /** [slot after the start, slots] */
  breaks: number[][]
}

export function checkCentre(file: CentreText, worked: Worked[]): { cost: number; broken: string[] } {
  const broken: string[] = []
  const have = file.demand.map((day) => day.map(() => 0))
  const byAgent = new Map(file.agents.map((agent) => [agent.id, new Map<number, { start: number; end: number }>()]))
  for (const one of worked) {
    const say = (what: string) => broken.push(`${one.agent} day ${one.day}: ${what}`)
    const agent = file.agents.find(({ id }) => id === one.agent)
    const shift = file.shifts.find(({ id }) => id === one.shift)
    if (!agent || !shift) {
      say('unknown agent or shift')
      continue
    }
    const own = byAgent.get(one.agent)!
    const end = shift.start + shift.len
    if (own.has(one.day)) say('two shifts')
    own.set(one.day, { start: shift.start, end })
    if (agent.off.includes(one.day)) say('works on a day off')
    if (!agent.lens.includes(shift.len)) say('a length not in the contract')
    if (shift.start < agent.earliest || end > agent.latestEnd) say('outside the hours of the contract')
    if (!shift.breaks.some((list) => JSON.stringify(list) === JSON.stringify(one.breaks))) say('breaks not allowed')
    const paused = new Set(one.breaks.flatMap(([at, n]) => Array.from({ length: n! }, (_, k) => shift.start + at! + k)))
    for (let slot = shift.start; slot < end; slot++) if (!paused.has(slot)) have[one.day]![slot]! += 1
  }
  for (const agent of file.agents) {
    const own = byAgent.get(agent.id)!
    let run = 0
    for (let day = 0; day < file.days; day++) {
      run = own.has(day) ? run + 1 : 0
      if (run > file.rules.maxConsecutiveDays) broken.push(`${agent.id} day ${day}: too many days in a row`)
      const today = own.get(day)
      const tomorrow = own.get(day + 1)
      const rest = today && tomorrow ? (24 * 60) / file.slotMinutes - today.end + tomorrow.start : Number.MAX_VALUE
      if (rest < file.rules.minRestSlots) broken.push(`${agent.id} day ${day}: too little rest`)
    }
    for (let monday = 0; monday < file.days; monday += 7) {
      const count = [0, 1, 2, 3, 4, 5, 6].filter((day) => own.has(monday + day)).length
      const free = [0, 1, 2, 3, 4].filter((day) => !agent.off.includes(monday + day)).length
      if (count !== Math.min(agent.maxDaysWeek, free)) broken.push(`${agent.id} week of ${monday}: ${count} days`)
    }
    for (let monday = 0; monday + 14 <= file.days; monday += 14) {
      const off = [5, 12].filter((day) => !own.has(monday + day) && !own.has(monday + day + 1)).length
      if (off < file.rules.weekendsOffInTwo) broken.push(`${agent.id}: works both weekends from ${monday}`)
    }
  }
  let cost = 0
  file.demand.forEach((day, index) => {
    day.forEach((need, slot) => {
      const short = need - have[index]![slot]!
      cost += short > 0 ? short * file.rules.underCost : -short * file.rules.overCost
    })
  })
  return { cost, broken }
}
