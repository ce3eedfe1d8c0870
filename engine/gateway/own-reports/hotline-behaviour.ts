// 行为分析: what each customer turns to the hotline for, by its tickets, and whether complaints were answered in time.
import type { ReportColumn } from '../../protocol/reports.ts'
import { OWN_DAYS, type OwnReport, type OwnRow } from './own.ts'

const number = (name: string, zh: string, en: string, help?: { zh: string; en: string }): ReportColumn => ({
  ...{ name, label: { zh, en }, format: 'number' },
  ...(help ? { help } : {}),
})

interface Counted {
  customer: string
  tickets: number
  ofCalls: number
  inquiries: number
  complaints: number
  suggestions: number
  others: number
  answered: number
  inTime: number
  late: number
  /** of the complaints answered, together */
  replyMs: number
}

const MOST_ROWS = 10_000

const hotlineBehaviour: OwnReport = {
  names: {},
  info: {
    name: 'hotline-behaviour',
    label: { zh: '行为分析报表', en: 'Hotline behaviour' },
    group: 'quality',
    help: {
      zh: '每个客户的咨询、投诉、建议各有几件，投诉是否按时答复。以范围内建立的工单计。',
      en: 'Inquiries, complaints and suggestions of each customer, and whether complaints were answered in time; by tickets made within the range.',
    },
    parameters: OWN_DAYS,
    columns: [
      { name: 'customer', label: { zh: '客户', en: 'Customer' }, format: 'text', key: true },
      number('tickets', '工单', 'Tickets'),
      number('ofCalls', '来自通话', 'Of calls', {
        zh: '在通话中或通话后建立的工单。',
        en: 'Tickets made in a call or after it.',
      }),
      number('inquiries', '咨询', 'Inquiries'),
      number('complaints', '投诉', 'Complaints'),
      number('suggestions', '建议', 'Suggestions'),
      number('others', '其他', 'Other', { zh: '报修和其他。', en: 'Repairs and anything else.' }),
      number('answered', '投诉已答复', 'Complaints answered', {
        zh: '投诉工单第一次“已结束”即为答复。',
        en: 'A complaint is answered when its ticket is closed for the first time.',
      }),
      number('inTime', '按时答复', 'In time', {
        zh: '在时限前答复的投诉；没有时限的都算按时。',
        en: 'Complaints answered before their deadline; without one they count as in time.',
      }),
      number('late', '逾期', 'Late', {
        zh: '时限后才答复的投诉，和时限已过仍未答复的。',
        en: 'Complaints answered after their deadline, and those open beyond it.',
      }),
      {
        ...{ name: 'timely', label: { zh: '及时率', en: 'Timeliness' }, format: 'percent' },
        help: { zh: '按时 ÷（按时 + 逾期）。', en: 'In time ÷ (in time + late).' },
      },
      {
        ...{ name: 'meanReplyMs', label: { zh: '平均答复时长', en: 'Mean time to answer' }, format: 'duration' },
        help: {
          zh: '从建立工单到答复，只计已答复的投诉。',
          en: 'From the ticket to its answer, of complaints answered.',
        },
      },
    ],
    chart: { x: 'customer', series: ['inquiries', 'complaints', 'suggestions'] },
  },
  async run({ sql, now }, { from, to, reach }) {
    const mine = reach === 'all' ? sql`` : sql`and t.owner_id = any(${[...(reach?.agentIds ?? [])]}::text[])`
    const found = await sql<Counted[]>`
      with complaint as (
        select m.record_id as id, min(m.at) as answered_at from business_moves m
        where m.kind = 'tickets' and m.to_state = 'closed' group by m.record_id)
      select coalesce(c.data->>'name', '') as customer, count(*)::int as tickets,
        count(t.call_id)::int as of_calls,
        count(*) filter (where t.data->>'type' = 'inquiry')::int as inquiries,
        count(*) filter (where t.data->>'type' = 'complaint')::int as complaints,
        count(*) filter (where t.data->>'type' = 'suggestion')::int as suggestions,
        count(*) filter (where coalesce(t.data->>'type', '') not in ('inquiry', 'complaint', 'suggestion'))::int as others,
        count(a.answered_at) filter (where t.data->>'type' = 'complaint')::int as answered,
        count(*) filter (where t.data->>'type' = 'complaint' and a.answered_at <= coalesce(t.due_at, 'infinity'))::int
          as in_time,
        count(*) filter (where t.data->>'type' = 'complaint'
          and coalesce(a.answered_at, ${now()}::timestamptz) > t.due_at)::int as late,
        coalesce(sum(extract(epoch from a.answered_at - t.created_at) * 1000)
          filter (where t.data->>'type' = 'complaint'), 0)::float8 as reply_ms
      from biz_tickets t left join biz_customers c on c.id = t.customer_id left join complaint a on a.id = t.id
      where t.deleted_at is null and t.created_at >= ${from} and t.created_at < ${to} ${mine}
      group by t.customer_id, c.data->>'name' order by complaints desc, tickets desc, customer limit ${MOST_ROWS}`
    const rows = found.map(rowOf)
    return { ok: true, value: { rows, ...(rows.length > 0 ? { total: totalOf(found) } : {}) } }
  },
}

function rowOf({ replyMs, ...counted }: Counted): OwnRow {
  const { answered, inTime, late } = counted
  return {
    ...counted,
    timely: inTime + late > 0 ? inTime / (inTime + late) : null,
    meanReplyMs: answered > 0 ? Math.round(replyMs / answered) : null,
  }
}

function totalOf(rows: readonly Counted[]): OwnRow {
  const sum = (name: Exclude<keyof Counted, 'customer'>): number => rows.reduce((all, row) => all + row[name], 0)
  const names = ['tickets', 'ofCalls', 'inquiries', 'complaints', 'suggestions', 'others'] as const
  const counts = [...names, 'answered', 'inTime', 'late', 'replyMs'] as const
  const all = Object.fromEntries(counts.map((name) => [name, sum(name)])) as Omit<Counted, 'customer'>
  const { customer: _, ...total } = rowOf({ customer: '', ...all })
  return total
}

export default hotlineBehaviour
