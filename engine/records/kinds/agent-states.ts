// 坐席状态: what an agent may be instead of ready, with its colour and whether it counts as a break.
import { COLOURS } from '../../protocol/words/agents.ts'
import { optionsOf } from '../../protocol/words/word.ts'
import { defineKind } from '../record/kind.ts'

export default defineKind({
  kind: 'agent-states',
  table: 'agent_states',
  label: { zh: '坐席状态', en: 'Agent states' },
  right: 'configure',
  title: 'name',
  idPrefix: 'state',
  fields: [
    { name: 'name', type: 'text', label: { zh: '名称', en: 'Name' }, required: true, listed: true, maxLength: 12 },
    { name: 'nameEn', type: 'text', label: { zh: '英文名称', en: 'English name' }, listed: true, maxLength: 20 },
    {
      name: 'colour',
      type: 'choice',
      label: { zh: '颜色', en: 'Colour' },
      listed: true,
      default: 'grey',
      options: optionsOf(COLOURS),
    },
    {
      name: 'counts',
      type: 'choice',
      label: { zh: '计为', en: 'Counts as' },
      help: {
        zh: '出勤对照与在岗人数按此计算；两者都不分配来电',
        en: 'For attendance and staffing; neither is offered calls',
      },
      listed: true,
      default: 'break',
      options: [
        { value: 'break', label: { zh: '小休', en: 'A break' } },
        { value: 'work', label: { zh: '工作', en: 'Work' } },
      ],
    },
    {
      name: 'place',
      type: 'number',
      label: { zh: '顺序', en: 'Order' },
      help: { zh: '小的在前', en: 'Small ones first' },
      min: 0,
      max: 999,
      integer: true,
      default: 50,
    },
    { name: 'enabled', type: 'switch', label: { zh: '启用', en: 'Enabled' }, listed: true, default: true },
  ],
})
