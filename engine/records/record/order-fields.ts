// Who goes first in a queue and across queues, and what is kept back for those who call in.
import type { Field } from '../../protocol/fields.ts'

export const orderFields: Field[] = [
  {
    name: 'bonusMs',
    ...{ type: 'duration', minMs: 0, maxMs: 86_400_000, default: 0 },
    label: { zh: '队列优先加权', en: 'Priority of the queue' },
    help: {
      zh: '此队列的来电视为多等了这么久；坐席属于多个队列时先接等得最久的',
      en: 'Its callers count as having waited so much longer; an agent of several queues takes who waited longest',
    },
  },
  {
    name: 'vipBonusMs',
    ...{ type: 'duration', minMs: 0, maxMs: 86_400_000, default: 0 },
    label: { zh: 'VIP 优先加权', en: 'Priority of VIPs' },
    help: {
      zh: 'VIP 视为多等了这么久；0 表示始终排在前面',
      en: 'VIPs count as having waited so much longer; 0 = always ahead',
    },
  },
  {
    name: 'countFirstJoin',
    type: 'switch',
    label: { zh: '转来的来电按首次排队计算', en: 'Callers sent on keep their first place' },
    help: {
      zh: '从其他队列溢出而来的来电，排位从首次进入队列时算起',
      en: 'Who comes from another queue stands as long as since the first one was joined',
    },
    default: true,
  },
  {
    name: 'mostOvertaken',
    type: 'number',
    label: { zh: '最多被插队人数', en: 'Passed by later callers at most' },
    help: {
      zh: '被这么多后来者（VIP 等）先接听后，排到 VIP 之前；0 表示不限',
      en: 'Who was passed by so many (VIPs, say) goes ahead of VIPs too; 0 = no bound',
    },
    min: 0,
    max: 1_000,
    integer: true,
    default: 0,
  },
  {
    name: 'reserveIdle',
    type: 'number',
    label: { zh: '保留最少空闲坐席数', en: 'Idle agents kept for inbound' },
    help: {
      zh: '空闲坐席不多于此数时，外呼任务不占用坐席',
      en: 'Campaigns are given agents only while more than so many are idle',
    },
    min: 0,
    max: 10_000,
    integer: true,
    default: 0,
  },
]
