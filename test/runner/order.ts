// What runs beside what, so that no core idles: what hears sound, kills parts or has deadlines of seconds runs one at a time;
// what only computes, asks a database of its own or looks at pages fills the rest and stands back for it.
import { kindOf } from '../kinds.ts'

export interface Task {
  /** from the tree's top */
  file: string
  alone: boolean
  /** as of nice(1) */
  nice: number
}

const BESIDE = [
  'test/analytics/',
  'test/config/code/',
  'test/config/packages',
  'test/engine/gateway/',
  'test/engine/planning/',
  'test/engine/records/',
  'test/media/prompts/',
  'test/web/',
]

export function taskOf(file: string): Task {
  const kind = kindOf(file)
  const parts = kind === 'real' || kind === 'e2e'
  if (!parts) return { file, alone: false, nice: 5 }
  const alone = !BESIDE.some((prefix) => file.startsWith(prefix))
  return { file, alone, nice: alone ? 0 : 3 }
}

/** The longest first; one without a figure counts as short. */
export const longestFirst = (tasks: Task[], seconds: Record<string, number>): Task[] =>
  tasks.toSorted((a, b) => (seconds[b.file] ?? 0) - (seconds[a.file] ?? 0))

/** What begins now, of those that wait, in their order; undefined: nothing until one ends. */
export function nextOf(waiting: Task[], running: Task[], cores: number): Task | undefined {
  const beside = running.filter(({ alone }) => !alone).length
  const room = { alone: running.length === beside, beside: beside < cores }
  if (cores === 1 && running.length > 0) return undefined
  const alone = waiting.find((task) => task.alone)
  if (alone && room.alone) return alone
  return room.beside ? waiting.find((task) => !task.alone) : undefined
}
