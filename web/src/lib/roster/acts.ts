// What can be done to cells, each as a list of changes: set a shift, take it away, pin it, move it or swap two.
import type { Duty, DutyChange } from '#engine/protocol/roster.ts'
import { type CellAt, keyOf } from './cells.ts'

type Duties = ReadonlyMap<string, Duty>

export const setShift = (cells: readonly CellAt[], shiftId: string | null): DutyChange[] =>
  cells.map(({ agentId, date }) => ({ agentId, date, shiftId }))

export const dayOff = (duties: Duties, cells: readonly CellAt[]): DutyChange[] =>
  setShift(
    cells.filter((cell) => duties.has(keyOf(cell))),
    null,
  )

const again = (duty: Duty, pinned: boolean): DutyChange => ({
  agentId: duty.agentId,
  date: duty.date,
  shiftId: duty.shiftId,
  breaks: duty.breaks,
  pinned,
})

/** Pins all of them unless all are pinned. */
export function togglePins(duties: Duties, cells: readonly CellAt[]): DutyChange[] {
  const found = cells.flatMap((cell) => duties.get(keyOf(cell)) ?? [])
  const pinned = !found.every((duty) => duty.pinned)
  return found.filter((duty) => duty.pinned !== pinned).map((duty) => again(duty, pinned))
}

const placed = ({ agentId, date }: CellAt, duty: Duty | undefined): DutyChange =>
  duty ? { agentId, date, shiftId: duty.shiftId, breaks: duty.breaks } : { agentId, date, shiftId: null }

/** A free cell takes the duty; from a taken one the two duties change places. */
export function move(duties: Duties, from: CellAt, to: CellAt): DutyChange[] {
  const moved = duties.get(keyOf(from))
  if (!moved || keyOf(from) === keyOf(to)) return []
  return [placed(from, duties.get(keyOf(to))), placed(to, moved)]
}
