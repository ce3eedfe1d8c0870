// Area fault alarms that were raised: when, where, how grave, of how many calls, and for how long they went on.
import { OWN_DAYS, type OwnReport, type OwnRow } from './own.ts'

const LEVELS = {
  1: { zh: '一级', en: 'Level 1' },
  2: { zh: '二级', en: 'Level 2' },
  3: { zh: '三级', en: 'Level 3' },
}

const areaAlarms: OwnReport = {
  names: {},
  info: {
    name: 'area-alarms',
    label: { zh: '区域报警报表', en: 'Area fault alarms' },
    group: 'quality',
    help: {
      zh: '同一地区短时间内多个故障来电触发的报警。',
      en: 'Raised where many callers of one area told of a fault within a short time.',
    },
    parameters: OWN_DAYS,
    columns: [
      { name: 'raisedAt', label: { zh: '报警时间', en: 'Raised' }, format: 'time', key: true },
      { name: 'area', label: { zh: '地区', en: 'Area' }, format: 'text', key: true },
      { name: 'level', label: { zh: '级别', en: 'Level' }, format: 'text', words: LEVELS },
      {
        ...{ name: 'calls', label: { zh: '通话数', en: 'Calls' }, format: 'number' },
        help: {
          zh: '时间窗内带报警小结的通话，取最近一次计数。',
          en: 'Calls with such a disposition in the window, as counted last.',
        },
      },
      {
        ...{ name: 'lastedMs', label: { zh: '持续', en: 'Went on for' }, format: 'duration' },
        help: { zh: '从报警到最后一个相关通话。', en: 'From the alarm to the last call that belongs to it.' },
      },
    ],
  },
  async run({ sql }, { from, to, reach }) {
    // an area belongs to no group and no queue
    if (reach !== 'all') return { ok: true, value: { rows: [] } }
    const found = await sql<{ area: string; level: number; calls: number; raisedAt: number; lastAt: number }[]>`
      select area, level, calls, raised_at, last_at from area_alarms
      where raised_at >= ${from} and raised_at < ${to} order by id`
    const rows = found.map(
      ({ area, level, calls, raisedAt, lastAt }): OwnRow => ({
        ...{ raisedAt, area, level: String(level), calls, lastedMs: Math.max(0, lastAt - raisedAt) },
      }),
    )
    return { ok: true, value: { rows } }
  },
}

export default areaAlarms
