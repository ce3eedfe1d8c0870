// Phones of the house by number: an extension with its forwards, a ring group, a code in front of a number. Pure.
import type { CompanySnapshot } from '#engine/ports/company.ts'
import type { Extension, Flow, Forward, NumberAct } from '#engine/protocol/company.ts'
import type { DialledTarget, InsideTarget } from '#engine/protocol/lookups.ts'
import type { RingGroup } from '#engine/protocol/switch.ts'

/** `goOn`: a number that is dialled instead, for the extension `by`. */
export type Inside = InsideTarget | { goOn: string; by: string }

/** `time`: hh:mm of the centre; `isOpen`: whether a time group is open now. */
export interface Now {
  time: string
  isOpen(timeGroupId: string): boolean
}

export function insideTarget(company: CompanySnapshot, number: string, now: Now): Inside | undefined {
  const extension = company.extensions.find((each) => each.enabled && each.number === number)
  if (extension) return ofExtension(extension, now)
  const group = company.ringGroups.find((each) => each.enabled && each.number === number)
  return group && ofGroup(company, group)
}

function ofExtension(extension: Extension, now: Now): Inside {
  const { number, doNotDisturb, ringMs, mailboxAgentId } = extension
  const forward = extension.forward && holds(extension.forward, now) ? extension.forward : undefined
  if (forward?.always && forward.always !== number) return { goOn: forward.always, by: number }
  return {
    ...{ type: 'extension', user: number },
    ...(ringMs === undefined ? {} : { ringMs }),
    ...(doNotDisturb ? { quiet: true } : {}),
    ...(forward?.busy ? { busy: forward.busy } : {}),
    ...(forward?.noAnswer ? { noAnswer: forward.noAnswer } : {}),
    ...(mailboxAgentId === undefined ? {} : { mailboxAgentId }),
  }
}

/** No hours = always; past midnight when it ends before it begins. A time group stands over hours. */
function holds({ from, to, byTimeGroup }: Forward, { time, isOpen }: Now): boolean {
  if (byTimeGroup) return isOpen(byTimeGroup.timeGroupId) === (byTimeGroup.while === 'open')
  if (from === '' && to === '') return true
  const [start, end] = [from || '00:00', to || '24:00']
  return start <= end ? start <= time && time < end : time >= start || time < end
}

function ofGroup(
  { extensions }: CompanySnapshot,
  { number, way, members, ringMs, otherwise }: RingGroup,
): InsideTarget {
  const phones = members.flatMap(({ extensionId }) =>
    extensions
      .filter((each) => each.id === extensionId && each.enabled && !each.doNotDisturb)
      .map((each) => each.number),
  )
  return {
    ...{ type: 'extension', user: number, phones, ringMs },
    ...(way === 'in-turn' ? { inTurn: true } : {}),
    ...(phones.length === 0 ? { quiet: true } : {}),
    ...(otherwise === '' ? {} : { busy: otherwise, noAnswer: otherwise }),
  }
}

/** A code that a number follows, the longest first: *80 8001 is not *8 08001. */
export function codeBefore({ codes }: CompanySnapshot, number: string): { act: NumberAct; rest: string } | undefined {
  const found = codes
    .filter(({ act, code }) => isNumberAct(act) && number.startsWith(code))
    .sort((a, b) => b.code.length - a.code.length)[0]
  return found && { act: found.act as NumberAct, rest: number.slice(found.code.length) }
}

const NUMBER_ACTS: ReadonlySet<string> = new Set<NumberAct>(['message', 'intercom', 'pick-up'])
const isNumberAct = (act: string): boolean => NUMBER_ACTS.has(act)

export function afterCode(company: CompanySnapshot, number: string): DialledTarget | undefined {
  const code = codeBefore(company, number)
  if (code?.act === 'message') {
    const agent = company.agents.find((each) => each.enabled && each.number === code.rest)
    return agent && { type: 'mailbox', agentId: agent.id }
  }
  if (code?.act !== 'intercom') return undefined
  const phone = company.extensions.find((each) => each.enabled && each.number === code.rest)
  if (!phone) return undefined
  return { type: 'extension', user: phone.number, intercom: true, ...(phone.doNotDisturb ? { quiet: true } : {}) }
}

/** Which rings a phone wants to take: of the number behind the code, or of its own group. Undefined where it asks for none. */
export function picksUp(company: CompanySnapshot, number: string, user: string): string[] | undefined {
  const code = codeBefore(company, number)
  const own = company.extensions.find((each) => each.enabled && each.number === user)
  if (code?.act !== 'pick-up' || !own) return undefined
  if (code.rest !== '') return [code.rest]
  const { pickupGroup } = own
  if (pickupGroup === undefined) return []
  return company.extensions
    .filter((each) => each.enabled && each.pickupGroup === pickupGroup && each.number !== user)
    .map((each) => each.number)
}

/** An access number that rings a number of the house at once is a flow of one step. */
const DIRECT = 'direct:'
export const directFlowId = (number: string): string => `${DIRECT}${number}`
export function directFlow(flowId: string): Flow | undefined {
  if (!flowId.startsWith(DIRECT)) return undefined
  const number = flowId.slice(DIRECT.length)
  const node = { id: 'ring', type: 'transfer-out' as const, name: number, settings: { number }, next: {} }
  return { id: flowId, version: 1, name: number, lang: 'zh', startNodeId: 'ring', nodes: [node] }
}
