// The rights there are, how far each may reach, and the roles a centre is shipped with.
import type { Right } from './api.ts'
import type { Label } from './fields.ts'

/**
 * `department`: the account's own and every one below it. `led`: the own, and the groups and queues that the agent's record
 * says it leads. Nothing is a right that is not granted.
 */
export type Scope = 'own' | 'led' | 'department' | 'groups' | 'queues' | 'all'

/** One line of a role. */
export interface Grant {
  right: Right
  scope: Scope
  /** of the scope `groups` */
  groupIds: string[]
  /** of the scope `queues` */
  queueIds: string[]
}

export const SCOPES: Record<Scope, Label> = {
  own: { zh: '仅本人', en: 'Own only' },
  led: { zh: '本人及所带坐席组、队列', en: 'Own, groups and queues led' },
  department: { zh: '本部门及下级', en: 'Department and below' },
  groups: { zh: '指定坐席组', en: 'Listed groups' },
  queues: { zh: '指定队列', en: 'Listed queues' },
  all: { zh: '全部', en: 'All' },
}

const FLOOR: readonly Scope[] = ['led', 'department', 'groups', 'queues', 'all']
const WHOLE: readonly Scope[] = ['all']
/** records belong to agents: a queue has none */
const PEOPLE: readonly Scope[] = ['own', 'led', 'department', 'groups', 'all']

export const RIGHTS: Record<Right, { label: Label; scopes: readonly Scope[] }> = {
  desk: { label: { zh: '坐席工作台', en: 'Agent desk' }, scopes: ['own'] },
  monitor: { label: { zh: '实时监控', en: 'Live monitoring' }, scopes: FLOOR },
  supervise: {
    label: { zh: '班长操作（监听、强插、强制状态）', en: 'Act on agents and calls' },
    scopes: ['led', 'department', 'groups', 'all'],
  },
  'calls-own': { label: { zh: '自己的通话', en: 'Own calls' }, scopes: ['own'] },
  'calls-all': { label: { zh: '他人的通话与留言', en: 'Calls and messages of others' }, scopes: FLOOR },
  recordings: { label: { zh: '听录音', en: 'Hear recordings' }, scopes: ['own', ...FLOOR] },
  reports: { label: { zh: '报表', en: 'Reports' }, scopes: FLOOR },
  export: { label: { zh: '导出、复制与打印', en: 'Export, copy and print' }, scopes: ['own', 'all'] },
  announce: { label: { zh: '公告与广播', en: 'Announce and broadcast' }, scopes: WHOLE },
  configure: { label: { zh: '系统设置', en: 'Settings' }, scopes: WHOLE },
  accounts: { label: { zh: '账号、角色与部门', en: 'Accounts, roles and departments' }, scopes: WHOLE },
  'sign-in-log': { label: { zh: '登录与操作日志', en: 'Sign-in and audit log' }, scopes: WHOLE },
  plan: { label: { zh: '排班与预测', en: 'Plan' }, scopes: WHOLE },
  'plan-view': { label: { zh: '查看班表', en: 'See plans' }, scopes: ['own', 'all'] },
  demo: { label: { zh: '模拟来电', en: 'Simulated calls' }, scopes: WHOLE },
  customers: { label: { zh: '客户资料', en: 'Customers' }, scopes: PEOPLE },
  orders: { label: { zh: '订单', en: 'Orders' }, scopes: PEOPLE },
  tickets: { label: { zh: '工单', en: 'Tickets' }, scopes: PEOPLE },
  surveys: { label: { zh: '问卷', en: 'Surveys' }, scopes: PEOPLE },
  knowledge: { label: { zh: '知识库与话术', en: 'Knowledge and scripts' }, scopes: PEOPLE },
  'business-manage': {
    label: { zh: '业务管理（导入、分配、删除、字段）', en: 'Manage business records' },
    scopes: WHOLE,
  },
  'business-export': { label: { zh: '导出业务资料', en: 'Export business records' }, scopes: WHOLE },
  'personal-data': { label: { zh: '查看完整号码', en: 'See whole numbers' }, scopes: PEOPLE },
}

export const ALL_RIGHTS = Object.keys(RIGHTS) as Right[]

/** Has every right for good, so that nobody can lock everybody out. */
export const ADMINISTRATOR = 'administrator'

type Granted = Partial<Record<Right, 'own' | 'led' | 'all'>>

const widest = (right: Right): 'own' | 'all' => (RIGHTS[right].scopes.includes('all') ? 'all' : 'own')

/** A new centre begins with these; all but the administrator's may be changed. Guests and wall screens are no records. */
export const SHIPPED: Record<string, Granted> = {
  [ADMINISTRATOR]: Object.fromEntries(ALL_RIGHTS.map((right) => [right, widest(right)])),
  supervisor: {
    desk: 'own',
    monitor: 'all',
    supervise: 'all',
    'calls-own': 'own',
    'calls-all': 'all',
    recordings: 'all',
    reports: 'all',
    export: 'all',
    announce: 'all',
    'plan-view': 'all',
    demo: 'all',
    customers: 'all',
    tickets: 'all',
    orders: 'all',
    surveys: 'all',
    knowledge: 'all',
    'business-manage': 'all',
    'business-export': 'all',
    'personal-data': 'all',
  },
  'team-lead': {
    desk: 'own',
    monitor: 'led',
    supervise: 'led',
    'calls-own': 'own',
    'calls-all': 'led',
    recordings: 'led',
    reports: 'led',
    export: 'all',
    'plan-view': 'own',
    customers: 'led',
    tickets: 'led',
    orders: 'led',
    surveys: 'led',
    knowledge: 'led',
    'personal-data': 'led',
  },
  planner: { monitor: 'all', reports: 'all', export: 'all', plan: 'all', 'plan-view': 'all' },
  agent: {
    desk: 'own',
    'calls-own': 'own',
    recordings: 'own',
    export: 'own',
    'plan-view': 'own',
    customers: 'own',
    tickets: 'own',
    orders: 'own',
    surveys: 'own',
    knowledge: 'own',
    'personal-data': 'own',
  },
  kiosk: { monitor: 'all' },
}
