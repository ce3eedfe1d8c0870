// Adapter of the Company port: the whole configuration in one consistent read, and what is known of a caller.
import { numberKey } from '../../numbers/number-key.ts'
import { spellings } from '../../numbers/phone-number.ts'
import { regionName } from '../../numbers/region.ts'
import type { Company, CompanySnapshot } from '../../ports/company.ts'
import type {
  AccessNumber,
  AgentConfig,
  CalendarDay,
  CallerInfo,
  ChosenState,
  Extension,
  Flow,
  Forward,
  Home,
  PhoneCode,
  QueueConfig,
  Trunk,
} from '../../protocol/company.ts'
import type { CallLimit, OutboundRoute, ParkPlace, RingGroup } from '../../protocol/switch.ts'
import type { TimeGroup } from '../../protocol/time-groups.ts'
import type { VipSource } from '../../protocol/vip.ts'
import { agentByPin } from './agent-pins.ts'
import type { Queries, Sql } from './postgres.ts'
import { regionOf } from './regions.ts'

export function companyFrom(sql: Sql, timeZone: string, home: Home): Company {
  return {
    snapshot: () => sql.begin('isolation level repeatable read read only', (tx) => snapshot(tx, timeZone, home)),
    revision: () => revisionOf(sql),
    caller: (number) => callerInfo(sql, number, home),
    agentByPin: (number, pin) => agentByPin(sql, number, pin),
  }
}

async function revisionOf(sql: Queries): Promise<number> {
  const [row] = await sql<{ revision: number }[]>`select revision from company_revision`
  return row?.revision ?? 0
}

async function snapshot(sql: Queries, timeZone: string, home: Home): Promise<CompanySnapshot> {
  const revision = await revisionOf(sql)
  const agents = await sql<AgentRow[]>`
    select id, number, name, region, level, group_id, wrap_up_ms, auto_answer, minimum_busy_ms, skills, caller_number, enabled,
      forward_always, forward_no_answer, forward_busy, forward_from, forward_to,
      array(select queue_id::text from queue_members where agent_id = agents.id order by queue_id) as queue_ids
    from agents order by number`
  const queues = await sql<Nullable<QueueConfig>[]>`
    select id, name, lang, strategy, preferences, ring_ms, missed_agent, break_after_missed,
      pause_no_answer_ms, pause_declined_ms, pause_busy_ms, pause_unreachable_ms, disposition_needed, after_talk_flow_id, max_wait_ms, on_max_wait,
      nobody_wait_ms, on_nobody, keep_place_ms, max_waiting, on_full, music, music_first_ms, announce_position,
      announce_every_ms, announce_wait, announce_at_entry, offer_voicemail, offer_callback,
      callback_from, callback_to, callback_tries, callback_retry_ms, say_agent_number, needs, relax, keep_place_always, bonus_ms,
      vip_bonus_ms, most_overtaken, reserve_idle, whisper, count_first_join, service_level_ms, service_level_percent,
      record, enabled
    from queues order by name`
  const numbers = await sql<Nullable<AccessNumber>[]>`
    select id, number, name, lang, vip, flow_id, nullif(direct_to, '') as direct_to, needs, time_group_id, hours, off_hours_flow_id, holiday_flow_id, enabled
    from numbers order by number`
  const flows = await sql<Flow[]>`select id, version, name, lang, start_node_id, nodes from flows order by name`
  const lines = await linesOf(sql)
  const codes = await sql<PhoneCode[]>`select act, code from phone_codes where enabled order by code`
  const states = await sql<ChosenState[]>`
    select id, name, name_en, counts from agent_states where enabled order by place, name`
  return {
    revision,
    agents: agents.map(agentOf),
    queues: queues.map((row) => withoutNulls<QueueConfig>(row)),
    numbers: numbers.map((row) => withoutNulls<AccessNumber>(row)),
    flows: [...flows],
    ...lines,
    codes: [...codes],
    states: [...states],
    ...(await daysAndVip(sql)),
    timeZone,
    home,
  }
}

/** The days that are not as their weekday says: what planning knows of a date rules for all, unless it is of one queue alone. */
export async function companyCalendar(sql: Queries): Promise<CalendarDay[]> {
  const rows = await sql<Nullable<CalendarDay>[]>`
    select date, type, case when weekday = 0 then 7 else weekday end as weekday from calendar_marks
    where queue_id is null and type in ('holiday', 'closed', 'as-weekday')
    union all
    select date, 'holiday', null from holidays where not exists (select 1 from calendar_marks m
      where m.date = holidays.date and m.queue_id is null and m.type in ('holiday', 'closed', 'as-weekday'))
    order by date`
  return rows.map((row) => withoutNulls<CalendarDay>(row))
}

/** What rules at which hour and day, and where it is asked who is a VIP. */
async function daysAndVip(sql: Queries): Promise<Pick<CompanySnapshot, 'calendar' | 'timeGroups' | 'vipSources'>> {
  const timeGroups = await sql<TimeGroup[]>`select id, name, hours, dates, company_days from time_groups order by name`
  const vipSources = await sql<VipSource[]>`select id, source, url, deadline_ms, enabled from vip_sources order by id`
  return {
    calendar: await companyCalendar(sql),
    timeGroups: [...timeGroups],
    vipSources: [...vipSources],
  }
}

/** Lines to the outside and phones of the house. */
async function linesOf(
  sql: Queries,
): Promise<Pick<CompanySnapshot, 'trunks' | 'routes' | 'limits' | 'extensions' | 'ringGroups' | 'parkPlaces'>> {
  const trunks = await sql<Nullable<Trunk>[]>`
    select id, name, kind, host, transport, username, caller_number, prefixes, strict_source, follow_moved, channels, site, srtp,
      enabled
    from trunks order by name`
  const routes = await sql<OutboundRoute[]>`
    select id, name, place, use, prefixes, min_digits, max_digits, callers, areas, hours, strip, add, trunks, goes_on,
      caller_number, enabled
    from outbound_routes order by place, name`
  const limits = await sql<CallLimit[]>`
    select id, name, callers, prefixes, applies, hours, counts, forbidden, at_once, per_hour, enabled
    from call_limits order by name`
  const extensions = await sql<ExtensionRow[]>`
    select id, number, name, lang, caller_number, forward_always, forward_no_answer, forward_busy, forward_from, forward_to,
      forward_time_group_id, forward_while, do_not_disturb, ring_ms, mailbox_agent_id, pickup_group, enabled
    from extensions order by number`
  const ringGroups = await sql<RingGroup[]>`
    select id, number, name, way, members, ring_ms, otherwise, enabled from ring_groups order by number`
  const parkPlaces = await sql<ParkPlace[]>`
    select id, number, name, recall_ms, enabled from park_places order by number`
  return {
    trunks: trunks.map((row) => withoutNulls<Trunk>(row)),
    ...{ routes: [...routes], limits: [...limits] },
    ...{ extensions: extensions.map(extensionOf), ringGroups: [...ringGroups], parkPlaces: [...parkPlaces] },
  }
}

interface ByTimeGroup {
  forwardTimeGroupId: string | null
  forwardWhile: 'open' | 'not-open'
}

interface Forwards {
  forwardAlways: string
  forwardNoAnswer: string
  forwardBusy: string
  forwardFrom: string
  forwardTo: string
}

/** Most forward nothing, and are told nothing of it. */
function forwardOf({ forwardAlways, forwardNoAnswer, forwardBusy, forwardFrom, forwardTo }: Forwards) {
  const forward = { always: forwardAlways, noAnswer: forwardNoAnswer, busy: forwardBusy }
  const set = Object.values(forward).some((number) => number !== '')
  return set ? { forward: { ...forward, from: forwardFrom, to: forwardTo } } : {}
}

interface ExtensionRow
  extends Forwards,
    Partial<ByTimeGroup>,
    Pick<Extension, 'id' | 'number' | 'name' | 'lang' | 'enabled'> {
  callerNumber: string
  doNotDisturb: boolean
  ringMs: number
  mailboxAgentId: string | null
  pickupGroup: string
}

function extensionOf(row: ExtensionRow): Extension {
  const { id, number, name, lang, enabled, callerNumber, doNotDisturb, ringMs, mailboxAgentId, pickupGroup } = row
  return {
    ...{ id, number, name, lang, enabled, ringMs },
    ...(callerNumber ? { callerNumber } : {}),
    ...byTimeGroup(forwardOf(row), row),
    ...(doNotDisturb ? { doNotDisturb } : {}),
    ...(mailboxAgentId === null ? {} : { mailboxAgentId }),
    ...(pickupGroup ? { pickupGroup } : {}),
  }
}

function byTimeGroup(
  { forward }: { forward?: Forward },
  { forwardTimeGroupId, forwardWhile = 'open' }: Partial<ByTimeGroup>,
): { forward?: Forward } {
  if (!forward || !forwardTimeGroupId) return forward ? { forward } : {}
  return { forward: { ...forward, byTimeGroup: { timeGroupId: forwardTimeGroupId, while: forwardWhile } } }
}

interface AgentRow extends Omit<AgentConfig, 'forward'>, Forwards {}

function agentOf(row: AgentRow): AgentConfig {
  const { forwardAlways: _a, forwardNoAnswer: _n, forwardBusy: _b, forwardFrom: _f, forwardTo: _t, ...known } = row
  const { callerNumber, ...agent } = known
  return {
    ...agent,
    region: regionName(agent.region),
    ...(callerNumber ? { callerNumber } : {}),
    ...forwardOf(row),
  }
}

interface CustomerRow {
  id: string
  name: string
  region: string
  vip: boolean
  vipQueueIds: string[]
  dedicatedAgentId: string | null
}
interface RecentRow {
  at: number
  queue: string
  agent: string
  agentId: string | null
  outcome: string
}

async function callerInfo(sql: Queries, number: string, home: Home): Promise<CallerInfo> {
  // customers and calls keep what was written; nothing is known by a number that was kept back
  const written = spellings(number, home)
  const [customers, recent, blocked, region] = await Promise.all([
    sql<CustomerRow[]>`select id, coalesce(data->>'name', '') as name, coalesce(data->>'region', '') as region,
        coalesce((data->>'vip')::boolean, false) as vip, coalesce(data->'vipQueueIds', '[]') as vip_queue_ids,
        nullif(data->>'dedicatedAgentId', '') as dedicated_agent_id
      from biz_customers where keys && ${keysOf(written)}::text[] and deleted_at is null
      order by updated_at desc limit 1`,
    // the agent and queue of a call are the last it had
    sql<RecentRow[]>`
      select c.arrived_at as at, c.outcome, c.agent_ids[cardinality(c.agent_ids)] as agent_id,
        coalesce(q.name, removed_name('queues', c.queue_ids[cardinality(c.queue_ids)]), '') as queue,
        coalesce(a.name, removed_name('agents', c.agent_ids[cardinality(c.agent_ids)]), '') as agent
      from calls c
        left join queues q on q.id = c.queue_ids[cardinality(c.queue_ids)]
        left join agents a on a.id = c.agent_ids[cardinality(c.agent_ids)]
      where c.from_number = any(${written}) order by c.arrived_at desc limit 20`,
    isBlacklisted(sql, numberKey(number)),
    regionOf(sql, number),
  ])
  const customer = customers[0]
  const lastAgentId = recent.find((call) => call.outcome === 'answered' && call.agentId !== null)?.agentId
  return {
    number,
    name: customer?.name ?? '',
    region: customer?.region ? regionName(customer.region) : region,
    // in every queue, or in these alone
    vip: customer?.vip === true && customer.vipQueueIds.length === 0,
    vipQueueIds: customer?.vipQueueIds ?? [],
    ...(customer ? { customerId: customer.id } : {}),
    ...(blocked ? { blocked: true as const } : {}),
    ...(lastAgentId ? { lastAgentId } : {}),
    ...(customer?.dedicatedAgentId ? { dedicatedAgentId: customer.dedicatedAgentId } : {}),
    recent: recent.slice(0, 5).map(({ at, queue, agent, outcome }) => ({ at, queue, agent, outcome })),
  }
}

/** A number by itself or in a range, as long as it is to stand there. */
async function isBlacklisted(sql: Queries, key: string): Promise<boolean> {
  if (key === '') return false
  const rows = await sql`select 1 from biz_blacklist where deleted_at is null
    and (coalesce(data->>'until', '') = '' or data->>'until' >= current_date::text)
    and data->>'type' <> 'id-card' and length(data->>'fromKey') = ${key.length}
    and ${key} between data->>'fromKey' and data->>'toKey' limit 1`
  return rows.length > 0
}

const keysOf = (numbers: readonly string[]): string[] => numbers.map((number) => `tel:${numberKey(number)}`)

type Nullable<Row> = { [Key in keyof Row]: Row[Key] | null }

/** SQL null means "not there" in our words. */
function withoutNulls<Row>(row: Nullable<Row>): Row {
  return Object.fromEntries(Object.entries(row as object).filter(([, value]) => value !== null)) as Row
}
