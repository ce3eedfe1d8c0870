// Somebody set the clock: every moment a machine remembers is moved by as much, so that every span stays what it was.
import type { Decision } from '#engine/protocol/machine.ts'

/** To every actor before its next decision; `byMs` is what the clock was set forward by. */
export interface SetTime {
  type: 'time-set'
  byMs: number
}
export type TimeSet = SetTime

/** The moments of `what` under these names, moved; those that are absent stay so. */
export function moved<What extends object>(what: What, byMs: number, ...names: (keyof What & string)[]): What {
  const next = { ...what }
  for (const name of names) {
    const at = what[name]
    if (typeof at === 'number') next[name] = (at + byMs) as never
  }
  return next
}

export const isSetTime = (command: { type: string }): command is SetTime => command.type === 'time-set'

export const timeSet = ({ byMs }: SetTime): Decision<TimeSet> => ({ facts: [{ type: 'time-set', byMs }], effects: [] })
