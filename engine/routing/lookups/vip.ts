// Who is a VIP, by the sources that the administrator has put in force: customers, numbers, another system within its deadline.
import type { AccessNumber, CallerInfo } from '#engine/protocol/company.ts'
import type { LookupAnswer } from '#engine/protocol/lookups.ts'
import type { VipSource } from '#engine/protocol/vip.ts'

interface Known {
  number: AccessNumber
  caller: CallerInfo
}

export const inForce = (sources: readonly VipSource[], source: VipSource['source']): VipSource[] =>
  sources.filter((one) => one.enabled && one.source === source)

/** `saidOutside`: what the other systems answered in time. */
export function withVip(sources: readonly VipSource[], { number, caller }: Known, saidOutside: boolean): Known {
  const listed = inForce(sources, 'list').length > 0
  return {
    number: { ...number, vip: number.vip && inForce(sources, 'number').length > 0 },
    caller: {
      ...caller,
      vip: saidOutside || (listed && caller.vip),
      vipQueueIds: listed ? caller.vipQueueIds : [],
    },
  }
}

const YES = ['true', '1', 'yes']

/** Anything but a plain yes is an ordinary caller: late, wrong, or away. */
export const saysVip = (answer: LookupAnswer): boolean =>
  answer.type === 'http' &&
  answer.status >= 200 &&
  answer.status < 300 &&
  YES.includes((answer.fields.vip ?? '').toLowerCase())
