// The number that those whom an agent or an extension calls see.
import type { Field } from '../../protocol/fields.ts'

export const callerNumberField = {
  name: 'callerNumber',
  type: 'text',
  label: { zh: '主叫号码', en: 'Caller number' },
  help: {
    zh: '呼出时对方看到的号码；不填用呼出路由或中继的',
    en: 'Shown to those we call; empty = of the route or trunk',
  },
  pattern: '^(\\+?[0-9]{1,20})?$',
} as const satisfies Field
