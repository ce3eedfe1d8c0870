// 响铃组: several phones under one number, rung all at once or one after the other.
import { defineKind } from '../record/kind.ts'
import { numberTaken } from '../record/number-taken.ts'

export default defineKind({
  kind: 'ring-groups',
  table: 'ring_groups',
  label: { zh: '响铃组', en: 'Ring groups' },
  right: 'configure',
  title: 'name',
  idPrefix: 'ring',
  fields: [
    {
      name: 'number',
      type: 'text',
      label: { zh: '号码', en: 'Number' },
      ...{ required: true, listed: true, pattern: '^[0-9]{2,10}$' },
    },
    { name: 'name', type: 'text', label: { zh: '名称', en: 'Name' }, required: true, listed: true, maxLength: 50 },
    {
      name: 'way',
      type: 'choice',
      label: { zh: '方式', en: 'How' },
      ...{ default: 'all', listed: true },
      options: [
        { value: 'all', label: { zh: '同时响', en: 'All at once' } },
        { value: 'in-turn', label: { zh: '依次响', en: 'In turn' } },
      ],
    },
    {
      name: 'members',
      type: 'list',
      label: { zh: '话机', en: 'Phones' },
      help: {
        zh: '依次响时按此顺序；免打扰的话机不响',
        en: 'In this order when in turn; a phone not to be disturbed does not ring',
      },
      of: [
        {
          name: 'extensionId',
          type: 'reference',
          to: 'extensions',
          label: { zh: '分机', en: 'Extension' },
          required: true,
        },
      ],
    },
    {
      name: 'ringMs',
      type: 'duration',
      label: { zh: '振铃时长', en: 'Rings for' },
      help: { zh: '依次响时为每部话机的时长', en: 'Of each phone when in turn' },
      ...{ minMs: 1_000, maxMs: 180_000, default: 20_000 },
    },
    {
      name: 'otherwise',
      type: 'text',
      label: { zh: '无人接听转到', en: 'When nobody answers' },
      help: { zh: '分机、响铃组、工号或外线号码', en: 'An extension, ring group, agent or outside number' },
      pattern: '^[0-9*#+]{0,32}$',
    },
    { name: 'enabled', type: 'switch', label: { zh: '启用', en: 'Enabled' }, listed: true, default: true },
  ],
  check: async (values, world, id) => [
    ...(await numberTaken(world, 'ring_groups', String(values.number), id)),
    ...((values.members as unknown[]).length === 0 ? [{ path: 'members', message: 'a group needs a phone' }] : []),
  ],
})
