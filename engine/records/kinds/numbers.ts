// 接入号: what callers dial, and which flow answers at which hour.
import { hoursField, hoursFromRow, hoursToRow } from '../record/hours.ts'
import { defineKind, type Row, type Values } from '../record/kind.ts'
import { numberTaken } from '../record/number-taken.ts'
import { AT_LEAST, doubledSkills, skillLevels } from '../record/skill-fields.ts'

export default defineKind({
  kind: 'numbers',
  table: 'numbers',
  label: { zh: '接入号', en: 'Access numbers' },
  right: 'configure',
  readRight: 'monitor',
  title: 'number',
  idPrefix: 'number',
  fields: [
    {
      name: 'number',
      type: 'text',
      label: { zh: '号码', en: 'Number' },
      required: true,
      listed: true,
      pattern: '^\\+?[0-9]{3,20}$',
    },
    { name: 'name', type: 'text', label: { zh: '名称', en: 'Name' }, required: true, listed: true, maxLength: 50 },
    {
      name: 'lang',
      type: 'choice',
      label: { zh: '语言', en: 'Language' },
      listed: true,
      default: 'zh',
      options: [
        { value: 'zh', label: { zh: '中文', en: 'Chinese' } },
        { value: 'en', label: { zh: '英文', en: 'English' } },
      ],
    },
    {
      name: 'vip',
      type: 'switch',
      label: { zh: 'VIP 号码', en: 'VIP number' },
      help: { zh: '从此号码呼入者优先', en: 'Its callers have priority' },
      listed: true,
    },
    {
      name: 'flowId',
      type: 'reference',
      to: 'flows',
      label: { zh: '工作时间流程', en: 'Flow in working hours' },
      listed: true,
    },
    {
      name: 'directTo',
      type: 'text',
      label: { zh: '直接转到', en: 'Rings directly' },
      help: {
        zh: '分机、响铃组或工号；填写后工作时间不走流程，直接振铃',
        en: 'An extension, ring group or agent; it rings at once, without the flow of working hours',
      },
      pattern: '^[0-9]{0,10}$',
    },
    skillLevels('needs', { zh: '所需技能', en: 'Skills needed' }, AT_LEAST, {
      zh: '由此号码呼入者排队时，由具备这些技能的坐席接听',
      en: 'Its callers are taken by agents who have these',
    }),
    {
      name: 'timeGroupId',
      type: 'reference',
      to: 'time-groups',
      label: { zh: '时间组', en: 'Time group' },
      help: {
        zh: '选用后，按时间组判断，下面的工作时间不再起作用',
        en: 'With one, it rules, and the hours below do not',
      },
    },
    hoursField(
      { zh: '工作时间', en: 'Working hours' },
      {
        zh: '不填则全天；日历标记（调休上班日、不服务）同样生效',
        en: 'Empty = always open; calendar marks (make-up workdays, closed days) rule here too',
      },
    ),
    { name: 'offHoursFlowId', type: 'reference', to: 'flows', label: { zh: '非工作时间流程', en: 'Flow off hours' } },
    { name: 'holidayFlowId', type: 'reference', to: 'flows', label: { zh: '节假日流程', en: 'Flow on holidays' } },
    { name: 'enabled', type: 'switch', label: { zh: '启用', en: 'Enabled' }, listed: true, default: true },
  ],
  check: async (values, world, id) => [
    ...(await numberTaken(world, 'numbers', String(values.number), id)),
    ...doubledSkills(values, 'needs'),
    ...(values.flowId || values.directTo
      ? []
      : [{ path: 'flowId', message: 'a flow, or a number that rings directly' }]),
  ],
  toRow: async (values: Values): Promise<Row> => ({
    ...values,
    flowId: values.flowId || null,
    hours: hoursToRow(values.hours),
  }),
  fromRow: (row: Row): Values => ({
    ...row,
    flowId: row.flowId ?? '',
    hours: hoursFromRow(row.hours),
  }),
})
