// The menu by role: at most seven groups at the side, the pages of a group as tabs above the page.
import type { KindInfo, Right, SessionInfo } from '#engine/protocol/api.ts'
import type { Dictionary } from '../i18n/dictionaries.ts'

/** What the many settings are about, for two rows of tabs instead of three lines of one. */
export type PartName = 'people' | 'calls' | 'lines' | 'centre'
export interface MenuItem {
  href: string
  label: string
  part?: PartName
}
export type GroupName = 'home' | 'incoming' | 'service' | 'monitor' | 'reports' | 'plan' | 'system'
export interface MenuGroup {
  name: GroupName
  label: string
  items: MenuItem[]
}

/** those that this person may write */
type Kinds = readonly { kind: KindInfo['kind']; label: string }[]
type When = (right: Right, href: string, label: string) => MenuItem[]

/** Kinds with pages of their own. */
const OWN_PAGES = new Set(['flows', 'prompts', 'flow-drafts', 'flow-tests', 'boards'])
/** Kinds of business records, in the order of the work; others come after. */
const SERVICE_KINDS = [
  ...['customers', 'follow-ups', 'appointments', 'service-records', 'tickets', 'orders', 'products'],
  ...['articles', 'scripts', 'script-runs', 'content-reports', 'questionnaires', 'samples', 'blacklist'],
]
const PEOPLE_KINDS = ['accounts', 'roles', 'departments', 'groups', 'agents', 'skills']
const CALL_KINDS = [
  ...['queues', 'numbers', 'time-groups', 'holidays', 'vip-sources'],
  ...['agent-states', 'dispositions', 'standard-answers'],
]
const LINE_KINDS = [
  'trunks',
  'outbound-routes',
  'call-limits',
  'extensions',
  'desk-phones',
  'ring-groups',
  'park-places',
  'phone-codes',
  'stored-numbers',
  'kiosks',
]
const SYSTEM_KINDS = [...PEOPLE_KINDS, ...CALL_KINDS, ...LINE_KINDS]
const PLAN_KINDS = ['shifts', 'work-rules', 'staffing-targets', 'calendar-marks', 'leave', 'wishes', 'meetings']

const kindItem = (one: Kinds[number]): MenuItem => ({ href: `/admin/${one.kind}`, label: one.label })
const kindItems = (names: readonly string[], kinds: Kinds): MenuItem[] =>
  names.flatMap((name) => kinds.filter((one) => one.kind === name)).map(kindItem)

function businessItems(business: Kinds): MenuItem[] {
  const place = ({ kind }: Kinds[number]): number =>
    (SERVICE_KINDS.indexOf(kind) + SERVICE_KINDS.length + 1) % (SERVICE_KINDS.length + 1)
  return [...business]
    .sort((a, b) => place(a) - place(b))
    .map(({ kind, label }) => ({ href: `/business/${kind}`, label }))
}

function planItems(t: Dictionary, when: When, everybodys: boolean, isAgent: boolean): MenuItem[] {
  const p = t.roster.menu
  const view: When = (right, href, label) => (everybodys ? when(right, href, label) : [])
  return [
    ...(isAgent ? when('plan-view', '/my-roster', p.myRoster) : []),
    ...view('plan-view', '/plan/forecast', t.plan.forecast.title),
    ...view('plan-view', '/plan/staffing', t.plan.staffing.title),
    ...view('plan-view', '/plan/backtest', t.plan.backtest.title),
    ...when('plan', '/plan/import', t.plan.import.title),
    ...view('plan-view', '/plan/rosters', p.rosters),
    ...when('plan', '/plan/swaps', p.swaps),
    ...view('plan-view', '/plan/attendance', p.attendance),
  ]
}

const homeItems = (t: Dictionary, when: When): MenuItem[] => [
  { href: '/', label: t.common.home },
  ...when('announce', '/announcements', t.office.announce.title),
]

function systemItems(t: Dictionary, when: When, kinds: Kinds): MenuItem[] {
  const m = t.common.menu
  const others = new Set([...SYSTEM_KINDS, ...PLAN_KINDS, ...OWN_PAGES])
  return [
    ...inPart(
      'people',
      kindItems(PEOPLE_KINDS, kinds),
      when('accounts', '/admin/sessions', t.office.account.everybody),
    ),
    ...inPart(
      'calls',
      ...[kindItems(CALL_KINDS, kinds), when('configure', '/admin/flows', m.flows)],
      when('configure', '/admin/prompts', m.prompts),
    ),
    ...inPart(
      'lines',
      kindItems(LINE_KINDS, kinds),
      when('configure', '/admin/regions', t.office.regions.title),
      when('configure', '/admin/boards', t.monitor.boards.title),
    ),
    ...inPart(
      'centre',
      // what no list knows
      kinds.filter((one) => !others.has(one.kind)).map(kindItem),
      when('configure', '/admin/look', t.office.look.title),
      when('accounts', '/admin/integrations', t.office.integrations.title),
      when('configure', '/admin/area-alarms', t.office.alarms.title),
      when('sign-in-log', '/admin/sign-in-log', m.signInLog),
      when('sign-in-log', '/admin/audit', m.audit),
      when('configure', '/admin/system', m.system),
      when('configure', '/admin/history', t.admin.history.title),
    ),
  ]
}

const inPart = (part: PartName, ...items: MenuItem[][]): MenuItem[] => items.flat().map((item) => ({ ...item, part }))

export interface TabPart {
  name: PartName
  /** where its name leads */
  href: string
  items: MenuItem[]
}

/** A group's tabs by part; none where all are one row. */
export function partsOf(items: readonly MenuItem[]): TabPart[] {
  const parts: TabPart[] = []
  for (const item of items) {
    if (item.part === undefined) continue
    const part = parts.find(({ name }) => name === item.part)
    if (part) part.items.push(item)
    else parts.push({ name: item.part, href: item.href, items: [item] })
  }
  return parts.length > 1 ? parts : []
}

/** Groups that hold nothing for this person are not there. */
export function menuFor(
  t: Dictionary,
  may: (right: Right) => boolean,
  kinds: Kinds,
  who: Pick<SessionInfo, 'overAll' | 'agentId'>,
  business: Kinds = [],
): MenuGroup[] {
  const m = t.common.menu
  const when: When = (right, href, label) => (may(right) ? [{ href, label }] : [])
  const isAgent = who.agentId !== undefined
  // an agent's right to see plans reaches only the own one
  const everybodys = who.overAll.includes('plan-view')
  const groups: MenuGroup[] = [
    { name: 'home', label: t.common.home, items: homeItems(t, when) },
    {
      name: 'incoming',
      label: m.incoming,
      items: [
        ...(isAgent ? when('desk', '/desk', m.desk) : []),
        ...(isAgent ? when('calls-own', '/calls/mine', m.myCalls) : []),
        ...when('calls-all', '/calls', m.calls),
        ...when('calls-all', '/messages', m.messages),
      ],
    },
    {
      name: 'service',
      label: m.service,
      items: businessItems(business),
    },
    {
      name: 'monitor',
      label: m.monitor,
      items: [
        ...when('monitor', '/monitor', m.wallboard),
        ...when('monitor', '/monitor/agents', m.agents),
        ...when('monitor', '/monitor/calls', m.liveCalls),
        ...when('monitor', '/monitor/lines', m.lines),
        ...when('demo', '/demo', m.demo),
      ],
    },
    { name: 'reports', label: m.reports, items: when('reports', '/reports', m.reports) },
    {
      name: 'plan',
      label: t.roster.menu.plan,
      items: [...planItems(t, when, everybodys, isAgent), ...kindItems(PLAN_KINDS, kinds)],
    },
    { name: 'system', label: m.admin, items: systemItems(t, when, kinds) },
  ]
  return groups.filter((group) => group.items.length > 0)
}

export interface Place {
  group: MenuGroup | undefined
  href: string
}

/** Where an address is: the longest entry that it begins with. */
export function placeOf(groups: readonly MenuGroup[], path: string): Place {
  const isIn = (href: string): boolean => path === href || (href !== '/' && path.startsWith(`${href}/`))
  const found = groups
    .flatMap((group) => group.items.filter(({ href }) => isIn(href)).map(({ href }) => ({ group, href })))
    .sort((a, b) => b.href.length - a.href.length)[0]
  return found ?? { group: undefined, href: '' }
}

/** May this address be gone to? For links that stand elsewhere. */
export const isInMenu = (groups: readonly MenuGroup[], href: string): boolean =>
  groups.some((group) => group.items.some((item) => item.href === href))
