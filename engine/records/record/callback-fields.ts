// How a queue calls those back who do not want to wait on the line.
import type { Field } from '../../protocol/fields.ts'

export const callbackFields: Field[] = [
  {
    name: 'offerCallback',
    type: 'switch',
    label: { zh: '播报时可选回呼', en: 'Offer a callback with it' },
    help: {
      zh: '来电者按 3 挂机，保留原位置，轮到时由坐席回呼；需开启播报',
      en: 'Press 3: the caller hangs up, keeps the exact place and is called in turn; needs an announcement',
    },
  },
  {
    name: 'webCallback',
    type: 'switch',
    label: { zh: '网页可预约回呼', en: 'Callback by the public page' },
    help: {
      zh: '“电话联系我们”页面上的访客可留号码排队；我们会拨打该号码，话费由我方承担',
      en: 'Visitors of the call-us page may leave a number, which we dial at our cost',
    },
  },
  {
    name: 'callbackFrom',
    type: 'text',
    label: { zh: '回呼时段从', en: 'Call back from' },
    help: { zh: '时:分，如 09:00；两项都不填则不限', en: 'hh:mm such as 09:00; both empty = at any hour' },
    pattern: '^(([01]\\d|2[0-3]):[0-5]\\d)?$',
  },
  {
    name: 'callbackTo',
    type: 'text',
    label: { zh: '回呼时段到', en: 'Call back until' },
    pattern: '^(([01]\\d|2[0-3]):[0-5]\\d)?$',
  },
  {
    name: 'callbackTries',
    type: 'number',
    label: { zh: '回呼最多次数', en: 'Calls made at most' },
    ...{ min: 1, max: 20, integer: true, default: 3 },
  },
  {
    name: 'callbackRetryMs',
    type: 'duration',
    label: { zh: '未接通后再次回呼间隔', en: 'Called again after' },
    ...{ minMs: 10_000, maxMs: 86_400_000, default: 600_000 },
  },
]
