// The roster by cell (agent, date): what lies in a cell, and how changes and their consequences lie over it.
import type { PlanDate } from '#engine/protocol/planning.ts'
import type {
  Duty,
  DutyChange,
  RosterConsequences,
  RosterFault,
  RosterShift,
  RosterView,
} from '#engine/protocol/roster.ts'

export interface CellAt {
  agentId: string
  date: PlanDate
}

export const keyOf = ({ agentId, date }: CellAt): string => `${agentId} ${date}`

/** What the page draws: the server's view with the changes that are not saved yet over it. */
export type RosterDrawn = Pick<RosterView, 'coverage' | 'faults' | 'costs' | 'fairness'> & {
  duties: ReadonlyMap<string, Duty>
}

export const byCell = (duties: readonly Duty[]): Map<string, Duty> => new Map(duties.map((duty) => [keyOf(duty), duty]))

export function groupByCell<One extends CellAt>(all: readonly One[]): Map<string, One[]> {
  const groups = new Map<string, One[]>()
  for (const one of all) {
    const group = groups.get(keyOf(one))
    if (group) group.push(one)
    else groups.set(keyOf(one), [one])
  }
  return groups
}

/** The duty a change makes, as far as the page knows: the shift's usual breaks come from the server. */
function dutyOf(change: DutyChange, before: Duty | undefined, shifts: readonly RosterShift[]): Duty | undefined {
  const shift = shifts.find((one) => one.id === change.shiftId)
  if (change.shiftId === null || !shift) return undefined
  const same = before?.shiftId === change.shiftId
  return {
    agentId: change.agentId,
    date: change.date,
    shiftId: shift.id,
    startsAt: same ? before.startsAt : shift.startsAt,
    endsAt: same ? before.endsAt : shift.endsAt,
    breaks: change.breaks ?? (same ? before.breaks : []),
    pinned: change.pinned ?? true,
  }
}

/** At once, before the server has been asked. */
export function withChanges(
  duties: ReadonlyMap<string, Duty>,
  changes: readonly DutyChange[],
  shifts: readonly RosterShift[],
): Map<string, Duty> {
  const all = new Map(duties)
  for (const change of changes) {
    const key = keyOf(change)
    const duty = dutyOf(change, all.get(key), shifts)
    if (duty) all.set(key, duty)
    else all.delete(key)
  }
  return all
}

/** One agent's change may end or begin these for colleagues. */
const OF_ALL: ReadonlySet<RosterFault['rule']> = new Set(['weekends-unfair', 'nights-unfair'])
const keepOthers = (
  before: readonly RosterFault[],
  now: readonly RosterFault[],
  touched: ReadonlySet<string>,
): RosterFault[] => [
  ...before.filter((fault) => !touched.has(fault.agentId) && !OF_ALL.has(fault.rule)),
  ...now.filter((fault) => touched.has(fault.agentId) || OF_ALL.has(fault.rule)),
]

/** The server's word on the changed cells; holds whether it answers the whole roster or only what changed. */
export function withConsequences(
  view: RosterView,
  changes: readonly DutyChange[],
  answer: RosterConsequences,
): RosterDrawn {
  const duties = byCell(view.duties)
  const answered = byCell(answer.duties)
  for (const change of changes) {
    const key = keyOf(change)
    const duty = answered.get(key)
    if (duty) duties.set(key, duty)
    else duties.delete(key)
  }
  const days = new Map(answer.coverage.map((day) => [day.date, day]))
  return {
    duties,
    coverage: view.coverage.map((day) => days.get(day.date) ?? day),
    faults: keepOthers(view.faults, answer.faults, new Set(changes.map((change) => change.agentId))),
    costs: answer.costs,
    fairness: answer.fairness,
  }
}

/** The view after the changes were kept. */
export function saved(view: RosterView, changes: readonly DutyChange[], answer: RosterConsequences): RosterView {
  const { duties, ...rest } = withConsequences(view, changes, answer)
  return { ...view, ...rest, version: answer.version, cost: answer.costs.total, duties: [...duties.values()] }
}

const sameBreaks = (a: Duty['breaks'], b: Duty['breaks']): boolean => JSON.stringify(a) === JSON.stringify(b)

/** A change that leaves the cell as it is on the server is none. */
export function changesCell(duties: ReadonlyMap<string, Duty>, change: DutyChange): boolean {
  const duty = duties.get(keyOf(change))
  if (change.shiftId === null) return duty !== undefined
  if (duty?.shiftId !== change.shiftId || duty.pinned !== (change.pinned ?? true)) return true
  return change.breaks !== undefined && !sameBreaks(change.breaks, duty.breaks)
}
