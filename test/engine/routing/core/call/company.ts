// A small company for calls: one number, one menu, one queue; and the words to drive a call with.

import { flow, known, node, outside } from '#bench/kit/call-walk/company.ts'
import type { CallCommand } from '#engine/protocol/call.ts'
import type { DialledCode, LookupAnswer } from '#engine/protocol/lookups.ts'
import type { Decision } from '#engine/protocol/machine.ts'
import type { MediaNews, MediaOrder } from '#engine/protocol/media.ts'
import type { QueueNotice } from '#engine/protocol/queue.ts'
import { callMachine } from '#engine/routing/core/call/machine.ts'
import { loadNodes } from '#engine/routing/plug-ins/nodes.ts'
import { from, given } from '#test/kit/machine.ts'

export const kinds = await loadNodes()
export const machine = callMachine(kinds)
export const fresh = () => given(machine, 'c1')
export type Stand = ReturnType<typeof fresh>

export const news = (body: MediaNews): CallCommand => ({ type: 'news', news: body })
export const notice = (body: QueueNotice): CallCommand => ({ type: 'queue', notice: body })
export const legNews = (type: 'leg-answered' | 'leg-ringing', legId: string) => news({ type, callId: 'c1', legId })
export const ended = (legId: string, by: 'peer' | 'us' | 'fault' = 'peer') =>
  news({ type: 'leg-ended', callId: 'c1', legId, by, cause: 'normal' })
export const played = (playId: string) =>
  news({ type: 'play-ended', callId: 'c1', legId: 'L1', playId, reason: 'finished' })
export const keyed = (collectId: string, digits: string) =>
  news({
    type: 'digits-collected',
    callId: 'c1',
    legId: 'L1',
    collectId,
    digits,
    ended: digits ? 'max' : 'first-timeout',
  })
export const arrived = (
  origin: Extract<MediaNews, { type: 'call-arrived' }>['origin'] = { type: 'trunk', trunkId: 't1' },
) =>
  news({
    ...{ type: 'call-arrived', callId: 'c1', legId: 'L1', node: 'm1', origin },
    ...{ from: { number: '13900000001', name: '' }, to: '4001' },
  })
export const joined = (
  agentId = 'a1',
  extra: { offerId?: string; requestId?: string } = { offerId: 'o1' },
): CallCommand => ({
  ...{ type: 'agent-joined', agentId, agentNumber: '1001', legId: `leg-${agentId}`, ...extra },
})

/** What the call waits for now, by its id. */
export function waitId(stand: Stand): string {
  const { state } = stand
  if (state.mode === 'flow') return state.waitId
  if (state.mode === 'checking') return state.runs?.waitId ?? state.check.requestId
  if (state.mode === 'arriving' || state.mode === 'finding' || state.mode === 'fetching') return state.requestId
  if (state.mode === 'code') return state.waitId
  if (state.mode === 'connecting' || state.mode === 'farewell') return state.playId
  if (state.mode === 'voicemail') return state.collectId ?? state.playId ?? ''
  if (state.mode === 'queue') return state.announcing?.collectId ?? state.announcing?.playId ?? ''
  if (state.mode === 'ringing') return state.goal.type === 'agent' ? state.goal.requestId : state.goal.legId
  return state.mode === 'talking' ? (state.passing?.requestId ?? '') : ''
}

/** The colleague to whom a caller is to be passed on can be rung. */
export const mayRing = (asked: Stand, at: number): Stand =>
  asked.does({ type: 'may-ring-told', agentId: 'a2', requestId: waitId(asked) }, at)

/** Answers the question that waits. */
export const told = (stand: Stand, answer: LookupAnswer): CallCommand => ({
  type: 'looked-up',
  requestId: waitId(stand),
  answer,
})

export const inFlow = (): Stand => {
  const asked = fresh().does(arrived(), 1000)
  return asked.does(told(asked, known()), 1010)
}
export const atMenu = (): Stand => {
  const hello = inFlow()
  return hello.does(played(waitId(hello)), 2000)
}
export const joining = (): Stand => {
  const menu = atMenu()
  return menu.does(keyed(waitId(menu), '1'), 3000)
}
export const inQueue = (extra: Partial<Extract<QueueNotice, { type: 'queued' }>> = {}): Stand =>
  joining().does(notice({ type: 'queued', queueId: 'q1', position: 1, record: true, ...extra }), 3001)
export const reserved = (): Stand =>
  inQueue().does(notice({ type: 'agent-reserved', queueId: 'q1', offerId: 'o1', agentId: 'a1' }), 5000)
export const talking = (): Stand => reserved().does(joined(), 8000)
export const held = (): Stand => talking().does({ type: 'hold', agentId: 'a1' }, 9000)

const DIAL: CallCommand = {
  ...{ type: 'begin-outbound', agentId: 'a1', agentNumber: '1001', legId: 'A1', node: 'm1', number: '13911112222' },
  user: 'agent.1001',
}
export const dialling = (): Stand => fresh().does(DIAL, 1000)
/** What a desk phone dialled is a code. */
export const codeFound = (over: Partial<DialledCode> = {}): LookupAnswer => {
  const states = [
    { id: 'meal', name: '用餐', nameEn: 'Meal', counts: 'break' as const },
    { id: 'meeting', name: '会议', nameEn: 'Meeting', counts: 'work' as const },
  ]
  const target = { type: 'code' as const, act: 'sign-in' as const, user: '8001', lang: 'zh' as const, states, ...over }
  return { type: 'dialled', found: true, target }
}
export const atCode = (over: Partial<DialledCode> = {}): Stand => {
  const asked = fresh().does(arrived({ type: 'user', user: '8001' }), 1000)
  return asked.does(told(asked, codeFound(over)), 1010)
}
export const ringingOut = (): Stand => {
  const asked = dialling()
  return asked.does(told(asked, outside()), 1010)
}
export const talkingOut = (): Stand => {
  const rings = ringingOut()
  return rings.does(legNews('leg-answered', waitId(rings)), 5000)
}
export const recordingMail = (): Stand => {
  const menu = atMenu()
  const words = menu.does(keyed(waitId(menu), '2'), 3000)
  return words.does(played(waitId(words)), 6000)
}

type AnyDecision = Decision<{ type: string }>
export const orders = (decision: AnyDecision): MediaOrder[] =>
  'facts' in decision ? decision.effects.flatMap((effect) => (effect.to === 'media' ? effect.order : [])) : []
export const messages = (decision: AnyDecision): { to: string; command: { type: string } }[] =>
  'facts' in decision
    ? decision.effects.flatMap((effect) =>
        effect.to === 'actor' ? { to: effect.ref.id, command: effect.command } : [],
      )
    : []
export const facts = (decision: AnyDecision): string[] =>
  'facts' in decision ? decision.facts.map((fact) => fact.type) : [`refused ${decision.refusal}`]
export const summary = (decision: Decision<never> | AnyDecision) => {
  if (!('facts' in decision)) return undefined
  const last = (decision.facts as { type: string; summary?: unknown }[]).find((fact) => fact.type === 'call-ended')
  return last?.summary as import('#engine/protocol/call.ts').CallSummary | undefined
}
/** How often the call ends in this decision. */
export const rawEnds = (decision: AnyDecision): number => facts(decision).filter((type) => type === 'call-ended').length
export { flow, from, known, node, outside }
