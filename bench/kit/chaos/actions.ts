// What a seed may do to a centre.
import { CUTTABLE, clockSet, cutOff, diskFull, type Fault, killed, killedAll, stopped } from './faults.ts'
import type { Surroundings } from './surroundings.ts'

export const ACTIONS = ['kill', 'stop', 'cut', 'kill-all', 'fill-disk', 'clock-jump'] as const
export type Action = (typeof ACTIONS)[number]

const LONGEST_MS = 15_000
const HOUR_MS = 3_600_000

export interface Chosen {
  parts: readonly string[]
  actions: readonly Action[]
}

/** Its own disk and clock, which only root can give it. */
export const needsOwn = (actions: readonly Action[]): boolean =>
  actions.some((action) => action === 'fill-disk' || action === 'clock-jump')

export function anyFault(random: () => number, { parts, actions }: Chosen, around: Surroundings | undefined): Fault {
  const pick = <Item>(items: readonly Item[]): Item => items[Math.floor(random() * items.length)] as Item
  const action = pick(actions)
  const part = pick(parts)
  const ms = Math.round(1_000 + random() * LONGEST_MS)
  switch (action) {
    case 'kill':
      return killed(part)
    case 'stop':
      return stopped(part, ms)
    case 'cut':
      return cutOff(pick(CUTTABLE), ms)
    case 'kill-all':
      return killedAll()
    case 'fill-disk':
      return diskFull(given(around), ms)
    case 'clock-jump':
      return clockSet(given(around), random() < 0.5 ? HOUR_MS : -HOUR_MS, ms)
  }
}

function given(around: Surroundings | undefined): Surroundings {
  if (!around) throw new Error('no such action: neither disk nor clock is its own')
  return around
}
