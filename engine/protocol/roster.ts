// Roster words shared by gateway, analytics and web: duties, faults, swaps, attendance, and the problem a solver gets.
import type { AgentMode } from './agent.ts'
import type { Label } from './fields.ts'
import type { Grid, PlanDate, SeriesId } from './planning.ts'

/** One agent's shift on one date. Times are minutes after midnight of that date; a night shift ends after 1440. */
export interface Duty {
  agentId: string
  date: PlanDate
  shiftId: string
  startsAt: number
  endsAt: number
  breaks: { at: number; minutes: number; paid: boolean }[]
  /** set by hand: a new solve leaves it */
  pinned: boolean
}

export type RosterState = 'draft' | 'published'

export interface RosterInfo {
  id: string
  name: string
  from: PlanDate
  days: number
  state: RosterState
  /** grows with every change; a change of an older version is refused */
  version: number
  series: SeriesId
  /** points: four an hour in which an agent is missing, one an hour in which one is too many, four a wish not met */
  cost: number | null
  bound: number | null
  createdAt: number
  publishedAt?: number
}

export interface RosterShift {
  id: string
  name: string
  color: string
  startsAt: number
  endsAt: number
}

export interface RosterAgent {
  agentId: string
  number: string
  name: string
  ruleId: string
  ruleName: string
  weekHours: number
  /** why a generated roster leaves this agent out; absent: it does not */
  unplanned?: Unplanned
}

export type Unplanned = 'no-rule' | 'no-shift'

export type FaultRule =
  | 'rest-too-short'
  | 'too-many-days-in-a-row'
  | 'too-many-days-in-week'
  | 'too-few-days-in-week'
  | 'too-many-hours-in-week'
  | 'weekend-off-missing'
  | 'too-early'
  | 'too-late'
  | 'shift-not-allowed'
  | 'weekends-unfair'
  | 'nights-unfair'
  | 'on-leave'
  | 'no-rule'

export interface RosterFault {
  agentId: string
  date: PlanDate
  rule: FaultRule
  text: Label
}

export interface RosterCost {
  /** agent-slots missing and too many */
  under: number
  over: number
  /** wishes not met */
  wishes: number
  /** in points */
  total: number
}

/** Days of whoever has fewest and most: Saturdays and Sundays, and duties with three hours or more from 22 to 6. */
export interface Fairness {
  weekends: [least: number, most: number]
  nights: [least: number, most: number]
}

export interface RosterDay {
  date: PlanDate
  /** by slot of the grid */
  need: number[]
  cover: number[]
}

/** GET /api/plan/rosters/:id */
export interface RosterView extends RosterInfo {
  grid: Grid
  agents: RosterAgent[]
  shifts: RosterShift[]
  duties: Duty[]
  coverage: RosterDay[]
  faults: RosterFault[]
  costs: RosterCost
  fairness: Fairness
  leave: { agentId: string; date: PlanDate; reason: string }[]
  wishes: { agentId: string; date: PlanDate; wants: 'off' | 'shift'; shiftId?: string }[]
}

export interface DutyChange {
  agentId: string
  date: PlanDate
  /** null: a day off */
  shiftId: string | null
  /** absent: the shift's usual breaks */
  breaks?: Duty['breaks']
  /** absent: true, set by hand */
  pinned?: boolean
}

/** POST /api/plan/rosters/:id/changes; ?dryRun=true answers the consequences and keeps nothing. */
export interface RosterChanges {
  version: number
  changes: DutyChange[]
}

export interface RosterConsequences {
  version: number
  duties: Duty[]
  coverage: RosterDay[]
  faults: RosterFault[]
  costs: RosterCost
  fairness: Fairness
}

/** POST /api/plan/rosters */
export interface NewRoster {
  name: string
  from: PlanDate
  weeks: number
  series: SeriesId
}

export interface SwapRequest {
  id: string
  rosterId: string
  fromAgentId: string
  fromName: string
  fromDate: PlanDate
  toAgentId: string
  toName: string
  toDate: PlanDate
  /** asked → agreed by the colleague → approved by a planner (and done), or refused / withdrawn on the way */
  state: 'asked' | 'agreed' | 'approved' | 'refused' | 'withdrawn'
  note: string
  askedAt: number
  decidedAt?: number
}

/** GET /api/plan/my-roster: an agent's own published duties. */
export interface MyRoster {
  duties: Duty[]
  shifts: RosterShift[]
  /** absent state: approved */
  leave: { date: PlanDate; reason: string; state?: 'asked' | 'approved' }[]
  /** what the agent asked for that is not over, by its first day */
  leaves: Leave[]
  /** days of leave of this year; null: they are not counted */
  allowance: LeaveAllowance | null
  swaps: SwapRequest[]
  /** colleagues' duties one may ask to swap with */
  colleagues: { agentId: string; name: string; duties: Duty[] }[]
}

export interface Leave {
  id: string
  fromDate: PlanDate
  toDate: PlanDate
  reason: string
  state: 'asked' | 'approved' | 'refused' | 'withdrawn'
}

export interface LeaveAllowance {
  days: number
  /** approved, and asked for */
  taken: number
  asked: number
}

/** GET /api/plan/attendance: planned against worked, one row per agent and date. */
export interface AttendanceRow {
  agentId: string
  number: string
  name: string
  date: PlanDate
  /** local minutes after midnight; null where there was none */
  plannedStart: number | null
  plannedEnd: number | null
  workedStart: number | null
  workedEnd: number | null
  plannedMs: number
  workedMs: number
  lateMs: number
  earlyMs: number
  state: 'present' | 'late' | 'left-early' | 'late-and-left-early' | 'absent' | 'unplanned' | 'leave' | 'to-come'
  /** share of planned time spent as planned, 0…1 */
  adherence: number | null
}

/** What the roster says of a moment. */
export type PlannedNow = 'working' | 'break' | 'meeting' | 'off' | 'leave'
/** How somebody keeps to it not: nothing is said of who still has a caller. */
export type Deviation = 'not-there' | 'on-break' | 'no-break' | 'stays-on'

/** GET /api/plan/adherence: what is planned of everybody this moment, and what is; ms since 1970. */
export interface AdherenceNow {
  agentId: string
  number: string
  name: string
  planned: PlannedNow
  /** when what is planned now began and ends; null without a duty around this moment */
  plannedSince: number | null
  plannedUntil: number | null
  mode: AgentMode
  deviation: Deviation | null
  deviatesSince: number | null
  /** so long, and who watches the floor is told; 0: never */
  alarmMinutes: number
}

/** What the solver gets: the file format of bench/data/wfm/roster-200.json. Slots count from the grid's opening. */
export interface RosterProblem {
  name: string
  slotsPerDay: number
  slotMinutes: number
  days: number
  /** [day][slot] agents on the phones */
  demand: number[][]
  shifts: { id: string; start: number; len: number; hours: number; breaks: [number, number][][] }[]
  agents: {
    id: string
    weekHours: number
    maxDaysWeek: number
    lens: number[]
    /** days (0 = the first) that must stay free */
    off: number[]
    earliest: number
    latestEnd: number
    /** ids of the shifts this agent may work; absent: all of these lengths */
    shifts?: string[]
    /** where they differ from `rules` */
    minRestSlots?: number
    maxConsecutiveDays?: number
    weekendsOffInTwo?: number
    /** the days before the first: worked in a row up to it, and the slot at which the last shift of the day before ended */
    before?: { daysInRow: number; endSlot: number }
    /** `cost` is paid when the day is not as wished; shift null: a day off */
    wishes?: { day: number; shift: string | null; cost: number }[]
  }[]
  rules: {
    minRestSlots: number
    maxConsecutiveDays: number
    weekendsOffInTwo: number
    underCost: number
    overCost: number
    /** how much more a missing agent weighs at most, for its slot and for its day; no part of the cost that is told */
    spreadCost?: number
  }
}

/** What the solver gives: one line a duty; breaks as [slot after the start, slots]. */
export interface SolvedDuty {
  agent: string
  day: number
  shift: string
  breaks: [number, number][]
}
