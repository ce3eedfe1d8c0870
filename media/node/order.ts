// One order kind is one file in orders/ with a default export of `defineOrder`; nothing else names it.
import { plugInsIn } from '#config/plug-ins.ts'
import type { MediaAnswer, MediaOrder } from '#engine/protocol/media.ts'
import type { NodeCore } from '#media/node/core.ts'
import type { Leg } from '#media/node/legs.ts'

export type OrderType = MediaOrder['type']
export type OrderOf<Type extends OrderType> = Extract<MediaOrder, { type: Type }>

export interface OrderKind<Type extends OrderType = OrderType> {
  type: Type
  /** Answers at once. What takes time goes through `core.later`, and tells news when it is done or has failed. */
  obey(order: OrderOf<Type>, core: NodeCore): MediaAnswer
}

export const defineOrder = <Type extends OrderType>(kind: OrderKind<Type>): OrderKind<Type> => kind

/** Orders about one leg that must be there; `dial` makes its own. */
type LegOrder = Exclude<Extract<MediaOrder, { legId: string }>['type'], 'dial'>

export const defineLegOrder = <Type extends LegOrder>(kind: {
  type: Type
  obey(leg: Leg, order: OrderOf<Type>, core: NodeCore): MediaAnswer
}): OrderKind<Type> => ({
  type: kind.type,
  obey(order, core) {
    const { callId, legId } = order as Extract<MediaOrder, { legId: string }>
    const leg = core.legs.find(callId, legId)
    return leg ? kind.obey(leg, order, core) : UNKNOWN_LEG
  },
})

export const OK: MediaAnswer = { ok: true }
export const UNKNOWN_LEG: MediaAnswer = { ok: false, refusal: 'unknown-leg' }
export const cannot = (detail: string): MediaAnswer => ({ ok: false, refusal: 'cannot', detail })

export type OrderKinds = ReadonlyMap<string, OrderKind>

export const loadOrders = (): Promise<OrderKinds> =>
  plugInsIn<OrderKind>(new URL('./orders/', import.meta.url), ({ type }) => type)
