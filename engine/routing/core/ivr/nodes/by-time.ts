// Branches on the hour: by a time group of the company, or open within one of the node's own ranges, else closed.
import { DAYS } from '#engine/protocol/words/days.ts'
import { isWithin } from '#engine/routing/core/ivr/hours.ts'
import { defineNode } from '#engine/routing/core/ivr/node.ts'
import { isRecord, text } from '#engine/routing/core/ivr/settings.ts'
import { DEFAULT_ZONE_MS } from '#engine/routing/core/machine/day.ts'

const DEADLINE_MS = 2_000

export default defineNode({
  type: 'by-time',
  label: { zh: '时间分支', en: 'By time' },
  help: {
    zh: '选用时间组则按其时段、日期与节假日判断；否则当前时间落在任一时段内走“时段内”，结束早于开始表示跨午夜',
    en: 'By a time group with its dates and holidays; else within one of the ranges, or not; one that ends before it begins lasts past midnight',
  },
  fields: [
    { name: 'timeGroupId', label: { zh: '时间组', en: 'Time group' }, type: 'reference', to: 'time-groups' },
    {
      name: 'hours',
      label: { zh: '时段', en: 'Hours' },
      type: 'list',
      of: [
        {
          name: 'days',
          label: { zh: '星期', en: 'Days' },
          type: 'choices',
          options: DAYS,
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
  check(node) {
    const given =
      text(node, 'timeGroupId') !== '' || (Array.isArray(node.settings.hours) && node.settings.hours.length > 0)
    return given ? [] : [{ problem: 'bad-settings', zh: '请选择时间组或填写时段', en: 'needs a time group or hours' }]
  },
  enter({ node, at }) {
    const timeGroupId = text(node, 'timeGroupId')
    if (timeGroupId !== '')
      return { do: 'ask', lookup: { type: 'time-group', timeGroupId, at }, deadlineMs: DEADLINE_MS }
    const ranges = Array.isArray(node.settings.hours) ? node.settings.hours.filter(isRecord) : []
    const open = ranges.some(({ days, from, to }) => isWithin({ days, from, to }, at + DEFAULT_ZONE_MS))
    return { do: 'leave', outlet: open ? 'open' : 'closed' }
  },
  hear(_visit, heard) {
    const answer = heard.type === 'answer' && heard.answer.type === 'time-group' ? heard.answer : undefined
    // a directory that is away closes nobody's line
    return { do: 'leave', outlet: answer === undefined || answer.state === 'open' ? 'open' : 'closed' }
  },
})
