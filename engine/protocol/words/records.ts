// Words of the logs: what operators did, to what.
import type { BusinessRules } from '../business.ts'
import type { ReportScheduleValues } from '../report-schedules.ts'
import type { RosterInfo, SwapRequest } from '../roster.ts'
import type { Vocabulary } from './word.ts'

/** What a supervisor does to an agent and its call. */
export const SUPERVISION_ACTS = {
  ready: { zh: '强制置闲', en: 'Made ready' },
  break: { zh: '强制置忙', en: 'Sent on break' },
  'sign-out': { zh: '强制签出', en: 'Signed out' },
  pause: { zh: '强制暂停', en: 'Paused' },
  release: { zh: '解除暂停', en: 'Released' },
  skills: { zh: '调整技能', en: 'Skills set' },
  redirect: { zh: '转移来电', en: 'Redirected the call' },
  'listen-in': { zh: '监听', en: 'Listened in' },
  whisper: { zh: '密语', en: 'Whispered' },
  barge: { zh: '强插', en: 'Barged in' },
  'take-over': { zh: '拦截', en: 'Took the call over' },
  cut: { zh: '强拆', en: 'Ended the call' },
} as const satisfies Vocabulary<string>

/** What the audit log knows of: an act that is not here does not type. */
export const AUDIT_ACTS = {
  create: { zh: '新增', en: 'Created' },
  change: { zh: '修改', en: 'Changed' },
  delete: { zh: '删除', en: 'Deleted' },
  'change-password': { zh: '修改密码', en: 'Changed the password' },
  'end-session': { zh: '结束会话', en: 'Ended a session' },
  'second-factor-on': { zh: '开启两步验证', en: 'Switched the second factor on' },
  'second-factor-off': { zh: '关闭两步验证', en: 'Switched the second factor off' },
  'turn-key': { zh: '更换密钥', en: 'Turned a key over' },
  restart: { zh: '重启', en: 'Restarted' },
  replay: { zh: '重放', en: 'Replayed' },
  export: { zh: '导出', en: 'Exported' },
  send: { zh: '发送', en: 'Sent' },
  import: { zh: '导入', en: 'Imported' },
  'undo-import': { zh: '撤销导入', en: 'Took an import back' },
  listen: { zh: '听录音', en: 'Listened' },
  download: { zh: '下载录音', en: 'Downloaded a recording' },
  publish: { zh: '发布', en: 'Published' },
  'call-back': { zh: '约定回呼', en: 'Asked for a callback' },
  withdraw: { zh: '撤回', en: 'Withdrew' },
  generate: { zh: '生成班表', en: 'Generated a roster' },
  replan: { zh: '重排一天', en: 'Replanned a day' },
  'store-solution': { zh: '采用计算结果', en: 'Took over the computed roster' },
  ask: { zh: '申请', en: 'Asked' },
  offer: { zh: '提议', en: 'Offered' },
  agree: { zh: '同意', en: 'Agreed' },
  refuse: { zh: '拒绝', en: 'Refused' },
  approve: { zh: '批准', en: 'Approved' },
  look: { zh: '查看', en: 'Looked at' },
  reveal: { zh: '显示完整号码', en: 'Saw the whole number' },
  move: { zh: '变更状态', en: 'Moved' },
  assign: { zh: '分配', en: 'Assigned' },
  share: { zh: '共享', en: 'Shared' },
  pool: { zh: '放入公海', en: 'Put into the pool' },
  claim: { zh: '领取', en: 'Claimed' },
  'take-back': { zh: '超期收回公海', en: 'Taken back into the pool' },
  forget: { zh: '永久删除个人资料', en: 'Deleted a person’s data for good' },
  restore: { zh: '恢复', en: 'Restored' },
  retire: { zh: '保留期满删除', en: 'Deleted: kept long enough' },
  escalate: { zh: '超时升级', en: 'Escalated' },
  unflag: { zh: '取消标记', en: 'Removed flags' },
  comment: { zh: '评论', en: 'Commented' },
  attach: { zh: '添加附件', en: 'Attached a file' },
  detach: { zh: '删除附件', en: 'Removed a file' },
  ...SUPERVISION_ACTS,
} as const satisfies Vocabulary<string>
export type AuditAct = keyof typeof AUDIT_ACTS

/** What is acted on besides the configured kinds, whose words stand in their own files. */
export const OTHER_KINDS = {
  accounts: { zh: '账号', en: 'Account' },
  look: { zh: '公司外观', en: 'Company look' },
  licence: { zh: '授权', en: 'Licence' },
  'mobile-regions': { zh: '号码归属地', en: 'Regions of numbers' },
  parts: { zh: '系统进程', en: 'Process' },
  announcements: { zh: '公告', en: 'Announcement' },
  'staff-messages': { zh: '群发消息', en: 'Broadcast' },
  'area-alarms': { zh: '区域报警规则', en: 'Area alarm rules' },
  'api-keys': { zh: '接口密钥', en: 'API key' },
  webhooks: { zh: '事件推送', en: 'Webhook' },
  calls: { zh: '通话记录', en: 'Call log' },
  'agents-live': { zh: '坐席监控', en: 'Agent on duty' },
  callbacks: { zh: '回呼', en: 'Callback' },
  recordings: { zh: '录音', en: 'Recording' },
  messages: { zh: '留言', en: 'Message' },
  reports: { zh: '报表', en: 'Report' },
  'report-schedules': { zh: '定时报表', en: 'Scheduled report' },
  rosters: { zh: '班表', en: 'Roster' },
  swaps: { zh: '换班申请', en: 'Swap' },
  'duty-offers': { zh: '班次提议', en: 'Offer to an agent' },
  'plan-history': { zh: '话务历史', en: 'Traffic history' },
  'plan-forecast': { zh: '话务预测', en: 'Forecast' },
  'plan-need': { zh: '人力需求', en: 'Staffing need' },
  'plan-roster': { zh: '班表文件', en: 'Roster file' },
  demo: { zh: '模拟呼叫', en: 'Simulated calls' },
  'business-setup': { zh: '业务字段与状态', en: 'Fields and states' },
} as const satisfies Vocabulary<string>
export type OtherKind = keyof typeof OTHER_KINDS

export const SIGN_IN_REASONS = {
  ok: { zh: '成功', en: 'Success' },
  'wrong-password': { zh: '密码错误', en: 'Wrong password' },
  'unknown-account': { zh: '账号不存在', en: 'Unknown account' },
  'wrong-sip-password': { zh: '话机密码错误', en: 'Wrong phone password' },
  'code-asked': { zh: '等待动态验证码', en: 'Code asked for' },
  'wrong-code': { zh: '动态验证码错误', en: 'Wrong code' },
  locked: { zh: '账号锁定', en: 'Locked' },
  disabled: { zh: '账号停用', en: 'Disabled' },
} as const satisfies Vocabulary<string>
export type SignInReason = keyof typeof SIGN_IN_REASONS

type Exported = 'what' | 'format' | 'lang' | 'horizon' | 'slotMinutes' | 'number' | 'agentId' | 'queueId' | 'outcome'
type Asked = 'hungUpBy' | 'direction' | 'hasRecording' | 'mine' | 'page' | 'pageSize' | 'report'
type Counted = 'accepted' | 'removed' | 'rows' | 'to' | 'job' | 'duties' | 'on' | 'callsPerMinute'
type Licensed = 'holder' | 'agents' | 'until'
type SetUp = 'columns' | 'states' | keyof BusinessRules
type Sent = Exclude<keyof ReportScheduleValues, 'format' | 'name' | 'report'>

/** Fields of what is audited besides configured records, whose fields have their own labels. */
export const AUDIT_FIELDS = {
  id: { zh: '编号', en: 'Id' },
  name: { zh: '名称', en: 'Name' },
  from: { zh: '开始', en: 'From' },
  to: { zh: '结束', en: 'To' },
  days: { zh: '天数', en: 'Days' },
  state: { zh: '状态', en: 'State' },
  version: { zh: '版本', en: 'Version' },
  series: { zh: '对象', en: 'Series' },
  cost: { zh: '成本', en: 'Cost' },
  bound: { zh: '下界', en: 'Lower bound' },
  createdAt: { zh: '建立时间', en: 'Created' },
  publishedAt: { zh: '发布时间', en: 'Published' },
  rosterId: { zh: '班表', en: 'Roster' },
  fromAgentId: { zh: '申请人编号', en: 'Id of the asker' },
  fromName: { zh: '申请人', en: 'Asker' },
  fromDate: { zh: '申请人的班', en: 'Asker’s date' },
  toAgentId: { zh: '同事编号', en: 'Id of the colleague' },
  toName: { zh: '同事', en: 'Colleague' },
  toDate: { zh: '同事的班', en: 'Colleague’s date' },
  note: { zh: '留言', en: 'Note' },
  askedAt: { zh: '申请时间', en: 'Asked' },
  decidedAt: { zh: '处理时间', en: 'Decided' },
  what: { zh: '内容', en: 'What' },
  format: { zh: '格式', en: 'Format' },
  lang: { zh: '语言', en: 'Language' },
  horizon: { zh: '粒度', en: 'Horizon' },
  slotMinutes: { zh: '时段（分钟）', en: 'Interval (min)' },
  number: { zh: '号码', en: 'Number' },
  agentId: { zh: '坐席', en: 'Agent' },
  queueId: { zh: '队列', en: 'Queue' },
  outcome: { zh: '结果', en: 'Outcome' },
  hungUpBy: { zh: '挂机方', en: 'Hung up by' },
  direction: { zh: '方向', en: 'Direction' },
  hasRecording: { zh: '有录音', en: 'With a recording' },
  mine: { zh: '仅本人', en: 'Own only' },
  page: { zh: '页', en: 'Page' },
  pageSize: { zh: '每页行数', en: 'Rows a page' },
  report: { zh: '报表', en: 'Report' },
  accepted: { zh: '导入行数', en: 'Rows taken' },
  removed: { zh: '删除行数', en: 'Rows removed' },
  rows: { zh: '行数', en: 'Rows' },
  job: { zh: '任务编号', en: 'Job id' },
  duties: { zh: '班次数', en: 'Duties' },
  on: { zh: '启用', en: 'On' },
  callsPerMinute: { zh: '每分钟来电数', en: 'Calls a minute' },
  query: { zh: '参数', en: 'Parameters' },
  span: { zh: '统计范围', en: 'Days it counts' },
  recipients: { zh: '收件人', en: 'Recipients' },
  every: { zh: '发送周期', en: 'Sent' },
  weekday: { zh: '星期', en: 'Day of the week' },
  monthDay: { zh: '每月几日', en: 'Day of the month' },
  sendTime: { zh: '时间', en: 'Time' },
  enabled: { zh: '启用', en: 'On' },
  holder: { zh: '授权单位', en: 'Licensed to' },
  agents: { zh: '坐席数', en: 'Agents' },
  until: { zh: '有效期至', en: 'Valid until' },
  columns: { zh: '自定义字段', en: 'Own columns' },
  states: { zh: '自定义状态', en: 'Own states' },
  pop: { zh: '何时弹屏', en: 'Card opens' },
  dailyClaims: { zh: '每日领取上限', en: 'Claims a day' },
  takeBackDays: { zh: '收回公海天数', en: 'Days until the pool' },
  dueHours: { zh: '默认时限（小时）', en: 'Usual deadline (hours)' },
  work: { zh: '计时的工作时间', en: 'Hours that count' },
  otherConfirms: { zh: '录入人不能审核', en: 'Not confirmed by who entered it' },
  keepDays: { zh: '保留天数', en: 'Days kept' },
} as const satisfies Vocabulary<
  keyof RosterInfo | keyof SwapRequest | Exported | Asked | Counted | Licensed | SetUp | Sent
>

/** Fields every configured record has besides its own. */
export const RECORD_FIELDS = {
  id: { zh: '编号', en: 'Id' },
  version: { zh: '版本', en: 'Version' },
  lockedUntil: { zh: '锁定至', en: 'Locked until' },
  durationMs: { zh: '时长', en: 'Length' },
} as const satisfies Vocabulary<string>
