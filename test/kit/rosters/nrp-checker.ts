// Recomputes cost and every rule of a roster of schedulingbenchmarks.org from the instance's text alone; no code of the search.

/** One worked day: who, which day from 0 on, and the shift's name. */
export interface WorkedShift {
  staff: string
  day: number
  shift: string
}

/** The lines of a section that say something. */
function section(text: string, name: string): string[] {
  const after = text.split(`SECTION_${name}`)[1]
  if (after === undefined) return []
  return after
    .split('SECTION_')[0]!
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line.length > 0 && line[0] !== '#')
}

const fields = (line: string): string[] => line.split(',').map((field) => field.trim())

/** Lengths of runs of days that are all worked, or all not, with the first day of each. */
function runs(works: boolean[]): { worked: boolean; from: number; length: number }[] {
  const found: { worked: boolean; from: number; length: number }[] = []
  works.forEach((worked, day) => {
    const last = found.at(-1)
    if (last?.worked === worked) last.length += 1
    else found.push({ worked, from: day, length: 1 })
  })
  return found
}

/** Rules of one person's row: shift by day, undefined where off. */
function brokenBy(text: string, line: string, row: (string | undefined)[]): string[] {
  const [id = '', limits = '', ...figures] = fields(line)
  const [maxMinutes = 0, minMinutes = 0, maxRun = 0, minRun = 0, minOff = 0, maxWeekends = 0] = figures.map(Number)
  const broken: string[] = []
  const shifts = new Map(section(text, 'SHIFTS').map((each) => [fields(each)[0]!, fields(each)]))
  let minutes = 0
  row.forEach((shift, day) => {
    if (shift === undefined) return
    minutes += Number(shifts.get(shift)![1])
    const never = (shifts.get(shift)![2] ?? '').split('|')
    const next = row[day + 1]
    if (next !== undefined && never.includes(next)) broken.push(`${id} day ${day}: ${next} after ${shift}`)
  })
  if (minutes > maxMinutes) broken.push(`${id}: ${minutes} minutes, at most ${maxMinutes}`)
  if (minutes < minMinutes) broken.push(`${id}: ${minutes} minutes, at least ${minMinutes}`)
  for (const limit of limits.split('|')) {
    const [shift, most] = limit.split('=')
    const count = row.filter((each) => each === shift).length
    if (count > Number(most)) broken.push(`${id}: ${count} times ${shift}`)
  }
  for (const { worked, from, length } of runs(row.map((shift) => shift !== undefined))) {
    // days before and after the horizon are taken to go on like its first and last
    const inside = from > 0 && from + length < row.length
    if (worked && length > maxRun) broken.push(`${id} day ${from}: ${length} days in a row`)
    if (worked && inside && length < minRun) broken.push(`${id} day ${from}: only ${length} days in a row`)
    if (!worked && inside && length < minOff) broken.push(`${id} day ${from}: only ${length} days off`)
  }
  let weekends = 0
  for (let saturday = 5; saturday < row.length; saturday += 7)
    if (row[saturday] !== undefined || row[saturday + 1] !== undefined) weekends += 1
  if (weekends > maxWeekends) broken.push(`${id}: ${weekends} weekends`)
  for (const off of section(text, 'DAYS_OFF').map(fields))
    if (off[0] === id)
      for (const day of off.slice(1)) if (row[Number(day)] !== undefined) broken.push(`${id} day ${day}: not a day off`)
  return broken
}

export function checkNrp(text: string, worked: WorkedShift[]): { cost: number; broken: string[] } {
  const days = Number(section(text, 'HORIZON')[0])
  const broken: string[] = []
  const rows = new Map<string, (string | undefined)[]>()
  for (const line of section(text, 'STAFF')) rows.set(fields(line)[0]!, new Array(days).fill(undefined))
  const names = new Set(section(text, 'SHIFTS').map((line) => fields(line)[0]))
  for (const { staff, day, shift } of worked) {
    const row = rows.get(staff)
    if (!row || !names.has(shift) || day < 0 || day >= days) broken.push(`${staff} day ${day}: ${shift} is not known`)
    else if (row[day] !== undefined) broken.push(`${staff} day ${day}: two shifts`)
    else row[day] = shift
  }
  for (const line of section(text, 'STAFF')) broken.push(...brokenBy(text, line, rows.get(fields(line)[0]!)!))
  let cost = 0
  for (const [staff, day, shift, weight] of section(text, 'SHIFT_ON_REQUESTS').map(fields))
    if (rows.get(staff!)?.[Number(day)] !== shift) cost += Number(weight)
  for (const [staff, day, shift, weight] of section(text, 'SHIFT_OFF_REQUESTS').map(fields))
    if (rows.get(staff!)?.[Number(day)] === shift) cost += Number(weight)
  for (const [day, shift, need, under, over] of section(text, 'COVER').map(fields)) {
    const have = [...rows.values()].filter((row) => row[Number(day)] === shift).length
    cost += Math.max(0, Number(need) - have) * Number(under) + Math.max(0, have - Number(need)) * Number(over)
  }
  return { cost, broken }
}
