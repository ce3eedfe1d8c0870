// An agent brought into each of its modes, by the commands that lead there.

import type { AgentConfig } from '#engine/protocol/company.ts'
import type { MediaNews } from '#engine/protocol/media.ts'
import { agentMachine } from '#engine/routing/core/agent/machine.ts'
import { given } from '../../../../kit/machine.ts'
import { agentConfig, card, offerOf } from '../samples.ts'

/** 09:00 on a Saturday in Beijing */
export const T = Date.parse('2026-11-21T01:00:00Z')
export const TODAY = '2026-11-21'

/** goes with every hang-up of a leg that the agent leaves */
export const letGo = { type: 'leg-let-go' } as const

export const news = (news: MediaNews) => ({ type: 'news' as const, news })

export const signedOut = (config: Partial<AgentConfig> = {}) =>
  given(agentMachine, 'a1').does({ type: 'configure', config: agentConfig(config) }, T)
export const onBreak = (config?: Partial<AgentConfig>) =>
  signedOut(config).does({ type: 'sign-in', phone: { type: 'browser' }, session: 's' }, T)
export const monitoring = () => signedOut().does({ type: 'sign-in', phone: { type: 'none' }, session: 's' }, T)
export const ready = (config?: Partial<AgentConfig>) => onBreak(config).does({ type: 'ready' }, T)
export const ringing = (config?: Partial<AgentConfig>, offer: Parameters<typeof offerOf>[0] = {}) =>
  ready(config).does({ type: 'offer', offer: offerOf(offer) }, T + 1000, 'ring')
export const direct = {
  type: 'ring-direct',
  requestId: 'r1',
  callId: 'c1',
  node: 'm1',
  caller: card(),
  ringMs: 15_000,
} as const
export const ringingDirect = () => ready().does(direct, T + 1000, 'ring')
/** own leg up, not connected yet */
export const joining = (config?: Partial<AgentConfig>) =>
  ringing(config).does(news({ type: 'leg-answered', callId: 'c1', legId: 'ring-0' }), T + 4000)
export const talking = (config?: Partial<AgentConfig>) =>
  joining(config).does({ type: 'call-connected', callId: 'c1', at: T + 5000 }, T + 5000)
export const onHold = (config?: Partial<AgentConfig>) =>
  talking(config).does({ type: 'call-held', callId: 'c1', held: true }, T + 6000)
/** the first call on hold, and in a talk with whom it dialled beside it */
export const withAnother = (config?: Partial<AgentConfig>) =>
  onHold(config)
    .does({ type: 'dial', number: '139', node: 'm2' }, T + 7000, 'more')
    .does(news({ type: 'leg-answered', callId: 'more-0', legId: 'more-1' }), T + 8000)
    .does({ type: 'call-connected', callId: 'more-0', at: T + 9000 }, T + 9000)
export const wrappingUp = (config?: Partial<AgentConfig>) =>
  talking(config)
    .does({ type: 'call-over', callId: 'c1', cause: 'normal' }, T + 65_000)
    .does(news({ type: 'leg-ended', callId: 'c1', legId: 'ring-0', by: 'us', cause: 'normal' }), T + 65_000)
export const dialling = () => ready().does({ type: 'dial', number: '02188', node: 'm2' }, T + 1000, 'dial')
export const outbound = () =>
  dialling().does(news({ type: 'leg-answered', callId: 'dial-0', legId: 'dial-1' }), T + 2000)
