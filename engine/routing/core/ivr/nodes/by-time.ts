// Branches on the hour: open within one of the ranges of the centre's clock, else closed.
import { isWithin } from '#engine/routing/core/ivr/hours.ts'
import { defineNode } from '#engine/routing/core/ivr/node.ts'
import { isRecord } from '#engine/routing/core/ivr/settings.ts'
import { DEFAULT_ZONE_MS } from '#engine/routing/core/machine/day.ts'

const DAYS = [
  ['1', '周一', 'Monday'],
  ['2', '周二', 'Tuesday'],
  ['3', '周三', 'Wednesday'],
  ['4', '周四', 'Thursday'],
  ['5', '周五', 'Friday'],
  ['6', '周六', 'Saturday'],
  ['7', '周日', 'Sunday'],
] as const

export default defineNode({
  type: 'by-time',
  label: { zh: '时间分支', en: 'By time' },
  help: {
    zh: '当前时间落在任一时段内走“时段内”；结束早于开始表示跨午夜',
    en: 'Within one of the ranges, or not; one that ends before it begins lasts past midnight',
  },
  fields: [
    {
      name: 'hours',
      label: { zh: '时段', en: 'Hours' },
      type: 'list',
      required: true,
      of: [
        {
          name: 'days',
          label: { zh: '星期', en: 'Days' },
          type: 'choices',
          options: DAYS.map(([value, zh, en]) => ({ value, label: { zh, en } })),
        },
        { name: 'from', label: { zh: '从', en: 'From' }, type: 'time', required: true },
        { name: 'to', label: { zh: '到', en: 'To' }, type: 'time', required: true },
      ],
    },
  ],
  outlets: [
    { name: 'open', label: { zh: '时段内', en: 'Within' }, required: true },
    { name: 'closed', label: { zh: '时段外', en: 'Outside' }, required: true },
  ],
  audible: () => false,
  enter({ node, at }) {
    const ranges = Array.isArray(node.settings.hours) ? node.settings.hours.filter(isRecord) : []
    const open = ranges.some(({ days, from, to }) => isWithin({ days, from, to }, at + DEFAULT_ZONE_MS))
    return { do: 'leave', outlet: open ? 'open' : 'closed' }
  },
})
