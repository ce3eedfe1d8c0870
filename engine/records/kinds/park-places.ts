// 驻留位: where a call waits for whoever fetches it.
import { defineKind } from '../record/kind.ts'
import { numberTaken } from '../record/number-taken.ts'

export default defineKind({
  kind: 'park-places',
  table: 'park_places',
  label: { zh: '驻留位', en: 'Park places' },
  right: 'configure',
  title: 'name',
  idPrefix: 'park',
  fields: [
    {
      name: 'number',
      type: 'text',
      label: { zh: '号码', en: 'Number' },
      help: {
        zh: '通话中转接到此号码即驻留；任何分机拨打此号码即取回',
        en: 'A call passed on to this number is parked; any phone of the house that dials it fetches the call',
      },
      ...{ required: true, listed: true, pattern: '^[0-9]{2,10}$' },
    },
    { name: 'name', type: 'text', label: { zh: '名称', en: 'Name' }, required: true, listed: true, maxLength: 50 },
    {
      name: 'recallMs',
      type: 'duration',
      label: { zh: '回振时间', en: 'Rings again after' },
      help: { zh: '到时无人取回，则回到驻留它的坐席', en: 'Not fetched by then, it rings at whoever parked it' },
      ...{ minMs: 5_000, maxMs: 3_600_000, default: 90_000, listed: true },
    },
    { name: 'enabled', type: 'switch', label: { zh: '启用', en: 'Enabled' }, listed: true, default: true },
  ],
  check: (values, world, id) => numberTaken(world, 'park_places', String(values.number), id),
})
