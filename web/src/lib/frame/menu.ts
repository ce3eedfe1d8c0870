// The left menu: two levels, each entry by right.
import CalendarDays from '@lucide/svelte/icons/calendar-days'
import BarChart from '@lucide/svelte/icons/chart-column'
import Headset from '@lucide/svelte/icons/headset'
import House from '@lucide/svelte/icons/house'
import Monitor from '@lucide/svelte/icons/monitor'
import Phone from '@lucide/svelte/icons/phone-incoming'
import Settings from '@lucide/svelte/icons/settings'
import type { KindInfo, Right, SessionInfo } from '#engine/protocol/api.ts'
import type { Dictionary } from '../i18n/dictionaries.ts'

export interface MenuItem {
  href: string
  label: string
}
export interface MenuGroup {
  name: string
  label: string
  icon: typeof House
  /** a group without items is itself a link */
  href?: string
  items: MenuItem[]
}

export const ICONS = { House, Headset, Phone, Monitor, BarChart, CalendarDays, Settings }

/** Kinds with pages of their own. */
const OWN_PAGES = new Set(['flows', 'prompts'])
/** Kinds that a planner keeps, in the order of the work. */
const PLAN_KINDS = ['shifts', 'work-rules', 'staffing-targets', 'calendar-marks', 'leave', 'wishes', 'meetings']

export function menuFor(
  t: Dictionary,
  may: (right: Right) => boolean,
  kinds: readonly { kind: KindInfo['kind']; label: string }[],
  who: Pick<SessionInfo, 'role' | 'agentId'>,
): MenuGroup[] {
  const m = t.common.menu
  const p = t.roster.menu
  const when = (right: Right | Right[], href: string, label: string): MenuItem[] =>
    [right].flat().some(may) ? [{ href, label }] : []
  const kindItem = (one: (typeof kinds)[number]): MenuItem => ({ href: `/admin/${one.kind}`, label: one.label })
  // an agent's right to see plans reaches only the own one
  const everybodys = who.role !== 'agent' && may('plan-view')
  const groups: MenuGroup[] = [
    { name: 'home', label: t.common.home, icon: House, href: '/', items: [] },
    {
      name: 'work',
      label: m.work,
      icon: Headset,
      items: [
        ...when('desk', '/desk', m.desk),
        ...when('calls-own', '/calls/mine', m.myCalls),
        ...(who.agentId === undefined ? [] : when('plan-view', '/my-roster', p.myRoster)),
      ],
    },
    {
      name: 'monitor',
      label: m.monitor,
      icon: Monitor,
      items: [
        ...when('monitor', '/monitor', m.wallboard),
        ...when('monitor', '/monitor/agents', m.agents),
        ...when('monitor', '/monitor/calls', m.liveCalls),
        ...when('demo', '/demo', m.demo),
      ],
    },
    {
      name: 'business',
      label: m.business,
      icon: BarChart,
      items: [
        ...when('calls-all', '/calls', m.calls),
        ...when('calls-all', '/messages', m.messages),
        ...when('reports', '/reports', m.reports),
      ],
    },
    {
      name: 'plan',
      label: p.plan,
      icon: CalendarDays,
      items: [
        ...(everybodys ? when('plan-view', '/plan/forecast', t.plan.forecast.title) : []),
        ...(everybodys ? when('plan-view', '/plan/staffing', t.plan.staffing.title) : []),
        ...(everybodys ? when('plan-view', '/plan/backtest', t.plan.backtest.title) : []),
        ...when('plan', '/plan/import', t.plan.import.title),
        ...(everybodys ? when('plan-view', '/plan/rosters', p.rosters) : []),
        ...when('plan', '/plan/swaps', p.swaps),
        ...(everybodys ? when('plan-view', '/plan/attendance', p.attendance) : []),
        ...(may('plan') ? PLAN_KINDS.flatMap((kind) => kinds.filter((one) => one.kind === kind)).map(kindItem) : []),
      ],
    },
    {
      name: 'admin',
      label: m.admin,
      icon: Settings,
      items: [
        ...(may('configure') ? kinds : [])
          .filter((one) => !OWN_PAGES.has(one.kind) && !PLAN_KINDS.includes(one.kind))
          .map(kindItem),
        ...when('configure', '/admin/flows', m.flows),
        ...when('configure', '/admin/prompts', m.prompts),
        ...when('sign-in-log', '/admin/sign-in-log', m.signInLog),
        ...when('sign-in-log', '/admin/audit', m.audit),
        { href: '/admin/system', label: m.system },
      ],
    },
  ]
  return groups.filter((group) => group.href !== undefined || group.items.length > 0)
}
