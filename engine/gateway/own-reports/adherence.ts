// Adherence: what was planned for each agent and day, what was worked, how late and early, and the share kept as planned.
import { attendance } from '../../planning/acts/attendance.ts'
import { dateNow, momentIn } from '../../planning/acts/moment.ts'
import type { AttendanceRow } from '../../protocol/roster.ts'
import { within } from '../../rights/may.ts'
import { OWN_DAYS, type OwnReport, type OwnRow } from './own.ts'

const GRACE_MS = 60_000
const STATES = {
  present: { zh: '正常', en: 'As planned' },
  late: { zh: '迟到', en: 'Late' },
  'left-early': { zh: '早退', en: 'Left early' },
  'late-and-left-early': { zh: '迟到并早退', en: 'Late and left early' },
  absent: { zh: '缺勤', en: 'Absent' },
  unplanned: { zh: '未排班', en: 'Not planned' },
  leave: { zh: '请假', en: 'On leave' },
  'to-come': { zh: '未到时间', en: 'To come' },
} satisfies Record<AttendanceRow['state'], { zh: string; en: string }>

const span = (name: string, zh: string, en: string, help: { zh: string; en: string }) => ({
  ...{ name, label: { zh, en }, format: 'duration' as const, help },
})

const adherence: OwnReport = {
  names: { agent: 'agents' },
  info: {
    name: 'adherence',
    label: { zh: '遵守率报表', en: 'Adherence' },
    group: 'agents',
    help: {
      zh: '已发布的班表与实际签入的对照，按坐席与日期。',
      en: 'The published roster beside the time signed in, by agent and date.',
    },
    parameters: [
      ...OWN_DAYS,
      { name: 'agents', type: 'reference', to: 'agents', many: true, label: { zh: '坐席', en: 'Agents' } },
    ],
    columns: [
      { name: 'start', label: { zh: '日期', en: 'Date' }, format: 'time', key: true },
      { name: 'agent', label: { zh: '坐席', en: 'Agent' }, format: 'text', key: true },
      { name: 'state', label: { zh: '结果', en: 'Result' }, format: 'text', words: STATES },
      span('plannedMs', '计划时长', 'Planned', { zh: '班次时长。', en: 'How long the duty is.' }),
      span('workedMs', '在岗时长', 'Worked', { zh: '签入的时长。', en: 'Time signed in.' }),
      span('lateMs', '迟到', 'Late', {
        zh: '晚于班次开始的时长，一分钟以内不计。',
        en: 'After the duty began; up to a minute counts as nothing.',
      }),
      span('earlyMs', '早退', 'Left early', {
        zh: '早于班次结束的时长，一分钟以内不计。',
        en: 'Before the duty ended; up to a minute counts as nothing.',
      }),
      {
        ...{ name: 'adherence', label: { zh: '遵守率', en: 'Adherence' }, format: 'percent', of: ['plannedMs'] },
        help: {
          zh: '按计划工作或小休的时长 ÷ 计划时长。',
          en: 'Time spent as planned, at work or on a break, over the time planned.',
        },
      },
    ],
    chart: { x: 'start', series: ['adherence'] },
  },
  async run(services, { from, to, parameters, reach }) {
    const { timeZone } = services.settings
    const momentOf = momentIn(timeZone)
    const agents = Array.isArray(parameters.agents) ? parameters.agents.map(String) : []
    // `to` is a midnight: the date that begins there is not asked for
    const found = await attendance(services, {
      ...{ from: dateNow(from, timeZone), to: dateNow(to, timeZone), graceMs: GRACE_MS },
    })
    if (!found.ok) return found
    const rows = found.value
      .filter(
        ({ agentId }) => (agents.length === 0 || agents.includes(agentId)) && within(reach, { agentIds: [agentId] }),
      )
      .map(
        ({ agentId, date, state, plannedMs, workedMs, lateMs, earlyMs, adherence: kept }): OwnRow => ({
          ...{ start: momentOf(date, 0), agent: agentId, state, plannedMs, workedMs, lateMs, earlyMs, adherence: kept },
        }),
      )
      .sort((a, b) => Number(a.start) - Number(b.start))
    return { ok: true, value: { rows, ...(rows.length > 0 ? { total: totalOf(rows) } : {}) } }
  },
}

function totalOf(rows: readonly OwnRow[]): OwnRow {
  const sum = (of: (row: OwnRow) => number): number => rows.reduce((all, row) => all + of(row), 0)
  const judged = rows.filter((row) => typeof row.adherence === 'number')
  const planned = judged.reduce((all, row) => all + Number(row.plannedMs), 0)
  const kept = judged.reduce((all, row) => all + Number(row.plannedMs) * Number(row.adherence), 0)
  const spans = ['plannedMs', 'workedMs', 'lateMs', 'earlyMs']
  return {
    ...Object.fromEntries(spans.map((name) => [name, sum((row) => Number(row[name]))])),
    adherence: planned === 0 ? null : kept / planned,
  }
}

export default adherence
