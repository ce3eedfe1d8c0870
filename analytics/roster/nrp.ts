// Reads an instance of schedulingbenchmarks.org (text format of Curtois and Qu 2014): a ward, its staff, requests and cover.
import { FORBIDDEN } from './problem.ts'

export interface WardShift {
  id: string
  minutes: number
  /** by shift: may it be worked on the next day */
  mayBeFollowedBy: boolean[]
}

export interface Nurse {
  id: string
  /** by shift: how often at most in the whole horizon */
  most: number[]
  maxMinutes: number
  minMinutes: number
  maxRun: number
  minRun: number
  minOff: number
  maxWeekends: number
  /** [day × symbols + symbol], symbol 0 = off, n = shift n−1: cost of requests not met, and FORBIDDEN */
  wish: Int32Array
}

export interface Ward {
  days: number
  shifts: WardShift[]
  staff: Nurse[]
  /** [day × shifts + shift] each */
  need: Int32Array
  under: Int32Array
  over: Int32Array
}

/** Lines of each section, split at commas; comments and blank lines left out. */
function sections(text: string): Map<string, string[][]> {
  const found = new Map<string, string[][]>()
  let lines: string[][] = []
  for (const line of text.split(/\r?\n/).map((each) => each.trim())) {
    if (line === '' || line.startsWith('#')) continue
    if (line.startsWith('SECTION_')) {
      lines = []
      found.set(line.slice('SECTION_'.length), lines)
    } else lines.push(line.split(',').map((cell) => cell.trim()))
  }
  return found
}

function whole(text: string | undefined, what: string): number {
  const value = Number(text)
  if (text === undefined || text === '' || !Number.isInteger(value)) throw new Error(`${what} is not a number: ${text}`)
  return value
}

function nurseOf(cells: string[], ids: string[], days: number): Nurse {
  const [id = '', limits = '', ...figures] = cells
  const most = new Array<number>(ids.length).fill(days)
  for (const limit of limits.split('|').filter((each) => each !== '')) {
    const [shift = '', count] = limit.split('=')
    most[at(ids, shift)] = whole(count, `the limit of ${id}`)
  }
  const [maxMinutes, minMinutes, maxRun, minRun, minOff, maxWeekends] = Array.from({ length: 6 }, (_, k) =>
    whole(figures[k], `figure ${k + 1} of ${id}`),
  ) as [number, number, number, number, number, number]
  const symbols = ids.length + 1
  const wish = new Int32Array(days * symbols)
  for (let place = 0; place < wish.length; place++)
    if (place % symbols > 0 && most[(place % symbols) - 1] === 0) wish[place] = FORBIDDEN
  return { id, most, maxMinutes, minMinutes, maxRun, minRun, minOff: Math.max(1, minOff), maxWeekends, wish }
}

function at(ids: string[], id: string): number {
  const index = ids.indexOf(id)
  if (index < 0) throw new Error(`nothing here is called ${id}`)
  return index
}

/** A request to work costs its weight with any other symbol, one not to work with that shift only. */
function addWishes(staff: Nurse[], ids: string[], found: Map<string, string[][]>): void {
  const names = staff.map(({ id }) => id)
  const symbols = ids.length + 1
  const add = (wish: Int32Array, place: number, cost: number) => {
    wish[place] = Math.min(FORBIDDEN, wish[place]! + cost)
  }
  for (const [id = '', ...days] of found.get('DAYS_OFF') ?? [])
    for (const day of days) {
      const from = whole(day, `a day off of ${id}`) * symbols
      staff[at(names, id)]!.wish.fill(FORBIDDEN, from + 1, from + symbols)
    }
  for (const [id = '', day, shift = '', weight] of found.get('SHIFT_ON_REQUESTS') ?? []) {
    const { wish } = staff[at(names, id)]!
    const from = whole(day, `a request of ${id}`) * symbols
    for (let symbol = 0; symbol < symbols; symbol++)
      if (symbol !== at(ids, shift) + 1) add(wish, from + symbol, whole(weight, `a request of ${id}`))
  }
  for (const [id = '', day, shift = '', weight] of found.get('SHIFT_OFF_REQUESTS') ?? []) {
    const { wish } = staff[at(names, id)]!
    const place = whole(day, `a request of ${id}`) * symbols + at(ids, shift) + 1
    add(wish, place, whole(weight, `a request of ${id}`))
  }
}

/** Throws with what is wrong when the text is not such an instance. */
export function readWard(text: string): Ward {
  const found = sections(text)
  const days = whole(found.get('HORIZON')?.[0]?.[0], 'the horizon')
  const lines = found.get('SHIFTS') ?? []
  const ids = lines.map(([id = '']) => id)
  const shifts = lines.map(([id = '', minutes, after = '']) => {
    const never = after.split('|').filter((each) => each !== '')
    return { id, minutes: whole(minutes, `shift ${id}`), mayBeFollowedBy: ids.map((each) => !never.includes(each)) }
  })
  const staff = (found.get('STAFF') ?? []).map((cells) => nurseOf(cells, ids, days))
  if (days === 0 || days % 7 !== 0) throw new Error(`a horizon of ${days} days is not whole weeks`)
  if (shifts.length === 0 || staff.length === 0) throw new Error('no shifts or no staff')
  addWishes(staff, ids, found)
  const [need, under, over] = [0, 1, 2].map(() => new Int32Array(days * shifts.length)) as [
    Int32Array,
    Int32Array,
    Int32Array,
  ]
  for (const [day, shift = '', ...figures] of found.get('COVER') ?? []) {
    const cell = whole(day, 'a day of the cover') * shifts.length + at(ids, shift)
    need[cell] = whole(figures[0], 'a requirement')
    under[cell] = whole(figures[1], 'a weight')
    over[cell] = whole(figures[2], 'a weight')
  }
  return { days, shifts, staff, need, under, over }
}

/** The worked days of a roster ([nurse × days + day]: 0 off, n = shift n−1), by name. */
export const writeWard = ({ days, shifts, staff }: Ward, symbols: ArrayLike<number>) =>
  staff.flatMap(({ id }, nurse) =>
    Array.from({ length: days }, (_, day) => ({ day, symbol: symbols[nurse * days + day]! }))
      .filter(({ symbol }) => symbol > 0)
      .map(({ day, symbol }) => ({ staff: id, day, shift: shifts[symbol - 1]!.id })),
  )
