// Words of planning: rosters, swaps, attendance, jobs, forecasts.
import type { OfferState, OfferType } from '../offers.ts'
import type { Horizon, PlanJob, PlanMark, SeriesInfo } from '../planning.ts'
import type {
  AttendanceRow,
  Deviation,
  FaultRule,
  Leave,
  PlannedNow,
  RosterState,
  SwapRequest,
  Unplanned,
} from '../roster.ts'
import type { Vocabulary } from './word.ts'

export const ROSTER_STATES = {
  draft: { zh: '草稿', en: 'Draft' },
  published: { zh: '已发布', en: 'Published' },
} as const satisfies Vocabulary<RosterState>

export const SWAP_STATES = {
  asked: { zh: '待同事同意', en: 'Waits for colleague' },
  agreed: { zh: '待批准', en: 'To approve' },
  approved: { zh: '已批准', en: 'Approved' },
  refused: { zh: '已拒绝', en: 'Refused' },
  withdrawn: { zh: '已撤回', en: 'Withdrawn' },
} as const satisfies Vocabulary<SwapRequest['state']>

export const OFFER_STATES = {
  open: { zh: '待答复', en: 'Waits for an answer' },
  accepted: { zh: '已接受', en: 'Accepted' },
  declined: { zh: '已谢绝', en: 'Declined' },
  withdrawn: { zh: '已撤回', en: 'Withdrawn' },
  expired: { zh: '已过时', en: 'Too late' },
} as const satisfies Vocabulary<OfferState>

export const OFFER_TYPES = {
  'move-break': { zh: '移动休息', en: 'Move a break' },
  'stay-longer': { zh: '延长上班', en: 'Stay longer' },
  'leave-early': { zh: '提前下班', en: 'Leave early' },
} as const satisfies Vocabulary<OfferType>

export const LEAVE_STATES = {
  asked: { zh: '待批准', en: 'To approve' },
  approved: { zh: '已批准', en: 'Approved' },
  refused: { zh: '未批准', en: 'Refused' },
  withdrawn: { zh: '已收回', en: 'Taken back' },
} as const satisfies Vocabulary<Leave['state']>

export const ATTENDANCE_STATES = {
  present: { zh: '正常', en: 'As planned' },
  late: { zh: '迟到', en: 'Late' },
  'left-early': { zh: '早退', en: 'Left early' },
  'late-and-left-early': { zh: '迟到且早退', en: 'Late and left early' },
  absent: { zh: '缺勤', en: 'Absent' },
  unplanned: { zh: '计划外', en: 'Not planned' },
  leave: { zh: '请假', en: 'Leave' },
  'to-come': { zh: '未到时间', en: 'To come' },
} as const satisfies Vocabulary<AttendanceRow['state']>

export const PLANNED_NOW = {
  working: { zh: '当班', en: 'On duty' },
  break: { zh: '休息', en: 'Break' },
  meeting: { zh: '会议', en: 'Meeting' },
  off: { zh: '不当班', en: 'Off duty' },
  leave: { zh: '请假', en: 'On leave' },
} as const satisfies Vocabulary<PlannedNow>

export const DEVIATIONS = {
  'not-there': { zh: '当班未签入', en: 'On duty, not signed in' },
  'on-break': { zh: '当班却在小休', en: 'On duty, on a break' },
  'no-break': { zh: '该休息未休息', en: 'Break not taken' },
  'stays-on': { zh: '下班仍签入', en: 'Off duty, still signed in' },
} as const satisfies Vocabulary<Deviation>

export const FAULT_RULES = {
  'rest-too-short': { zh: '班次间休息不足', en: 'Rest too short' },
  'too-many-days-in-a-row': { zh: '连续上班天数过多', en: 'Too many days in a row' },
  'too-many-days-in-week': { zh: '一周上班天数过多', en: 'Too many days in a week' },
  'too-few-days-in-week': { zh: '一周上班天数不足', en: 'Too few days in a week' },
  'too-many-hours-in-week': { zh: '一周工时过多', en: 'Too many hours in a week' },
  'weekend-off-missing': { zh: '周末休息不足', en: 'Weekend off missing' },
  'too-early': { zh: '开始过早', en: 'Starts too early' },
  'too-late': { zh: '结束过晚', en: 'Ends too late' },
  'shift-not-allowed': { zh: '不允许的班次', en: 'Shift not allowed' },
  'weekends-unfair': { zh: '周末分配不均', en: 'Weekends not shared out' },
  'nights-unfair': { zh: '夜班分配不均', en: 'Nights not shared out' },
  'on-leave': { zh: '请假当天排了班', en: 'On duty while on leave' },
  'no-rule': { zh: '没有工时规则', en: 'No working-time rule' },
} as const satisfies Vocabulary<FaultRule>

/** Why a generated roster leaves an agent out. */
export const UNPLANNED = {
  'no-rule': { zh: '没有工时规则', en: 'No working-time rule' },
  'no-shift': { zh: '工时规则下没有可上的班次', en: 'No shift fits the working-time rule' },
} as const satisfies Vocabulary<Unplanned>

export const JOB_STATES = {
  waiting: { zh: '排队中', en: 'Waiting' },
  running: { zh: '进行中', en: 'Running' },
  done: { zh: '已完成', en: 'Done' },
  cancelled: { zh: '已取消', en: 'Cancelled' },
  failed: { zh: '失败', en: 'Failed' },
} as const satisfies Vocabulary<PlanJob['state']>

export const JOB_TYPES = {
  roster: { zh: '生成班表', en: 'Roster' },
  'forecast-all': { zh: '全部重新预测', en: 'All forecasts' },
  backtest: { zh: '预测回测', en: 'Backtest' },
} as const satisfies Vocabulary<PlanJob['type']>

export const SERIES_KINDS = {
  all: { zh: '全部', en: 'All' },
  queue: { zh: '队列', en: 'Queues' },
  number: { zh: '接入号', en: 'Access numbers' },
  service: { zh: '子业务', en: 'Services' },
} as const satisfies Vocabulary<SeriesInfo['kind']>

export const MARK_TYPES = {
  closed: { zh: '不服务', en: 'Closed' },
  holiday: { zh: '节假日', en: 'Holiday' },
  'as-weekday': { zh: '按星期几', en: 'Like a weekday' },
  promotion: { zh: '促销活动', en: 'Promotion' },
  outage: { zh: '故障', en: 'Outage' },
} as const satisfies Vocabulary<PlanMark['type']>

export const HORIZONS = {
  interval: { zh: '时段', en: 'Interval' },
  day: { zh: '日', en: 'Day' },
  month: { zh: '月', en: 'Month' },
  year: { zh: '年', en: 'Year' },
} as const satisfies Vocabulary<Horizon>
